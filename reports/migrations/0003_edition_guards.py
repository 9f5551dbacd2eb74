"""A proposed edition's content is frozen, and what was public is never deleted: PostgreSQL itself refuses it."""

from django.db import migrations

INSTALL = """
CREATE FUNCTION reports_edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
CREATE TRIGGER edition_stays BEFORE UPDATE OR DELETE ON reports_edition
  FOR EACH ROW EXECUTE FUNCTION reports_edition_stays();
ALTER TABLE reports_edition ENABLE ALWAYS TRIGGER edition_stays;
"""
REMOVE = """
DROP TRIGGER edition_stays ON reports_edition;
DROP FUNCTION reports_edition_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_release_guards")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
