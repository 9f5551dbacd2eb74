"""Registers: adding an entry, taking one back, and whether an employer keeps its own."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from branches.actions import is_demo, set_fields
from branches.audit import record_event
from branches.mail import enqueue
from branches.models import Membership, OverloadConcern, RegisterKept


@transaction.atomic
def add_entry(*, model, branch, by, **values):
    """One entry of unmet need, caseloads or overload. The audit says that one was added and nothing of its words."""
    entry = model.objects.create(branch=branch, logged_by=by, **{"simulated": is_demo(by), **values})
    record_event(
        by=by, verb="added a register entry of", subject=branch, detail={"register": model._meta.verbose_name}
    )
    return entry


def readers_of(council):
    """The seats whose holders read what is told to a council area's branch; empty while nobody sits there."""
    return list(
        Membership.objects.current()
        .filter(branch__councils=council, user__is_active=True)
        .select_related("branch", "user")
        .order_by("branch_id", "user_id")
    )


@transaction.atomic
def tell_concern(*, council, about, raised_with="", contact="", by=None):
    """Put what somebody told into the branch's register and send its officers a mail without a word of it.

    `by` is None: whoever tells is not signed in. The audit says that something was told and nothing of its words.
    """
    seats = readers_of(council)
    branch = seats[0].branch
    entry = OverloadConcern.objects.create(
        branch=branch,
        council=council,
        happened_on=timezone.localdate(),
        about=about,
        raised_with=raised_with or "told to the branch",
        contact=contact,
        simulated=settings.DEMO_MODE,
    )
    for seat in seats:
        if seat.branch_id == branch.pk:
            enqueue(
                to=seat.user.email,
                subject="Somebody told your branch about an unsafe caseload",
                template="emails/concern.txt",
                context={"person": seat.user, "council": council, "branch": branch},
                effect_key=f"concern:{entry.pk}:{seat.user_id}",
            )
    record_event(by=by, verb="passed on word of an unsafe caseload to", subject=branch)
    return entry


@transaction.atomic
def take_back_entry(*, entry, by):
    """Take an entry out; how to reach whoever told it goes for good."""
    values = {"taken_back_at": timezone.now()} | ({"contact": ""} if hasattr(entry, "contact") else {})
    set_fields(entry, values)
    record_event(by=by, verb="removed a register entry of", subject=entry.branch)
    return entry


@transaction.atomic
def say_kept(*, council, by, **facts):
    """Whether the employer keeps a register and publishes caseloads; the only facts shown by council."""
    values = {"simulated": is_demo(by), **facts, "said_by": by}
    kept, _ = RegisterKept.objects.update_or_create(council=council, defaults=values)
    told = {name.replace("_", " "): value for name, value in facts.items() if name != "simulated"}
    record_event(by=by, verb="said which registers are kept in", subject=council, detail=told)
    return kept
