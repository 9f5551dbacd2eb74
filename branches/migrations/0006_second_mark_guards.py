"""Guard of second marks that no CHECK can hold: whoever logged or checked an answer never marks it a second time."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION branches_second_mark_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.by_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.by_id IS DISTINCT FROM NEW.by_id) AND EXISTS (
        SELECT 1 FROM branches_reply WHERE id = NEW.reply_id AND NEW.by_id IN (logged_by_id, checked_by_id)) THEN
        RAISE EXCEPTION 'whoever logged or checked an answer cannot mark it unseen' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'second_mark_by_another';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER second_mark_guard BEFORE INSERT OR UPDATE ON branches_secondmark
    FOR EACH ROW EXECUTE FUNCTION branches_second_mark_guard();
"""
BACKWARD = """
DROP TRIGGER second_mark_guard ON branches_secondmark;
DROP FUNCTION branches_second_mark_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("branches", "0005_second_marks")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
