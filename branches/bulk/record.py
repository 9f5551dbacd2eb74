"""A campaign's record as a file: one row for each council area and part, so always 32 times the parts.

A row that comes back as it went out is left alone; any other changes an ask or an answer of an own branch.
"""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction

from branches import access
from branches.actions import ActionRefused, asking, replies
from branches.audit import record_event
from branches.bulk.rows import Councils, Faults, day, place_cells, yes
from branches.csv_files import read, write
from branches.models import Audience, Reply, Stance
from branches.rows import Found, on_record, states_of

READ_ONLY = ("question", "state", "contact", "paper", "paragraph", "simulated")
EDITABLE = ("asked_on", "answer", "how_we_know", "said_on", "said", "amount", "posts", "audience")
COLUMNS = ("council_code", "council", "part", *READ_ONLY[:3], *EDITABLE, *READ_ONLY[3:])
AUDIENCES = {label.lower(): value for value, label in Audience.choices}
GRADES = {label.lower(): value for value, label in Reply.Grade.choices}
# Words of files that went out before a label was changed: they are still taken in.
FORMER_GRADES = {"e-mail or letter": Reply.Grade.WRITTEN.label}


def export(campaign, viewer, today: date) -> str:
    """The CSV of what this viewer may see of a campaign."""
    return write(COLUMNS, records_of(campaign, viewer, today).values())


def records_of(campaign, viewer, today: date) -> dict[tuple[str, str], dict]:
    """(council's code, part's reference) → the cells of its row, for all 32 areas."""
    parts = list(campaign.parts())
    found = on_record(campaign, viewer)
    return {
        (council.gss_code, part.ref): _cells(council, part, own.get(part.pk), states[part.ref])
        for council in sorted(Councils().by_code.values(), key=str)
        for own in [found.get(council.pk, {})]
        for states in [states_of(parts, own, today)]
        for part in parts
    }


def _cells(council, part, found: Found | None, state) -> dict:
    cells = place_cells(council) | {"part": part.ref, "question": part.label, "state": state.label}
    if found is None:
        return cells
    ask, reply = found.asked, found.reply
    cells |= {
        "contact": ask.get_contact_display(),
        "asked_on": ask.asked_on.isoformat(),
        "audience": ask.get_audience_display(),
        "simulated": yes(ask.simulated),
    }
    return cells | (_answer_cells(reply) if reply else {})


def _answer_cells(reply) -> dict:
    return {
        "answer": reply.stance_label,
        "how_we_know": reply.get_grade_display(),
        "said_on": reply.said_on.isoformat(),
        "said": reply.said.strip(),
        "amount": reply.amount,
        "posts": reply.posts,
        "audience": reply.get_audience_display(),
        "paper": str(reply.paper) if reply.paper else "",
        "paragraph": reply.paragraph.ref if reply.paragraph else "",
    }


@transaction.atomic
def take_record(*, campaign, content, today: date, by) -> int:
    """Take a record's CSV given as bytes; returns how many rows changed something. All or nothing (FileRefused)."""
    before, faults = records_of(campaign, by, today), Faults()
    parts = {part.ref: part for part in campaign.parts()}
    found, seen, changes = on_record(campaign, by), set(), []
    for row, cells in read(content, COLUMNS):
        cells["how_we_know"] = FORMER_GRADES.get(cells["how_we_know"].lower(), cells["how_we_know"])
        key = (cells["council_code"], cells["part"])
        if key in seen or key not in before:
            why = "There is more than one row for" if key in seen else "This campaign has no row for"
            faults.add(row, f"{why} {cells['council_code']} {cells['part']}.")
            continue
        seen.add(key)
        if _differ(cells, before[key], (*EDITABLE, *READ_ONLY)):
            changes.append((row, cells, before[key], parts[cells["part"]]))
    for change in changes:
        _check(*change, faults, by)
    faults.refuse()
    for row, cells, _, part in changes:
        _apply(row, cells, part, found, by, faults)
    faults.refuse()
    if changes:
        record_event(by=by, verb="uploaded the record of", subject=campaign, detail={"rows": len(changes)})
    return len(changes)


def _differ(cells, before, columns):
    return [name for name in columns if _plain(cells[name]) != _plain(before.get(name))]


def _plain(value):
    text = "" if value is None else str(value)
    return " ".join(text.split())


def _check(row, cells, before, part, faults, by):
    """What can be told before anything is written."""
    fixed = _differ(cells, before, ("council", *READ_ONLY))
    if fixed:
        faults.add(row, f"{', '.join(fixed)} cannot be changed in a file: it follows from the rest.")
    mine = access.branches_of(by).filter(councils__gss_code=cells["council_code"])
    if not mine.exists():
        faults.add(row, f"{cells['council']} belongs to another branch, so its rows must stay as they are.")
    if cells["answer"] and not _meaning(part, cells["answer"]):
        faults.add(
            row, f"“{cells['answer']}” is no answer to {part.ref}. Possible: {', '.join(_answers(part))}."
        )
    if cells["answer"] and cells["how_we_know"].lower() not in GRADES:
        faults.add(row, f"Write under how_we_know: {', '.join(Reply.Grade.labels)}.")
    if cells["audience"] and cells["audience"].lower() not in AUDIENCES:
        faults.add(row, f"Write under audience: {', '.join(Audience.labels)}.")
    for name in ("asked_on", "answer"):
        if before.get(name) and not cells[name]:
            faults.add(row, f"{name} cannot be emptied in a file: remove the record on its own page.")
    if not cells["asked_on"] or (cells["answer"] and not cells["said_on"]):
        faults.add(
            row, "Give the day of the question (asked_on) and, with an answer, the day of it (said_on)."
        )


def _answers(part):
    return [label.label for label in part.labels.all()] + [
        Stance.NOT_KNOWN.label,
        Stance.NOT_APPLICABLE.label,
    ]


def _meaning(part, words):
    """{"label", "stance"} that an answer's words stand for, or None."""
    for label in part.labels.all():
        if label.label.lower() == words.lower():
            return {"label": label, "stance": label.stance}
    stance = next((each for each in Stance if each.label.lower() == words.lower()), None)
    return {"label": None, "stance": stance} if stance else None


def _apply(row, cells, part, found, by, faults):
    council = Councils().by_code[cells["council_code"]]
    known = found.get(council.pk, {}).get(part.pk)
    try:
        asked = _asked(row, cells, part, council, known, by, faults)
        if asked and cells["answer"]:
            _answer(row, cells, part, asked, known.reply if known else None, by, faults)
    except ActionRefused as refused:
        faults.add(row, str(refused))


def _asked(row, cells, part, council, known, by, faults):
    on = day(row, cells, "asked_on", faults)
    branch = access.branches_of(by).filter(councils=council).first()
    if known and known.asked.branch_id != branch.pk:
        faults.add(row, f"{known.asked.branch} logged this, so its rows must stay as they are.")
        return None
    if known and on != known.asked.asked_on:
        faults.add(row, "The day of a question that was put already cannot be changed.")
    if known or on is None:
        return known.asked if known else None
    audience = AUDIENCES.get(cells["audience"].lower(), Audience.SHARED)
    employer = access.employer_of(council)
    return asking.put_part(
        part=part, council=council, employer=employer, branch=branch, on=on, by=by, audience=audience
    )


def _answer(row, cells, part, asked, reply, by, faults):
    values = _meaning(part, cells["answer"]) | {
        "grade": GRADES[cells["how_we_know"].lower()],
        "said_on": day(row, cells, "said_on", faults),
        "said": cells["said"],
        "amount": _number(row, cells, "amount", int, faults),
        "posts": _number(row, cells, "posts", Decimal, faults),
        "audience": AUDIENCES.get(cells["audience"].lower(), asked.audience),
    }
    if values["said_on"] is None:
        return
    if reply:
        replies.revise_reply(reply=reply, by=by, **values)
        return
    if values["grade"] in (Reply.Grade.MINUTE, Reply.Grade.PUBLISHED):
        faults.add(row, "An answer from a minute or paper needs that paper: log it on its page.")
        return
    replies.record_reply(asked=asked, by=by, **values)


def _number(row, cells, name, kind, faults):
    text = cells[name].replace(",", "")
    if not text:
        return None
    try:
        number = kind(text)
        if 0 <= number <= 2_000_000_000:
            return number
    except (ValueError, InvalidOperation):
        pass
    faults.add(row, f"Write {name} in figures, such as 12, not “{text}”.")
    return None
