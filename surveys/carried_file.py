"""An uploaded file of answers on its way through the mapping pages: sealed into the page itself, stored nowhere.

Columns that say who, when or where somebody answered are dropped before anything else looks at the rows.
"""

import base64
import functools
import hashlib
import json
import secrets
import time
import zlib
from dataclasses import dataclass, replace

from django.conf import settings
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as open_sealed
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as make_sealed
from nacl.exceptions import CryptoError

from surveys.answer_files import Table, UnreadableFile, open_table
from surveys.answer_tools import UNKNOWN, Tool, is_telling, recognised

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000
MOST_CELLS = 1_500_000
LONGEST_TOKEN = 3_500_000
NONCE = 24
KEPT_FOR = 2 * 60 * 60
TOO_MUCH = "is more than this page takes ({}): give it to whoever runs the server, with the mapping, for import_answers"


class UnreadableToken(ValueError):
    """A page that this server did not seal for this wave and person, or that is older than two hours."""


@dataclass(frozen=True)
class CarriedFile:
    """A file's columns without the telling ones, whose names are in `dropped`; rows as (line, cells)."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    tool: Tool = UNKNOWN
    encoding: str = ""
    dropped: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        return Table(list(self.header), iter(self.rows), self.encoding)

    def texts(self, column: str) -> list[str]:
        """Return the distinct texts of a column, in the order in which they first stand."""
        place = self.header.index(column)
        return list(dict.fromkeys(cells[place].strip() for _, cells in self.rows if place < len(cells)))


def take(content: bytes) -> CarriedFile:
    """Return an uploaded file, read and without its telling columns. Raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile(TOO_MUCH.format(f"over {MOST_BYTES // 1024 // 1024} MB"))
    peek = open_table(content)
    second = next(peek.rows, (0, []))[1]
    tool = recognised(peek.header, second)
    table = open_table(content, tool.header_rows)
    rows = []
    for line in table.rows:
        rows.append(line)
        if len(rows) > MOST_ROWS or len(rows) * len(table.header) > MOST_CELLS:
            raise UnreadableFile(TOO_MUCH.format(f"over {MOST_ROWS:,} rows, or very wide ones"))
    if not rows:
        raise UnreadableFile("holds a header and no answers")
    return _without_telling(CarriedFile(tuple(table.header), tuple(rows), tool, table.encoding))


def _without_telling(file: CarriedFile) -> CarriedFile:
    kept = [place for place, name in enumerate(file.header) if name and not is_telling(name)]
    ended = file.header.index(file.tool.finished) if file.tool.finished in file.header else None
    width = len(file.header)
    rows = []
    for number, cells in file.rows:
        if len(cells) == width:
            said = [cells[place] for place in kept]
            cells = said if ended is None else [*said, "yes" if cells[ended].strip() else ""]
        rows.append((number, cells))
    header = tuple(file.header[place] for place in kept) + (
        (file.tool.finished,) if ended is not None else ()
    )
    dropped = tuple(name for name in file.header if name and name not in header)
    return replace(file, header=header, rows=tuple(rows), dropped=dropped)


def seal(file: CarriedFile, binding: bytes) -> str:
    """Return the file as text for a hidden field. Raises UnreadableFile when it is too large to travel."""
    parts = [time.time(), file.header, file.rows, vars(file.tool), file.encoding, file.dropped]
    body = zlib.compress(json.dumps(parts, separators=(",", ":")).encode(), 6)
    nonce = secrets.token_bytes(NONCE)
    token = base64.urlsafe_b64encode(nonce + make_sealed(body, binding, nonce, _keys()[0])).decode()
    if len(token) > LONGEST_TOKEN:
        raise UnreadableFile(TOO_MUCH.format("too much text"))
    return token


def unseal(token: str, binding: bytes) -> CarriedFile:
    """Return the file in a token. Raises UnreadableToken."""
    made, header, rows, tool, encoding, dropped = json.loads(zlib.decompress(_open(token, binding)))
    if not 0 <= time.time() - made <= KEPT_FOR:
        raise UnreadableToken
    lines = tuple((number, cells) for number, cells in rows)
    return CarriedFile(tuple(header), lines, Tool(**tool), encoding, tuple(dropped))


def _open(token, binding):
    try:
        sealed = base64.b64decode(token.encode("ascii"), altchars=b"-_", validate=True)
    except ValueError:
        raise UnreadableToken from None
    for key in _keys():
        try:
            return open_sealed(sealed[NONCE:], binding, sealed[:NONCE], key)
        except (CryptoError, ValueError, TypeError):
            continue
    raise UnreadableToken


def _keys():
    return _derived((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@functools.lru_cache(4)
def _derived(kept):
    return tuple(
        hashlib.blake2b(key.encode(), digest_size=32, person=b"carried file").digest() for key in kept
    )
