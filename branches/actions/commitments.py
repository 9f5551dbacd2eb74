"""Commitments: what an employer will do, the verdict on it, and the second pair of eyes."""

from django.db import transaction
from django.utils import timezone

from branches.actions import is_demo, refuse_future, refuse_unless, set_fields
from branches.audit import record_event
from branches.models import Commitment

REVISABLE = ("what", "who", "made_on", "due_on", "how_we_know", "outcome", "part", "audience")


@transaction.atomic
def record_commitment(*, branch, council, employer, what, who, made_on, how_we_know, by, **details):
    """Log what an employer said it will do. `details`: due_on, part, reply, paragraph, outcome, audience, simulated."""
    due_on = details.get("due_on")
    refuse_unless(due_on is None or due_on >= made_on, "It cannot be due before it was promised.")
    refuse_future(made_on)
    commitment = Commitment.objects.create(
        branch=branch,
        council=council,
        employer=employer,
        what=what,
        who=who,
        made_on=made_on,
        how_we_know=how_we_know,
        logged_by=by,
        **{"simulated": is_demo(by), **details},
    )
    record_event(by=by, verb="logged the commitment", subject=commitment)
    return commitment


@transaction.atomic
def revise_commitment(*, commitment, by, **values):
    values = {name: value for name, value in values.items() if name in REVISABLE}
    refuse_future(values.get("made_on", commitment.made_on))
    changed = set_fields(commitment, values)
    if changed:
        record_event(by=by, verb="revised the commitment", subject=commitment, detail={"fields": changed})
    return commitment


@transaction.atomic
def give_verdict(*, commitment, verdict, words, paper, on, by):
    """Kept, partly, not kept or no evidence; needs a paper on file, and another person to check it."""
    refuse_unless(
        paper is not None, "A verdict needs a file that shows it. Upload the paper, minute or email first."
    )
    refuse_unless(paper.is_read, "This paper is still being read. Try again in a minute.")
    refuse_unless(
        paper.simulated == commitment.simulated, "A simulated verdict and a real paper never stand together."
    )
    refuse_unless(on >= commitment.made_on, "The verdict is dated before the commitment was made.")
    refuse_future(on)
    set_fields(
        commitment,
        {
            "verdict": verdict,
            "verdict_words": words,
            "verdict_paper": paper,
            "verdict_on": on,
            "verdict_by": by,
            "checked_by": None,
            "checked_at": None,
        },
    )
    record_event(by=by, verb="gave a verdict on", subject=commitment, detail={"verdict": verdict})
    return commitment


@transaction.atomic
def check_verdict(*, commitment, by):
    """Another person has read the file and agrees."""
    refuse_unless(bool(commitment.verdict), "There is no verdict to check yet.")
    refuse_unless(
        commitment.verdict_by_id != by.pk, "You gave this verdict yourself: ask somebody else to check it."
    )
    set_fields(commitment, {"checked_by": by, "checked_at": timezone.now()})
    record_event(by=by, verb="checked the verdict on", subject=commitment)
    return commitment
