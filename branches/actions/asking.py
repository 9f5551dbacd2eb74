"""Putting a part to an employer, and how far the contact has come since."""

from django.db import transaction

from branches.actions import is_demo, refuse_future, refuse_unless, set_fields
from branches.audit import record_event
from branches.deadlines import in_words
from branches.models import Asked, Audience, ChildrensSocialWork, ContactEvent, Employer


def runner_of(council, on=None):
    """The employer that runs children's social work in a council area on a day; the council itself when unknown."""
    found = ChildrensSocialWork.objects.current(on).filter(council=council).select_related("employer").first()
    return found.employer if found else council.employers.filter(kind=Employer.Kind.COUNCIL).first()


@transaction.atomic
def put_part(*, part, council, employer, branch, on, by, simulated=False, audience=Audience.SHARED):
    """The ask of one part; asking again keeps the first day and changes nothing."""
    refuse_future(on)
    asked, created = Asked.objects.standing().get_or_create(
        part=part,
        council=council,
        employer=employer,
        branch=branch,
        defaults={
            "asked_on": on,
            "simulated": simulated or is_demo(by),
            "audience": audience,
            "logged_by": by,
        },
    )
    if created:
        ContactEvent.objects.create(asked=asked, contact=Asked.Contact.ASKED, on=on, by=by)
        record_event(by=by, verb="logged the question", subject=asked, detail={"on": on})
    return asked


@transaction.atomic
def move_contact(*, asked, contact, on, by):
    """Acknowledged, holding reply, refused, withdrawn: the contact's own history with its day."""
    refuse_unless(
        on >= asked.asked_on, f"The question was asked on {in_words(asked.asked_on)}; choose a later day."
    )
    refuse_future(on)
    if asked.contact != contact:
        set_fields(asked, {"contact": contact})
        ContactEvent.objects.create(asked=asked, contact=contact, on=on, by=by)
        record_event(
            by=by, verb="logged the contact about", subject=asked, detail={"contact": contact, "on": on}
        )
    return asked


def forget_the_answer(record):
    """After a reply was taken back: what it had answered waits again, unless another answer stands."""
    asked = getattr(record, "asked", None)
    if asked is not None and not asked.replies.standing().exists():
        set_fields(asked, {"contact": Asked.Contact.ASKED})


@transaction.atomic
def extend(*, asked, until, reason, by):
    """Give the employer longer, with the reason."""
    refuse_unless(bool(reason.strip()), "Say why the date was extended.")
    refuse_unless(until > asked.due.on, f"An extension must end after {in_words(asked.due.on)}.")
    set_fields(asked, {"extended_until": until, "extension_reason": reason.strip()})
    record_event(by=by, verb="gave more time for", subject=asked, detail={"until": until})
    return asked
