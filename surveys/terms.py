"""The terms of a wave as one hash, and the guards that keep them: reads both and says what is wrong; changes nothing.

The hash stands on the respondent's page, in each sealed response, in the key files and in the release. Whoever changes
the terms behind the guards' back can't change those.
"""

import hashlib
import json
import logging

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from surveys.guards import source_hash, watched
from surveys.models.waves import FROZEN_FIELDS, Wave

logger = logging.getLogger("promise_tracker.terms")


class TermsBroken(Exception):
    """The wave's terms, its key or its guards are not what they were when it opened."""


def terms_of(wave) -> dict:
    """Return everything that may not change once the wave is open, as it stands in the row."""
    fields = [name for name in FROZEN_FIELDS if name != "terms_hash"]
    return {name: getattr(wave, name) for name in (*fields, "simulated")}


def hash_terms(wave) -> str:
    """Return the SHA-256 of the terms, as hex."""
    text = json.dumps(terms_of(wave), sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def guard_faults() -> list[str]:
    """Return a sentence for each guard in the database that is missing, disabled or another than ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname, tgenabled::text, prosrc FROM pg_trigger"
            " JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal"
        )
        found = {(table, name): (state, source) for table, name, state, source in cursor.fetchall()}
    return [fault for guard in watched() if (fault := _fault(guard, found.get((guard.table, guard.name))))]


def _fault(guard, found) -> str | None:
    if found is None:
        return f"the guard {guard.name} on {guard.table} is missing"
    state, source = found
    if state != "A":
        # A plain ENABLE leaves it off for whoever sets session_replication_role.
        how = "switched off" if state == "D" else "not switched on for every session"
        again = f"ALTER TABLE {guard.table} ENABLE ALWAYS TRIGGER {guard.name}"
        return f"the guard {guard.name} on {guard.table} is {how} (on again by: {again})"
    if source_hash(source) != source_hash(guard.source):
        return f"the guard {guard.name} on {guard.table} was changed"
    return None


def faults(wave) -> list[str]:
    """Return a sentence for each way in which the wave's terms are broken; an empty list when all is well."""
    return guard_faults() + _term_faults(wave)


def _term_faults(wave) -> list[str]:
    if wave.terms_hash and hash_terms(wave) == wave.terms_hash:
        return []
    return [f"the terms of {wave.slug} are not those it was opened with"]


def refuse_broken_terms() -> None:
    """For a start of the software: raise ImproperlyConfigured when any wave's terms, or the guards, were tampered with.

    A database that is down, or not yet laid out, is for later: mix and freeze ask again.
    """
    try:
        waves = Wave.objects.exclude(state=Wave.State.DRAFT)
        found = guard_faults() + [fault for wave in waves for fault in _term_faults(wave)]
    except DatabaseError as error:
        logger.warning("the terms can't be checked yet: %s", type(error).__name__)
        return
    if found:
        raise ImproperlyConfigured("Surveys are not what respondents were promised: " + "; ".join(found))


def require_intact(wave) -> None:
    """Raise TermsBroken, naming every fault, unless terms and guards are whole."""
    found = faults(wave)
    if found:
        raise TermsBroken("; ".join(found))
