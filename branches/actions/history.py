"""The history of a record: who changed what and when, and undo of the last change."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from branches.actions import refuse_unless, set_fields
from branches.actions.asking import forget_the_answer
from branches.audit import record_event

HIDDEN = frozenset({"id", "logged_at", "written_at", "checked_at", "original_name"})


@dataclass(frozen=True)
class Change:
    """One saved change of one record; `lines` are (what, before, after)."""

    at: datetime
    by: str
    kind: str
    lines: tuple[tuple[str, str, str], ...]


def changes_of(record) -> tuple[Change, ...]:
    """Every change of a record, newest first."""
    versions = list(record.history.select_related("history_user").order_by("-history_date", "-history_id"))
    older = [*versions[1:], None]
    return tuple(_change(record, new, old) for new, old in zip(versions, older, strict=True))


def fact_history(record, field: str) -> tuple[tuple[datetime, str, str], ...]:
    """One fact's own history (stance or grade): when, who, what it was set to; oldest first, repeats left out."""
    facts = []
    for version in record.history.select_related("history_user").order_by("history_date", "history_id"):
        words = getattr(version, f"get_{field}_display")()
        if not facts or facts[-1][2] != words:
            facts.append((version.history_date, _who(version), words))
    return tuple(facts)


def undo_words(record, changes) -> str:
    """What a button that undoes would do here; empty when there is nothing that it could."""
    if len(changes) > 1:
        return "Undo the last change"
    return "Remove it" if hasattr(record, "taken_back_at") else ""


@transaction.atomic
def undo_last_change(*, record, by):
    """Put back what the last change altered. The first version is taken back instead, never deleted."""
    versions = list(record.history.order_by("-history_date", "-history_id")[:2])
    if len(versions) < 2:
        refuse_unless(hasattr(record, "taken_back_at"), "There is nothing to undo.")
        set_fields(record, {"taken_back_at": timezone.now()})
        forget_the_answer(record)
    else:
        new, old = versions
        names = [change.field for change in new.diff_against(old).changes]
        fields = {field.name: field.attname for field in record._meta.concrete_fields}
        refuse_unless(any(name in fields for name in names), "There is nothing to undo.")
        set_fields(record, {fields[name]: getattr(old, fields[name]) for name in names if name in fields})
    record_event(by=by, verb="undid the last change to", subject=record)
    return record


def _change(record, new, old) -> Change:
    lines = ()
    if old is not None:
        changes = new.diff_against(old).changes
        lines = tuple(_line(record, new, old, each.field) for each in changes if each.field not in HIDDEN)
    return Change(new.history_date, _who(new), "Logged" if old is None else "Changed", lines)


def _line(record, new, old, name):
    try:
        label = record._meta.get_field(name).verbose_name
    except LookupError:
        label = name
    return str(label).capitalize(), _words(old, name), _words(new, name)


def _words(version, name):
    display = getattr(version, f"get_{name}_display", None)
    value = display() if display else getattr(version, name, "")
    return "–" if value in (None, "") else str(value)


def _who(version):
    return str(version.history_user) if version.history_user else "Promise Tracker"
