"""Drawings: whole by attributes alone, every figure and label in them, nothing outside the frame."""

import re

import pytest
from lxml import etree

from branches.rows import State
from reports import charts, svg
from reports.charts import Mark
from reports.svg.frame import apart
from reports.svg.shapes import element
from tests.reports import samples

WIDTHS = (svg.PHONE, svg.WIDE)
NAMESPACE = "{http://www.w3.org/2000/svg}"


def every_chart():
    country, councils = samples.table(), samples.by_council()
    waves = [
        {"scotland": country},
        {"scotland": samples.table([samples.row(yes=70)], wave_title="Spring 2026")},
    ]
    said = "say their team does not have enough staff"
    return [
        charts.headline(country, said, (Mark(74, "Published 2021: 74 % (Scotland, 261 answers)"),)),
        charts.answers(country),
        charts.by_group(samples.agreement(), samples.NAMES, title="Support"),
        charts.by_group(samples.agreement(), samples.NAMES, title="Support", kind="heat"),
        charts.dot_plot(councils, samples.NAMES, said, scotland=country),
        charts.funnel(councils, country, samples.NAMES, said),
        charts.wave_lines(waves, [("Scotland", {})], said),
        grouped_waves(),
        charts.tally(
            "Q4a",
            {"yes": 9, "no": 3, "not_asked": 20},
            "9 of 32 have a working group",
            subtitle="Is there one?",
            source="Logged",
            simulated=False,
            labels={str(state): state.label for state in State},
        ),
    ]


def grouped_waves():
    """Two family groups over two waves, the second of which asked in other words."""
    other = {"wording": "Put another way?", "wave_title": "Spring 2026"}
    again = samples.table(
        [samples.row({"named_group": "3"}, yes=64), samples.row({"named_group": "4"}, yes=59)],
        ("named_group",),
        **other,
    )
    waves = [
        {"scotland": samples.table(), "named_group": samples.by_group()},
        {"scotland": samples.table(**other), "named_group": again},
    ]
    groups = [("Family group 3", {"named_group": "3"}), ("Family group 4", {"named_group": "4"})]
    return charts.wave_lines(waves, [("Scotland", {}), *groups], "say so")


def words_in(drawing):
    return " ".join(etree.fromstring(drawing).itertext())


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.kind)
def test_a_drawing_is_wellformed_and_whole_by_attributes_alone(chart, width):
    for framed in (False, True):
        tree = etree.fromstring(svg.draw(chart, width, framed=framed))
        assert tree.get("role") == "img"
        assert tree.get("aria-label") == chart.alt
        for each in tree.iter():
            assert each.get("style") is None
            assert each.tag not in (f"{NAMESPACE}style", f"{NAMESPACE}script", f"{NAMESPACE}foreignObject")
            assert not any(name.startswith("on") for name in each.attrib)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.kind)
def test_every_figure_stands_in_the_drawing(chart, width):
    words = words_in(svg.draw(chart, width))
    figures = {"funnel": chart.series[:1], "panels": chart.series[1:]}.get(chart.kind, chart.series)
    if chart.kind == "funnel":  # its dots are named only outside the limits; the table has them all
        return
    for series in figures:
        for point in series.points:
            if point.value is not None:
                assert re.search(rf"\b{point.value:g}\b", words), (series.name, point)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.kind)
def test_every_label_stands_in_the_drawing(chart, width):
    words = "".join(words_in(svg.draw(chart, width)).split())
    if chart.kind in ("headline", "funnel"):
        return
    for series in chart.series:
        for point in series.points:
            assert "".join(point.label.split()) in words
    if chart.kind in ("stack", "tally", "heat"):
        assert all("".join(series.name.split()) in words for series in chart.series)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("chart", every_chart(), ids=lambda chart: chart.kind)
def test_nothing_is_drawn_outside_the_frame_and_no_text_is_small(chart, width):
    tree = etree.fromstring(svg.draw(chart, width))
    high = float(tree.get("viewBox").split()[3])
    for text in tree.iter(f"{NAMESPACE}text"):
        assert float(text.get("font-size")) >= 12
        assert 0 <= float(text.get("x")) <= width
        assert 0 <= float(text.get("y")) <= high
    for each in tree.iter(f"{NAMESPACE}rect"):
        if each.getparent().tag != f"{NAMESPACE}pattern":
            assert float(each.get("x", 0)) + float(each.get("width")) <= width + 1


def test_a_framed_drawing_carries_its_source_and_base_with_it():
    chart = charts.headline(samples.table(simulated=True), "say their team does not have enough staff")
    words = words_in(svg.draw(chart, framed=True))
    assert "Simulated: 74 % say their team does not have enough staff" in words
    assert "Simulated opt-in survey of 260 social workers, 1 to 30 September 2025" in words
    assert "release autumn-2025/1" in words


def test_a_hidden_figure_says_why_and_an_empty_chart_is_never_blank():
    hidden = charts.dot_plot(samples.by_council(), samples.NAMES, "say so")
    assert "[c]" in words_in(svg.draw(hidden))
    assert hidden.notes[0].startswith("[c]: hidden")
    empty = charts.headline(samples.table([samples.row(note="c", yes=None)]), "say so")
    assert "fewer than 10 people answered" in words_in(svg.draw(empty, svg.PHONE))


def test_words_are_escaped_and_a_style_attribute_is_refused():
    assert element("text", "<b>&", fill='"x') == "<text fill='\"x'>&lt;b&gt;&amp;</text>"
    with pytest.raises(ValueError, match="style"):
        element("rect", style="fill:red")


def test_labels_that_would_touch_are_moved_apart_in_their_order():
    placed = apart([50, 52, 51], 15)
    ordered = sorted(placed)
    assert ordered[1] - ordered[0] >= 15
    assert ordered[2] - ordered[1] >= 15
    assert placed[0] < placed[2] < placed[1]


def test_the_range_is_drawn_from_low_to_high():
    chart = charts.headline(samples.table(), "say so")
    point = chart.series[0].points[0]
    tree = etree.fromstring(svg.draw(chart, svg.WIDE))
    spans = {
        (float(each.get("x1")), float(each.get("x2")))
        for each in tree.iter(f"{NAMESPACE}line")
        if each.get("y1") == each.get("y2")
    }
    left, plot = 2, svg.WIDE - 62
    assert (round(left + plot * point.low / 100, 1), round(left + plot * point.high / 100, 1)) in spans
