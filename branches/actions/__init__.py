"""What people do to the record: keyword-only functions with `by=`, each atomic and with one audit event."""

from django.conf import settings
from django.db import models
from django.utils import timezone

IN_THE_FUTURE = "This date is in the future. Check the year."


class ActionRefused(Exception):
    """The record does not allow this; the sentence says what to do instead."""

    field = None  # the box of the form that it is about, where it is about one


def is_demo(person) -> bool:
    """What the demo's own people log is simulated, so that it never stands beside anything real as if it were."""
    return settings.DEMO_MODE and person is not None and person.email.endswith("@demo.example")


def refuse_unless(condition: bool, sentence: str) -> None:
    if not condition:
        raise ActionRefused(sentence)


def refuse_future(day, sentence: str = IN_THE_FUTURE) -> None:
    """What has happened has a date up to today."""
    refuse_unless(day <= timezone.localdate(), sentence)


def set_fields(record: models.Model, values: dict) -> list[str]:
    """Set what differs and save once; returns the names of the fields that changed."""
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    if changed:
        record.save()
    return changed
