import pytest
from django.db import DatabaseError, connection, transaction

from branches.audit import events_about, record_event
from branches.models import AuditEvent
from tests import factories

pytestmark = pytest.mark.django_db


def refused(statement):
    with (
        pytest.raises(DatabaseError, match="the audit only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_event_names_the_person_the_act_and_the_thing():
    alice = factories.alice()
    branch = factories.branch()
    record_event(by=alice, verb="renamed", subject=branch, detail={"from": "a", "to": "b"})
    event = events_about(branch).get()
    assert (event.by, event.verb, event.subject_label) == (alice, "renamed", "South Lanarkshire")
    assert event.detail == {"from": "a", "to": "b"}


def test_events_about_one_thing_leave_out_those_about_another():
    record_event(by=None, verb="made", subject=factories.branch("Glasgow City"))
    assert not events_about(factories.branch()).exists()


def test_the_tests_run_as_a_role_that_is_no_superuser():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_the_database_refuses_to_alter_an_event():
    record_event(by=None, verb="made")
    refused("UPDATE branches_auditevent SET verb = 'nothing happened'")
    assert AuditEvent.objects.get().verb == "made"


def test_the_database_refuses_to_remove_an_event():
    record_event(by=None, verb="made")
    refused("DELETE FROM branches_auditevent")
    assert AuditEvent.objects.count() == 1


def test_the_database_refuses_to_empty_the_audit():
    record_event(by=None, verb="made")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # pending checks would be refused before the guard
        cursor.execute("ALTER TABLE branches_auditevent ENABLE ALWAYS TRIGGER audit_is_not_emptied")
    refused("TRUNCATE branches_auditevent CASCADE")


def test_a_session_that_plays_replica_is_refused_as_well():
    """Triggers are enabled ALWAYS; only a superuser may switch to replica, so the flag itself is read."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'branches_auditevent'::regclass "
            "AND NOT tgisinternal AND tgname = 'audit_only_grows'"
        )
        assert cursor.fetchall() == [("audit_only_grows", "A")]


def test_without_the_trigger_the_audit_could_be_altered():
    """Shows that it is the trigger that holds, not something else on the way."""
    record_event(by=None, verb="made")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE branches_auditevent DISABLE TRIGGER audit_only_grows")
        cursor.execute("UPDATE branches_auditevent SET verb = 'altered'")
    assert AuditEvent.objects.get().verb == "altered"
