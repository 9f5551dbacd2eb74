"""The triggers that keep releases and editions as they were given out: their SQL, and nothing else."""

from surveys.guards import Guard

RELEASE_STAYS = """
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state NOT IN ('proposed', 'audited') THEN
      RAISE EXCEPTION 'an approved release is never deleted; it can be withdrawn';
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR NEW.tables <> '[]'::jsonb THEN
      RAISE EXCEPTION 'a release begins as an empty proposal';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('proposed', 'audited'), ('audited', 'approved'),
      ('approved', 'frozen'), ('frozen', 'published'), ('frozen', 'withdrawn'), ('published', 'withdrawn')) THEN
    RAISE EXCEPTION 'a release does not go from % to %', OLD.state, NEW.state;
  END IF;
  IF (NEW.wave_id, NEW.number, NEW.simulated, NEW.terms_hash, NEW.proposed_by_id, NEW.proposed_at)
      IS DISTINCT FROM (OLD.wave_id, OLD.number, OLD.simulated, OLD.terms_hash, OLD.proposed_by_id, OLD.proposed_at) THEN
    RAISE EXCEPTION 'a release belongs to its wave and its proposer';
  END IF;
  IF OLD.state <> 'proposed' AND (NEW.tables, NEW.changes, NEW.method, NEW.geography, NEW.audit, NEW.sealed, NEW.schema_version)
      IS DISTINCT FROM (OLD.tables, OLD.changes, OLD.method, OLD.geography, OLD.audit, OLD.sealed, OLD.schema_version) THEN
    RAISE EXCEPTION 'the tables of an audited release never change';
  END IF;
  IF NEW.state = 'proposed' AND NEW.tables <> '[]'::jsonb THEN
    RAISE EXCEPTION 'tables are stored together with the audit they passed';
  END IF;
  IF (OLD.sha256 <> '' AND NEW.sha256 <> OLD.sha256) OR (OLD.frozen_at IS NOT NULL AND NEW.frozen_at IS DISTINCT FROM OLD.frozen_at)
      OR (OLD.approved_by_id IS NOT NULL AND NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id)
      OR (OLD.published_at IS NOT NULL AND NEW.published_at IS DISTINCT FROM OLD.published_at)
      OR (OLD.reason <> '' AND NEW.reason <> OLD.reason) THEN
    RAISE EXCEPTION 'hash, approval, dates and reason of a release are written once';
  END IF;
  RETURN NEW;
END"""

EDITION_STAYS = """
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state IN ('published', 'superseded', 'withdrawn') THEN
      RAISE EXCEPTION 'a published edition is never deleted; it can be withdrawn';
    END IF;
    RETURN OLD;
  END IF;
  IF (NEW.report_id, NEW.number, NEW.document, NEW.sha256, NEW.proposed_by_id, NEW.proposed_at)
      IS DISTINCT FROM (OLD.report_id, OLD.number, OLD.document, OLD.sha256, OLD.proposed_by_id, OLD.proposed_at) THEN
    RAISE EXCEPTION 'the content of an edition is frozen; propose a new one';
  END IF;
  RETURN NEW;
END"""

RELEASE_NOT_EMPTIED = """
BEGIN
  IF EXISTS (SELECT 1 FROM reports_release WHERE NOT simulated AND state NOT IN ('proposed', 'audited')) THEN
    RAISE EXCEPTION 'approved releases of a real survey are never emptied';
  END IF;
  RETURN NULL;
END"""

EDITION_NOT_EMPTIED = """
BEGIN
  IF EXISTS (SELECT 1 FROM reports_edition WHERE state IN ('published', 'superseded', 'withdrawn')) THEN
    RAISE EXCEPTION 'published editions are never emptied';
  END IF;
  RETURN NULL;
END"""

RELEASE_GUARDS = (
    Guard("reports_release", "guard_release_stays", "INSERT OR UPDATE OR DELETE", RELEASE_STAYS),
    Guard("reports_release", "guard_release_not_emptied", "TRUNCATE", RELEASE_NOT_EMPTIED, each="STATEMENT"),
)
EDITION_GUARDS = (
    Guard("reports_edition", "guard_edition_stays", "UPDATE OR DELETE", EDITION_STAYS),
    Guard("reports_edition", "guard_edition_not_emptied", "TRUNCATE", EDITION_NOT_EMPTIED, each="STATEMENT"),
)
INSTALL_SQL = "".join(guard.install_sql for guard in (*RELEASE_GUARDS, *EDITION_GUARDS))
REMOVE_SQL = "".join(guard.remove_sql for guard in (*RELEASE_GUARDS, *EDITION_GUARDS))
