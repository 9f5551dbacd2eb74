"""Meetings: a whole one logged at once, and a branch's own notes."""

from django.db import transaction

from branches.actions import is_demo, refuse_future
from branches.actions.asking import put_part
from branches.actions.replies import record_reply
from branches.audit import record_event
from branches.models import Audience, Meeting, Note, Reply, Stance

NO_ANSWER = "no_answer"
NOT_RAISED = "not_raised"
NOT_HELD_YET = "This date is in the future. Log the meeting once it has taken place."


@transaction.atomic
def log_meeting(
    *, branch, council, employer, campaign, held_on, present, taps, by, note="", audience=Audience.SHARED
):
    """A whole meeting at once. `taps`: part → an AnswerLabel or Stance value, "no_answer" or "not_raised".

    A part raised is put to the employer on the meeting's day unless it was before; what was not raised stays as it was.
    """
    refuse_future(held_on, NOT_HELD_YET)
    meeting = Meeting.objects.create(
        branch=branch,
        council=council,
        employer=employer,
        campaign=campaign,
        held_on=held_on,
        present=present,
        audience=audience,
        simulated=is_demo(by),
        logged_by=by,
    )
    for part, tap in taps.items():
        _log_tap(meeting, part, tap, by)
    if note.strip():
        write_note(branch=branch, council=council, meeting=meeting, text=note, by=by)
    record_event(by=by, verb="logged a", subject=meeting, detail={"raised": len(taps)})
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


@transaction.atomic
def write_note(*, branch, text, by, council=None, meeting=None):
    """A note that only the branch itself ever reads."""
    note = Note.objects.create(
        branch=branch, council=council, meeting=meeting, text=text.strip(), written_by=by
    )
    record_event(by=by, verb="wrote a note for", subject=branch)
    return note
