"""Replies: what an employer said to a part and where that can be read, checked by a second person."""

from django.db import transaction
from django.utils import timezone

from branches.actions import refuse_future, refuse_unless, set_fields
from branches.actions.asking import forget_the_answer, move_contact
from branches.actions.sharing import question_follows
from branches.audit import record_event
from branches.deadlines import in_words
from branches.models import Asked, Reply

REVISABLE = (
    "stance",
    "label",
    "grade",
    "said",
    "said_on",
    "amount",
    "posts",
    "paper",
    "paragraph",
    "audience",
)


@transaction.atomic
def record_reply(*, asked, said_on, stance, grade, by, label=None, **details):
    """One answer to one part. `details`: said, amount, posts, meeting, paper, paragraph, audience."""
    _refuse_impossible(asked, said_on, details.get("paper"), details.get("paragraph"))
    reply = Reply.objects.create(
        asked=asked,
        branch=asked.branch,
        said_on=said_on,
        stance=label.stance if label else stance,
        label=label,
        grade=grade,
        simulated=asked.simulated,
        logged_by=by,
        **{"audience": asked.audience, **details},
    )
    question_follows(reply)
    move_contact(asked=asked, contact=Asked.Contact.REPLIED, on=said_on, by=by)
    record_event(
        by=by, verb="logged the reply of", subject=reply, detail={"stance": reply.stance, "grade": grade}
    )
    return reply


@transaction.atomic
def revise_reply(*, reply, by, **values):
    """Change what was logged; a changed stance or grade needs a second pair of eyes again."""
    values = {name: value for name, value in values.items() if name in REVISABLE}
    if values.get("label"):
        values["stance"] = values["label"].stance
    merged = {name: values.get(name, getattr(reply, name)) for name in ("said_on", "paper", "paragraph")}
    _refuse_impossible(reply.asked, merged["said_on"], merged["paper"], merged["paragraph"])
    changed = [name for name, value in values.items() if getattr(reply, name) != value]
    if set(changed) & {"stance", "label", "grade", "said", "paper", "paragraph"}:
        values |= {"checked_by": None, "checked_at": None, "logged_by": by}
    if set_fields(reply, values):
        question_follows(reply)
        record_event(by=by, verb="revised the reply of", subject=reply, detail={"fields": changed})
    return reply


@transaction.atomic
def check_reply(*, reply, by):
    """A second person has read the source and agrees."""
    refuse_unless(reply.logged_by_id != by.pk, "You logged this yourself: ask somebody else to check it.")
    set_fields(reply, {"checked_by": by, "checked_at": timezone.now()})
    record_event(by=by, verb="checked the reply of", subject=reply)
    return reply


@transaction.atomic
def take_back(*, record, by, reason):
    """A record logged by mistake: shown nowhere from now on, its history kept."""
    refuse_unless(bool(reason.strip()), "Say why you are removing it.")
    set_fields(record, {"taken_back_at": timezone.now()})
    forget_the_answer(record)
    record_event(by=by, verb="removed", subject=record, detail={"reason": reason.strip()})
    return record


def _refuse_impossible(asked, said_on, paper, paragraph):
    refuse_unless(
        said_on >= asked.asked_on,
        f"The answer is dated before the question: it was asked on {in_words(asked.asked_on)}. A paper dated "
        "before the question is relevant evidence but not an answer to it.",
    )
    refuse_future(said_on)
    if paper is not None:
        refuse_unless(paper.is_read, "This paper is still being read. Try again in a minute.")
        refuse_unless(
            paper.simulated == asked.simulated, "A simulated answer and a real paper never stand together."
        )
        if paragraph is None:
            refuse_unless(
                not paper.has_numbers, "This paper numbers its paragraphs: name the one that says so."
            )
        else:
            refuse_unless(paragraph.paper_id == paper.pk, "That paragraph is not in this paper.")
    else:
        refuse_unless(paragraph is None, "Choose the paper that the paragraph is in.")
