"""Tries to link responses to people with what stands in the database and the key folders, and says what it found.

It reads as the software's own role; a superuser sees no more of these tables. It never opens an answer.
"""

from dataclasses import dataclass

from django.db import connection

from surveys import keys, terms
from surveys.models import Invitation, RetryMark, SealedResponse, StoreBlock, Wave, WithdrawalRequest
from surveys.sealing import SEAL_OVERHEAD

# Everything that the tables between a submission and the store may hold; anything more is a trace.
COLUMNS = {
    "surveys_invitation": {"wave_id", "code_hash", "used"},
    "surveys_sealedresponse": {"wave_id", "id", "body"},
    "surveys_retrymark": {"wave_id", "key_hash", "body_mac"},
    "surveys_withdrawalrequest": {"wave_id", "tag"},
    "surveys_storeblock": {"wave_id", "id", "simulated", "rows", "body"},
    "surveys_commentblock": {"wave_id", "id", "simulated", "body"},
}
INBOX = (SealedResponse, RetryMark, WithdrawalRequest)


@dataclass(frozen=True)
class Result:
    """One attempt: what was tried, what came of it, and whether that breaks the promise."""

    tried: str
    found: str
    broken: bool


def attempts(wave) -> list[Result]:
    """Try everything on one wave; any result that is `broken` means answers could be traced."""
    results = [_guards(wave), _columns(), _sizes(wave), _keys(wave)]
    results.append(
        _by_transaction(wave) if wave.state in (Wave.State.OPEN, Wave.State.CLOSED) else _after_mix(wave)
    )
    if wave.is_by_invitation:
        results.append(_ledger_order(wave))
    return results


def _guards(wave) -> Result:
    faults = terms.guard_faults() if wave.state == Wave.State.DRAFT else terms.faults(wave)
    return Result("terms and guards", "; ".join(faults) or "as they were when it opened", bool(faults))


def _columns() -> Result:
    rows = _rows(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_name = ANY(%s)"
        " AND table_schema = current_schema()",
        [list(COLUMNS)],
    )
    extra = sorted(f"{table}.{column}" for table, column in rows if column not in COLUMNS[table])
    return Result(
        "columns that could tell a time, an address or a person", ", ".join(extra) or "none", bool(extra)
    )


def _sizes(wave) -> Result:
    lengths = "SELECT DISTINCT octet_length(body) FROM surveys_sealedresponse WHERE wave_id = %s"
    found = {length for (length,) in _rows(lengths, [wave.pk])}
    odd = found - {wave.body_size + SEAL_OVERHEAD}
    text = (
        "a sealed response has another size than the others"
        if odd
        else "every sealed response has the same size"
    )
    return Result("telling responses apart by their length", text, bool(odd))


def _keys(wave) -> Result:
    if wave.state == Wave.State.ENDED:
        left = [kind for kind in keys.KINDS if keys.has_key(wave, kind)]
        return Result("keys after the date of retention", ", ".join(left) or "all destroyed", bool(left))
    if wave.inbox_key_destroyed:
        kept = keys.has_key(wave, "inbox")
        return Result("the inbox key after the mix", "still there" if kept else "destroyed", kept)
    if wave.is_closed:
        return Result("the inbox key before the mix is done", "kept until the store is verified", False)
    return Result("keys of a wave that is not closed", "sealed until the mix", False)


def _by_transaction(wave) -> Result:
    """Join responses to used codes by the hidden transaction number."""
    ((linked,),) = _rows(
        "SELECT count(*) FROM surveys_sealedresponse r JOIN surveys_invitation i"
        " ON i.wave_id = r.wave_id AND i.xmin = r.xmin AND i.used WHERE r.wave_id = %s",
        [wave.pk],
    )
    text = (
        f"{linked} used codes point at a response, each sealed and padded, until the mix"
        if linked
        else "no link"
    )
    return Result("linking by xmin, before the mix", text, False)


def _after_mix(wave) -> Result:
    """After the mix nothing of the inbox may be left, and all blocks of a mix must look alike."""
    left = [model._meta.verbose_name for model in INBOX if model.objects.filter(wave=wave).exists()]
    if left:
        return Result("what is left of the inbox", f"{', '.join(left)} left over", True)
    ((stored,),) = _rows(
        "SELECT coalesce(sum(rows), 0) FROM surveys_storeblock WHERE wave_id = %s", [wave.pk]
    )
    if stored != wave.responses and wave.state != Wave.State.ENDED:
        return Result("responses lost or doubled", f"{stored} stored of {wave.responses}", True)
    small = (
        StoreBlock.objects.filter(wave=wave).count()
        and wave.responses < wave.k
        and wave.mode != Wave.Mode.IMPORTED
    )
    if small and not wave.simulated:
        return Result("a wave under k", "was opened", True)
    return Result(
        "linking by xmin, ctid or order, after the mix", "the inbox is gone; blocks hold no order", False
    )


def _ledger_order(wave) -> Result:
    """The ledger's places may tell when codes were used only while the inbox is sealed."""
    places = "SELECT code_hash FROM surveys_invitation WHERE wave_id = %s ORDER BY ctid"
    order = [code for (code,) in _rows(places, [wave.pk])]
    used = Invitation.objects.filter(wave=wave, used=True).exists()
    told = order != sorted(order)
    if wave.state in (Wave.State.OPEN, Wave.State.CLOSED) and used:
        return Result("the order of the ledger", "tells in which order codes were used, until the mix", False)
    return Result("the order of the ledger", "not that of the hashes" if told else "that of the hashes", told)


def _rows(sql: str, values: list) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
