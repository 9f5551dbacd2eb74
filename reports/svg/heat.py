"""Draws one question by another as a table of shaded cells, each with its figure."""

from reports import theme
from reports.charts.model import Chart
from reports.svg.frame import NARROW, height_of, paragraph
from reports.svg.shapes import Svg, label, rect
from reports.svg.text import wrap
from reports.theme import Ink


def heat(chart: Chart, width: float) -> tuple[list[Svg], float]:
    """Rows are the groups, columns the answers; the shade repeats what the figure says."""
    groups = chart.series[0].points
    left = 0.0 if width < NARROW else width * 0.32
    cell = (width - left) / len(chart.series)
    heads = [wrap(series.name, theme.SMALL, cell - 8, most=4) for series in chart.series]
    y = max(height_of(lines, theme.SMALL) for lines in heads) + 8
    parts: list[Svg] = []
    for at, lines in enumerate(heads):
        top = y - 8 - height_of(lines, theme.SMALL) + theme.SMALL
        parts += paragraph(left + cell * (at + 0.5), top, lines, theme.SMALL, theme.MUTED, anchor="middle")
    for at, group in enumerate(groups):
        lines = wrap(group.label, theme.BODY, (left or width) - 14, most=3)
        tall = 38.0 if not left else max(38.0, height_of(lines) + 8)
        if left:
            parts += paragraph(
                left - 12, y + tall / 2 - height_of(lines) / 2 + theme.BODY, lines, anchor="end"
            )
        else:
            parts += paragraph(2, y + theme.BODY, lines)
            y += height_of(lines) + 4
        for column, series in enumerate(chart.series):
            parts += _cell(left + cell * column, y, cell, tall, series.points[at])
        y += tall + (10 if not left else 3)
    return parts, y + 2


def _cell(x: float, y: float, width: float, height: float, point) -> list[Svg]:
    ink = theme.band(point.value) if point.value is not None else theme.PAPER
    return [
        rect(x + 1.5, y, width - 3, height, ink, rx=2, stroke=theme.GRID.fill),
        label(
            x + width / 2,
            y + height / 2 + 5,
            point.words,
            size=14,
            ink=Ink(f"{ink.css}-text", ink.text),
            anchor="middle",
            bold=True,
        ),
    ]
