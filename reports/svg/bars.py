"""Draws bars from a zero baseline: one headline figure, and the answers to one question."""

from reports import theme
from reports.charts.model import Chart, Mark, Point
from reports.svg.frame import Columns, axis, columns, height_of, paragraph, row_label
from reports.svg.shapes import Svg, label, line, polygon, rect
from reports.svg.text import width_of, wrap


def headline(chart: Chart, width: float) -> tuple[list[Svg], float]:
    """One thick bar with its range, and each benchmark as a labelled mark under it."""
    grid = Columns(width, 2, 60, True)
    point = chart.series[0].points[0]
    top, thick = 6.0, 34.0
    parts = [rect(grid.left, top, grid.plot, thick, theme.TRACK, rx=2)]
    parts += _bar(grid, point, top, thick)
    parts.append(label(grid.x(100) + 8, top + thick / 2 + 7, point.words, size=20, bold=True))
    bottom = top + thick
    for mark in chart.marks:
        drawn, bottom = _benchmark(grid, mark, top, thick, bottom)
        parts += drawn
    parts += axis(grid, bottom + 4, bottom + 8)
    return parts, bottom + 30


def bars(chart: Chart, width: float) -> tuple[list[Svg], float]:
    """A bar an answer, in the questionnaire's order."""
    points = chart.series[0].points
    grid = columns(width, [point.label for point in points], right=58)
    thick, y = 22.0, 4.0
    drawn: list[Svg] = []
    for point in points:
        words = height_of(grid.lines(point.label))
        head = words + 4 if grid.above else max(0, (words - thick) / 2)
        drawn += row_label(grid, y + head + thick / 2, y, point.label)
        drawn += _bar(grid, point, y + head, thick) + _value(grid, point, y + head + thick / 2)
        y += head + thick + (12 if grid.above else 10 + head)
    return axis(grid, 0, y) + drawn, y + 24


def whisker(grid: Columns, point: Point, middle: float, half: float = 5) -> list[Svg]:
    """The range as a line with caps, on a paler one so that it shows on the bar and off it."""
    if point.low is None or point.high is None:
        return []
    low, high = grid.x(point.low), grid.x(point.high)
    under = [line(low, middle, high, middle, theme.PAPER, 5)]
    caps = [line(x, middle - half, x, middle + half, theme.MUTED, 1.5) for x in (low, high)]
    return [*under, line(low, middle, high, middle, theme.MUTED, 1.5), *caps]


def _bar(grid: Columns, point: Point, top: float, thick: float) -> list[Svg]:
    if point.value is None:
        return []
    length = grid.x(point.value) - grid.left
    return [rect(grid.left, top, length, thick, theme.PRIMARY, rx=2), *whisker(grid, point, top + thick / 2)]


def _value(grid: Columns, point: Point, middle: float, size: float = 14) -> list[Svg]:
    """The figure itself, beyond its range's end."""
    end = max(point.value or 0, point.high or 0)
    at = grid.x(end) + 8 if point.value is not None else grid.left + 6
    return [label(at, middle + size * 0.36, point.words, size=size, bold=True, halo=True)]


def _benchmark(grid: Columns, mark: Mark, top: float, thick: float, below: float) -> tuple[list[Svg], float]:
    """A tick through the bar, a small triangle, and its words underneath, turned inward near the edge."""
    x = grid.x(mark.value)
    lines = wrap(mark.label, theme.SMALL, grid.width - 24)
    wide = max(width_of(words, theme.SMALL) for words in lines)
    left = min(max(2.0, x - wide / 2), grid.width - wide - 2)
    parts = [
        line(x, top - 4, x, top + thick + 4, theme.PAPER, 5),
        line(x, top - 4, x, below + 7, theme.MARK, 2.5),
        polygon([(x, below + 3), (x - 6, below + 11), (x + 6, below + 11)], theme.MARK),
    ]
    parts += paragraph(left, below + 25, lines, theme.SMALL, theme.MARK)
    return parts, below + 16 + height_of(lines, theme.SMALL)
