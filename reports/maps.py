"""Owns the hex map of the 32 council areas: one cell each of equal weight, islands apart, drawn as linked SVG.

A map never shows a bare colour: each cell carries its code and its figure or state in words, and the same layer is
given as table rows. A figure that stands in from a wider area is drawn as a ring instead of a filled cell.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

from reports import theme
from reports.narrative import Standing, told
from reports.shapes import HEIGHT as GEO_HEIGHT
from reports.shapes import WIDTH as GEO_WIDTH
from reports.svg.frame import fills
from reports.svg.shapes import Svg, document, element, polygon
from reports.theme import Ink

WIDTH, RADIUS, MARGIN = 360.0, 27.0, 5.0
STEP_X = RADIUS * sqrt(3)
STEP_Y = RADIUS * 1.5
HEIGHT = 10 * STEP_Y + 2 * RADIUS + 2 * MARGIN
LEVELS = {
    "council": "own figure",
    "named_group": "its family group's figure",
    "scotland": "Scotland's figure",
    "published": "the published 2021 figure",
    "none": "no figure yet",
}
SHORT_STATES = {
    "yes": "yes",
    "partly": "part",
    "planned": "plan",
    "no": "no",
    "refused": "ref.",
    "unclear": "?",
    "overdue": "late",
    "waiting": "wait",
    "not_asked": "–",
    "not_applicable": "n/a",
}


@dataclass(frozen=True)
class Cell:
    """One council area on a layer: where it lies, its ink, what stands in it and what it says aloud."""

    code3: str
    name: str
    col: int
    row: int
    href: str
    ink: Ink
    figure: str
    words: str
    ring: str = ""  # "", "whole", "dashed": a wider area's figure
    gss_code: str = ""

    @property
    def centre(self) -> tuple[float, float]:
        """Odd rows lie half a cell to the right (odd-r)."""
        x = MARGIN + STEP_X * (self.col + 0.5 + (0.5 if self.row % 2 else 0))
        return x, MARGIN + RADIUS + STEP_Y * self.row


@dataclass(frozen=True)
class Layer:
    """Everything a map and its table say."""

    key: str
    title: str
    subtitle: str
    cells: tuple[Cell, ...]
    legend: tuple[tuple[str, Ink, str], ...]  # name, ink, ring
    source: str
    simulated: bool = False

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        return tuple((cell.name, cell.words) for cell in self.cells)


def hex_map(layer: Layer) -> Svg:
    """The layer as an SVG group of 32 links, in the alphabet's order for keyboards and screen readers."""
    defs, paint = fills((cell.ink for cell in layer.cells), f"map-{layer.key}")
    cells = [_cell(cell, paint[cell.ink.css]) for cell in layer.cells]
    return document(
        [*defs, *cells], width=WIDTH, height=HEIGHT, alt=layer.title, css="pt-svg pt-hex", role="group"
    )


def geographic_map(layer: Layer, rings: Mapping[str, list]) -> Svg:
    """The layer on the outlines of `shapes`, by GSS code: the same 32 links in the same order, their words in the title."""
    defs, paint = fills((cell.ink for cell in layer.cells), f"geo-{layer.key}")
    areas = [
        element(
            "a",
            element("title", f"{cell.name}: {cell.words}"),
            _outline(rings[cell.gss_code], cell, paint[cell.ink.css]),
            href=cell.href,
            aria_label=f"{cell.name}: {cell.words}",
        )
        for cell in layer.cells
    ]
    return document(
        [*defs, *areas],
        width=GEO_WIDTH,
        height=GEO_HEIGHT,
        alt=layer.title,
        css="pt-svg pt-hex pt-geo",
        role="group",
    )


def _outline(rings: list, cell: Cell, fill: str) -> Svg:
    """One path a council area; a wider area's figure is drawn as an edge in its ink, not as a filled shape."""
    way = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)
    edge = {"stroke": "#6b6776", "stroke_width": 0.6}
    if cell.ring:
        fill = theme.PAPER.fill
        dash = "3 1.5" if cell.ring == "dashed" else None
        edge = {"stroke": cell.ink.fill, "stroke_width": 1.8, "stroke_dasharray": dash}
    return element("path", d=way, fill=fill, fill_rule="evenodd", stroke_linejoin="round", **edge)


def legend_swatch(ink: Ink, ring: str, identity: str) -> Svg:
    """One small cell for the legend, in HTML beside its words."""
    defs, paint = fills([ink], identity)
    shape = _shape((11.0, 11.0), 10.0, ink, paint[ink.css], ring)
    return document([*defs, *shape], width=22, height=22, alt="", css="pt-swatch")


def finding_layer(
    key: str, title: str, subtitle: str, councils: Iterable, standings: Mapping[str, Standing], source: str
) -> Layer:
    """A finding's nearest figure for every council area (by GSS code): own, else the family group's, else Scotland's."""
    cells = tuple(_figure_cell(council, standings[council.gss_code]) for council in councils)
    simulated = any(found.simulated for found in standings.values())
    steps = tuple(
        (f"{at * 20}–{at * 20 + (20 if at == 4 else 19)} %", ink, "") for at, ink in enumerate(theme.BANDS)
    )
    rings = (
        ("Ring: family group's figure", theme.BANDS[3], "whole"),
        ("Dashed ring: Scotland's or the published figure", theme.BANDS[3], "dashed"),
    )
    used = {found.level for found in standings.values()}
    shown = steps + tuple(
        ring
        for ring, levels in zip(rings, ({"named_group"}, {"scotland", "published"}), strict=True)
        if levels & used
    )
    return Layer(key, told(title, simulated), subtitle, cells, shown, source, simulated)


def state_layer(
    key: str,
    title: str,
    subtitle: str,
    councils: Iterable,
    states: Mapping[str, str],
    labels: Mapping[str, str],
    source: str,
    simulated: bool,
) -> Layer:
    """The derived state of one part of a question in every council area (by GSS code)."""
    cells = tuple(
        _cell_of(
            council,
            theme.STATES[states[council.gss_code]],
            SHORT_STATES[states[council.gss_code]],
            labels[states[council.gss_code]],
        )
        for council in councils
    )
    present = [state for state in theme.STATES if state in states.values()]
    legend = tuple((f"{labels[state]} ({SHORT_STATES[state]})", theme.STATES[state], "") for state in present)
    return Layer(key, told(title, simulated), subtitle, cells, legend, source, simulated)


def band_layer(
    key: str,
    title: str,
    subtitle: str,
    councils: Iterable,
    bands: Mapping[str, int],
    names: tuple[tuple[str, str], ...],
    source: str,
    simulated: bool,
) -> Layer:
    """A band (0 is the least) for every council area, such as about how many answered; `names` are (in the cell, in words)."""
    inks = (theme.PAPER, theme.BANDS[1], theme.BANDS[2], theme.BANDS[4])[: len(names)]
    cells = tuple(
        _cell_of(council, inks[bands[council.gss_code]], *names[bands[council.gss_code]])
        for council in councils
    )
    legend = tuple((words, ink, "") for (_, words), ink in zip(names, inks, strict=True))
    return Layer(key, told(title, simulated), subtitle, cells, legend, source, simulated)


def word_layer(
    key: str,
    title: str,
    subtitle: str,
    councils: Iterable,
    cells: Mapping[str, tuple[str, str, Ink]],
    legend: Iterable[tuple[str, str, Ink]],
    source: str,
    simulated: bool,
) -> Layer:
    """Any layer of few kinds: for every council area (by GSS code) and for the legend (in the cell or empty, in words, ink)."""
    made = tuple(
        _cell_of(one, cells[one.gss_code][2], cells[one.gss_code][0], told(cells[one.gss_code][1], simulated))
        for one in councils
    )
    names = tuple((f"{words} ({figure})" if figure else words, ink, "") for figure, words, ink in legend)
    return Layer(key, told(title, simulated), subtitle, made, names, source, simulated)


def _figure_cell(council, found: Standing) -> Cell:
    if found.share is None:
        return _cell_of(council, theme.PAPER, "–", "no figure yet")
    ring = {"council": "", "named_group": "whole"}.get(found.level, "dashed")
    words = f"{found.share} %, {LEVELS[found.level]}"
    return _cell_of(council, theme.band(found.share), f"{found.share} %", told(words, found.simulated), ring)


def _cell_of(council, ink: Ink, figure: str, words: str, ring: str = "") -> Cell:
    return Cell(
        council.code3,
        council.name,
        council.hex_col,
        council.hex_row,
        council.get_absolute_url(),
        ink,
        figure,
        words,
        ring,
        council.gss_code,
    )


def _cell(cell: Cell, fill: str) -> Svg:
    x, y = cell.centre
    said = f"{cell.name}: {cell.words}"
    dark = theme.PAPER if cell.ring else cell.ink
    ink = Ink(f"{cell.ink.css}-text", dark.text)
    halo = cell.ink.fill if cell.ink.pattern in ("hatch", "dots") and not cell.ring else None
    return element(
        "a",
        element("title", said),
        *_shape((x, y), RADIUS - 1, cell.ink, fill, cell.ring),
        _word(x, y - 3, cell.code3, ink, 12.5, halo, bold=True),
        _word(x, y + 12, cell.figure, ink, 12.5 if len(cell.figure) < 6 else 11.5, halo),
        href=cell.href,
        aria_label=said,
    )


def _word(x: float, y: float, words: str, ink: Ink, size: float, halo: str | None, bold: bool = False) -> Svg:
    around = {"stroke": halo, "stroke_width": 3.5, "paint_order": "stroke"} if halo else {}
    weight = 700 if bold else None
    return element(
        "text",
        words,
        x=x,
        y=y,
        font_size=size,
        font_weight=weight,
        text_anchor="middle",
        fill=ink.fill,
        **around,
    )


def _shape(centre: tuple[float, float], radius: float, ink: Ink, fill: str, ring: str) -> list[Svg]:
    """A filled cell; a ring is a paper cell with a thick edge in the figure's ink."""
    edge = "#6b6776"
    if not ring:
        return [polygon(hexagon(centre, radius), ink, fill=fill, stroke=edge, stroke_width=0.8, class_=None)]
    dash = f"{radius * 0.34:.1f} {radius * 0.16:.1f}" if ring == "dashed" else None
    wide = radius * 0.15
    return [
        polygon(
            hexagon(centre, radius), ink, fill=theme.PAPER.fill, stroke=edge, stroke_width=0.8, class_=None
        ),
        polygon(
            hexagon(centre, radius - wide / 2 - 1),
            ink,
            fill="none",
            stroke=ink.fill,
            stroke_width=wide,
            stroke_dasharray=dash,
            class_=None,
        ),
    ]


def hexagon(centre: tuple[float, float], radius: float) -> list[tuple[float, float]]:
    """Six corners, one of them at the top."""
    return [(centre[0] + radius * sin(pi / 3 * at), centre[1] - radius * cos(pi / 3 * at)) for at in range(6)]


__all__ = [
    "Cell",
    "Layer",
    "band_layer",
    "finding_layer",
    "geographic_map",
    "hex_map",
    "hexagon",
    "legend_swatch",
    "state_layer",
    "word_layer",
]
