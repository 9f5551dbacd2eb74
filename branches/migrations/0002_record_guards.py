"""Guards of the record that no CHECK can hold: dates and the word Simulated across tables."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION branches_reply_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ask branches_asked%ROWTYPE;
BEGIN
    SELECT * INTO ask FROM branches_asked WHERE id = NEW.asked_id;
    IF NEW.said_on < ask.asked_on THEN
        RAISE EXCEPTION 'a reply cannot be dated before the question was asked' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'reply_after_the_question';
    END IF;
    IF NEW.simulated <> ask.simulated THEN
        RAISE EXCEPTION 'a simulated reply belongs to a simulated question only' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'reply_simulated_as_its_question';
    END IF;
    IF NEW.paper_id IS NOT NULL AND NEW.simulated <> (SELECT simulated FROM branches_paper WHERE id = NEW.paper_id) THEN
        RAISE EXCEPTION 'a simulated reply cannot cite a real paper, nor a real reply a simulated one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reply_simulated_as_its_paper';
    END IF;
    IF NEW.paragraph_id IS NOT NULL
        AND NEW.paper_id <> (SELECT paper_id FROM branches_paperparagraph WHERE id = NEW.paragraph_id) THEN
        RAISE EXCEPTION 'the paragraph is not of the paper' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'reply_paragraph_of_its_paper';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reply_guard BEFORE INSERT OR UPDATE ON branches_reply
    FOR EACH ROW EXECUTE FUNCTION branches_reply_guard();

CREATE FUNCTION branches_verdict_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.verdict_paper_id IS NOT NULL
        AND NEW.simulated <> (SELECT simulated FROM branches_paper WHERE id = NEW.verdict_paper_id) THEN
        RAISE EXCEPTION 'a simulated verdict cannot stand on a real paper' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'verdict_simulated_as_its_paper';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER verdict_guard BEFORE INSERT OR UPDATE ON branches_commitment
    FOR EACH ROW EXECUTE FUNCTION branches_verdict_guard();
"""
BACKWARD = """
DROP TRIGGER reply_guard ON branches_reply;
DROP FUNCTION branches_reply_guard();
DROP TRIGGER verdict_guard ON branches_commitment;
DROP FUNCTION branches_verdict_guard();
"""


class Migration(migrations.Migration):
    dependencies = [("branches", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
