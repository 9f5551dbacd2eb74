"""The audit only grows: PostgreSQL itself refuses to alter, remove or empty it."""

from django.db import migrations

INSTALL = """
CREATE FUNCTION branches_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit only grows: % is refused', TG_OP;
END $$;
CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON branches_auditevent
  FOR EACH ROW EXECUTE FUNCTION branches_audit_only_grows();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON branches_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION branches_audit_only_grows();
ALTER TABLE branches_auditevent ENABLE ALWAYS TRIGGER audit_only_grows;
ALTER TABLE branches_auditevent ENABLE ALWAYS TRIGGER audit_is_not_emptied;
"""
REMOVE = """
DROP TRIGGER audit_only_grows ON branches_auditevent;
DROP TRIGGER audit_is_not_emptied ON branches_auditevent;
DROP FUNCTION branches_audit_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("branches", "0002_record_guards")]

    operations = [migrations.RunSQL(INSTALL, REMOVE)]
