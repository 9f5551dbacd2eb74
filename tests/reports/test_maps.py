"""The hex map: 32 cells, none upon another, islands apart, each a link that says aloud what it shows."""

import csv
import itertools
from math import dist
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import etree

from reports import maps
from reports.narrative import Standing

NAMESPACE = "{http://www.w3.org/2000/svg}"
COUNCILS = Path(__file__).parents[2] / "branches" / "reference" / "councils.csv"
ISLANDS = {"Orkney Islands", "Shetland Islands", "Na h-Eileanan Siar"}


def councils():
    with COUNCILS.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    return [
        SimpleNamespace(
            gss_code=row["gss_code"],
            name=row["name"],
            code3=row["code3"],
            hex_col=int(row["hex_col"]),
            hex_row=int(row["hex_row"]),
            get_absolute_url=lambda name=row["name"]: f"/councils/{name}/",
        )
        for row in rows
    ]


def standing(level="council", share=74):
    return Standing(level, "x", share, 68, 79, 260, True, "", "")


def finding_layer(levels=("council", "named_group", "scotland", "published")):
    chosen = itertools.cycle(levels)
    found = {one.gss_code: standing(next(chosen)) for one in councils()}
    return maps.finding_layer("staff", "Short of staff", "Share", councils(), found, "Source")


def test_the_map_has_32_cells_and_none_overlaps_another():
    cells = finding_layer().cells
    assert len(cells) == 32
    for one, other in itertools.combinations(cells, 2):
        assert dist(one.centre, other.centre) >= maps.STEP_X - 0.01


def test_every_cell_lies_inside_the_frame():
    for cell in finding_layer().cells:
        for x, y in maps.hexagon(cell.centre, maps.RADIUS):
            assert 0 <= x <= maps.WIDTH
            assert 0 <= y <= maps.HEIGHT


def test_the_islands_touch_no_other_cell():
    cells = finding_layer().cells
    for island in (cell for cell in cells if cell.name in ISLANDS):
        nearest = min(dist(island.centre, other.centre) for other in cells if other is not island)
        assert nearest > maps.STEP_X * 1.05


def test_every_cell_is_a_link_that_says_its_name_and_figure():
    tree = etree.fromstring(maps.hex_map(finding_layer()))
    links = list(tree.iter(f"{NAMESPACE}a"))
    assert len(links) == 32
    assert all(link.get("href").startswith("/councils/") for link in links)
    spoken = {link.get("aria-label") for link in links}
    assert any(words == "Aberdeen City: Simulated: 74 %, own figure" for words in spoken)
    assert not any(each.get("style") for each in tree.iter())


def test_a_figure_that_stands_in_is_a_ring_and_says_whose_it_is():
    layer = finding_layer(("named_group",))
    assert {cell.ring for cell in layer.cells} == {"whole"}
    assert layer.cells[0].words.endswith("its family group's figure")
    assert any("Ring" in name for name, _, _ in layer.legend)
    assert {cell.ring for cell in finding_layer(("published",)).cells} == {"dashed"}


def test_codes_are_readable_at_390_pixels():
    shown = (390 - 2 * 16 - 2 * 15) / maps.WIDTH  # the page's margin and the card's padding on either side
    tree = etree.fromstring(maps.hex_map(finding_layer()))
    assert min(float(text.get("font-size")) for text in tree.iter(f"{NAMESPACE}text")) * shown >= 10


@pytest.mark.parametrize("state", list(maps.SHORT_STATES))
def test_every_state_has_words_in_its_cell_and_in_the_legend(state):
    states = {one.gss_code: state for one in councils()}
    labels = {name: f"label of {name}" for name in maps.SHORT_STATES}
    layer = maps.state_layer(
        "q", "Working group", "Is there one?", councils(), states, labels, "Source", False
    )
    assert {cell.figure for cell in layer.cells} == {maps.SHORT_STATES[state]}
    assert [name for name, _, _ in layer.legend] == [f"label of {state} ({maps.SHORT_STATES[state]})"]
    assert layer.rows[0] == ("Aberdeen City", f"label of {state}")
