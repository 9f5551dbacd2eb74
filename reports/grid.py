"""The grid of 32 council areas by questions: which cells to show, in which order, and the same as CSV."""

import csv
import io
from collections import Counter
from dataclasses import dataclass

from django.http import QueryDict

from branches.rows import GridRow, State
from reports.documents.csv import safe_cell
from reports.national import Record


@dataclass(frozen=True)
class GridTable:
    """The grid as one page shows it."""

    campaign: object | None
    parts: tuple
    lines: tuple[tuple[object, tuple[tuple[object, State], ...]], ...]  # council, (part, state)s
    states: tuple[tuple[str, str], ...]
    offered: tuple[tuple[str, str], ...]  # every part's reference and label
    chosen_state: str
    chosen_part: str
    order: str
    shown: int
    simulated: bool


def grid_table(record: Record, params: QueryDict) -> GridTable:
    """Filtered by state and part, ordered by name or by how much was answered; unknown values change nothing."""
    state = params.get("state", "") if params.get("state", "") in set(State) else ""
    part = params.get("part", "") if params.get("part", "") in {one.ref for one in record.parts} else ""
    order = "answered" if params.get("order") == "answered" else "name"
    wanted = tuple(one for one in record.parts if not part or one.ref == part)
    kept = [row for row in record.grid if not state or any(row.states[one.ref] == state for one in wanted)]
    if order == "answered":
        kept.sort(key=lambda row: (-_answered(row), row.council.name))
    lines = tuple((row.council, tuple((one, row.states[one.ref]) for one in wanted)) for row in kept)
    states = tuple((str(one), one.label) for one in State)
    offered = tuple((one.ref, one.label) for one in record.parts)
    shown, made_up = len(kept), record.simulated
    return GridTable(record.campaign, wanted, lines, states, offered, state, part, order, shown, made_up)


def grid_csv(record: Record) -> bytes:
    """All 32 council areas and all parts, each state in words; the mark that Excel needs in front."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    kind = "Simulated: " if record.simulated else ""
    writer.writerow([safe_cell(f"{kind}What employers answered: {record.campaign or 'no campaign yet'}")])
    writer.writerow(["code", "council area", *(safe_cell(f"{one.ref} {one.label}") for one in record.parts)])
    for row in record.grid:
        writer.writerow(
            [
                row.council.gss_code,
                safe_cell(row.council.name),
                *(row.states[one.ref].label for one in record.parts),
            ]
        )
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _answered(row: GridRow) -> int:
    counts = Counter(row.states.values())
    return sum(
        count
        for state, count in counts.items()
        if state not in (State.NOT_ASKED, State.WAITING, State.OVERDUE)
    )
