"""Plotly traces for each kind of chart, within the basic bundle (scatter and bar); the layout is `waking`'s."""

from dataclasses import replace

from reports import theme
from reports.charts.model import Chart, Point, Series

UNHOVERED = {"hoverinfo": "skip", "showlegend": False}


def hover(name: str, point: Point) -> str:
    """What stands in the box at the pointer: label, share, range, base."""
    parts = [f"{name}", point.words]
    if point.range_words:
        parts.append(point.range_words)
    if point.base is not None:
        parts.append(f"about {point.base:,} answers")
    return "<br>".join(parts) + "<extra></extra>"


def shown(series: Series) -> list[Point]:
    return [point for point in series.points if point.value is not None]


def rows_of(series: Series) -> list[int]:
    """The rows, counted from zero, that have a figure; a hidden one keeps its place and its name."""
    return [at for at, point in enumerate(series.points) if point.value is not None]


def ranges(points: list[Point], axis: str, colour: str = theme.MUTED.fill) -> dict:
    """Error bars that reach from low to high."""
    above = [point.high - point.value if point.high is not None else 0 for point in points]
    below = [point.value - point.low if point.low is not None else 0 for point in points]
    bar = {"type": "data", "symmetric": False, "array": above, "arrayminus": below}
    return {f"error_{axis}": bar | {"color": colour, "thickness": 1.5, "width": 4}}


def bars(chart: Chart) -> list[dict]:
    points = shown(chart.series[0])
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [point.value for point in points],
        "y": rows_of(chart.series[0]),
        "width": 0.72 if chart.kind == "headline" else 0.5,
        "marker": {"color": theme.PRIMARY.fill},
        "hovertemplate": [hover(point.label, point) for point in points],
    }
    return [trace | ranges(points, "x", "#8a7a96")]


def stack(chart: Chart) -> list[dict]:
    tally = chart.kind == "tally"
    inks = (
        [theme.STATES[one.key] for one in chart.series]
        if tally
        else theme.ramp(len(chart.series), chart.diverging)
    )
    starts = beginnings(chart)
    data = []
    for series, ink in zip(chart.series, inks, strict=True):
        data.append(_piece(chart, series, ink, list(starts)))
        starts = [start + (point.value or 0) for start, point in zip(starts, series.points, strict=True)]
    return data


def beginnings(chart: Chart) -> list[float]:
    """Where each group's bar begins: at zero, or left of it by the first half of a diverging scale."""
    groups = range(len(chart.series[0].points))
    if not chart.diverging:
        return [0.0 for _ in groups]
    half, odd = divmod(len(chart.series), 2)
    values = [[series.points[at].value or 0 for series in chart.series] for at in groups]
    return [-sum(row[:half]) - (row[half] / 2 if odd else 0) for row in values]


def _piece(chart: Chart, series: Series, ink: theme.Ink, starts: list) -> dict:
    values = [point.value or 0 for point in series.points]
    tally = chart.kind == "tally"
    unit = "" if tally else " %"
    said = [
        f"{series.name}<br>{point.value or 0:g} of {chart.total:g} council areas<extra></extra>"
        if tally
        else hover(": ".join(filter(None, [point.label, series.name])), point)
        for point in series.points
    ]
    return {
        "type": "bar",
        "orientation": "h",
        "name": series.name,
        "x": values,
        "base": starts,
        "y": list(range(len(values))),
        "width": 0.5,
        "marker": _marker(ink),
        "text": [f"{value:g}{unit if value > 9 else ''}" if value else "" for value in values],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"color": ink.text, "size": 13, "weight": 600},
        "hovertemplate": said,
    }


def _marker(ink: theme.Ink) -> dict:
    """A piece's paint: its pattern tells it apart without colour, its edge parts it from its neighbours."""
    edge = "#8a8795" if ink.pattern == "outline" else "#ffffff"
    marker = {"color": ink.fill, "line": {"color": edge, "width": 1}}
    if ink.pattern in ("hatch", "dots"):
        shape = "/" if ink.pattern == "hatch" else "."
        drawn = {"shape": shape, "fgcolor": ink.text, "bgcolor": ink.fill, "fgopacity": 0.35, "size": 6}
        marker["pattern"] = drawn
    return marker


def dots(chart: Chart) -> list[dict]:
    points = shown(chart.series[0])
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [point.value for point in points],
        "y": rows_of(chart.series[0]),
        "marker": {"size": 12, "color": [_accent(point, "own") for point in points]},
        "hovertemplate": [hover(point.label, point) for point in points],
    }
    return [trace | ranges(points, "x")]


def lines(chart: Chart) -> list[dict]:
    """One trace a run, so that a line breaks where the wording changed."""
    data = []
    for at, series in enumerate(chart.series):
        colour = theme.LINES[at % len(theme.LINES)].fill
        edges = [0, *chart.breaks, len(series.points)]
        for start, end in zip(edges, edges[1:], strict=False):
            points = [point for point in series.points[start:end] if point.value is not None]
            trace = {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [point.label for point in points],
                "y": [point.value for point in points],
                "line": {"color": colour, "width": 2.5},
                "marker": {"size": 10},
                "hovertemplate": [hover(f"{series.name}, {point.label}", point) for point in points],
            }
            data.append(trace | ranges(points, "y", colour))
    return data


def panels(chart: Chart) -> list[dict]:
    """Each group on axes of its own, the country's line behind it."""
    country, *groups = chart.series
    alone = replace(chart, series=(country,))
    data = []
    for at, series in enumerate(groups, 1):
        axes = {"xaxis": f"x{at if at > 1 else ''}", "yaxis": f"y{at if at > 1 else ''}"}
        thin = {"mode": "lines", "line": {"color": theme.COUNTRY.fill, "width": 2}}
        data += [trace | thin | axes | UNHOVERED | {"error_y": {}} for trace in lines(alone)]
        data += [trace | axes for trace in lines(replace(chart, series=(series,)))]
    return data


def funnel(chart: Chart) -> list[dict]:
    data = [_limit(series) for series in chart.series[1:]]
    points = shown(chart.series[0])
    councils = {
        "type": "scatter",
        "mode": "markers",
        "x": [point.x for point in points],
        "y": [point.value for point in points],
        "marker": {"size": 11, "color": [_accent(point, "outside") for point in points]},
        "hovertemplate": [hover(point.label, point) for point in points],
    }
    return [*data, councils]


def _limit(series: Series) -> dict:
    middle = series.key == "middle"
    line = {
        "color": theme.SECOND.fill if middle else theme.MUTED.fill,
        "width": 2 if middle else 1.2,
        "dash": "solid" if middle else ("dash" if series.key.startswith("95") else "dot"),
    }
    places = {"x": [point.x for point in series.points], "y": [point.value for point in series.points]}
    return {"type": "scatter", "mode": "lines", "line": line} | places | UNHOVERED


def heat(chart: Chart) -> list[dict]:
    """Cells as bars of length one, since the basic bundle has no heat map."""
    data = []
    for at, series in enumerate(chart.series):
        points = shown(series)
        inks = [theme.band(point.value) for point in points]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "x": [0.97] * len(points),
                "base": [at] * len(points),
                "y": rows_of(series),
                "width": 0.9,
                "marker": {"color": [ink.fill for ink in inks]},
                "text": [f"{point.words}" for point in points],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textfont": {"color": [ink.text for ink in inks], "size": 14, "weight": 600},
                "hovertemplate": [hover(f"{point.label}: {series.name}", point) for point in points],
            }
        )
    return data


def _accent(point: Point, key: str) -> str:
    return theme.MARK.fill if point.key == key else theme.PRIMARY.fill


MAKERS = {
    "headline": bars,
    "bars": bars,
    "stack": stack,
    "tally": stack,
    "dots": dots,
    "lines": lines,
    "panels": panels,
    "funnel": funnel,
    "heat": heat,
}
