"""Second marks: who draws, marks and settles, what nobody sees before, and what the record says after."""

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from branches import marking
from branches.actions import ActionRefused
from branches.actions import marking as actions
from branches.actions.history import changes_of
from branches.models import Role, SecondMark, Stance
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign():
    return records.campaign()


@pytest.fixture
def mark(campaign):
    """An answer of alice's (yes), drawn to be marked again."""
    reply = records.reply(records.ask(campaign), said="They said that it is there.")
    return SecondMark.objects.create(reply=reply)


def moderator():
    return factories.user(roles=[Role.MODERATOR])


def answers(campaign, number, **values):
    for place in range(number):
        branch = factories.branch(f"Place {place} {len(values)}")
        asked = records.ask(campaign, branch=branch, **values.get("ask", {}))
        records.reply(
            asked, said=values.get("said", "They said so."), audience=values.get("audience", "shared")
        )


def test_the_share_is_drawn_once_and_filled_up_as_answers_come(campaign):
    answers(campaign, 10)
    assert actions.draw_second_marks() == 2
    assert actions.draw_second_marks() == 0
    answers(campaign, 1, said="Another.")
    assert actions.draw_second_marks() == 1, "11 answers: a fifth of them, rounded up"


@override_settings(SECOND_MARK_SHARE=0)
def test_no_share_draws_nothing(campaign):
    answers(campaign, 3)
    assert actions.draw_second_marks() == 0


@override_settings(SECOND_MARK_SHARE=100)
def test_only_shared_answers_with_words_are_drawn(campaign):
    answers(campaign, 1, said="", a=1)
    answers(campaign, 1, audience="own")
    assert actions.draw_second_marks() == 0


def test_the_marking_page_shows_the_words_and_never_the_first_mark(client, campaign):
    asked = records.ask(campaign)
    label = next(each for each in asked.part.labels.all() if each.label == "Granted")
    reply = records.reply(asked, stance=label.stance, label=label, said="There is one.", by=factories.alice())
    mark = SecondMark.objects.create(reply=reply)
    client.force_login(factories.bob())
    page = client.get(mark.get_absolute_url()).content.decode()
    assert "There is one." in page and "Working group in 2027/28?" in page
    assert "checked" not in page.split("<form", 2)[-1].split("pt-actions")[0], "nothing is chosen beforehand"
    assert "Logged" not in page and "alice" not in page.lower()
    assert page.count("Granted") == 1, "only as one of the choices"


@pytest.mark.parametrize("who", [factories.alice, factories.charlie, factories.admin, moderator])
def test_who_logged_it_and_strangers_cannot_mark(client, mark, who):
    client.force_login(who())
    assert client.get(mark.get_absolute_url()).status_code in (403, 404)
    client.post(mark.get_absolute_url(), {"stance": "no"})
    mark.refresh_from_db()
    assert mark.stance == ""


def test_a_colleague_and_swig_mark_and_the_same_mark_counts_as_checked(client, mark):
    client.force_login(factories.bob())
    client.post(mark.get_absolute_url(), {"stance": "yes"})
    mark.refresh_from_db()
    assert (mark.stance, mark.first_stance, mark.by) == ("yes", "yes", factories.bob())
    assert mark.reply.checked_by == factories.bob()
    assert client.get(mark.get_absolute_url()).status_code == 404, "a mark is given once"
    with pytest.raises(ActionRefused, match="already"):
        actions.give_mark(mark=mark, stance="no", by=factories.staff())
    assert not marking.to_settle(factories.staff())


def test_a_different_mark_changes_nothing_until_a_moderator_settles_it(client, mark):
    actions.give_mark(mark=mark, stance="no", by=factories.bob())
    mark.reply.refresh_from_db()
    assert (mark.reply.stance, mark.reply.checked_by) == ("yes", None)
    address, settles = f"{mark.get_absolute_url()}settle/", moderator()
    client.force_login(settles)
    page = client.get(address).content.decode()
    assert "Granted" in page and "Refused" in page and "They said that it is there." in page
    client.post(address, {"stance": "no", "words": "They have none yet."})
    mark.refresh_from_db()
    mark.reply.refresh_from_db()
    assert (mark.reply.stance, mark.reply.label.label, mark.settled_by) == ("no", "Refused", settles)
    assert mark.reply.checked_by == factories.bob(), "two people now say so"
    assert changes_of(mark.reply)[-1].kind == "Logged" and len(changes_of(mark.reply)) > 1
    assert mark.history.count() == 3


def test_settling_as_the_first_mark_keeps_the_answer_and_checks_it(mark):
    given = actions.give_mark(mark=mark, stance="no", by=factories.bob())
    settles = moderator()
    actions.settle_mark(mark=given, stance="yes", words="The minute says so.", by=settles)
    mark.reply.refresh_from_db()
    assert (mark.reply.stance, mark.reply.checked_by) == ("yes", settles)


def test_whoever_gave_a_mark_never_settles_it(mark):
    both = factories.user(roles=[Role.SWIG_EDITOR, Role.MODERATOR])
    given = actions.give_mark(mark=mark, stance="no", by=both)
    assert not marking.to_settle(both)
    with pytest.raises(ActionRefused, match="another moderator"):
        actions.settle_mark(mark=given, stance="no", words="So.", by=both)


def test_a_difference_is_settled_once_and_with_a_reason(mark):
    given = actions.give_mark(mark=mark, stance="no", by=factories.bob())
    with pytest.raises(ActionRefused, match="why"):
        actions.settle_mark(mark=given, stance="no", words=" ", by=moderator())
    actions.settle_mark(mark=given, stance="no", words="So.", by=moderator())
    with pytest.raises(ActionRefused, match="already"):
        actions.settle_mark(mark=given, stance="yes", words="Or so.", by=moderator())


def test_marks_that_agree_need_no_moderator(mark):
    given = actions.give_mark(mark=mark, stance="yes", by=factories.bob())
    with pytest.raises(ActionRefused, match="no difference"):
        actions.settle_mark(mark=given, stance="no", words="So.", by=moderator())


def test_what_a_branch_took_back_or_keeps_to_itself_is_shown_to_no_marker(mark):
    given = actions.give_mark(mark=mark, stance="no", by=factories.bob())
    type(mark.reply).objects.update(audience="own")
    assert not marking.to_settle(moderator()) and marking.pairs(False) == []
    SecondMark.objects.update(stance="", by=None, at=None, first_stance="")
    assert not marking.waiting_for(factories.staff()), given


def test_the_database_refuses_a_mark_of_whoever_logged_or_a_settlement_of_the_marker(mark):
    with pytest.raises(IntegrityError, match="cannot mark it unseen"), transaction.atomic():
        SecondMark.objects.update(stance="no", by=factories.alice())
    SecondMark.objects.update(stance="no", first_stance="yes", by=factories.bob())
    for values in (
        {"settled_as": "no", "settled_by": moderator()},
        {"settled_as": "no", "settled_words": "So"},
    ):
        with pytest.raises(IntegrityError, match="settled_with_a_reason"), transaction.atomic():
            SecondMark.objects.update(**values)
    with pytest.raises(IntegrityError, match="settled_by_another"), transaction.atomic():
        SecondMark.objects.update(settled_as="no", settled_words="So", settled_by=factories.bob())


def test_the_pairs_are_the_marks_as_they_were_given(mark):
    given = actions.give_mark(mark=mark, stance="no", by=factories.bob())
    actions.settle_mark(mark=given, stance="partly", words="So.", by=moderator())
    assert marking.pairs(False) == [("yes", "no")] and marking.pairs(True) == []


def test_every_stance_is_offered_in_the_questions_own_words(mark):
    choices = dict(marking.choices_for(mark.reply.asked.part))
    assert choices["yes"] == "Granted" and choices["not_known"] == "No clear answer"
    assert set(choices) == set(Stance.values)
