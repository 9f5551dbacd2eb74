"""Takes a submitted response: seals it and commits it with the ledger's mark, once, in one statement.

Stores no time, address or person. Never logs what it is given; its errors say nothing of an answer.
"""

import hashlib
import hmac
from dataclasses import dataclass

from django.db import DatabaseError, connection

from surveys import sealing, withdrawal
from surveys.codes import tidy
from surveys.frozen import encode_response, frozen

LOCKS = 7301
SHORTEST_KEY = 16


class NotTaken(Exception):
    """The response was not stored; the subclass says why."""


class WaveClosed(NotTaken):
    """The wave is not open (any more)."""


class WavePaused(NotTaken):
    """No copy of the wave's key can be opened: nothing is taken until one is back."""


class CodeUnknown(NotTaken):
    """The invitation's code is missing or was never issued for this wave."""


class CodeUsed(NotTaken):
    """The invitation's code was used by another response."""


class SentDifferently(NotTaken):
    """The same page key came before with another body."""


class Unreadable(NotTaken):
    """The answers do not fit the questionnaire."""


class NotSaved(NotTaken):
    """The database did not take it: nothing was saved."""


class InDoubt(NotTaken):
    """The database was asked and did not answer: it may yet have taken it. The same again counts once."""


@dataclass(frozen=True)
class Receipt:
    """What the thank-you may say: whether this was a repeat, and the deletion code when one was asked for."""

    repeated: bool
    withdrawal_code: str | None = None


def submit(*, wave, answers, place=None, key: bytes, code: str | None = None, may_withdraw=False) -> Receipt:
    """Store one response, durably, before returning.

    `answers` maps a question's name to its parsed answer, comments included; `place` is the page on which the person
    stopped, None at the end; `key` is the page's secret of at least 16 bytes; `code` an invitation's code as issued.
    Sending the same again returns a receipt marked `repeated`. Raises a NotTaken.
    """
    if len(key) < SHORTEST_KEY:
        raise Unreadable("the page's key is too short")
    form = frozen(wave)
    try:
        row, comments = encode_response(form, answers, place)
        deletion = withdrawal.code_for(key) if may_withdraw else None
        tag = withdrawal.tag_of(wave.key_id, deletion) if deletion else sealing.NO_TAG
        terms = bytes.fromhex(wave.terms_hash)
        body = sealing.pack(form.shape, terms=terms, row=row, comments=comments, tag=tag)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, sealing.SealingError):
        raise Unreadable("the answers do not fit the questionnaire") from None
    sealed = sealing.seal(bytes.fromhex(wave.public_key), body)
    return Receipt(_store(wave, sealed, _marks(wave, key, body, code)), deletion)


@dataclass(frozen=True)
class Marks:
    """Hashes that go beside a sealed body; none can be turned back without the page's key or the code."""

    key_hash: str
    body_mac: str
    code_hash: str | None


def _marks(wave, key: bytes, body: bytes, code: str | None) -> Marks:
    return Marks(
        key_hash=hashlib.sha256(b"retry|" + wave.key_id.encode() + b"|" + key).hexdigest(),
        body_mac=hmac.new(key, b"body|" + body, "sha256").hexdigest(),
        code_hash=hash_code(wave, code) if code else None,
    )


def hash_code(wave, code: str) -> str:
    """Return what the ledger keeps of an invitation's code."""
    return hashlib.sha256(f"invitation|{wave.slug}|{tidy(code)}".encode()).hexdigest()


def _store(wave, sealed: bytes, marks: Marks) -> bool:
    """Commit the body and its marks; return whether it was there already."""
    try:
        return _judge(wave, marks, _take(wave, sealed, marks))
    except DatabaseError as error:
        # Without a code of PostgreSQL's own, a request on its way got no answer.
        in_doubt = connection.connection is not None and getattr(error.__cause__, "pgcode", None) is None
        raise InDoubt("no answer") if in_doubt else NotSaved("the database did not take it") from None


def hold_open(wave) -> None:
    """Hold the wave's door for the rest of the transaction: a close waits for it; several may hold it at once.

    Makes the commit durable whatever the server's or the role's setting.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(%s, %s), set_config('synchronous_commit', 'on', true)",
            [LOCKS, wave.pk],
        )


def hold_shut(wave) -> None:
    """Wait until nobody holds the wave's door, and keep it for the rest of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s), set_config('synchronous_commit', 'on', true)",
            [LOCKS, wave.pk],
        )


# One string, so one journey to the database: PostgreSQL makes a transaction of it and answers when it is on the disk.
# The second statement looks at the wave afresh once the first has its door held open, and does all or nothing: the
# code is looked at first, so that whatever stops a response leaves neither a mark nor a used code.
TAKE = """
SELECT pg_advisory_xact_lock_shared(%(locks)s, %(wave)s), set_config('synchronous_commit', 'on', true);
WITH door AS (
  SELECT id, mode, paused FROM surveys_wave
  WHERE id = %(wave)s AND state = 'open' AND terms_hash = %(terms)s
    AND (closes_at IS NULL OR closes_at > clock_timestamp())
), code AS (
  SELECT used FROM surveys_invitation WHERE wave_id = %(wave)s AND code_hash = %(code_hash)s FOR UPDATE
), mark AS (
  INSERT INTO surveys_retrymark (wave_id, key_hash, body_mac)
  SELECT id, %(key_hash)s, %(body_mac)s FROM door
  WHERE NOT paused AND (mode <> 'invitation' OR EXISTS (SELECT 1 FROM code WHERE NOT used))
  ON CONFLICT DO NOTHING RETURNING wave_id
), used AS (
  UPDATE surveys_invitation SET used = true
  WHERE wave_id = (SELECT wave_id FROM mark) AND code_hash = %(code_hash)s
), stored AS (
  INSERT INTO surveys_sealedresponse (wave_id, id, body)
  SELECT wave_id, gen_random_uuid(), %(body)s FROM mark RETURNING wave_id
)
SELECT (SELECT count(*) FROM door), (SELECT bool_or(paused) FROM door), (SELECT count(*) FROM stored)
"""


def _take(wave, sealed: bytes, marks: Marks) -> tuple:
    values = {
        "locks": LOCKS,
        "wave": wave.pk,
        "terms": wave.terms_hash,
        "key_hash": marks.key_hash,
        "body_mac": marks.body_mac,
        "code_hash": marks.code_hash,
        "body": sealed,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        return cursor.fetchone()


def _judge(wave, marks: Marks, outcome: tuple) -> bool:
    is_open, paused, stored = outcome
    if stored:
        return False
    if paused:
        raise WavePaused
    if _repeat(wave, marks):
        return True
    raise _fault_of_code(wave, marks) if is_open else WaveClosed


def _repeat(wave, marks: Marks) -> bool:
    """Return whether the very same was taken before; raise SentDifferently when another body was, under this key."""
    known = _asked(
        "SELECT body_mac FROM surveys_retrymark WHERE wave_id = %s AND key_hash = %s", wave.pk, marks.key_hash
    )
    if known and not hmac.compare_digest(known[0], marks.body_mac):
        raise SentDifferently
    return known is not None


def _fault_of_code(wave, marks: Marks) -> type[NotTaken]:
    if not wave.is_by_invitation:
        return NotSaved
    known = _asked(
        "SELECT used FROM surveys_invitation WHERE wave_id = %s AND code_hash = %s", wave.pk, marks.code_hash
    )
    return CodeUsed if known else CodeUnknown


def _asked(question: str, *values):
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchone()
