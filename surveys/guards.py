"""The triggers that hold the ratchet in PostgreSQL: their SQL, and nothing else. `terms` checks that they stand.

An app above, whose triggers are checked in the same breath, adds them by `watch`.

They are enabled ALWAYS, so that a session which plays replica doesn't slip by. A superuser can switch them off; then
mix, freeze and start stop.
"""

import hashlib
from dataclasses import dataclass

from surveys.models.waves import FROZEN_FIELDS

LIFE = {
    "draft": ("open", "closed"),
    "open": ("closed",),
    "closed": ("mixed", "too_few", "ended"),
    "mixed": ("ended",),
    "too_few": ("mixed", "ended"),
    "ended": (),
}


@dataclass(frozen=True)
class Guard:
    """One trigger: before which events, and the body of its function."""

    table: str
    name: str
    events: str
    source: str
    when: str = ""
    each: str = "ROW"

    @property
    def install_sql(self) -> str:
        when = f"WHEN ({self.when}) " if self.when else ""
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $guard${self.source}$guard$;"
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table};"
            f"CREATE TRIGGER {self.name} BEFORE {self.events} ON {self.table} FOR EACH {self.each} {when}"
            f"EXECUTE FUNCTION {self.name}();"
            f"ALTER TABLE {self.table} ENABLE ALWAYS TRIGGER {self.name};"
        )

    @property
    def remove_sql(self) -> str:
        return f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}; DROP FUNCTION IF EXISTS {self.name}();"


_watched: dict[tuple[str, str], Guard] = {}


def watch(*guards: Guard) -> None:
    """From now on `terms` also checks that these stand; twice is the same as once."""
    _watched.update({(guard.table, guard.name): guard for guard in guards})


def watched() -> tuple[Guard, ...]:
    """Return every guard without which nothing is mixed, counted or frozen."""
    return (*GUARDS, *_watched.values())


def source_hash(source: str) -> str:
    return hashlib.sha256(" ".join(source.split()).encode()).hexdigest()


def _steps() -> str:
    pairs = [f"('{start}', '{end}')" for start, ends in LIFE.items() for end in ends]
    return ", ".join(pairs)


def _changed() -> str:
    return " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FROZEN_FIELDS)


WAVE_TERMS = f"""
BEGIN
  IF NEW.simulated IS DISTINCT FROM OLD.simulated THEN
    RAISE EXCEPTION 'a wave is simulated or real from its first day on';
  END IF;
  IF OLD.state <> 'draft' AND ({_changed()}) THEN
    RAISE EXCEPTION 'the terms of a wave cannot change once it is open';
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({_steps()}) THEN
    RAISE EXCEPTION 'a wave does not go from % to %', OLD.state, NEW.state;
  END IF;
  IF (OLD.inbox_key_destroyed AND NOT NEW.inbox_key_destroyed) OR (OLD.responses_fixed AND NOT NEW.responses_fixed) THEN
    RAISE EXCEPTION 'what is destroyed or fixed stays so';
  END IF;
  IF OLD.responses_fixed AND NEW.responses <> OLD.responses THEN
    RAISE EXCEPTION 'a release was frozen on these responses: none can be added';
  END IF;
  RETURN NEW;
END"""

WAVE_STAYS = """
BEGIN
  IF OLD.state <> 'draft' AND NOT OLD.simulated THEN
    RAISE EXCEPTION 'a real wave that was opened is not deleted';
  END IF;
  RETURN OLD;
END"""

NEVER_CHANGED = """
BEGIN
  RAISE EXCEPTION 'what is sealed or encrypted is never changed';
END"""

BLOCK_BELONGS = """
DECLARE wave record;
BEGIN
  SELECT state, simulated, responses_fixed INTO wave FROM surveys_wave WHERE id = NEW.wave_id;
  IF wave.simulated IS DISTINCT FROM NEW.simulated THEN
    RAISE EXCEPTION 'nothing simulated enters a real wave';
  END IF;
  IF wave.state NOT IN ('closed', 'mixed', 'too_few') OR wave.responses_fixed THEN
    RAISE EXCEPTION 'responses enter the store of a closed wave only, before its first release';
  END IF;
  RETURN NEW;
END"""

BLOCK_STAYS = """
BEGIN
  IF EXISTS (SELECT 1 FROM surveys_wave WHERE id = OLD.wave_id AND NOT simulated AND state <> 'ended') THEN
    RAISE EXCEPTION 'responses of a real wave stay until its date of retention';
  END IF;
  RETURN OLD;
END"""

SEALED_STAYS = """
BEGIN
  IF EXISTS (SELECT 1 FROM surveys_wave WHERE id = OLD.wave_id AND NOT simulated AND state = 'open') THEN
    RAISE EXCEPTION 'no response is deleted while its wave is open';
  END IF;
  RETURN OLD;
END"""

GUARDS = (
    Guard("surveys_wave", "guard_wave_terms", "UPDATE", WAVE_TERMS),
    Guard("surveys_wave", "guard_wave_stays", "DELETE", WAVE_STAYS),
    Guard("surveys_sealedresponse", "guard_sealed_unchanged", "UPDATE", NEVER_CHANGED),
    Guard("surveys_sealedresponse", "guard_sealed_stays", "DELETE", SEALED_STAYS),
    Guard("surveys_retrymark", "guard_retry_unchanged", "UPDATE", NEVER_CHANGED),
    Guard("surveys_storeblock", "guard_block_unchanged", "UPDATE", NEVER_CHANGED),
    Guard("surveys_storeblock", "guard_block_belongs", "INSERT", BLOCK_BELONGS),
    Guard("surveys_storeblock", "guard_block_stays", "DELETE", BLOCK_STAYS),
    Guard("surveys_commentblock", "guard_comments_unchanged", "UPDATE", NEVER_CHANGED),
    Guard("surveys_commentblock", "guard_comments_belong", "INSERT", BLOCK_BELONGS),
    Guard("surveys_commentblock", "guard_comments_stay", "DELETE", BLOCK_STAYS),
    Guard(
        "surveys_invitation",
        "guard_code_used_once",
        "UPDATE",
        NEVER_CHANGED,
        when="(OLD.used AND NOT NEW.used) OR OLD.code_hash <> NEW.code_hash OR OLD.wave_id <> NEW.wave_id",
    ),
)

INSTALL_SQL = "".join(guard.install_sql for guard in GUARDS)
REMOVE_SQL = "".join(guard.remove_sql for guard in GUARDS)
