"""Makes charts of change between waves: a line for each place, parted where the wording changed."""

from collections.abc import Mapping, Sequence

from reports import narrative
from reports.charts.model import Chart, Mark, Point, Series, notes_for
from reports.charts.words import FIGURE, cells, certainty, point
from reports.safe_tables import YES, SafeTable


def wave_lines(
    waves: Sequence[Mapping[str, SafeTable]],
    groups: Sequence[tuple[str, Mapping[str, str]]],
    statement: str,
    marks: tuple[Mark, ...] = (),
    choice: str = YES,
    regrouped: tuple[int, ...] = (),
) -> Chart:
    """A finding's share over waves, oldest first; three lines or more stand in small pictures beside each other.

    Each wave maps "scotland", "named_group", … to its table; `groups` are (name, row key), {} for Scotland. Where the
    wording differs from the wave before, or the groups' members do (`regrouped`), the line breaks.
    """
    tables = [wave["scotland"] for wave in waves]
    simulated = any(table.provenance.simulated for table in tables)
    series = tuple(Series(name, tuple(_at(wave, group, choice) for wave in waves)) for name, group in groups)
    reworded = {at for at in range(1, len(tables)) if tables[at].wording != tables[at - 1].wording}
    breaks = tuple(sorted(reworded | set(regrouped)))
    title = narrative.told(_title(series, breaks, statement), simulated)
    return Chart(
        kind="panels" if len(series) > 2 else "lines",
        key=f"{tables[-1].question}-waves{'-by-group' if len(series) > 1 else ''}",
        title=title,
        subtitle="Share of social workers who answered, with its range, wave by wave. Compare ranges before calling a difference a change.",
        source="; ".join(narrative.source(table.provenance) for table in tables),
        base_line="; ".join(narrative.base_line(table.provenance) for table in tables),
        alt=f"{title}. " + " ".join(_spoken(one) for one in series),
        series=series,
        columns=("Place", "Wave", *FIGURE),
        rows=tuple((one.name, at.label, *cells(at)) for one in series for at in one.points),
        certainty=certainty(tables[-1]),
        marks=marks,
        notes=(*notes_for(series), *_behind(series)),
        breaks=breaks,
        break_words="wording changed" if reworded or not breaks else "groups changed",
        simulated=simulated,
    )


def _at(wave: Mapping[str, SafeTable], group: Mapping[str, str], choice: str) -> Point:
    table = wave.get(next(iter(group), "scotland"))
    title = wave["scotland"].provenance.wave_title
    row = table.row(**group) if table else None
    return point(row, choice, title) if row else Point(title, None, note="c")


def _title(series: tuple[Series, ...], breaks: tuple[int, ...], statement: str) -> str:
    if len(series) > 1 and (told := _groups_title(series[1:], statement)):
        return told
    shown = [one for one in series[0].points if one.value is not None]
    if not shown:
        return f"No wave has a figure to show: {statement}"
    if len(shown) == 1 or breaks:
        return f"{shown[-1].words} {statement} ({shown[-1].label})"
    return (
        f"{shown[0].words} in {shown[0].label}, {shown[-1].words} in {shown[-1].label}: how many {statement}"
    )


def _groups_title(groups: tuple[Series, ...], statement: str) -> str:
    """The lowest and the highest share of the last wave, in which groups stand; empty where fewer than two have one."""
    last = sorted(one.points[-1].value for one in groups if one.points[-1].value is not None)
    wave = groups[0].points[-1].label
    return (
        f"In {len(last)} of {len(groups)} family groups a figure can be shown: {last[0]:g} to {last[-1]:g} % {statement} ({wave})"
        if len(last) > 1
        else ""
    )


def _behind(series: tuple[Series, ...]) -> tuple[str, ...]:
    """Which figures the grey line of small pictures stands for."""
    if len(series) < 3:
        return ()
    shown = [f"{one.words} ({one.label})" for one in series[0].points if one.value is not None]
    return (f"Grey line: {series[0].name}, {', '.join(shown)}.",) if shown else ()


def _spoken(series: Series) -> str:
    return f"{series.name}: " + ", ".join(f"{at.label} {at.words}" for at in series.points) + "."
