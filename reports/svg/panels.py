"""Draws change between waves for several groups: a small picture each, the first line (Scotland) behind every one."""

from reports import theme
from reports.charts.model import Chart, Series
from reports.svg.frame import paragraph
from reports.svg.lines import Plot, run_of
from reports.svg.shapes import Svg, label, line, path
from reports.svg.text import wrap

COLUMNS = 2
HEIGHT = 196.0
GAP = 18.0


def panels(chart: Chart, width: float) -> tuple[list[Svg], float]:
    """Two pictures per row; the country's line is thin and grey in each, so that groups are read against it."""
    country, *groups = chart.series
    parts: list[Svg] = []
    for at, series in enumerate(groups):
        plot = _plot(chart, width, at)
        parts += _ground(chart, plot, series, first=at % COLUMNS == 0)
        parts += _behind(chart, plot, country)
        parts += run_of(plot, series, theme.PRIMARY, set(chart.breaks))
        parts += _figures(plot, series)
    return parts, -(-len(groups) // COLUMNS) * HEIGHT


def _plot(chart: Chart, width: float, at: int) -> Plot:
    wide = (width - GAP) / COLUMNS
    left, top = at % COLUMNS * (wide + GAP), at // COLUMNS * HEIGHT
    count = len(chart.series[0].points)
    inside = (left + 34, left + wide)
    step = (inside[1] - inside[0] - 56) / max(count - 1, 1)
    xs = tuple(inside[0] + 14 + step * wave for wave in range(count))
    return Plot(inside[0], inside[1], top + 30, top + HEIGHT - 44, xs, step)


def _ground(chart: Chart, plot: Plot, series: Series, first: bool) -> list[Svg]:
    """The group's name, level lines, the waves' names below, a dashed upright at each break."""
    parts = [label(plot.left - 34, plot.top - 14, series.name, size=theme.BODY, ink=theme.INK, bold=True)]
    for tick in (0, 50, 100):
        y = plot.y(tick)
        parts.append(line(plot.left, y, plot.right, y, theme.GRID if tick else theme.MUTED))
        words = {"size": theme.SMALL, "ink": theme.MUTED, "anchor": "end"}
        if first:
            parts.append(label(plot.left - 6, y + 4, f"{tick}", **words))
    for x, point in zip(plot.xs, series.points, strict=True):
        names = wrap(point.label, theme.SMALL, max(plot.step - 6, 44), most=2)
        parts += paragraph(x, plot.bottom + 15, names, theme.SMALL, theme.MUTED, anchor="middle")
    for at in chart.breaks:
        x = (plot.xs[at - 1] + plot.xs[at]) / 2
        parts.append(line(x, plot.top, x, plot.bottom, theme.MUTED, 1, "3 4"))
        words = {"size": theme.SMALL, "ink": theme.MUTED, "anchor": "middle", "halo": True}
        parts.append(label(x, plot.bottom - 8, chart.break_words, **words))
    return parts


def _behind(chart: Chart, plot: Plot, country: Series) -> list[Svg]:
    runs: list[list[tuple[float, float]]] = [[]]
    for at, (x, point) in enumerate(zip(plot.xs, country.points, strict=True)):
        if at in chart.breaks or point.value is None:
            runs.append([])
        if point.value is not None:
            runs[-1].append((x, plot.y(point.value)))
    return [path(run, theme.COUNTRY, 2) for run in runs if len(run) > 1]


def _figures(plot: Plot, series: Series) -> list[Svg]:
    """The share right of each dot."""
    words = {"size": theme.SMALL, "ink": theme.PRIMARY, "bold": True, "halo": True}
    return [
        label(x + 8, plot.y(point.value) - 5, point.words, **words)
        for x, point in zip(plot.xs, series.points, strict=True)
        if point.value is not None
    ]
