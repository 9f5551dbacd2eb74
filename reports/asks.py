"""What the Social Work Issues Group asks for, and how far each has come: the findings and answers that bear on it."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from reports import narrative
from reports.charts import Chart
from reports.national import Record
from reports.shown import Reading, Shelf

FILE = Path(__file__).parent / "reference" / "asks.csv"


@dataclass(frozen=True)
class Ask:
    """One recommendation, with what workers and employers say on it today."""

    number: str
    ask: str
    why: str
    source: str
    lived: tuple[str, ...]
    tallies: tuple[Chart, ...]


@cache
def _rows() -> tuple[dict, ...]:
    with FILE.open(newline="", encoding="utf-8") as opened:
        return tuple(csv.DictReader(opened))


def asks(shelf: Shelf, reading: Reading | None, record: Record) -> tuple[Ask, ...]:
    """Every recommendation in its order."""
    return tuple(_ask(row, shelf, reading, record) for row in _rows())


def _ask(row: dict, shelf: Shelf, reading: Reading | None, record: Record) -> Ask:
    wanted = {f"employers-{part}" for part in row["parts"].split()}
    lived = [_sentence(shelf, reading, question) for question in row["questions"].split()]
    tallies = tuple(chart for chart in record.tallies if chart.key in wanted)
    return Ask(row["number"], row["ask"], row["why"], row["source"], tuple(filter(None, lived)), tallies)


def _sentence(shelf: Shelf, reading: Reading | None, question: str) -> str:
    """The release's figure, else the published one, else nothing."""
    finding = shelf.finding_for(question)
    table = reading.table(question) if reading else None
    if finding and table and table.row():
        return narrative.finding_sentence(finding.sentence, table.row(), table.provenance)
    if finding and finding.benchmark:
        return f"{finding.title}. {finding.benchmark.label}."
    return ""
