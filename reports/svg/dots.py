"""Draws figures with their ranges: a dot plot by group, and a funnel of councils round Scotland's figure."""

from dataclasses import replace

from reports import theme
from reports.charts.model import Chart, Point
from reports.svg.bars import whisker
from reports.svg.frame import Columns, apart, axis, columns, height_of, row_label, ticks, upright_axis
from reports.svg.shapes import Svg, circle, label, line, path
from reports.svg.text import width_of


def dots(chart: Chart, width: float) -> tuple[list[Svg], float]:
    """A dot with its range for each group; marks (Scotland) are upright lines named at the top."""
    points = chart.series[0].points
    grid = replace(columns(width, [point.label for point in points], right=52), most=chart.total)
    top = 24.0 if chart.marks else 6.0
    y = top + 4
    drawn: list[Svg] = []
    for point in points:
        words = height_of(grid.lines(point.label))
        head = words + 4 if grid.above else max(0, (words - 20) / 2)
        middle = y + head + 10
        drawn += row_label(grid, middle, y, point.label, bold=point.key == "own")
        drawn += [line(grid.left, middle, grid.x(grid.most), middle, theme.TRACK), *dot(grid, point, middle)]
        y += head + 20 + (8 if grid.above else 6 + head)
    marks = [part for mark in chart.marks for part in _upright(grid, mark.value, mark.label, top, y)]
    return axis(grid, top, y, ticks(chart.total)) + marks + drawn, y + 24


def dot(grid: Columns, point: Point, middle: float) -> list[Svg]:
    if point.value is None:
        return [label(grid.left + 6, middle + 4.5, point.words, ink=theme.MUTED, halo=True)]
    ink = theme.MARK if point.key == "own" else theme.PRIMARY
    end = grid.x(max(point.value, point.high or 0)) + 9
    return [
        *whisker(grid, point, middle, half=4),
        circle(grid.x(point.value), middle, 6, ink, hollow=not point.own),
        label(end, middle + 4.5, point.words, bold=True, halo=True),
    ]


def _upright(grid: Columns, value: float, words: str, top: float, bottom: float) -> list[Svg]:
    x, half = grid.x(value), width_of(words, theme.SMALL) / 2
    at = min(max(x, half + 2), grid.width - half - 2)
    return [
        line(x, top - 4, x, bottom, theme.SECOND, 2, "5 3"),
        label(at, top - 9, words, size=theme.SMALL, ink=theme.SECOND, anchor="middle", bold=True),
    ]


def funnel(chart: Chart, width: float) -> tuple[list[Svg], float]:
    """Councils by how many answered; those outside the 95 % limits are named, the rest lie within chance."""
    councils, limits = chart.series[0], chart.series[1:]
    height, left, right = (300.0 if width >= 480 else 320.0), 44.0, 62.0
    most = max((point.x or 0 for series in chart.series for point in series.points), default=100) or 100
    top, bottom = 12.0, height - 46

    def place(point_x: float, share: float) -> tuple[float, float]:
        return left + (width - left - right) * point_x / most, bottom - (bottom - top) * share / 100

    parts = upright_axis(width, left, right, top, bottom)
    parts += [
        label(*_shift(place(x, 0), 0, 17), f"{x:g}", size=theme.SMALL, ink=theme.MUTED, anchor="middle")
        for x in ticks(most)[1:]
    ]
    parts.append(
        label(
            (left + width - right) / 2,
            height - 8,
            "Answers, to the nearest 10",
            size=theme.SMALL,
            ink=theme.MUTED,
            anchor="middle",
        )
    )
    parts += [path([place(one.x, one.value) for one in each.points], *_stroke(each.key)) for each in limits]
    parts += _limit_names(limits, place, width - right)
    return parts + _councils(councils.points, place, width), height


def _stroke(key: str) -> tuple:
    """Ink, width and dashes of Scotland's line, or of a limit's."""
    if key == "middle":
        return theme.SECOND, 2.0, None
    return theme.MUTED, 1.2, "5 4" if key.startswith("95") else "2 3"


def _councils(points: tuple[Point, ...], place, width: float) -> list[Svg]:
    parts: list[Svg] = []
    taken: list[tuple[float, float]] = []
    for point in sorted(points, key=lambda point: (point.key == "outside", point.label)):
        if point.value is None or point.x is None:
            continue
        x, y = place(point.x, point.value)
        outside = point.key == "outside"
        parts.append(circle(x, y, 5.5, theme.MARK if outside else theme.PRIMARY, hollow=not outside))
        if outside:
            y = next(
                y + step
                for step in (0, 15, -15, 30, -30, 45)
                if all(abs(y + step - b) > 13 or abs(x - a) > 130 for a, b in taken)
            )
            taken.append((x, y))
            end = x + 10 + width_of(point.label, theme.SMALL) > width
            parts.append(
                label(
                    x - 9 if end else x + 9,
                    y + 4,
                    point.label,
                    size=theme.SMALL,
                    anchor="end" if end else None,
                    bold=True,
                    halo=True,
                )
            )
    return parts


def _limit_names(limits, place, right: float) -> list[Svg]:
    named = {"middle": "Scotland", "95 high": "95 %", "99.8 high": "99.8 %"}
    shown = [series for series in limits if series.key in named and series.points]
    heights = apart([place(0, series.points[-1].value)[1] + 4 for series in shown], 14)
    return [
        label(right + 4, y, named[series.key], size=theme.SMALL, ink=theme.MUTED, halo=True)
        for series, y in zip(shown, heights, strict=True)
    ]


def _shift(at: tuple[float, float], x: float, y: float) -> tuple[float, float]:
    return at[0] + x, at[1] + y
