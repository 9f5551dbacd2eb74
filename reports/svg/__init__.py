"""The project's own chart renderer: a Chart in, one self-contained SVG out, by attributes only."""

import functools

from reports import theme
from reports.charts.model import Chart
from reports.svg import bars, dots, heat, lines, panels, stack
from reports.svg.frame import height_of, paragraph
from reports.svg.shapes import Svg, document, group, rect
from reports.svg.text import wrap

WIDE, PHONE = 640, 360
DRAWINGS = {
    "headline": bars.headline,
    "bars": bars.bars,
    "stack": stack.stack,
    "tally": stack.tally,
    "dots": dots.dots,
    "funnel": dots.funnel,
    "lines": lines.lines,
    "panels": panels.panels,
    "heat": heat.heat,
}


@functools.lru_cache(maxsize=1000)  # a release's charts are the same each time a page is made again
def draw(chart: Chart, width: int = WIDE, *, framed: bool = False, css: str = "pt-svg") -> Svg:
    """The picture alone; `framed` sets title, subtitle, source and base round it, as for a file that travels by itself.

    An empty chart is never blank: it says in words that no figure may be shown.
    """
    parts, height = _picture(chart, width)
    if framed:
        parts, height, width = _frame(chart, parts, height, width)
    return document(parts, width=width, height=height, alt=chart.alt, css=css)


def _picture(chart: Chart, width: int) -> tuple[list[Svg], float]:
    if not chart.is_empty:
        return DRAWINGS[chart.kind](chart, width)
    words = " ".join(chart.notes) or "There is no figure to show yet."
    found = wrap(words, theme.BODY, width - 24)
    tall = height_of(found) + 20
    return [rect(0, 0, width, tall, theme.TRACK, rx=3), *paragraph(12, 24, found, ink=theme.MUTED)], tall


def _frame(chart: Chart, parts: list[Svg], height: float, width: int) -> tuple[list[Svg], float, int]:
    margin, wide = 20, width + 40
    title = wrap(chart.title, theme.TITLE, width)
    subtitle = wrap(chart.subtitle, theme.BODY, width)
    feet = [
        found
        for words in (chart.base_line, *chart.notes, chart.source)
        if words
        for found in wrap(words, theme.SMALL, width)
    ]
    y = margin + theme.TITLE
    head = paragraph(margin, y, title, theme.TITLE, bold=True)
    y += height_of(title, theme.TITLE) + 2
    head += paragraph(margin, y, subtitle, theme.BODY, theme.MUTED)
    y += height_of(subtitle) + 2
    foot = paragraph(margin, y + height + 22, feet, theme.SMALL, theme.MUTED)
    total = y + height + 22 + height_of(feet, theme.SMALL) + 6
    back = rect(0, 0, wide, total, theme.PAPER)
    return [back, *head, group(parts, transform=f"translate({margin} {y:g})"), *foot], total, wide


__all__ = ["PHONE", "WIDE", "Svg", "draw"]
