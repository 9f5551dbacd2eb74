"""Takes workforce totals in from a CSV, all or nothing, every fault with its row."""

import csv
import io

from django.db import transaction

from branches.audit import record_event
from branches.models import FamilyGroup
from reports.models import WorkforceMargin, WorkforceTable
from surveys.monitor import Workforce

HEADER = ["column", "category", "total"]
LARGEST_FILE = 1_000_000


class WorkforceFaults(ValueError):
    """A file that can't be used; `faults` holds every reason as a sentence."""

    def __init__(self, faults):
        self.faults = list(faults)
        super().__init__("; ".join(self.faults))


@transaction.atomic
def import_workforce(*, content: bytes, source: str, as_of, by) -> WorkforceTable:
    """Stores the totals that later releases are weighted to. Raises WorkforceFaults."""
    margins = read_margins(content)
    table = WorkforceTable.objects.create(source=source, as_of=as_of, imported_by=by)
    WorkforceMargin.objects.bulk_create(
        WorkforceMargin(table=table, column=column, category=category, total=total)
        for (column, category), total in margins.items()
    )
    record_event(
        by=by, verb="imported the workforce figures of", subject=table, detail={"rows": len(margins)}
    )
    return table


def read_margins(content: bytes) -> dict[tuple[str, str], float]:
    """{(column, category): total} of a CSV. Raises WorkforceFaults with every fault at once."""
    if len(content) > LARGEST_FILE:
        raise WorkforceFaults(["The file is larger than 1 MB."])
    try:
        lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error):
        raise WorkforceFaults(["The file is not a CSV in UTF-8."]) from None
    if not lines or [cell.strip().lower() for cell in lines[0]] != HEADER:
        raise WorkforceFaults([f"Row 1: the columns must be {', '.join(HEADER)}."])
    margins, faults = {}, []
    for number, line in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in line):
            faults += _read(margins, number, line)
    faults += _sums(margins) if not faults else []
    if faults or not margins:
        raise WorkforceFaults(faults or ["The file has no rows."])
    return margins


def _read(margins, number, line) -> list[str]:
    if len(line) != len(HEADER):
        return [f"Row {number}: {len(line)} cells instead of {len(HEADER)}."]
    column, category, total = (cell.strip() for cell in line)
    if column not in WorkforceMargin.Column.values:
        return [f"Row {number}: “{column}” is neither named_group nor role."]
    if (
        column == "named_group"
        and not FamilyGroup.objects.filter(number=category if category.isdigit() else -1).exists()
    ):
        return [f"Row {number}: there is no family group “{category}”."]
    if not category or (column, category) in margins:
        return [f"Row {number}: {column} “{category}” is empty or stands there twice."]
    try:
        margins[column, category] = float(total.replace(",", ""))
    except ValueError:
        return [f"Row {number}: “{total}” is not a number."]
    return [] if 0 < margins[column, category] < 1e9 else [f"Row {number}: a total must be above zero."]


def _sums(margins) -> list[str]:
    totals: dict[str, float] = {}
    for (column, _), total in margins.items():
        totals[column] = totals.get(column, 0) + total
    if len(totals) > 1 and max(totals.values()) - min(totals.values()) > 1e-6 * max(totals.values()):
        said = " and ".join(f"{column} {total:g}" for column, total in totals.items())
        return [f"The totals of the columns differ: {said}."]
    return []


def newest() -> Workforce | None:
    """The newest imported figure for Scotland: the sum of one column, since all columns add up to the same."""
    table = WorkforceTable.objects.first()
    if table is None:
        return None
    total = max(sum(categories.values()) for categories in table.as_margins().values())
    return Workforce(round(total), table.source, table.as_of)
