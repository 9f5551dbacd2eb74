"""Which choices may count together in a headline."""

from types import SimpleNamespace

from reports.tables import _headline

CHOICES = (("staff", "More staff"), ("time", "More time"), ("other", "Something else"))


def finding(*counting):
    return SimpleNamespace(counting_choices=list(counting), title="Wanted", no_label="")


def test_several_answers_to_one_choice_question_count_together():
    assert _headline(finding("staff", "time"), "one", CHOICES).counting == ("staff", "time")


def test_where_people_tick_several_only_one_may_count_lest_somebody_counts_twice():
    assert _headline(finding("staff", "time"), "many", CHOICES) is None
    assert _headline(finding("staff"), "many", CHOICES).counting == ("staff",)


def test_a_finding_that_counts_everybody_is_no_headline():
    assert _headline(finding("staff", "time", "other"), "one", CHOICES) is None
