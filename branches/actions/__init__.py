"""What people do to the record: keyword-only functions with `by=`, each atomic and with one audit event."""

from django.conf import settings
from django.db import models


class ActionRefused(Exception):
    """The record does not allow this; the sentence says what to do instead."""


def is_demo(person) -> bool:
    """What the demo's own people log is simulated, so that it never stands beside anything real as if it were."""
    return settings.DEMO_MODE and person is not None and person.email.endswith("@demo.example")


def refuse_unless(condition: bool, sentence: str) -> None:
    if not condition:
        raise ActionRefused(sentence)


def set_fields(record: models.Model, values: dict) -> list[str]:
    """Set what differs and save once; returns the names of the fields that changed."""
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, values[name])
    if changed:
        record.save()
    return changed
