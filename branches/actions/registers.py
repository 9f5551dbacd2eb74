"""Registers: adding an entry, taking one back, and whether an employer keeps its own."""

from django.db import transaction
from django.utils import timezone

from branches.actions import set_fields
from branches.audit import record_event
from branches.models import RegisterKept


@transaction.atomic
def add_entry(*, model, branch, by, **values):
    """One entry of unmet need, caseloads or overload. The audit says that one was added and nothing of its words."""
    entry = model.objects.create(branch=branch, logged_by=by, **values)
    record_event(
        by=by, verb="register entry added", subject=branch, detail={"register": model._meta.verbose_name}
    )
    return entry


@transaction.atomic
def take_back_entry(*, entry, by):
    set_fields(entry, {"taken_back_at": timezone.now()})
    record_event(by=by, verb="register entry taken back", subject=entry.branch)
    return entry


@transaction.atomic
def say_kept(*, council, by, **facts):
    """Whether the employer keeps a register and publishes caseloads; the only facts shown by council."""
    kept, _ = RegisterKept.objects.update_or_create(council=council, defaults={**facts, "said_by": by})
    record_event(by=by, verb="register kept", subject=council, detail=facts)
    return kept
