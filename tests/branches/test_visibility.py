"""The visibility table as tests: every kind of record × every kind of person, asked of the querysets themselves.

`access_matrix.csv` asks the same of the pages; here no page can forget to ask.
"""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from branches import access
from branches.actions import commitments, letters
from branches.models import (
    Audience,
    CaseloadReturn,
    ChaseStep,
    Contact,
    Membership,
    Note,
    OverloadConcern,
    Paper,
    PaperParagraph,
    UnmetNeed,
)
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db
PEOPLE = {
    "anonymous": AnonymousUser,
    "alice": factories.alice,
    "bob": factories.bob,
    "charlie": factories.charlie,
    "staff": factories.staff,
    "approver": factories.approver,
    "admin": factories.admin,
}
BRANCH = {"alice", "bob"}
SHARED = BRANCH | {"charlie", "staff", "approver"}


def commitment(**values):
    council = factories.council()
    return commitments.record_commitment(
        branch=factories.branch(),
        council=council,
        employer=factories.employer(f"{council.name} Council"),
        what="Six more posts",
        who="The council",
        made_on=date(2026, 3, 5),
        how_we_know="Said in a meeting",
        by=factories.alice(),
        **values,
    )


def entry(model, **values):
    return model.objects.create(
        branch=factories.branch(), council=factories.council(), happened_on=date(2026, 3, 1), **values
    )


def letter():
    asked = records.ask(records.campaign())
    return letters.draft_letter(
        branch=asked.branch,
        campaign=asked.part.question.campaign,
        council=asked.council,
        employer=asked.employer,
        step=ChaseStep.REMINDER,
        by=factories.alice(),
    )


SHARED_RECORDS = {
    "ask": lambda: records.ask(records.campaign()),
    "reply": lambda: records.reply(records.ask(records.campaign())),
    "commitment": commitment,
    "paper": records.paper,
}
OWN_RECORDS = {
    "note": lambda: Note.objects.create(branch=factories.branch(), text="A note"),
    "contact": lambda: Contact.objects.create(
        branch=factories.branch(), employer=factories.employer(), job_title="Head"
    ),
    "letter": letter,
    "unmet need": lambda: entry(UnmetNeed, kind="time", needed="x", consequence="y"),
    "caseload return": lambda: entry(
        CaseloadReturn, team="Children", average=20, lowest=10, highest=30, publisher="branch"
    ),
    "overload concern": lambda: entry(OverloadConcern),
}


def seen_by(record):
    model = type(record)
    return {
        name
        for name, make in PEOPLE.items()
        if model.objects.visible_to(make()).filter(pk=record.pk).exists()
    }


@pytest.mark.parametrize("kind", SHARED_RECORDS)
def test_a_shared_record_is_seen_by_all_branches_and_swig(kind):
    assert seen_by(SHARED_RECORDS[kind]()) == SHARED


@pytest.mark.parametrize("kind", SHARED_RECORDS)
def test_a_record_kept_to_the_branch_is_seen_by_that_branch_only(kind):
    record = SHARED_RECORDS[kind]()
    type(record).objects.filter(pk=record.pk).update(audience=Audience.OWN)
    assert seen_by(record) == BRANCH


@pytest.mark.parametrize("kind", SHARED_RECORDS)
def test_a_published_record_is_seen_by_everybody(kind):
    record = SHARED_RECORDS[kind]()
    type(record).objects.filter(pk=record.pk).update(audience=Audience.PUBLIC)
    assert seen_by(record) == set(PEOPLE)


@pytest.mark.parametrize("kind", OWN_RECORDS)
def test_notes_drafts_contacts_and_registers_are_seen_by_the_own_branch_only(kind):
    assert seen_by(OWN_RECORDS[kind]()) == BRANCH


def test_a_papers_paragraphs_are_seen_with_the_paper():
    paper = records.paper()
    Paper.objects.filter(pk=paper.pk).update(audience=Audience.OWN)
    assert PaperParagraph.objects.visible_to(factories.alice()).count() == 2
    assert not PaperParagraph.objects.visible_to(factories.charlie()).exists()


@pytest.mark.parametrize("kind", SHARED_RECORDS)
def test_only_the_own_branch_edits(kind):
    record = SHARED_RECORDS[kind]()
    editors = {name for name, make in PEOPLE.items() if type(record).objects.editable_by(make()).exists()}
    assert editors == BRANCH


@pytest.mark.parametrize("kind", [*SHARED_RECORDS, *OWN_RECORDS])
def test_a_leaver_sees_none_of_it(kind):
    record = {**SHARED_RECORDS, **OWN_RECORDS}[kind]()
    Membership.objects.filter(user=factories.alice()).update(until=date(2026, 1, 1))
    assert not type(record).objects.visible_to(factories.alice()).exists()


def test_access_answers_for_others_records_as_for_none():
    note = OWN_RECORDS["note"]()
    for user in (factories.charlie(), factories.staff(), factories.admin(), AnonymousUser()):
        with pytest.raises(Http404) as others:
            access.note_for(user, note.pk)
        with pytest.raises(Http404) as absent:
            access.note_for(user, note.pk + 1000)
        assert str(others.value) == str(absent.value)
    assert access.note_for(factories.bob(), note.pk) == note


def test_own_seat_and_own_branch_are_found_for_their_holder_only():
    factories.alice()
    assert access.own_branch(factories.alice(), "south-lanarkshire").name == "South Lanarkshire"
    assert access.own_seat(factories.alice(), "south-lanarkshire").user == factories.alice()
    for user in (factories.charlie(), factories.staff(), AnonymousUser()):
        with pytest.raises(Http404):
            access.own_branch(user, "south-lanarkshire")
        with pytest.raises(Http404):
            access.own_seat(user, "south-lanarkshire")
