"""One mail to the secretaries of a branch that has logged nothing, at most one a day."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from branches.actions import refuse_unless
from branches.audit import record_event
from branches.mail import enqueue


@transaction.atomic
def chase_branch(*, campaign, branch, by):
    """Ask each secretary of a branch how the campaign is going; pressing twice on one day sends one mail."""
    seats = branch.memberships.current().select_related("user")
    refuse_unless(bool(seats), f"{branch} has no secretary with an account. Invite one first.")
    day = timezone.localdate()
    for seat in seats:
        enqueue(
            to=seat.user.email,
            subject=f"{campaign}: how is it going in {branch}?",
            template="emails/chase.txt",
            context={
                "campaign": campaign,
                "branch": branch,
                "person": seat.user,
                "sender": by,
                "site": settings.SITE_URL,
            },
            effect_key=f"chase/{campaign.slug}/{branch.slug}/{seat.user_id}/{day}",
        )
    record_event(by=by, verb="sent a reminder to", subject=branch, detail={"campaign": campaign.slug})
    return branch
