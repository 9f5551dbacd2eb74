"""One derived state a part and council area, all areas always, and only what the viewer may see."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from branches import rows
from branches.actions import asking
from branches.models import Asked, Audience, Stance
from branches.rows import State
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db
SOON, LATE = date(2026, 3, 20), date(2026, 6, 1)


def state(campaign, ref="Q1", viewer=None, today=SOON, council="South Lanarkshire"):
    grid = rows.state_grid(campaign, viewer or factories.alice(), today)
    return next(row.states[ref] for row in grid if row.council.name == council)


def test_a_part_that_nobody_logged_is_not_asked_everywhere():
    campaign = records.campaign()
    factories.alice(), factories.charlie()
    grid = rows.state_grid(campaign, factories.alice(), SOON)
    assert [row.council.name for row in grid] == ["Glasgow City", "South Lanarkshire"]
    assert {value for row in grid for value in row.states.values()} == {State.NOT_ASKED}


def test_overdue_is_counted_from_the_day_after_the_due_date():
    campaign = records.campaign()
    due = records.ask(campaign).due.on
    assert state(campaign, today=due) is State.WAITING
    assert state(campaign, today=date.fromordinal(due.toordinal() + 1)) is State.OVERDUE


def test_an_extension_moves_overdue():
    campaign = records.campaign()
    ask = records.ask(campaign)
    asking.extend(
        asked=ask, until=date(2026, 7, 1), reason="the committee meets in June", by=factories.alice()
    )
    assert state(campaign, today=LATE) is State.WAITING


@pytest.mark.parametrize(
    ("stance", "expected"),
    [
        (Stance.YES, State.YES),
        (Stance.PARTLY, State.PARTLY),
        (Stance.PLANNED, State.PLANNED),
        (Stance.NO, State.NO),
        (Stance.NOT_KNOWN, State.UNCLEAR),
        (Stance.NOT_APPLICABLE, State.NOT_APPLICABLE),
    ],
)
def test_a_stance_is_the_state_even_past_the_due_date(stance, expected):
    campaign = records.campaign()
    records.reply(records.ask(campaign), stance)
    assert state(campaign, today=LATE) is expected


@pytest.mark.parametrize(
    ("contact", "expected"),
    [("refused", State.REFUSED), ("withdrawn", State.NOT_ASKED), ("holding", State.OVERDUE)],
)
def test_the_contact_decides_where_nothing_was_said(contact, expected):
    campaign = records.campaign()
    asking.move_contact(
        asked=records.ask(campaign), contact=Asked.Contact(contact), on=date(2026, 3, 9), by=factories.alice()
    )
    assert state(campaign, today=LATE) is expected


def test_the_newest_answer_counts():
    campaign = records.campaign()
    ask = records.ask(campaign)
    records.reply(ask, Stance.YES, on=date(2026, 4, 1))
    records.reply(ask, Stance.NO, on=date(2026, 3, 10))
    assert state(campaign) is State.YES


def test_what_stands_on_a_no_does_not_apply():
    campaign = records.campaign()
    records.reply(records.ask(campaign), Stance.NO)
    assert state(campaign, "Q2-b") is State.NOT_APPLICABLE
    assert state(campaign, "Q3") is State.NOT_ASKED


def test_the_tally_says_it_in_one_sentence():
    campaign = records.campaign()
    factories.charlie()
    records.reply(records.ask(campaign), Stance.YES)
    records.reply(records.ask(campaign, "Q2-b"), Stance.YES)
    first = rows.tally(campaign, factories.alice(), SOON)[0]
    assert first.sentence == "1 of 2 have a working group, 1 with a union seat; 1 not asked"
    assert sum(first.counts.values()) == 2
    assert set(first.counts) == set(State)


def test_a_seat_without_a_group_is_not_counted_as_with():
    campaign = records.campaign()
    records.reply(records.ask(campaign), Stance.PLANNED)
    records.reply(records.ask(campaign, "Q2-b"), Stance.YES)
    assert (
        rows.tally(campaign, factories.alice(), SOON)[0].sentence == "0 of 1 have a working group; 1 promised"
    )


def test_the_word_simulated_stands_in_each_made_up_sentence():
    campaign = records.campaign()
    reply = records.reply(records.ask(campaign, simulated=True), said="there is a group")
    assert reply.sentence == "Simulated: there is a group"
    assert all(
        each.sentence.startswith("Simulated: ") for each in rows.tally(campaign, factories.alice(), SOON)
    )


@pytest.mark.parametrize(
    ("audience", "stranger", "anonymous"),
    [
        (Audience.OWN, State.NOT_ASKED, State.NOT_ASKED),
        (Audience.SHARED, State.YES, State.NOT_ASKED),
        (Audience.PUBLIC, State.YES, State.YES),
    ],
)
def test_a_reply_is_seen_by_those_it_is_meant_for(audience, stranger, anonymous):
    campaign = records.campaign()
    records.reply(records.ask(campaign, audience=audience))
    assert state(campaign) is State.YES
    assert state(campaign, viewer=factories.charlie()) is stranger
    assert state(campaign, viewer=AnonymousUser()) is anonymous


def test_a_question_whose_answer_is_private_is_told_to_others_as_little_as_the_answer():
    campaign = records.campaign()
    records.reply(records.ask(campaign), audience=Audience.OWN)
    assert state(campaign, viewer=factories.charlie()) is State.NOT_ASKED


def test_the_administrator_reads_only_what_is_public():
    campaign = records.campaign()
    records.reply(records.ask(campaign))
    assert state(campaign, viewer=factories.admin()) is State.NOT_ASKED


def test_the_council_record_names_source_paragraph_and_due_date():
    campaign = records.campaign()
    paper = records.paper()
    records.reply(
        records.ask(campaign),
        grade="published",
        paper=paper,
        paragraph=paper.paragraphs.get(ref="5.1"),
        said="six posts",
    )
    records.ask(campaign, "Q3")
    record = rows.council_record(factories.council(), factories.alice(), SOON)
    first, _, third = record.parts
    assert (first.source, first.paragraph, first.said) == ("Committee paper", "5.1", "six posts")
    assert third.due_on == date(2026, 3, 30)
    assert "20 working days" in third.due_words
    assert record.papers[0].title == "Committee paper"


def test_the_grid_takes_a_few_statements_however_much_is_logged(django_assert_max_num_queries):
    campaign = records.campaign()
    for ref in ("Q1", "Q2-b", "Q3"):
        records.reply(records.ask(campaign, ref))
    viewer = factories.alice()
    with django_assert_max_num_queries(9):
        rows.state_grid(campaign, viewer, SOON)


def test_an_answer_that_a_stranger_may_not_see_is_never_told_as_an_unclear_one():
    campaign = records.campaign()
    asked = records.ask(campaign, audience=Audience.PUBLIC)
    Asked.objects.filter(pk=asked.pk).update(contact=Asked.Contact.REPLIED)
    answer = records.reply(asked, stance=Stance.YES, audience=Audience.SHARED)
    assert state(campaign) is State.YES
    assert state(campaign, viewer=AnonymousUser()) is State.NOT_ASKED
    answer.audience = Audience.PUBLIC
    answer.save()
    assert state(campaign, viewer=AnonymousUser()) is State.YES
