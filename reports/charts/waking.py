"""Lays a chart out for Plotly as near as can be to its drawing: same labels, marks and ink; traces are `traces`'."""

from reports import theme
from reports.charts.model import Chart, Point
from reports.charts.traces import MAKERS
from reports.svg.text import wrap

FONT = {"family": theme.FONT, "size": 13, "color": theme.INK.fill}
SMALL = {"size": 12, "color": theme.MUTED.fill}
PLAIN = {
    "template": "none",
    "font": FONT,
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "hoverlabel": {"align": "left", "font": {"size": 14, "family": theme.FONT}},
    "dragmode": False,
    "showlegend": False,
    "barmode": "overlay",
}
SHARES = {"range": [0, 108], "tickvals": [0, 25, 50, 75, 100], "ticktext": ["0 %", "25", "50", "75", "100 %"]}
TRACK = {
    "type": "rect",
    "x0": 0,
    "x1": 100,
    "y0": -0.36,
    "y1": 0.36,
    "layer": "below",
    "fillcolor": theme.TRACK.fill,
    "line": {"width": 0},
}
AXIS = {"gridcolor": theme.GRID.fill, "zeroline": False, "tickfont": SMALL, "automargin": True}


BESIDE = {"xanchor": "left", "xshift": 7, "yshift": 8}


def figure(chart: Chart) -> dict:
    """`data` and `layout`, and under `phone` what the layout changes where there is no room beside the bars."""
    beside, above = LAYOUTS[chart.kind](chart)
    return {"data": MAKERS[chart.kind](chart), "layout": PLAIN | beside, "phone": above}


def _rows(chart: Chart, x: dict, notes: list[dict], margin: dict) -> tuple[dict, dict]:
    """Named rows, counted from zero downward: the names beside them, or on a phone over them."""
    labels = [point.label for point in chart.series[0].points]
    named = any(labels) and chart.kind != "headline"
    names = ["<br>".join(wrap(label, 13, 190, 3)) for label in labels]
    y = {
        "range": [len(labels) - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "",
    }
    beside = y | {
        "tickvals": list(range(len(labels))),
        "ticktext": [f"{name}  " for name in names],
        "showticklabels": named,
    }
    over = [
        _note(label, 0, at, xref="paper", xanchor="left", yshift=23)
        for at, label in enumerate(labels)
        if named
    ]
    layout = {"xaxis": AXIS | x, "yaxis": beside, "annotations": notes, "margin": margin}
    return layout, {"yaxis": y | {"showticklabels": False}, "annotations": notes + over}


def _note(words: str, x: float, y, **more) -> dict:
    return {"text": words, "x": x, "y": y, "showarrow": False, "font": FONT, "align": "left"} | more


def _figures(points: tuple[Point, ...], size: int = 14) -> list[dict]:
    """Each figure beyond its range's end, and the reason where there is none."""
    bold = FONT | {"size": size, "weight": 600}
    ends = [max(point.value or 0, point.high or 0) for point in points]
    return [
        _note(point.words, end, at, xanchor="left", xshift=8, font=bold)
        for at, (point, end) in enumerate(zip(points, ends, strict=True))
    ]


def _bars(chart: Chart) -> tuple[dict, dict]:
    headline = chart.kind == "headline"
    notes = _figures(chart.series[0].points, 20 if headline else 14)
    if headline:  # beyond the scale's end, so that no mark crosses it
        notes[0] |= {"x": 100, "xshift": 4}
    shapes = [_upright(mark.value, theme.MARK.fill, "solid", 3) for mark in chart.marks]
    for at, mark in enumerate(chart.marks):
        side = {"x": 1, "xanchor": "right"} if mark.value > 50 else {"x": 0, "xanchor": "left"}
        words = {
            "font": {"size": 12, "color": theme.MARK.fill},
            "xref": "paper",
            "yref": "paper",
            "yanchor": "top",
        }
        notes.append(_note(mark.label, 0, 0) | side | words | {"y": 0, "yshift": -3 - 18 * at})
    if headline:
        shapes.insert(0, TRACK)
    margin = {"l": 2, "r": 16, "t": 2, "b": 24 if headline else 34}
    x = SHARES | {"showgrid": not headline, "showticklabels": not (headline and chart.marks)}
    beside, above = _rows(chart, x, notes, margin)
    return beside | {"shapes": shapes}, above


def _upright(value: float, colour: str, dash: str, width: float) -> dict:
    line = {"color": colour, "width": width, "dash": dash}
    return {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _stack(chart: Chart) -> tuple[dict, dict]:
    """The legend stands on top, in reading order; a hidden row says why in its place."""
    across = {"visible": False, "fixedrange": True}
    missing = [
        _note(f"[{point.note or 'c'}]", 0, at, xanchor="left", xshift=6)
        for at, point in enumerate(chart.series[0].points)
        if all(series.points[at].value is None for series in chart.series)
    ]
    beside, above = _rows(chart, across, missing, {"l": 2, "r": 4, "t": 4, "b": 4})
    legend = {
        "orientation": "h",
        "x": 0,
        "y": 1.02,
        "yanchor": "bottom",
        "traceorder": "normal",
        "itemclick": False,
        "itemdoubleclick": False,
    }
    zero = [_upright(0, theme.INK.fill, "solid", 1.2)] if chart.diverging else []
    return beside | {"showlegend": True, "legend": legend | {"font": {"size": 12}}, "shapes": zero}, above


def _dots(chart: Chart) -> tuple[dict, dict]:
    notes = _figures(chart.series[0].points)
    for mark in chart.marks:
        notes.append(
            _note(
                f"{mark.label}",
                mark.value,
                1,
                yref="paper",
                yanchor="bottom",
                font={"size": 12, "color": theme.SECOND.fill, "weight": 600},
            )
        )
    x = SHARES if chart.total == 100 else {"range": [0, chart.total * 1.1]}
    beside, above = _rows(chart, x, notes, {"l": 2, "r": 20, "t": 24, "b": 30})
    return beside | {
        "shapes": [_upright(mark.value, theme.SECOND.fill, "dash", 2) for mark in chart.marks]
    }, above


def _lines(chart: Chart) -> tuple[dict, dict]:
    upright = AXIS | {"range": [0, 104], "tickvals": SHARES["tickvals"], "ticktext": SHARES["ticktext"]}
    waves = [point.label for point in chart.series[0].points]
    names = {
        "tickvals": waves,
        "ticktext": ["<br>".join(wrap(wave, 12, 72, 3)) for wave in waves],
        "tickangle": 0,
    }
    along = (
        AXIS
        | names
        | {"type": "category", "categoryorder": "array", "categoryarray": waves, "showgrid": False}
    )
    layout = {"xaxis": along, "yaxis": upright, "margin": {"l": 4, "r": 120, "t": 12, "b": 34}}
    layout["shapes"] = [_upright(at - 0.5, theme.MUTED.fill, "dot", 1) for at in chart.breaks]
    phone = {"margin": {"l": 4, "r": 96, "t": 12, "b": 34}, "annotations": _at_lines(chart, 90)}
    return layout | {"annotations": _at_lines(chart, 130)}, phone


def _at_lines(chart: Chart, room: float) -> list[dict]:
    """A figure at each dot, the line's name with the last one."""
    notes = []
    for at, series in enumerate(chart.series):
        font = {"size": 12, "color": theme.LINES[at % len(theme.LINES)].fill, "weight": 600}
        ends = [point for point in series.points if point.value is not None]
        for point in ends:
            words = f"{point.words} {series.name}" if point is ends[-1] else point.words
            shift = {"xanchor": "left", "xshift": 9, "yshift": 10 - 20 * at, "font": font}
            notes.append(_note("<br>".join(wrap(words, 12, room)), point.label, point.value, **shift))
    return notes


def _panels(chart: Chart) -> tuple[dict, dict]:
    """Two pictures per row, each with the name of its group above and the figures beside its dots."""
    country, *groups = chart.series
    rows = -(-len(groups) // 2)
    layout: dict = {"margin": {"l": 30, "r": 6, "t": 22, "b": 52}, "annotations": []}
    names = ["<br>".join(wrap(point.label, 12, 60, 3)) for point in country.points]
    along = {"range": [-0.2, len(names) - 0.5], "tickvals": list(range(len(names))), "ticktext": names}
    for at, series in enumerate(groups):
        number, column, row = f"{at + 1}" if at else "", at % 2, at // 2
        top = 1 - row / rows
        across, up = [column * 0.54, column * 0.54 + 0.46], [top - 0.68 / rows, top]
        upright = {"range": [0, 104], "tickvals": [0, 50, 100], "showticklabels": not column, "domain": up}
        layout[f"xaxis{number}"] = (
            AXIS | along | {"domain": across, "anchor": f"y{number}", "showgrid": False}
        )
        layout[f"yaxis{number}"] = AXIS | upright | {"anchor": f"x{number}"}
        title = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        layout["annotations"].append(_note(series.name, across[0], top, font=FONT | {"weight": 600}, **title))
        layout["annotations"] += [
            _note(point.words, wave, point.value, xref=f"x{number}", yref=f"y{number}", **BESIDE)
            for wave, point in enumerate(series.points)
            if point.value is not None
        ]
    return layout, {}


def _funnel(chart: Chart) -> tuple[dict, dict]:
    upright = AXIS | {"range": [0, 104], "tickvals": SHARES["tickvals"], "ticktext": SHARES["ticktext"]}
    along = AXIS | {
        "rangemode": "tozero",
        "showgrid": False,
        "title": {"text": "Answers, to the nearest 10", "font": SMALL},
    }
    names = {"middle": "Scotland", "95 high": "95 %", "99.8 high": "99.8 %"}
    ends = [(names[one.key], one.points[-1]) for one in chart.series[1:] if one.key in names]
    shifts = {"99.8 %": 8, "95 %": -3, "Scotland": -14}
    notes = [
        _note(name, end.x, end.value, xanchor="left", xshift=4, yshift=shifts[name], font=SMALL)
        for name, end in ends
    ]
    outside = [point for point in chart.series[0].points if point.key == "outside"]
    notes += [
        _note(f"{point.label}", point.x, point.value, yanchor="bottom", yshift=6, font={"size": 12})
        for point in outside
    ]
    return {
        "xaxis": along,
        "yaxis": upright,
        "annotations": notes,
        "margin": {"l": 4, "r": 56, "t": 12, "b": 44},
    }, {}


def _heat(chart: Chart) -> tuple[dict, dict]:
    count = len(chart.series)
    heads = ["<br>".join(wrap(series.name, 12, 96, 4)) for series in chart.series]
    across = {
        "side": "top",
        "showgrid": False,
        "range": [0, count],
        "tickvals": [at + 0.48 for at in range(count)],
        "ticktext": heads,
    }
    missing = [
        _note(f"[{point.note or 'c'}]", at + 0.48, row)
        for at, series in enumerate(chart.series)
        for row, point in enumerate(series.points)
        if point.value is None
    ]
    return _rows(chart, across, missing, {"l": 2, "r": 2, "t": 4, "b": 4})


LAYOUTS = {
    "headline": _bars,
    "bars": _bars,
    "stack": _stack,
    "tally": _stack,
    "dots": _dots,
    "lines": _lines,
    "panels": _panels,
    "funnel": _funnel,
    "heat": _heat,
}
