"""What a branch has logged and who sees it, in one list, for changing many at once; writes nothing."""

from dataclasses import dataclass

from django.db.models import Model

from branches import access
from branches.models import Audience, Commitment, Paper, Reply
from branches.simulated import marked

MODELS = {"reply": Reply, "commitment": Commitment, "paper": Paper}
TITLES = {"reply": "Answers", "commitment": "Commitments", "paper": "Papers"}
MOST = 400


@dataclass(frozen=True)
class Line:
    """One record that can be ticked."""

    key: str
    title: str
    hint: str
    url: str
    audience: str
    audience_label: str
    checked: bool


@dataclass(frozen=True)
class Lines:
    kind: str
    title: str
    lines: tuple[Line, ...]


def lines(user, council="", audience="") -> tuple[Lines, ...]:
    """Everything of the own branches, perhaps of one council area or of one audience; empty kinds are left out."""
    found = (Lines(kind, TITLES[kind], tuple(_lines(user, kind, council, audience))) for kind in MODELS)
    return tuple(each for each in found if each.lines)


def records(user, keys, council="", audience="") -> list[Model]:
    """The ticked records; "reply-all" is all answers that the list showed.

    Whatever is not this person's own to change is left out as if it were not there.
    """
    found = []
    for kind in MODELS:
        numbers = {key.partition("-")[2] for key in keys if key.partition("-")[0] == kind}
        shown = _shown(user, kind, council, audience)
        if "all" not in numbers:
            shown = shown.filter(pk__in={access.key_from(each) for each in numbers} - {None})
        found.extend(shown)
    return found


def _shown(user, kind, council, audience):
    found = MODELS[kind].objects.editable_by(user)
    if council:
        found = found.filter(**{"asked__council__slug" if kind == "reply" else "council__slug": council})
    return found.filter(audience=audience) if audience in Audience.values else found


def _lines(user, kind, council, audience):
    found = _shown(user, kind, council, audience)
    if kind == "reply":
        found = found.select_related("asked__part__question", "asked__employer", "label")
    for record in found[:MOST]:
        yield Line(
            f"{kind}-{record.pk}",
            _title(record, kind),
            _hint(record, kind),
            record.get_absolute_url(),
            record.audience,
            record.get_audience_display(),
            getattr(record, "checked_by_id", None) is not None or kind == "paper",
        )


def _title(record, kind):
    words = f"{record.asked.part.label}: {record.stance_label}" if kind == "reply" else str(record)
    return marked(words, record.simulated)


def _hint(record, kind):
    if kind == "reply":
        return f"{record.asked.employer}, {record.get_grade_display().lower()}"
    return record.get_kind_display() if kind == "paper" else f"{record.who}"


def own_councils(user):
    """The council areas of this person's branches, for the filter."""
    branches = access.branches_of(user).prefetch_related("councils")
    return sorted({council for branch in branches for council in branch.councils.all()}, key=str)
