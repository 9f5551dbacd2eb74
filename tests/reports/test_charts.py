"""Charts: words, notes and tables agree with the table they come from, for the eye and for Plotly."""

import json

import pytest

from branches.rows import State
from reports import charts
from reports.charts import Mark
from reports.charts.answers import is_diverging
from reports.charts.groups import in_shrunk_order
from reports.charts.model import Point
from reports.safe_tables import SafeTable
from tests.reports import samples
from tests.reports.test_svg import every_chart, grouped_waves

SAID = "say their team does not have enough staff"


def test_the_title_says_the_finding_and_the_table_says_the_same_as_the_picture():
    chart = charts.headline(
        samples.table(), SAID, (Mark(74, "Published 2021: 74 % (Scotland, 261 answers)"),)
    )
    assert chart.title == f"74 % {SAID}"
    assert chart.rows[0] == ("Not enough staff", "74 %", "68–79 %", "260")
    assert chart.rows[1][:2] == ("Published 2021: 74 % (Scotland, 261 answers)", "74 %")


@pytest.mark.parametrize("simulated", [True, False])
def test_simulated_stands_in_title_alt_base_and_file_name(simulated):
    chart = charts.headline(samples.table(simulated=simulated), SAID)
    for words in (chart.title, chart.alt, chart.base_line, chart.source, chart.file_stem):
        assert ("simulated" in words.lower()) is simulated


def test_a_small_group_shows_the_two_sides_alone():
    chart = charts.answers(
        samples.by_council(), row=samples.by_council().row(council="S12000029"), where="South Lanarkshire"
    )
    assert [point.label for point in chart.series[0].points] == [
        "Not enough staff",
        "Enough staff, or not sure",
    ]
    stacked = charts.by_group(samples.by_council(), samples.NAMES, title="By council")
    notes = {
        point.note
        for series in stacked.series
        for point in series.points
        if point.label == "South Lanarkshire"
    }
    assert notes == {"s"}
    assert any(note.startswith("[s]") for note in stacked.notes)


def test_a_small_group_of_a_question_without_a_finding_says_that_it_has_no_figure():
    rows = [samples.row({"council": "S12000029"}, base=30) | {"shares": {}, "low": {}, "high": {}}]
    data = samples.table(rows, by=("council",)).to_json() | {"headline": None}
    table = SafeTable.from_json(data)
    for chart in (
        charts.answers(table, row=table.rows[0], where="South Lanarkshire"),
        charts.by_group(table, samples.NAMES, title="By council"),
        charts.dot_plot(table, samples.NAMES, SAID, choice="no"),
    ):
        assert {point.note for series in chart.series for point in series.points} == {"s"}
        assert any("at most" in note for note in chart.notes)


def test_groups_stand_in_the_alphabets_order_and_never_in_rank():
    chart = charts.dot_plot(samples.by_council(), samples.NAMES, SAID)
    labels = [point.label for point in chart.series[0].points]
    assert labels == sorted(labels)
    assert "no ranking" in chart.subtitle


def test_a_scale_of_agreement_hangs_on_its_middle_with_against_on_the_left():
    chart = charts.by_group(samples.agreement(), samples.NAMES, title="Support")
    assert chart.diverging
    assert chart.series[0].name == "Strongly disagree"
    assert not is_diverging(samples.table())


def test_the_funnel_names_only_councils_outside_chance():
    rows = [
        samples.row({"council": "S12000049"}, yes=95, base=100),
        samples.row({"council": "S12000029"}, yes=72, base=60),
    ]
    chart = charts.funnel(samples.table(rows, ("council",)), samples.table(), samples.NAMES, SAID)
    assert [point.label for point in chart.series[0].points if point.key == "outside"] == ["Glasgow City"]
    hidden = samples.table([samples.row(note="c", yes=None)])
    assert charts.funnel(samples.table(rows, ("council",)), hidden, samples.NAMES, SAID) is None


def test_a_change_of_wording_breaks_the_line():
    waves = [
        {"scotland": samples.table()},
        {"scotland": samples.table(wording="Put another way?", wave_title="Spring 2026")},
    ]
    assert charts.wave_lines(waves, [("Scotland", {})], SAID).breaks == (1,)
    assert charts.wave_lines([waves[0], waves[0]], [("Scotland", {})], SAID).breaks == ()


def test_family_groups_over_waves_stand_in_small_pictures_with_scotland_behind_each():
    chart = grouped_waves()
    assert chart.kind == "panels"
    assert chart.breaks == (1,)
    assert chart.title == "In 2 of 2 family groups a figure can be shown: 59 to 64 % say so (Spring 2026)"
    assert "Grey line: Scotland, 74 % (Autumn 2025), 74 % (Spring 2026)." in chart.notes
    assert ("Family group 4", "Autumn 2025", "[c]", "–", "[c]") in chart.rows
    runs = [trace for trace in chart.plotly()["data"] if trace["xaxis"] == "x" and "hovertemplate" in trace]
    assert all(len(trace["x"]) == 1 for trace in runs)  # no line runs over the break


def test_groups_whose_members_changed_break_the_line_and_say_why():
    wave = {"scotland": samples.table(), "named_group": samples.by_group()}
    groups = [("Scotland", {}), ("A", {"named_group": "3"}), ("B", {"named_group": "4"})]
    chart = charts.wave_lines([wave, wave], groups, SAID, regrouped=(1,))
    assert (chart.breaks, chart.break_words) == ((1,), "groups changed")


def test_the_box_at_the_pointer_tells_label_share_range_and_base_in_every_bar():
    stacked = charts.by_group(samples.by_group(), samples.NAMES, title="Staff").plotly()["data"]
    told = [words for trace in stacked for words in trace["hovertemplate"]]
    assert any(
        "Family group 3" in words and "70 %" in words and "between 64 and 75 %" in words for words in told
    )
    assert any("about 90 answers" in words for words in told)


def test_the_tally_counts_every_council_in_a_fixed_order():
    chart = charts.tally(
        "Q4a",
        {"not_asked": 20, "yes": 9, "no": 3, "partly": 0},
        "9 of 32 have a group",
        subtitle="",
        source="",
        simulated=True,
        labels={str(state): state.label for state in State},
    )
    assert [series.key for series in chart.series] == ["yes", "no", "not_asked"]
    assert chart.total == 32
    assert chart.title == "Simulated: 9 of 32 have a group"


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.kind)
def test_plotly_gets_plain_json_within_the_basic_bundle_and_no_markup(chart):
    figure = chart.plotly()
    text = json.dumps(figure)
    assert {trace["type"] for trace in figure["data"]} <= {"scatter", "bar"}
    assert figure["layout"]["template"] == "none"
    assert "<b>" not in text, "Plotly writes an inline style for it, which the policy refuses"


@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.kind)
def test_every_row_of_the_table_is_as_long_as_its_head(chart):
    assert chart.columns
    assert all(len(row) == len(chart.columns) for row in chart.rows)


def test_the_shrunk_order_lets_no_small_group_lead_by_chance():
    figures = (("A", 90, 10), ("B", 78, 100), ("C", 70, 100), ("D", 62, 100))
    made = tuple(Point(name, value, base=base) for name, value, base in figures)
    ordered = in_shrunk_order((Point("Z", None), *made))
    assert "".join(one.label for one in ordered) == "BACDZ"


def test_the_shrunk_order_says_when_nothing_but_chance_parts_the_groups():
    rows = [
        samples.row({"council": code}, yes=yes, base=20) for code, yes in (("a", 60), ("b", 70), ("c", 65))
    ]
    chart = charts.dot_plot(samples.table(rows, ("council",)), {}, SAID, shrunk=True)
    assert "the order stays alphabetical" in chart.subtitle
    far = [
        samples.row({"council": code}, yes=yes, base=200) for code, yes in (("a", 30), ("b", 70), ("c", 50))
    ]
    chart = charts.dot_plot(samples.table(far, ("council",)), {}, SAID, shrunk=True)
    assert "neighbours in this order need not differ" in chart.subtitle
    assert [one.label for one in chart.series[0].points] == ["b", "c", "a"]
