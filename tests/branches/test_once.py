"""A form that is sent twice makes one record, whoever or whatever sent it again; something else makes another."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from lxml import html

from branches import once
from branches.actions import ActionRefused
from branches.models import FormTaken, Meeting, Note
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db
MEETING, NOTE = "/branches/meetings/new/", "/branches/record/south-lanarkshire/notes/new/"


@pytest.fixture
def alice(client):
    factories.employer()
    client.force_login(factories.alice())
    return client


def fields_of(client, address, **given):
    form = html.fromstring(client.get(address).content.decode()).xpath("//main//form")[0]
    return dict(form.form_values()) | given


def tapped(campaign):
    part = records.part(campaign, "Q1")
    return {f"part_{part.pk}": f"label-{part.labels.first().pk}"}


def test_a_meeting_sent_twice_is_one_meeting_and_both_times_the_person_sees_it(alice):
    campaign = records.campaign()
    fields = fields_of(alice, MEETING) | tapped(campaign)
    assert len(fields["sent_as"]) > 20
    answers = [alice.post(MEETING, fields) for _ in range(2)]
    meeting = Meeting.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [meeting.get_absolute_url()] * 2


def test_a_page_that_came_back_with_an_error_keeps_its_key_and_what_is_sent_then_counts(alice):
    campaign = records.campaign()
    fields = fields_of(alice, MEETING)
    again = alice.post(MEETING, fields)  # nothing was tapped
    assert fields["sent_as"] in again.content.decode()
    alice.post(MEETING, fields | tapped(campaign))
    assert Meeting.objects.count() == 1


def test_something_else_sent_from_the_same_page_is_another_record(alice):
    fields = fields_of(alice, NOTE)
    for text in ("First.", "Second.", "Second."):
        alice.post(NOTE, fields | {"text": text})
    assert sorted(Note.objects.values_list("text", flat=True)) == ["First.", "Second."]


def test_the_same_words_from_a_new_page_are_a_new_record(alice):
    for _ in range(2):
        alice.post(NOTE, fields_of(alice, NOTE, text="The same."))
    assert Note.objects.count() == 2


def test_nobody_gets_what_another_person_sent(client, alice):
    fields = fields_of(alice, NOTE, text="Ours.")
    alice.post(NOTE, fields)
    other = Client()
    other.force_login(factories.bob())
    other.post(NOTE, fields)
    assert set(Note.objects.values_list("written_by__email", flat=True)) == {
        "alice@example.org",
        "bob@example.org",
    }


def sent(key="k" * 22):
    return QueryDict(f"sent_as={key}&text=x")


def test_a_refused_form_was_not_taken():
    def refuse():
        raise ActionRefused("Not so.")

    person = factories.alice()
    for _ in range(2):
        with pytest.raises(ActionRefused):
            once.act_once(sent(), person, refuse)
    assert not FormTaken.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_that_come_at_the_same_moment_make_one_record():
    person, branch = factories.alice(), factories.branch()
    both, results = threading.Barrier(2), []

    def write():
        return Note.objects.create(branch=branch, text="x", written_by=person)

    def send():
        both.wait(10)
        results.append(once.act_once(sent(), person, write))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert Note.objects.count() == 1
    assert results[0] == results[1] == Note.objects.get()


def test_after_a_month_the_hash_is_forgotten():
    for days in (29, 31):
        FormTaken.objects.create(digest=str(days))
        FormTaken.objects.filter(digest=str(days)).update(taken_at=timezone.now() - timedelta(days=days))
    once.forget_old_forms()
    assert [taken.digest for taken in FormTaken.objects.all()] == ["29"]
