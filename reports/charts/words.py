"""Owns the words that stand round each chart: base line, source, certainty and the table that says the same."""

from reports import narrative
from reports.charts.model import Certainty, Chart, Point, Series, notes_for
from reports.safe_tables import SafeRow, SafeTable

FIGURE = ("Share", "Range", "Answers (to nearest 10)")
UNWEIGHTED = "Each answer counts once; the survey is not weighted."
WEIGHTED = "Answers are weighted to the imported workforce figures by council group and role, weights trimmed to 0.3–3 times their mean."
ROUNDING = (
    "Shares are whole percentages, bases are to the nearest 10; groups with a base under 10 are hidden."
)
RANGE = (
    "The range is a 95 % Wilson interval, rounded outward. It treats those who chose to answer as a random sample of "
    "all social workers; an opt-in survey is not one, so the true figure may lie outside it."
)


def certainty(table: SafeTable, base: int | None = None) -> Certainty:
    """The four things behind "How sure is this?"."""
    method = table.weight_note or (WEIGHTED if table.weighted else UNWEIGHTED)
    return Certainty(
        table.wording, narrative.base_line(table.provenance, base), f"{method} {ROUNDING}", RANGE
    )


def point(row: SafeRow, choice: str, label: str, key: str = "", own: bool = True) -> Point:
    """One choice's figure in one row; hidden rows and hidden cells carry their mark."""
    value = None if row.hidden else row.shares.get(choice)
    note = None if value is not None else _why_missing(row, choice)
    low, high = row.low.get(choice), row.high.get(choice)
    return Point(
        label,
        value,
        low if value is not None else None,
        high if value is not None else None,
        row.base,
        note=note,
        own=own,
        key=key,
    )


def _why_missing(row: SafeRow, choice: str) -> str:
    if row.hidden:
        return row.note or "c"
    return "u" if choice in row.shares else "s"


def cells(point: Point) -> tuple[str, str, str]:
    """A figure as the table's three cells: share, range, base."""
    base = f"{point.base:,}" if point.base is not None else "[c]"
    return point.words, range_cell(point), base


def range_cell(point: Point) -> str:
    return f"{point.low:g}–{point.high:g}{point.unit}" if point.range_words else "–"


def build(
    kind: str, table: SafeTable, *, title: str, subtitle: str, alt: str, series: tuple[Series, ...], **more
) -> Chart:
    """A chart of one table, with its provenance in each of its words."""
    simulated = table.provenance.simulated
    base, lead = more.pop("base", None), more.pop("lead", "")
    line = narrative.base_line(table.provenance, base)
    return Chart(
        kind=kind,
        title=narrative.told(title, simulated),
        subtitle=subtitle,
        source=narrative.source(table.provenance),
        base_line=f"{lead}. {line}" if lead else line,
        alt=narrative.told(alt, simulated),
        series=series,
        certainty=certainty(table, base),
        notes=notes_for(series),
        simulated=simulated,
        key=more.pop("key", f"{table.provenance.wave}-{table.question}-{kind}"),
        **more,
    )
