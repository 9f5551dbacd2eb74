"""Turns a Chart into data and layout for Plotly's basic bundle, which wakes the drawn chart for hover and zoom."""

from reports import theme
from reports.charts.model import Chart, Point, Series

FONT = {"family": theme.FONT, "size": 13, "color": theme.INK.fill}
CROSS = {"fixedrange": False, "automargin": True, "zeroline": False, "gridcolor": theme.GRID.fill}


def figure(chart: Chart) -> dict:
    """`{"data", "layout"}`; titles stay in the page, so the drawing keeps to the plot."""
    data, extra = MAKERS[chart.kind](chart)
    layout = {
        "template": "none",
        "font": FONT,
        "margin": {"l": 10, "r": 24, "t": 12, "b": 36},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {"align": "left", "font": {"size": 14}},
        "dragmode": False,
        "showlegend": False,
    }
    return {"data": data, "layout": layout | extra, "name": chart.file_stem}


def _hover(name: str, point: Point) -> str:
    parts = [f"<b>{name}</b>", point.words]
    if point.low is not None:
        parts.append(f"between {point.low:g} and {point.high:g} %")
    if point.base is not None:
        parts.append(f"about {point.base:,} answers")
    return "<br>".join(parts) + "<extra></extra>"


def _error(points: list[Point], axis: str) -> dict:
    high = [(p.high or 0) - p.value if p.high is not None else 0 for p in points]
    low = [p.value - (p.low or 0) if p.low is not None else 0 for p in points]
    return {
        f"error_{axis}": {
            "type": "data",
            "symmetric": False,
            "array": high,
            "arrayminus": low,
            "color": theme.MUTED.fill,
            "thickness": 1.5,
            "width": 4,
        }
    }


def _across(labels: list[str], share: bool = True) -> dict:
    """Sideways axes: shares along, names down in reading order."""
    x = CROSS | (
        {"range": [0, 104], "ticksuffix": " %", "tickvals": [0, 25, 50, 75, 100]}
        if share
        else {"showgrid": False, "visible": False}
    )
    return {
        "xaxis": x,
        "yaxis": {
            "autorange": "reversed",
            "automargin": True,
            "type": "category",
            "categoryarray": labels,
            "fixedrange": True,
            "showgrid": False,
        },
    }


def _bars(chart: Chart) -> tuple[list, dict]:
    points = [p for p in chart.series[0].points if p.value is not None]
    labels = [p.label for p in points]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [p.value for p in points],
        "y": labels,
        "marker": {"color": theme.PRIMARY.fill},
        "text": [p.words for p in points],
        "textposition": "none",
        "hovertemplate": [_hover(p.label, p) for p in points],
    }
    data = [trace | _error(points, "x")]
    data += [_mark(labels, mark) for mark in chart.marks]
    return data, _across(labels)


def _mark(labels: list[str], mark) -> dict:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [mark.value],
        "y": labels[:1],
        "marker": {"symbol": "line-ns-open", "size": 40, "color": theme.MARK.fill, "line": {"width": 3}},
        "hovertemplate": f"{mark.label}<extra></extra>",
    }


def _stack(chart: Chart) -> tuple[list, dict]:
    inks = (
        [theme.STATES[s.key] for s in chart.series]
        if chart.kind == "tally"
        else theme.ramp(len(chart.series), chart.diverging)
    )
    labels = [p.label or " " for p in chart.series[0].points]
    unit = "" if chart.kind == "tally" else " %"
    starts = _starts(chart)
    data = []
    for series, ink in zip(chart.series, inks, strict=True):
        values = [p.value or 0 for p in series.points]
        data.append(_piece(series, ink, values, list(starts), labels, unit))
        starts = [start + value for start, value in zip(starts, values, strict=True)]
    across = _across(labels, share=False)
    return data, across | {"barmode": "overlay"}


def _piece(series: Series, ink: theme.Ink, values: list, starts: list, labels: list[str], unit: str) -> dict:
    marker = {
        "color": ink.fill,
        "line": {"color": "#ffffff" if ink.pattern != "outline" else "#8a8795", "width": 1},
    }
    if ink.pattern in ("hatch", "dots"):
        marker["pattern"] = {
            "shape": "/" if ink.pattern == "hatch" else ".",
            "fgcolor": ink.text,
            "fgopacity": 0.4,
            "size": 6,
        }
    return {
        "type": "bar",
        "orientation": "h",
        "name": series.name,
        "x": values,
        "base": starts,
        "y": labels,
        "marker": marker,
        "text": [f"{value:g}{unit}" if value else "" for value in values],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": ink.text},
        "hovertemplate": [
            f"<b>{series.name}</b><br>{label} {value:g}{unit}<extra></extra>"
            for label, value in zip(labels, values, strict=True)
        ],
    }


def _starts(chart: Chart) -> list[float]:
    if not chart.diverging:
        return [0.0] * len(chart.series[0].points)
    half, odd = divmod(len(chart.series), 2)
    return [
        -sum(s.points[at].value or 0 for s in chart.series[:half])
        - ((chart.series[half].points[at].value or 0) / 2 if odd else 0)
        for at in range(len(chart.series[0].points))
    ]


def _dots(chart: Chart) -> tuple[list, dict]:
    points = [p for p in chart.series[0].points if p.value is not None]
    labels = [p.label for p in chart.series[0].points]
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [p.value for p in points],
        "y": [p.label for p in points],
        "marker": {
            "size": 12,
            "color": [theme.MARK.fill if p.key == "own" else theme.PRIMARY.fill for p in points],
        },
        "hovertemplate": [_hover(p.label, p) for p in points],
    }
    lines = [
        {
            "type": "line",
            "x0": m.value,
            "x1": m.value,
            "y0": 0,
            "y1": 1,
            "yref": "paper",
            "line": {"color": theme.SECOND.fill, "width": 2, "dash": "dash"},
        }
        for m in chart.marks
    ]
    return [trace | _error(points, "x")], _across(labels) | {"shapes": lines}


def _lines(chart: Chart) -> tuple[list, dict]:
    data = []
    for at, series in enumerate(chart.series):
        colour = theme.LINES[at % len(theme.LINES)].fill
        points = [p for p in series.points if p.value is not None]
        trace = {
            "type": "scatter",
            "mode": "lines+markers",
            "name": series.name,
            "line": {"color": colour, "width": 2.5},
            "marker": {"size": 9},
        }
        trace |= {"x": [p.label for p in points], "y": [p.value for p in points], "connectgaps": False}
        trace |= {"hovertemplate": [_hover(f"{series.name}, {p.label}", p) for p in points]} | _error(
            points, "y"
        )
        if chart.breaks:
            trace["mode"] = "markers"
        data.append(trace)
    return data, {
        "yaxis": CROSS | {"range": [0, 102], "ticksuffix": " %"},
        "xaxis": {"type": "category", "automargin": True},
        "showlegend": len(data) > 1,
    }


def _funnel(chart: Chart) -> tuple[list, dict]:
    councils = [p for p in chart.series[0].points if p.value is not None]
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": s.name,
            "x": [p.x for p in s.points],
            "y": [p.value for p in s.points],
            "hoverinfo": "skip",
            "line": {
                "color": theme.SECOND.fill if s.key == "middle" else theme.MUTED.fill,
                "width": 2 if s.key == "middle" else 1,
                "dash": "solid" if s.key == "middle" else "dash",
            },
        }
        for s in chart.series[1:]
    ]
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": [p.x for p in councils],
            "y": [p.value for p in councils],
            "marker": {
                "size": 11,
                "color": [theme.MARK.fill if p.key == "outside" else theme.PRIMARY.fill for p in councils],
            },
            "hovertemplate": [_hover(p.label, p) for p in councils],
        }
    )
    return data, {
        "yaxis": CROSS | {"range": [0, 102], "ticksuffix": " %"},
        "xaxis": CROSS | {"title": {"text": "Answers, to the nearest 10"}, "rangemode": "tozero"},
    }


def _heat(chart: Chart) -> tuple[list, dict]:
    """The basic bundle has no heat map: squares of a scatter, each with its figure."""
    data = []
    for series in chart.series:
        shown = [p for p in series.points if p.value is not None]
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [series.name] * len(shown),
                "y": [p.label for p in shown],
                "text": [p.words for p in shown],
                "textfont": {"color": [theme.band(p.value).text for p in shown]},
                "marker": {
                    "symbol": "square",
                    "size": 46,
                    "color": [theme.band(p.value).fill for p in shown],
                },
                "hovertemplate": [_hover(f"{p.label}: {series.name}", p) for p in shown],
            }
        )
    labels = [p.label for p in chart.series[0].points]
    return data, {
        "xaxis": {"type": "category", "side": "top", "automargin": True, "showgrid": False},
        "yaxis": _across(labels)["yaxis"],
    }


MAKERS = {
    "headline": _bars,
    "bars": _bars,
    "stack": _stack,
    "tally": _stack,
    "dots": _dots,
    "lines": _lines,
    "funnel": _funnel,
    "heat": _heat,
}
