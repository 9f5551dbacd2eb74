"""An uploaded file of answers on its way through the mapping pages: sealed into the page itself, stored nowhere.

Columns that say who, when or where somebody answered are dropped before anything else looks at the rows.
"""

import json
import time
import zlib
from dataclasses import dataclass, replace

from surveys import sealed_token
from surveys.answer_files import Table, UnreadableFile, open_table
from surveys.answer_tools import UNKNOWN, Tool, is_telling, recognised
from surveys.sealed_token import UnreadableToken

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 20_000
MOST_CELLS = 1_500_000
LONGEST_TOKEN = 3_500_000
LABEL = b"carried file"
KEPT_FOR = 2 * 60 * 60
TOO_MUCH = "is more than this page takes ({}): give it to whoever runs the server, with the mapping, for import_answers"


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
    token = sealed_token.seal(body, binding, LABEL)
    if len(token) > LONGEST_TOKEN:
        raise UnreadableFile(TOO_MUCH.format("too much text"))
    return token


def unseal(token: str, binding: bytes) -> CarriedFile:
    """Return the file in a token. Raises UnreadableToken, also for one older than two hours."""
    body = sealed_token.unseal(token, binding, LABEL)
    made, header, rows, tool, encoding, dropped = json.loads(zlib.decompress(body))
    if not 0 <= time.time() - made <= KEPT_FOR:
        raise UnreadableToken
    lines = tuple((number, cells) for number, cells in rows)
    return CarriedFile(tuple(header), lines, Tool(**tool), encoding, tuple(dropped))
