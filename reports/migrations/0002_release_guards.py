"""A release goes one way and never changes: PostgreSQL itself refuses what the software never does."""

from django.db import migrations

INSTALL = """
CREATE FUNCTION reports_release_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
CREATE TRIGGER release_stays BEFORE INSERT OR UPDATE OR DELETE ON reports_release
  FOR EACH ROW EXECUTE FUNCTION reports_release_stays();
ALTER TABLE reports_release ENABLE ALWAYS TRIGGER release_stays;
"""
REMOVE = """
DROP TRIGGER release_stays ON reports_release;
DROP FUNCTION reports_release_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_releases_findings_editions")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
