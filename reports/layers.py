"""Says which layers the national map has and fills them: findings, who answered, replies, evidence, promises, registers."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from branches import rows
from branches.models import Commitment, RegisterKept, Reply
from branches.rows import State
from reports import maps, narrative, theme
from reports.maps import Layer
from reports.shown import FindingFacts, Reading, Shelf, has_share, standings

BANDS = (
    ("[c]", "fewer than 10, or not shown"),
    ("10–20", "about 10 to 20"),
    ("30–40", "about 30 to 40"),
    ("50+", "about 50 or more"),
)
WHO_ANSWERED = "who-answered"
EVIDENCE = "evidence"
PROMISES = "promises-kept"
REGISTERS = "unmet-need"
# From nothing to the firmest: what stands in the cell, in words, and its ink.
GRADES = {
    "": ("–", "no answer on record", theme.PAPER),
    Reply.Grade.SAID: ("said", "said in a meeting", theme.BANDS[0]),
    Reply.Grade.WRITTEN: ("letter", "email or letter", theme.BANDS[1]),
    Reply.Grade.MINUTE: ("min.", "minute", theme.BANDS[3]),
    Reply.Grade.PUBLISHED: ("paper", "published paper", theme.BANDS[4]),
}
KEEPS = {
    None: ("–", "not known", theme.PAPER),
    False: ("no", "keeps no register of unmet need", theme.STATES["no"]),
    True: ("yes", "keeps a register of unmet need", theme.STATES["yes"]),
}


@dataclass(frozen=True)
class Kept:
    """An area's promises: how many are due or have a verdict, how many of those were kept, how many are still to come."""

    due: int = 0
    kept: int = 0
    partly: int = 0
    coming: int = 0


def offered(shelf: Shelf, reading: Reading | None, record) -> tuple[tuple[str, str], ...]:
    """What the map can show: (key, words). `record` is the national page's."""
    found = [(one.slug, f"Survey: {one.title}") for one in shelf.findings if has_share(one, reading)]
    who = [(WHO_ANSWERED, "Survey: how many answered")] if reading else []
    replies = [(f"part-{part.ref}", f"Employers: {part.label}") for part in record.parts]
    facts = [
        (EVIDENCE, "Employers: how firm the evidence is"),
        (PROMISES, "Employers: promises kept"),
        (REGISTERS, "Employers: registers of unmet need"),
    ]
    return tuple(found + who + replies + (facts if record.parts else []))


def layer(shelf: Shelf, reading: Reading | None, record, key: str, viewer) -> Layer:
    """The map's layer of that key; an unknown one is a 404."""
    finding = next((one for one in shelf.findings if one.slug == key and has_share(one, reading)), None)
    if finding:
        return _finding(shelf, reading, finding)
    if key == WHO_ANSWERED and reading:
        return participation(shelf, reading)
    if key in FROM_THE_RECORD and record.parts:
        return FROM_THE_RECORD[key](shelf, record, viewer)
    part = next((one for one in record.parts if f"part-{one.ref}" == key), None)
    if part is None:
        raise Http404("The map has no such layer.")
    return _replies(shelf, record, part, key)


def participation(shelf: Shelf, reading: Reading) -> Layer:
    """About how many answered in each council area, in bands."""
    bands = bands_of(shelf, reading)
    title = f"{sum(band > 0 for band in bands.values())} of {len(bands)} council areas have enough answers for a figure of their own"
    subtitle = "Social workers who answered, in bands; exact numbers are never shown."
    source = narrative.source(reading.provenance) + "."
    simulated = reading.provenance.simulated
    return maps.band_layer(WHO_ANSWERED, title, subtitle, shelf.places, bands, BANDS, source, simulated)


def bands_of(shelf: Shelf, reading: Reading) -> dict[str, int]:
    """Each council area's band by GSS code, from the highest base that the release shows of it; 0 is the least."""
    most: Counter = Counter()
    for question, _ in reading.questions:
        table = reading.table(question, ("council",))
        for row in table.rows if table else ():
            most[row.group["council"]] = max(most[row.group["council"]], row.base or 0)
    return {one.gss_code: min(3, (most[one.gss_code] + 10) // 20) for one in shelf.places}


def band_counts(shelf: Shelf, reading: Reading) -> tuple[tuple[str, int], ...]:
    """How many council areas are in each band, most answers first: (words, areas)."""
    counts = Counter(bands_of(shelf, reading).values())
    return tuple((words, counts[at]) for at, (_, words) in reversed(list(enumerate(BANDS))))


def kept_by_area(viewer, today: date) -> dict[str, Kept]:
    """The promises on record of each council area that has one, by GSS code."""
    found: dict[str, Counter] = {}
    for one in Commitment.objects.visible_to(viewer).select_related("council"):
        counts = found.setdefault(one.council.gss_code, Counter())
        judged = bool(one.verdict) or one.needs_verdict(today)
        counts.update({"due" if judged else "coming": 1})
        counts.update({"kept": one.verdict == Commitment.Verdict.KEPT})
        counts.update({"partly": one.verdict == Commitment.Verdict.PARTLY})
    return {code: Kept(**counts) for code, counts in found.items()}


def _finding(shelf: Shelf, reading: Reading | None, finding: FindingFacts) -> Layer:
    found = standings(finding, reading, shelf.places)
    source = narrative.source(reading.provenance) + "." if reading else "Source: published figures."
    if reading is None:
        subtitle = f"No survey release covers the council areas yet: every cell shows the published figure. {finding.benchmark.label}."
        return maps.finding_layer(finding.slug, finding.title, subtitle, shelf.places, found, source)
    subtitle = "Share of social workers. Where a council area's own figure can't be shown, its family group's stands in, then Scotland's, then a published one."
    return maps.finding_layer(finding.slug, finding.title, subtitle, shelf.places, found, source)


def _replies(shelf: Shelf, record, part, key: str) -> Layer:
    states = {row.council.gss_code: str(row.states[part.ref]) for row in record.grid}
    labels = {str(state): state.label for state in State}
    title = f"{part.label}: what employers answered"
    source, simulated = _source(record), record.simulated
    return maps.state_layer(key, title, part.question_text, shelf.places, states, labels, source, simulated)


def _evidence(shelf: Shelf, record, viewer) -> Layer:
    """The firmest grade among an area's answers."""
    order = list(GRADES)
    firmest: dict[str, str] = {}
    for row in rows.on_record(record.campaign, viewer).values():
        for found in row.values():
            if found.reply:
                code, grade = found.asked.council.gss_code, Reply.Grade(found.reply.grade)
                firmest[code] = max(firmest.get(code, ""), grade, key=order.index)
    firm = sum(grade in (Reply.Grade.MINUTE, Reply.Grade.PUBLISHED) for grade in firmest.values())
    title = f"{firm} of {len(shelf.places)} council areas have an answer in a minute or a published paper"
    subtitle = "The firmest evidence among an area's answers; what was only said can be denied."
    cells = {one.gss_code: GRADES[firmest.get(one.gss_code, "")] for one in shelf.places}
    return maps.word_layer(
        EVIDENCE, title, subtitle, shelf.places, cells, GRADES.values(), _source(record), record.simulated
    )


def _promises(shelf: Shelf, record, viewer) -> Layer:
    areas = kept_by_area(viewer, shelf.today)
    due, kept = (sum(getattr(one, name) for one in areas.values()) for name in ("due", "kept"))
    title = f"{kept} of {due} promises that are due were kept" if due else "No promise is due yet"
    subtitle = "In each cell: promises kept, of those that are due. A promise without a verdict is not counted as kept."
    cells = {one.gss_code: _promise_cell(areas.get(one.gss_code, Kept())) for one in shelf.places}
    legend = (
        ("", "all that are due were kept", theme.STATES["yes"]),
        ("", "some or partly kept", theme.STATES["partly"]),
        ("", "none kept", theme.STATES["no"]),
        ("", "promised, none due yet", theme.STATES["planned"]),
        ("–", "no promise on record", theme.PAPER),
    )
    return maps.word_layer(
        PROMISES, title, subtitle, shelf.places, cells, legend, _source(record), record.simulated
    )


def _promise_cell(one: Kept) -> tuple:
    if not one.due:
        return (
            ("soon", f"{one.coming} promised, none due yet", theme.STATES["planned"])
            if one.coming
            else ("–", "no promise on record", theme.PAPER)
        )
    state = "yes" if one.kept == one.due else "partly" if one.kept or one.partly else "no"
    words = f"{one.kept} of {one.due} due kept" + (f", {one.partly} partly" if one.partly else "")
    return f"{one.kept} of {one.due}", words, theme.STATES[state]


def _registers(shelf: Shelf, record, viewer) -> Layer:
    """Only whether a register is kept: what stands in it is never shown by council area."""
    known = dict(RegisterKept.objects.values_list("council__gss_code", "keeps_register"))
    simulated = RegisterKept.objects.filter(simulated=True).exists()
    keep = sum(value is True for value in known.values())
    title = f"{keep} of {len(shelf.places)} employers are known to keep a register of unmet need"
    subtitle = (
        "What children and families needed and did not get; what is in a register is never shown by area."
    )
    cells = {one.gss_code: KEEPS[known.get(one.gss_code)] for one in shelf.places}
    source = "Source: logged by the branches."
    return maps.word_layer(REGISTERS, title, subtitle, shelf.places, cells, KEEPS.values(), source, simulated)


def _source(record) -> str:
    return f"Source: {record.campaign}, as logged by the branches."


FROM_THE_RECORD: dict[str, Callable[..., Layer]] = {
    EVIDENCE: _evidence,
    PROMISES: _promises,
    REGISTERS: _registers,
}
