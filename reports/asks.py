"""What the Social Work Issues Group asks for, and how far each has come: the findings and answers that bear on it."""

import csv
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from branches.models import Commitment
from branches.rows import State
from reports import narrative
from reports.charts import Chart
from reports.national import Record, change_since
from reports.shown import Reading, Shelf

FILE = Path(__file__).parent / "reference" / "asks.csv"
TOLD = (
    ("yes", (State.YES,)),
    ("partly or promised", (State.PARTLY, State.PLANNED)),
    ("no or refused", (State.NO, State.REFUSED)),
    ("not clear", (State.UNCLEAR,)),
    ("overdue or waiting", (State.OVERDUE, State.WAITING)),
)


@dataclass(frozen=True)
class Lived:
    """What workers say on it: the sentence, whom it stands for, its change since the wave before, where to see more."""

    sentence: str
    base_line: str
    change: str
    url: str


@dataclass(frozen=True)
class Ask:
    """One recommendation, with what workers and employers say on it today and how far it has come."""

    number: str
    ask: str
    why: str
    source: str
    lived: tuple[Lived, ...]
    workers: str
    employers: str
    promises: str
    tallies: tuple[Chart, ...]


@cache
def _rows() -> tuple[dict, ...]:
    with FILE.open(newline="", encoding="utf-8") as opened:
        return tuple(csv.DictReader(opened))


def asks(shelf: Shelf, reading: Reading | None, record: Record, viewer) -> tuple[Ask, ...]:
    """Every recommendation in its order."""
    promised = Commitment.objects.visible_to(viewer).filter(part__isnull=False)
    promised = list(promised.select_related("part__question"))
    return tuple(_ask(row, shelf, reading, record, promised) for row in _rows())


def _ask(row: dict, shelf: Shelf, reading: Reading | None, record: Record, promised: list) -> Ask:
    parts = set(row["parts"].split())
    questions = row["questions"].split()
    lived = [_lived(shelf, reading, question) for question in questions]
    return Ask(
        row["number"],
        row["ask"],
        row["why"],
        row["source"],
        tuple(one for one in lived if one),
        _workers(questions, reading, [one for one in lived if one and one.change]),
        _employers(parts, record),
        _promises([one for one in promised if one.part.ref in parts], shelf),
        ()
        if record.nothing_asked
        else tuple(chart for chart in record.tallies if chart.key.removeprefix("employers-") in parts),
    )


def _lived(shelf: Shelf, reading: Reading | None, question: str) -> Lived | None:
    """The release's figure, else the published one, else nothing."""
    finding = shelf.finding_for(question)
    table = reading.table(question) if reading else None
    row = table.row() if table else None
    if finding and row:
        about = table.provenance
        return Lived(
            narrative.finding_sentence(finding.sentence, row, about),
            narrative.base_line(about, row.base),
            change_since(finding.question, shelf, reading),
            f"/national/explore/?wave={about.wave}&question={question}",
        )
    if finding and finding.benchmark:
        return Lived(f"{finding.title}. {finding.benchmark.label}.", "", "", "")
    return None


def _workers(questions: list[str], reading: Reading | None, compared: list[Lived]) -> str:
    """How many of the figures moved since the wave before; nothing where none could be compared."""
    if reading is None or not compared:
        return ""
    moved = sum(bool(reading.changes.get(one, {}).get("changed")) for one in questions)
    words = f"{moved or 'none'} of {len(compared)} figures moved by more than chance since the survey before."
    return narrative.told(words[0].upper() + words[1:], reading.provenance.simulated)


def _employers(parts: set[str], record: Record) -> str:
    """How all that was asked on it stands, in one sentence; the areas that nobody asked are told too."""
    if not parts or record.campaign is None:
        return ""
    states = Counter(state for row in record.grid for ref, state in row.states.items() if ref in parts)
    unasked, total = states[State.NOT_ASKED], states.total() - states[State.NOT_APPLICABLE]
    told = [f"{count} {words}" for words, group in TOLD if (count := sum(states[one] for one in group))]
    if not told:
        return f"Not put to any of the {len(record.grid)} council areas yet."
    many = f" on its {len(parts)} questions" if len(parts) > 1 else ""
    words = f"of {total} possible answers{many} from {len(record.grid)} council areas: {', '.join(told)}; {unasked} not asked."
    return narrative.told(words[0].upper() + words[1:], record.simulated)


def _promises(promised: list, shelf: Shelf) -> str:
    """How many promises of employers bear on it, and what became of them."""
    if not promised:
        return ""
    kept = sum(one.verdict == Commitment.Verdict.KEPT for one in promised)
    waiting = sum(one.needs_verdict(shelf.today) for one in promised)
    many = f"{len(promised)} promise{'s' if len(promised) > 1 else ''} on record"
    words = (
        f"{many}: {kept} kept, {waiting} past {'their' if waiting != 1 else 'its'} date without a verdict."
    )
    return narrative.told(words, any(one.simulated for one in promised))
