"""Invitations: makes codes for a mailing, keeps only their hashes, and never learns who got which."""

from django.db import transaction

from branches import csv_files
from branches.audit import record_event
from surveys.codes import new_code
from surveys.intake import hash_code
from surveys.models import Invitation, Wave
from surveys.waves import WaveError

MOST_AT_ONCE = 50_000


@transaction.atomic
def issue_codes(*, wave, count: int, by) -> list[str]:
    """Return `count` new codes, once: only their hashes are kept, in hash order.

    Raises WaveError unless the wave is by invitation and not yet closed.
    """
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    if not wave.is_by_invitation or wave.is_closed:
        raise WaveError("codes are for waves by invitation that have not closed")
    if not 1 <= count <= MOST_AT_ONCE:
        raise WaveError(f"the number of codes must lie between 1 and {MOST_AT_ONCE:,}")
    codes = [new_code() for _ in range(count)]
    hashes = sorted(hash_code(wave, code) for code in codes)
    Invitation.objects.bulk_create(
        (Invitation(wave=wave, code_hash=each) for each in hashes), batch_size=1000
    )
    record_event(by=by, verb="issued codes for", subject=wave, detail={"count": count})
    return codes


def mail_merge(codes: list[str], start_url: str) -> str:
    """Return the mailing's CSV: each code, and the address that carries it after `#`, which browsers never send."""
    rows = ({"code": code, "address": f"{start_url}#{code}"} for code in codes)
    return csv_files.write(("code", "address"), rows)


def issued(wave) -> int:
    return Invitation.objects.filter(wave=wave).count()
