"""The grid of 32 council areas by questions: which cells to show, in which order, and the same as CSV.

This is everybody's grid of the running campaign, at `/national/grid/`: sorted, filtered, kept like other public pages.
A branch's plain grid, of any campaign and linked to its own record, is `branches.views.grid`, which knows no reports.
"""

import csv
import io
from dataclasses import dataclass

from django.http import QueryDict

from branches.rows import ANSWERED, GridRow, State
from reports.documents.csv import safe_cell
from reports.national import Record
from reports.shown import PlaceFacts


@dataclass(frozen=True)
class Line:
    """One council area: the state of each part shown, and in words how many of them were answered."""

    council: object
    cells: tuple[tuple[object, State], ...]
    words: str


@dataclass(frozen=True)
class GridTable:
    """The grid as one page shows it."""

    campaign: object | None
    parts: tuple
    lines: tuple[Line, ...]
    states: tuple[tuple[str, str], ...]
    offered: tuple[tuple[str, str], ...]  # every part's reference and label
    chosen_state: str
    chosen_part: str
    chosen_group: str
    order: str
    shown: int
    simulated: bool
    groups: tuple[tuple[str, str], ...] = ()
    orders: tuple[tuple[str, str], ...] = (
        ("name", "their names"),
        ("answered", "how much was answered"),
        ("yes", "how often yes"),
        ("overdue", "how much is overdue"),
    )


def grid_table(record: Record, params: QueryDict, places: tuple[PlaceFacts, ...]) -> GridTable:
    """Filtered by state, part and family group, ordered by name, answers or silence; unknown values change nothing."""
    group_of = {one.gss_code: one.group for one in places}
    groups = tuple(sorted({(one.group, one.group_label) for one in places}))
    state = _known(params, "state", set(State))
    part = _known(params, "part", {one.ref for one in record.parts})
    group = _known(params, "group", dict(groups))
    order = _known(params, "order", ORDERS) or "name"
    wanted = tuple(one for one in record.parts if not part or one.ref == part)
    kept = [row for row in record.grid if not state or any(row.states[one.ref] == state for one in wanted)]
    kept = [row for row in kept if not group or group_of[row.council.gss_code] == group]
    if order in ORDERS:
        kept.sort(key=lambda row: (-ORDERS[order](row, wanted), row.council.name))
    lines = tuple(_line(row, wanted) for row in kept)
    states = tuple((str(one), one.label) for one in State)
    offered = tuple((one.ref, one.label) for one in record.parts)
    shown, made_up = len(kept), record.simulated
    return GridTable(
        record.campaign, wanted, lines, states, offered, state, part, group, order, shown, made_up, groups
    )


def _known(params: QueryDict, name: str, values) -> str:
    """The value asked for if there is such a one, else nothing."""
    return params.get(name, "") if params.get(name, "") in values else ""


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


def _line(row: GridRow, wanted: tuple) -> Line:
    cells = tuple((one, row.states[one.ref]) for one in wanted)
    asked = [state for _, state in cells if state is not State.NOT_ASKED]
    if len(cells) == 1:
        return Line(row.council, cells, cells[0][1].label)
    answered, late = _answered(row, wanted), _late(row, wanted)
    words = f"{answered} of {len(cells)} answered" + (f", {late} overdue" if late else "")
    return Line(row.council, cells, words if asked else "not asked")


def _answered(row: GridRow, wanted: tuple) -> int:
    return sum(row.states[one.ref] in ANSWERED for one in wanted)


def _late(row: GridRow, wanted: tuple) -> int:
    return sum(row.states[one.ref] is State.OVERDUE for one in wanted)


def _said_yes(row: GridRow, wanted: tuple) -> int:
    return sum(row.states[one.ref] is State.YES for one in wanted)


ORDERS = {"answered": _answered, "yes": _said_yes, "overdue": _late}
