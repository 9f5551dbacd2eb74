"""A campaign's record as a file: out, edited, in again; and the sums that employers named."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from branches import rows
from branches.bulk.record import export, take_record
from branches.faults import FileRefused
from branches.models import Asked, AuditEvent, Branch, CouncilArea, Membership, Paper, Reply, Stance
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


@pytest.fixture
def campaign():
    """All 32 council areas; alice's branch in South Lanarkshire answered twice, Glasgow's once."""
    call_command("load_reference", verbosity=0)
    alice, charlie = factories.user("a@example.org", "Alice"), factories.user("c@example.org", "Charlie")
    ours = Branch.objects.get(slug="south-lanarkshire")
    theirs = Branch.objects.get(slug="glasgow-city")
    Membership.objects.create(user=alice, branch=ours, since=date(2020, 1, 1))
    Membership.objects.create(user=charlie, branch=theirs, since=date(2020, 1, 1))
    made = records.campaign()
    records.reply(records.ask(made, branch=ours, by=alice), by=alice, said='He said "yes",\r\nthen =2+2')
    paper = records.paper(by=alice, branch=ours)
    records.reply(
        records.ask(made, "Q3", branch=ours, by=alice),
        by=alice,
        stance=Stance.PARTLY,
        grade=Reply.Grade.PUBLISHED,
        paper=paper,
        paragraph=paper.paragraphs.get(ref="5.1"),
        amount=1_200_000,
        posts=Decimal("12.5"),
    )
    records.reply(records.ask(made, branch=theirs, by=charlie), by=charlie)
    made.alice, made.charlie = alice, charlie
    return made


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


def text_of(table):
    out = io.StringIO()
    writer = csv.DictWriter(out, table[0].keys())
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue().encode()


def row(table, council, part):
    return next(each for each in table if (each["council"], each["part"]) == (council, part))


def take(campaign, table, by=None):
    return take_record(campaign=campaign, content=text_of(table), today=DAY, by=by or campaign.alice)


def test_every_council_area_has_a_row_for_every_part(campaign):
    found = table(export(campaign, campaign.alice, DAY))
    assert len(found) == 32 * 3
    assert {each["council_code"] for each in found} == set(
        CouncilArea.objects.values_list("gss_code", flat=True)
    )
    assert row(found, "Angus", "Q1")["state"] == "Not asked"
    assert row(found, "South Lanarkshire", "Q3")["paragraph"] == "5.1"


def test_taking_in_what_went_out_changes_nothing(campaign):
    before = export(campaign, campaign.alice, DAY)
    counts = (Reply.history.count(), Asked.history.count(), AuditEvent.objects.count())
    assert take_record(campaign=campaign, content=before.encode(), today=DAY, by=campaign.alice) == 0
    assert (Reply.history.count(), Asked.history.count(), AuditEvent.objects.count()) == counts
    assert export(campaign, campaign.alice, DAY) == before


def test_an_edited_row_asks_and_answers_and_goes_out_the_same(campaign):
    edited = table(export(campaign, campaign.alice, DAY))
    new = {
        "asked_on": "2026-03-02",
        "answer": "granted",
        "how_we_know": "letter or email",
        "said_on": "27/03/2026",
    }
    row(edited, "South Lanarkshire", "Q2-b").update(new)
    row(edited, "South Lanarkshire", "Q1")["said"] = "Something else"
    assert take(campaign, edited) == 2
    after = table(export(campaign, campaign.alice, DAY))
    answered = row(after, "South Lanarkshire", "Q2-b")
    assert (answered["answer"], answered["state"], answered["said_on"]) == ("Granted", "Yes", "2026-03-27")
    assert row(after, "South Lanarkshire", "Q1")["said"] == "Something else"
    assert take(campaign, after) == 0


def test_a_file_with_the_former_words_for_letter_or_email_changes_nothing(campaign):
    Reply.objects.update(grade=Reply.Grade.WRITTEN)
    before = export(campaign, campaign.alice, DAY)
    former = before.replace("Letter or email", "E-mail or letter")
    assert former != before
    assert take_record(campaign=campaign, content=former.encode(), today=DAY, by=campaign.alice) == 0
    edited = table(former)
    row(edited, "South Lanarkshire", "Q1")["said"] = "Something else"
    assert take(campaign, edited) == 1
    assert export(campaign, campaign.alice, DAY) == text_of(edited).decode().replace(
        "E-mail or letter", "Letter or email"
    )


@pytest.mark.parametrize(
    ("council", "part", "cells", "fault"),
    [
        ("Glasgow City", "Q1", {"said": "Ours now"}, "another branch"),
        ("Angus", "Q1", {"asked_on": "2026-03-02"}, "another branch"),
        ("South Lanarkshire", "Q1", {"state": "No"}, "follows from the rest"),
        ("South Lanarkshire", "Q1", {"answer": ""}, "cannot be emptied"),
        ("South Lanarkshire", "Q1", {"asked_on": ""}, "cannot be emptied"),
        ("South Lanarkshire", "Q1", {"answer": "Perhaps"}, "is no answer"),
        ("South Lanarkshire", "Q1", {"how_we_know": "Dreamt"}, "how_we_know"),
        ("South Lanarkshire", "Q1", {"audience": "Nobody"}, "audience"),
        ("South Lanarkshire", "Q1", {"said_on": "2025-01-01"}, "before the question"),
        ("South Lanarkshire", "Q1", {"said_on": "2999-01-01"}, "in the future"),
        ("South Lanarkshire", "Q1", {"asked_on": "2026-03-03"}, "cannot be changed"),
        ("South Lanarkshire", "Q3", {"posts": "many"}, "in figures"),
        ("South Lanarkshire", "Q3", {"posts": "-1"}, "in figures"),
        (
            "South Lanarkshire",
            "Q2-b",
            {"asked_on": "2026-03-02", "answer": "Granted", "how_we_know": "Minute", "said_on": "2026-03-27"},
            "needs that paper",
        ),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_all_the_others(campaign, council, part, cells, fault):
    before = export(campaign, campaign.alice, DAY)
    edited = table(before)
    row(edited, "South Lanarkshire", "Q1")["said"] = "A good change that must not be kept alone"
    row(edited, council, part).update(cells)
    with pytest.raises(FileRefused, match=fault):
        take(campaign, edited)
    assert export(campaign, campaign.alice, DAY) == before


def test_a_row_of_nowhere_or_twice_is_refused(campaign):
    edited = table(export(campaign, campaign.alice, DAY))
    with pytest.raises(FileRefused, match="more than one row for"):
        take(campaign, [*edited, edited[0]])
    edited[0]["part"] = "Q9"
    with pytest.raises(FileRefused, match="has no row for"):
        take(campaign, edited)


def test_the_file_holds_nothing_that_the_reader_may_not_see(campaign):
    Reply.objects.update(audience="own")
    Asked.objects.update(audience="own")
    Paper.objects.update(audience="own")
    found = table(export(campaign, campaign.charlie, DAY))
    assert row(found, "South Lanarkshire", "Q1")["state"] == "Not asked"
    assert row(found, "South Lanarkshire", "Q1")["said"] == ""


def test_the_pages_take_the_file_out_and_in(client, campaign):
    client.force_login(campaign.alice)
    address = f"/branches/campaigns/{campaign.slug}/record"
    out = client.get(f"{address}.csv")
    assert "record-spring" in out["Content-Disposition"]
    answer = client.post(f"{address}/", {"file": SimpleUploadedFile("r.csv", out.content)})
    assert answer.status_code == 302
    answer = client.post(
        f"{address}/",
        {"file": SimpleUploadedFile("r.csv", out.content.replace(b"Said in a meeting", b"Dreamt"))},
    )
    assert answer.status_code == 422
    assert client.post(f"{address}/").content.count(b"Error: ")


def test_the_tally_adds_up_what_employers_named(campaign):
    found = {each.part.ref: each for each in rows.tally(campaign, campaign.alice, DAY)}
    assert found["Q3"].sentence.endswith("; 1 named £1,200,000 a year and 12.5 posts")
    records.reply(
        records.ask(campaign, "Q3", branch=Branch.objects.get(slug="glasgow-city"), by=campaign.charlie),
        by=campaign.charlie,
        amount=300_000,
    )
    found = {each.part.ref: each for each in rows.tally(campaign, campaign.alice, DAY)}
    assert found["Q3"].sentence.endswith("; 2 named £1,500,000 a year and 12.5 posts together")
    assert "named" not in found["Q1"].sentence


def test_a_sum_that_was_refused_is_not_added(campaign):
    Reply.objects.filter(asked__part=records.part(campaign, "Q3")).update(stance=Stance.NO)
    assert "named" not in rows.tally(campaign, campaign.alice, DAY)[2].sentence
