"""Replies: what an employer said to a part, logged from a meeting, a letter or a paper, checked by a second person."""

from django.db import transaction
from django.utils import timezone

from branches.actions import refuse_unless, set_fields
from branches.actions.asking import move_contact, put_part
from branches.audit import record_event
from branches.deadlines import in_words
from branches.models import Asked, Audience, Meeting, Note, Reply, Stance

NO_ANSWER = "no_answer"
NOT_RAISED = "not_raised"
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
    move_contact(asked=asked, contact=Asked.Contact.REPLIED, on=said_on, by=by)
    record_event(by=by, verb="reply logged", subject=reply, detail={"stance": reply.stance, "grade": grade})
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
        record_event(by=by, verb="reply revised", subject=reply, detail={"fields": changed})
    return reply


@transaction.atomic
def check_reply(*, reply, by):
    """A second person has read the source and agrees."""
    refuse_unless(reply.logged_by_id != by.pk, "You logged this yourself: ask somebody else to check it.")
    set_fields(reply, {"checked_by": by, "checked_at": timezone.now()})
    record_event(by=by, verb="reply checked", subject=reply)
    return reply


@transaction.atomic
def take_back(*, record, by, reason):
    """A record logged by mistake: shown nowhere from now on, its history kept."""
    refuse_unless(bool(reason.strip()), "Say why it is taken back.")
    set_fields(record, {"taken_back_at": timezone.now()})
    if isinstance(record, Reply) and not record.asked.replies.standing().exists():
        set_fields(record.asked, {"contact": Asked.Contact.ASKED})
    record_event(by=by, verb="taken back", subject=record, detail={"reason": reason.strip()})
    return record


@transaction.atomic
def log_meeting(
    *, branch, council, employer, campaign, held_on, present, taps, by, note="", audience=Audience.SHARED
):
    """A whole meeting at once. `taps`: part → an AnswerLabel or Stance value, "no_answer" or "not_raised".

    A part raised is put to the employer on the meeting's day unless it was before; what was not raised stays as it was.
    """
    refuse_unless(held_on <= timezone.localdate(), "The meeting is still to come: log it once it was held.")
    meeting = Meeting.objects.create(
        branch=branch,
        council=council,
        employer=employer,
        campaign=campaign,
        held_on=held_on,
        present=present,
        audience=audience,
        logged_by=by,
    )
    for part, tap in taps.items():
        _log_tap(meeting, part, tap, by)
    if note.strip():
        Note.objects.create(branch=branch, council=council, meeting=meeting, text=note.strip(), written_by=by)
    record_event(by=by, verb="meeting logged", subject=meeting, detail={"raised": len(taps)})
    return meeting


def _log_tap(meeting, part, tap, by):
    if tap == NOT_RAISED:
        return
    asked = put_part(
        part=part,
        council=meeting.council,
        employer=meeting.employer,
        branch=meeting.branch,
        on=meeting.held_on,
        by=by,
        audience=meeting.audience,
    )
    if tap == NO_ANSWER:
        return
    label = None if isinstance(tap, str) else tap
    stance = label.stance if label else Stance(tap)
    record_reply(
        asked=asked,
        said_on=meeting.held_on,
        stance=stance,
        label=label,
        grade=Reply.Grade.SAID,
        meeting=meeting,
        by=by,
        audience=meeting.audience,
    )


def _refuse_impossible(asked, said_on, paper, paragraph):
    refuse_unless(
        said_on >= asked.asked_on,
        f"The answer is dated before the question: it was asked on {in_words(asked.asked_on)}. A paper from before "
        "then bears on the question but is no answer to it.",
    )
    refuse_unless(said_on <= timezone.localdate() or asked.simulated, "The answer is dated in the future.")
    if paper is not None:
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
