"""Draws parts of a whole: answers as a diverging or a plain stacked bar a group, and the tally of 32 councils."""

from reports import theme
from reports.charts.model import Chart, Point, Series
from reports.svg.frame import Columns, columns, fills, height_of, legend, row_label, segment
from reports.svg.shapes import Svg, label, line
from reports.svg.text import width_of
from reports.theme import Ink

THICK = 28.0


def stack(chart: Chart, width: float) -> tuple[list[Svg], float]:
    """Every group's answers in one bar; a diverging one hangs on the middle of its scale."""
    inks = theme.ramp(len(chart.series), chart.diverging)
    return _stacked(chart, width, inks, unit=" %")


def tally(chart: Chart, width: float) -> tuple[list[Svg], float]:
    """How many of the 32 councils are in each state, counted, patterned and named."""
    inks = tuple(theme.STATES[series.key] for series in chart.series)
    return _stacked(chart, width, inks, unit="")


def _stacked(chart: Chart, width: float, inks: tuple[Ink, ...], unit: str) -> tuple[list[Svg], float]:
    groups = chart.series[0].points
    defs, paint = fills(inks, f"{chart.file_stem}-{width:g}")
    names = [(series.name, ink, paint[ink.css]) for series, ink in zip(chart.series, inks, strict=True)]
    parts, y = legend(names, width, 2)
    top = y
    labels = [point.label for point in groups if point.label]
    grid = columns(width, labels, right=6) if labels else Columns(width, 2, 6, True)
    low, high = _extent(chart)
    drawn: list[Svg] = []
    for at, first in enumerate(groups):
        words = height_of(grid.lines(first.label)) if first.label else 0
        head = (words + 4 if words else 0) if grid.above else max(0, (words - THICK) / 2)
        drawn += row_label(grid, y + head + THICK / 2, y, first.label) if first.label else []
        pieces = [(series.points[at], ink) for series, ink in zip(chart.series, inks, strict=True)]
        bar, small = _bar(grid, pieces, paint, y + head, (low, high), _left_of_middle(chart, at), unit)
        drawn += bar
        y += head + THICK + (16 if small else 0) + (10 if grid.above or not first.label else 8 + head)
    if chart.diverging and low < 0:
        drawn.append(line(grid.x(0, low, high), top, grid.x(0, low, high), y - 4, theme.INK, 1.2))
    return defs + parts + drawn, y + 2


def _bar(
    grid: Columns,
    pieces: list[tuple[Point, Ink]],
    paint: dict[str, str],
    top: float,
    extent: tuple[float, float],
    start: float,
    unit: str,
) -> tuple[list[Svg], bool]:
    """One bar; a piece too slim for its figure has it underneath. A hidden bar is its reason in words."""
    if pieces and all(point.value is None for point, _ in pieces):
        words = f"[{pieces[0][0].note or 'c'}]"
        x = grid.x(max(extent[0], 0), *extent) + 6
        return [label(x, top + THICK / 2 + 4.5, words, ink=theme.MUTED)], False
    parts: list[Svg] = []
    small, free, at = False, grid.left, -start
    for point, ink in pieces:
        value = point.value or 0
        if not value and point.value is not None:
            continue
        x, wide = grid.x(at, *extent), grid.x(at + value, *extent) - grid.x(at, *extent)
        parts.append(segment(x, top, wide, THICK, ink, paint[ink.css]))
        words = f"{value:g}{unit}" if wide > 40 else f"{value:g}"
        words = words if point.value is not None else f"[{point.note or 'c'}]"
        size = width_of(words, theme.BODY)
        if size + 4 <= wide:
            parts.append(_inside(x + wide / 2, top, words, ink))
        else:
            spot = max(x + wide / 2 - size / 2, free)
            parts.append(label(spot, top + THICK + 13, words, size=theme.SMALL))
            free, small = spot + size + 5, True
        at += value
    return parts, small


def _inside(x: float, top: float, words: str, ink: Ink) -> Svg:
    paper = Ink(f"{ink.css}-text", ink.text)
    around = ink.pattern in ("hatch", "dots")
    return label(
        x,
        top + THICK / 2 + 4.5,
        words,
        ink=Ink("pt-c-on", theme.INK.fill) if around and ink.text != "#ffffff" else paper,
        anchor="middle",
        bold=True,
    )


def _left_of_middle(chart: Chart, at: int) -> float:
    """How much of a diverging bar hangs left of the line: the first half of the choices and half of a middle one."""
    if not chart.diverging:
        return 0
    half, odd = divmod(len(chart.series), 2)
    left = sum(_value(series, at) for series in chart.series[:half])
    return left + (_value(chart.series[half], at) / 2 if odd else 0)


def _extent(chart: Chart) -> tuple[float, float]:
    """The scale's ends over all bars, so that bars compare; a plain stack is as wide as its whole."""
    count = len(chart.series[0].points)
    if not chart.diverging:
        return 0, max(
            chart.total, *(sum(_value(series, at) for series in chart.series) for at in range(count))
        )
    left = [_left_of_middle(chart, at) for at in range(count)]
    right = [sum(_value(series, at) for series in chart.series) - left[at] for at in range(count)]
    return -max(left, default=0), max(right, default=100) or 100


def _value(series: Series, at: int) -> float:
    return series.points[at].value or 0
