"""What the database itself refuses, whatever the code above it does; each named guard alone."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from branches.actions import answering, commitments
from branches.models import (
    Asked,
    Campaign,
    Commitment,
    Reply,
    SecondMark,
)
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply():
    factories.alice(), factories.bob(), factories.charlie()
    return records.reply(records.ask(records.campaign()))


@pytest.fixture
def commitment(reply):
    return commitments.record_commitment(
        branch=reply.branch,
        council=reply.asked.council,
        employer=reply.asked.employer,
        what="A seat",
        who="Head",
        made_on=date(2026, 3, 1),
        how_we_know="Minute",
        by=factories.alice(),
    )


def refused(guard, queryset, **values):
    with pytest.raises(IntegrityError, match=guard), transaction.atomic():
        queryset.update(**values)


def verdict(paper, **values):
    given = {"verdict": "kept", "verdict_on": date(2026, 3, 20), "verdict_paper": paper}
    return given | {"verdict_by": factories.alice()} | values


def test_a_real_verdict_never_stands_on_a_simulated_paper(commitment):
    paper = records.paper(simulated=True)
    refused("simulated verdict", Commitment.objects, **verdict(paper))


def test_a_verdict_needs_its_file_and_its_day(commitment):
    refused("verdict_with_a_file_and_a_day", Commitment.objects, **verdict(None))
    refused("verdict_with_a_file_and_a_day", Commitment.objects, **verdict(records.paper(), verdict_on=None))


def test_who_gave_a_verdict_never_checks_it(commitment):
    Commitment.objects.update(**verdict(records.paper()))
    now = timezone.now()
    refused("verdict_checked_by_another", Commitment.objects, checked_by=factories.alice(), checked_at=now)
    Commitment.objects.update(checked_by=factories.bob(), checked_at=now)


def test_a_check_has_a_time(reply, commitment):
    Commitment.objects.update(**verdict(records.paper()))
    refused("verdict_checked_with_a_time", Commitment.objects, checked_by=factories.bob())
    refused("reply_checked_with_a_time", Reply.objects, checked_by=factories.bob())


def test_who_logged_an_answer_never_checks_it(reply):
    refused(
        "reply_checked_by_another", Reply.objects, checked_by=factories.alice(), checked_at=timezone.now()
    )


def test_an_answer_points_at_a_paragraph_of_its_own_paper(reply):
    first, other = records.paper(), records.paper(title="Other")
    refused("paragraph is not of the paper", Reply.objects, paper=first, paragraph=other.paragraphs.first())
    refused("reply_paragraph_of_a_paper", Reply.objects, paragraph=first.paragraphs.first())


def test_an_answer_is_never_dated_before_its_question(reply):
    refused("before the question", Reply.objects, said_on=records.ASKED_ON - timedelta(days=1))


def test_a_real_answer_never_cites_a_simulated_paper_or_question(reply):
    refused("cannot cite", Reply.objects, paper=records.paper(simulated=True))
    refused("simulated question only", Reply.objects, simulated=True)


def test_an_extension_has_its_reason_and_a_day_after_the_question(reply):
    later = records.ASKED_ON + timedelta(days=60)
    refused("extension_with_a_reason", Asked.objects, extended_until=later)
    refused(
        "extension_with_a_reason", Asked.objects, extended_until=records.ASKED_ON, extension_reason="Holidays"
    )


def test_who_put_a_campaign_forward_never_approves_it(reply):
    alice = factories.alice()
    refused("campaign_approved_by_another", Campaign.objects, proposed_by=alice, approved_by=alice)


def test_a_right_of_reply_ends_with_its_last_day(reply):
    day = timezone.localdate()
    right = answering.open_right(record=reply, closes_on=day, by=factories.alice())
    token = answering.token_for(right)
    assert answering.right_behind(token, day) == right
    assert answering.right_behind(token, day + timedelta(days=1)) is None


def test_a_second_mark_names_who_made_it(reply):
    with pytest.raises(IntegrityError, match="second_mark_has_a_marker"), transaction.atomic():
        SecondMark.objects.create(reply=reply, stance="yes")
