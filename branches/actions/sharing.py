"""Who sees a record: one or many at once, and the question that an answer answers goes along."""

from django.db import transaction

from branches.actions import set_fields
from branches.audit import record_event
from branches.models import Audience, Reply

ORDER = (Audience.OWN, Audience.SHARED, Audience.PUBLIC)


@transaction.atomic
def show_to(*, records, audience, by) -> int:
    """Let others see these records, or no longer; returns how many changed. Each keeps its own history."""
    changed = 0
    for record in records:
        before = record.audience
        if not set_fields(record, {"audience": audience}):
            continue
        changed += 1
        if isinstance(record, Reply):
            question_follows(record)
        record_event(
            by=by, verb="changed who may see", subject=record, detail={"from": before, "to": audience}
        )
    return changed


def question_follows(reply):
    """An answer is found by way of its question: whoever may see the one may see that the other was put."""
    asked = reply.asked
    if ORDER.index(Audience(asked.audience)) < ORDER.index(Audience(reply.audience)):
        set_fields(asked, {"audience": reply.audience})
