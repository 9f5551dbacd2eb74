"""Writes the audit: one event an action, inside the action's transaction. Never anything about a respondent."""

from branches.models.audit import AuditEvent


def record_event(*, by, verb, subject=None, detail=None):
    """Add one event. `by` is a User, or None when the software itself acted; `detail` must fit into JSON."""
    return AuditEvent.objects.create(
        by=by,
        verb=verb,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        subject_label=str(subject)[:200] if subject is not None else "",
        detail=detail or {},
    )


def events_about(subject):
    """What was done to one thing, newest first."""
    return AuditEvent.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    ).select_related("by")
