"""Sentences: share, range, base and the word Simulated, each where it belongs; what stands in is marked."""

import pytest

from reports import narrative
from reports.contradictions import Rule, Said, contradictions, rules
from reports.narrative import Place
from reports.safe_tables import NO, YES, SafeTable
from tests.reports import samples

SAID = "say their team does not have enough staff"
GLASGOW = Place("S12000049", "Glasgow City", "4", "Family group 4 (Glasgow City)")
LANARK = Place("S12000029", "South Lanarkshire", "3", "Family group 3 (Falkirk, South Lanarkshire)")
ISLES = Place("S12000013", "Na h-Eileanan Siar", "4", "Family group 4 (Glasgow City)")
PUBLISHED = {"share": 74, "year": 2021, "place": "Scotland", "base": 261}


def tables(**prov):
    return {
        "council": samples.by_council(**prov),
        "named_group": samples.by_group(**prov),
        "scotland": samples.table(**prov),
    }


def test_a_finding_is_told_with_its_range():
    table = samples.table()
    assert (
        narrative.finding_sentence(SAID, table.row(), table.provenance)
        == f"74 % {SAID} (between 68 and 79 %)."
    )


def test_simulated_stands_inside_the_sentence_and_only_once():
    table = samples.table(simulated=True)
    told = narrative.finding_sentence(SAID, table.row(), table.provenance)
    assert told.startswith("Simulated: 74 %")
    assert narrative.told(told, True) == told


def test_a_hidden_figure_is_told_in_words():
    table = samples.table([samples.row(note="c", yes=None)])
    assert (
        narrative.finding_sentence(SAID, table.row(), table.provenance)
        == f"It would say too much about a few people to tell how many {SAID}."
    )


def test_a_figure_that_a_few_alone_did_not_give_is_not_called_too_few_answers():
    table = samples.table([samples.row(base=600, few=(YES, NO))])
    told = narrative.finding_sentence(SAID, table.row(), table.provenance)
    assert told == f"It would say too much about a few people to tell how many {SAID}."


def test_a_finding_that_does_not_split_its_question_is_not_called_too_few():
    plain = samples.table([samples.row() | {"shares": {"yes": 18, "no": 74, "not_sure": 8}}])
    told = narrative.finding_sentence(SAID, plain.row(), plain.provenance)
    assert told == f"The answers were not counted in a way that says how many {SAID}."


def test_the_base_line_says_who_how_many_and_when():
    table = samples.table()
    assert (
        narrative.base_line(table.provenance) == "Opt-in survey of 260 social workers, 1 to 30 September 2025"
    )
    open_link = samples.table(mode="open", simulated=True)
    assert narrative.base_line(open_link.provenance, 60).startswith(
        "Simulated opt-in survey (open link, not verified) of 60 social workers"
    )


def test_a_councils_own_figure_comes_first_and_is_not_marked():
    found = narrative.standing(GLASGOW, tables(), PUBLISHED)
    assert (found.level, found.share, found.marked) == ("council", 81, "")
    assert narrative.standing_sentence(SAID, found).startswith("In Glasgow City, 81 %")


def test_without_one_the_family_group_stands_in_named_by_its_members():
    only = tables() | {"council": None}
    found = narrative.standing(LANARK, only, PUBLISHED)
    assert (found.level, found.share) == ("named_group", 70)
    assert found.marked == "Family group 3 stands in: no figure for South Lanarkshire alone can be shown"


@pytest.mark.parametrize("row", [{"note": "c", "yes": None}, {"base": 50, "few": (YES, NO)}])
def test_a_stand_in_says_why_the_council_s_own_figure_is_kept_back(row):
    own = samples.table([samples.row({"council": LANARK.code}, **row)], ("council",))
    found = narrative.standing(LANARK, tables() | {"council": own}, PUBLISHED)
    assert (
        found.marked
        == "Family group 3 stands in: a figure for South Lanarkshire alone would say too much about a few people"
    )


def test_scotland_stands_in_without_a_reason_that_only_one_of_the_two_has():
    both = narrative.standing(ISLES, tables(), PUBLISHED)
    assert both.marked.endswith(
        "figures for Na h-Eileanan Siar and for its family group would say too much about a few people"
    )
    one = narrative.standing(ISLES, tables() | {"council": None}, PUBLISHED)
    assert one.marked.endswith("no figure for Na h-Eileanan Siar or its family group can be shown")


UNSPLIT = samples.table([samples.row()]).to_json() | {"headline": None}
UNSPLIT["rows"][0]["finding"] = None
KEPT_BACK = samples.table([samples.row(note="c", yes=None)])


@pytest.mark.parametrize(
    ("levels", "why"),
    [
        ({}, "no survey release yet covers Glasgow City"),
        ({"scotland": None}, "the survey used here did not ask about this"),
        ({"scotland": SafeTable.from_json(UNSPLIT)}, "the survey used here did not count it this way"),
        (
            {"scotland": KEPT_BACK},
            "a figure from the survey used here would say too much about a few people",
        ),
    ],
)
def test_a_published_figure_says_why_no_survey_s_own_stands_there(levels, why):
    found = narrative.standing(GLASGOW, levels, PUBLISHED)
    assert found.marked == f"The published 2021 figure for Scotland: {why}"


def test_then_scotland_and_then_the_published_figure_and_never_nothing():
    assert narrative.standing(ISLES, tables(), PUBLISHED).level == "scotland"
    found = narrative.standing(ISLES, {}, PUBLISHED)
    assert (found.level, found.share, found.simulated) == ("published", 74, False)
    assert "2021" in found.marked
    assert narrative.standing_sentence(SAID, found) == f"In the published survey for Scotland, 74 % {SAID}."
    assert (
        narrative.standing_sentence(SAID, narrative.standing(ISLES, {}, None))
        == "No figure has been published yet."
    )


def test_the_comparison_names_the_silent_in_the_same_sentence():
    words = narrative.fair_comparison("Working group", {"Yes": 3, "No": 1, "Partly": 0}, 2, 2, False)
    assert words == "Working group: of 8 council areas 3 yes, 1 no; 2 did not reply, 2 not asked."


def test_a_benchmark_is_a_label_with_place_year_and_base():
    assert (
        narrative.benchmark_label(39, 2014, "United Kingdom", 1140)
        == "Published 2014: 39 % (United Kingdom, 1,140 answers)"
    )


RULE = Rule("team_has_enough_staff", "Q3d", ("no",), (), "{cite} says no; {where}, {share} lack staff.")
PAPER = Rule(
    "team_has_enough_staff",
    "",
    (),
    ("no employee implications",),
    "{cite} records none; {where}, {share} lacked staff.",
)


def sides(simulated):
    return {"team_has_enough_staff": narrative.standing(GLASGOW, tables(simulated=simulated), PUBLISHED)}


def reply(simulated=False, stance="no"):
    return Said("Q3d", stance, "No.", "Minute", simulated)


def test_a_contradiction_sets_a_stance_beside_the_figure():
    found = contradictions([reply()], {}, sides(False), (RULE,))
    assert [one.sentence for one in found] == ["Minute says no; here, 81 % lack staff."]
    assert not contradictions([reply(stance="yes")], {}, sides(False), (RULE,))


def test_simulated_answers_never_stand_against_a_real_paper():
    paper = Said("Q3d", "", "There are no employee implications.", "“Report” (5.1)", False)
    published = {"team_has_enough_staff": narrative.standing(GLASGOW, {}, PUBLISHED)}
    found = contradictions([paper], sides(True), published, (PAPER,))
    assert "in the published survey (Scotland, 2021, 261 answers), 74 %" in found[0].sentence
    assert "Simulated" not in found[0].sentence
    assert not contradictions([paper], sides(True), sides(True), (PAPER,))


def test_a_simulated_reply_meets_only_simulated_figures_and_says_so():
    found = contradictions([reply(simulated=True)], sides(True), sides(False), (RULE,))
    assert found[0].sentence.startswith("Simulated: ")
    assert not contradictions([reply(simulated=True)], sides(False), sides(False), (RULE,))


def test_every_rule_of_the_file_fills_its_sentence():
    assert rules()
    for rule in rules():
        assert rule.sentence.format(share="74 %", where="here", cite="Minute")


@pytest.mark.parametrize(
    "statement", ["{share} % of teams lack staff", "{share} of teams lack staff", "of teams lack staff"]
)
def test_a_statement_may_hold_its_share_or_follow_it(statement):
    table = samples.table()
    assert narrative.finding_sentence(statement, table.row(), table.provenance).startswith(
        "74 % of teams lack staff"
    )


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            {"difference": 4, "low": 1, "high": 8, "changed": True},
            "Since Autumn: 4 points up (range +1 to +8 points), more than chance alone could explain.",
        ),
        (
            {"difference": -1, "low": -6, "high": 3, "changed": False},
            "Since Autumn: 1 point down (range −6 to +3 points), no more than chance alone could explain.",
        ),
        (
            {"difference": 0, "low": -3, "high": 3, "changed": False},
            "Since Autumn: the same share (range −3 to +3 points), no more than chance alone could explain.",
        ),
        (
            {"difference": -9, "low": -17, "high": -1, "changed": False},
            "Since Autumn: 9 points down (range −17 to −1 points), which chance alone could explain when so many questions are compared.",
        ),
        (
            {"difference": 8, "low": 0, "high": 16, "changed": False},
            "Since Autumn: 8 points up (range 0 to +16 points), no more than chance alone could explain.",
        ),
        ({"note": "Too few answers to compare."}, ""),
    ],
)
def test_a_change_is_told_with_its_range_and_whether_it_is_more_than_chance(entry, words):
    assert narrative.change_sentence(entry, "Autumn", False) == words
