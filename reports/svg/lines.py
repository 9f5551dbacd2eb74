"""Draws change between waves: a line a place with its ranges, parted where the wording changed."""

from dataclasses import dataclass

from reports import theme
from reports.charts.model import Chart, Series
from reports.svg.frame import apart, paragraph, upright_axis
from reports.svg.shapes import Svg, circle, label, line, path
from reports.svg.text import width_of, wrap
from reports.theme import Ink

HEIGHT = 290.0


def lines(chart: Chart, width: float) -> tuple[list[Svg], float]:
    """Waves at equal steps; a line's name and last figure stand at its end, a break is a dashed upright with the reason."""
    plot = _plot(chart, width)
    parts = upright_axis(width, plot.left, width - plot.right, plot.top, plot.bottom)
    for x, point in zip(plot.xs, chart.series[0].points, strict=True):
        name = wrap(point.label, theme.SMALL, max(plot.step - 6, 64), most=2)
        parts += paragraph(x, plot.bottom + 18, name, theme.SMALL, theme.MUTED, anchor="middle")
    for mark in chart.marks:
        y = plot.y(mark.value)
        parts.append(line(plot.left, y, plot.right, y, theme.MARK, 1.5, "2 4"))
        parts.append(label(plot.left + 6, y - 6, mark.label, size=theme.SMALL, ink=theme.MARK, halo=True))
    for at in chart.breaks:
        parts += _break(plot, at, chart.break_words)
    inks = [theme.LINES[at % len(theme.LINES)] for at in range(len(chart.series))]
    for series, ink in zip(chart.series, inks, strict=True):
        parts += run_of(plot, series, ink, set(chart.breaks))
    return parts + _figures(plot, chart, inks), HEIGHT


@dataclass(frozen=True)
class Plot:
    """Where the waves and the shares stand."""

    left: float
    right: float
    top: float
    bottom: float
    xs: tuple[float, ...]
    step: float

    def y(self, share: float) -> float:
        return self.bottom - (self.bottom - self.top) * share / 100


def _plot(chart: Chart, width: float) -> Plot:
    names = [f"100 % {series.name}" for series in chart.series]
    end = min(width * 0.34, max(width_of(name, theme.SMALL) for name in names) + 16)
    left, right, count = 48.0, width - end, len(chart.series[0].points)
    step = (right - left - 34) / max(count - 1, 1)
    xs = tuple(left + 24 + step * at for at in range(count))
    return Plot(left, right, 14.0, HEIGHT - 48, xs, step)


def run_of(plot: Plot, series: Series, ink: Ink, breaks: set[int]) -> list[Svg]:
    """The line in runs between breaks and gaps, then the ranges and dots upon it."""
    over: list[Svg] = []
    runs: list[list[tuple[float, float]]] = [[]]
    for at, (x, point) in enumerate(zip(plot.xs, series.points, strict=True)):
        if at in breaks or point.value is None:
            runs.append([])
        if point.value is None:
            words = {"size": theme.SMALL, "ink": theme.MUTED, "anchor": "middle", "halo": True}
            over.append(label(x, plot.bottom - 8, point.words, **words))
            continue
        runs[-1].append((x, plot.y(point.value)))
        if point.low is not None and point.high is not None:
            ends = (plot.y(point.low), plot.y(point.high))
            over += [line(x, ends[0], x, ends[1], ink, 1.5)]
            over += [line(x - 4, y, x + 4, y, ink, 1.5) for y in ends]
        over.append(circle(x, plot.y(point.value), 5, ink))
    return [path(run, ink, 2.5) for run in runs if len(run) > 1] + over


def _figures(plot: Plot, chart: Chart, inks: list[Ink]) -> list[Svg]:
    """Figures right of their dots, moved apart where lines run close; at the last wave with the line's name."""
    parts: list[Svg] = []
    for at, x in enumerate(plot.xs):
        shown = [
            (s.points[at].value, s, ink)
            for s, ink in zip(chart.series, inks, strict=True)
            if s.points[at].value is not None
        ]
        last = at == len(plot.xs) - 1
        spots = apart([plot.y(value) + 4 for value, _, _ in shown], 28 if last and plot.step < 120 else 15)
        for (_, series, ink), y in zip(shown, spots, strict=True):
            words = f"{series.points[at].words} {series.name}" if last else series.points[at].words
            found = wrap(words, theme.SMALL, 118, most=2) if last else [words]
            parts += paragraph(x + 9, y, found, theme.SMALL, ink, bold=True, halo=True)
    return parts


def _break(plot: Plot, at: int, why: str) -> list[Svg]:
    x = (plot.xs[at - 1] + plot.xs[at]) / 2 if at else plot.xs[0]
    words = {"size": theme.SMALL, "ink": theme.MUTED, "anchor": "middle", "halo": True}
    return [
        line(x, plot.top, x, plot.bottom, theme.MUTED, 1, "3 4"),
        label(x, plot.top + 22, why, **words),
    ]
