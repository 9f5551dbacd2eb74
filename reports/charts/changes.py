"""Makes charts of change between waves: a line for each place, parted where the wording changed."""

from collections.abc import Mapping, Sequence

from reports import narrative
from reports.charts.model import Chart, Mark, Point, Series, notes_for
from reports.charts.words import certainty, point, range_cell
from reports.safe_tables import YES, SafeTable


def wave_lines(
    waves: Sequence[Mapping[str, SafeTable]],
    groups: Sequence[tuple[str, Mapping[str, str]]],
    statement: str,
    marks: tuple[Mark, ...] = (),
    choice: str = YES,
) -> Chart:
    """A finding's share over waves, oldest first.

    Each wave maps "scotland", "named_group", … to its table; `groups` are (name, row key), {} for Scotland. Where the
    wording differs from the wave before, the line breaks.
    """
    tables = [next(iter(wave.values())) for wave in waves]
    simulated = any(table.provenance.simulated for table in tables)
    series = tuple(Series(name, tuple(_at(wave, group, choice) for wave in waves)) for name, group in groups)
    breaks = tuple(at for at in range(1, len(tables)) if tables[at].wording != tables[at - 1].wording)
    title = narrative.told(_title(series, breaks, statement), simulated)
    return Chart(
        kind="lines",
        key=f"{tables[-1].question}-waves",
        title=title,
        subtitle="Share of social workers who answered, with its range, wave by wave. Compare ranges before calling a difference a change.",
        source="; ".join(narrative.source(table.provenance) for table in tables),
        base_line="; ".join(narrative.base_line(table.provenance) for table in tables),
        alt=f"{title}. " + " ".join(_spoken(one) for one in series),
        series=series,
        columns=("Place", "Wave", "Share", "Range"),
        rows=tuple((one.name, at.label, at.words, range_cell(at)) for one in series for at in one.points),
        certainty=certainty(tables[-1]),
        marks=marks,
        notes=notes_for(series),
        breaks=breaks,
        simulated=simulated,
    )


def _at(wave: Mapping[str, SafeTable], group: Mapping[str, str], choice: str) -> Point:
    table = wave.get(next(iter(group), "scotland"))
    title = next(iter(wave.values())).provenance.wave_title
    row = table.row(**group) if table else None
    return point(row, choice, title) if row else Point(title, None, note="c")


def _title(series: tuple[Series, ...], breaks: tuple[int, ...], statement: str) -> str:
    shown = [one for one in series[0].points if one.value is not None]
    if not shown:
        return f"No wave has a figure to show: {statement}"
    if len(shown) == 1 or breaks:
        return f"{shown[-1].words} {statement} ({shown[-1].label})"
    return (
        f"{shown[0].words} in {shown[0].label}, {shown[-1].words} in {shown[-1].label}: how many {statement}"
    )


def _spoken(series: Series) -> str:
    return f"{series.name}: " + ", ".join(f"{at.label} {at.words}" for at in series.points) + "."
