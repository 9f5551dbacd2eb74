"""Letters: the next step of the ladder, its prefilled words, and when it was sent and answered."""

from datetime import date

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from branches import deadlines, recipients, unanswered
from branches.actions import is_demo, refuse_future, refuse_unless, set_fields
from branches.actions.asking import put_part
from branches.audit import record_event
from branches.models import ChaseStep, Letter, LetterCopy

LADDER = tuple(ChaseStep)
# Each step of the law: the one that comes before it, and how its last day is told once it is past.
AFTER = {
    ChaseStep.REVIEW: (ChaseStep.FOI, "A review could be required"),
    ChaseStep.APPEAL: (ChaseStep.REVIEW, "An appeal was possible"),
}
BY_LAW = frozenset({ChaseStep.FOI, ChaseStep.REVIEW, ChaseStep.APPEAL})
NOTHING_WAITS = "There are no unanswered questions to write about."
TO = {
    ChaseStep.ASK: "Head of children and families social work",
    ChaseStep.REMINDER: "Head of children and families social work",
    ChaseStep.SECOND: "Chief Social Work Officer",
    ChaseStep.ELECTED: "Convener of the social work committee",
    ChaseStep.FOI: "Freedom of information officer",
    ChaseStep.REVIEW: "Freedom of information officer",
    ChaseStep.APPEAL: "Scottish Information Commissioner",
}


def steps_for(employer):
    """The steps open with this employer: freedom of information only where its law covers the body."""
    return tuple(step for step in LADDER if employer.covered_by_foisa or step not in BY_LAW)


def next_step(*, branch, campaign, council, employer):
    """The step after the highest one sent, or None at the ladder's end."""
    sent = Letter.objects.filter(
        branch=branch, campaign=campaign, council=council, employer=employer, state=Letter.State.SENT
    )
    taken = {letter.step for letter in sent}
    steps = steps_for(employer)
    reached = max((steps.index(step) for step in taken if step in steps), default=-1)
    return steps[reached + 1] if reached + 1 < len(steps) else None


def why_not(step, sent: list[Letter], today: date) -> str:
    """Why the law does not allow this step now, as a sentence; empty when it may be taken. `sent`: newest first."""
    if step not in AFTER:
        return ""
    before, what = AFTER[step]
    letter = next((each for each in sent if each.step == before), None)
    if letter is None:
        return f"First comes the {before.label.lower()}."
    due, last = letter_due(letter), next_deadline(letter, today)
    if letter.answered_on is None and not due.is_past(today):
        return f"They have until {deadlines.in_words(due.on)} to answer."
    if last.is_past(today):
        return f"{what} until {deadlines.in_words(last.on)}. A new request starts the count afresh."
    return ""


def nothing_waits(step, **about) -> bool:
    """Whether this step would put to them, or remind them of, questions that were all answered."""
    if step not in unanswered.RESTS_ON_OPEN:
        return False
    done = unanswered.settled(**about)
    if step == ChaseStep.ASK:
        return bool(done) and all(part.pk in done for part in about["campaign"].parts())
    return bool(done) and not unanswered.waiting(unanswered.asks_of(**about)).exists()


@transaction.atomic
def draft_letter(*, branch, campaign, council, employer, step, by, send_by=None, simulated=False):
    """A letter in the step's words, filled in with what is still open; the secretary changes what they like."""
    refuse_unless(step in steps_for(employer), "Freedom of information law does not cover this body.")
    about = {"branch": branch, "campaign": campaign, "council": council, "employer": employer}
    not_yet = why_not(
        step, list(Letter.objects.filter(state=Letter.State.SENT, **about)), timezone.localdate()
    )
    refuse_unless(not not_yet, not_yet)
    refuse_unless(not nothing_waits(step, **about), NOTHING_WAITS)
    letter = Letter.objects.create(
        branch=branch,
        campaign=campaign,
        council=council,
        employer=employer,
        step=step,
        send_by=send_by,
        simulated=simulated or is_demo(by),
        to_role=TO[step],
        written_by=by,
        **_words(step, by, about),
    )
    record_event(by=by, verb="drafted the letter", subject=letter)
    return letter


def _words(step, by, about):
    text = render_to_string(f"branches/letters/{step}.txt", _context(**about, by=by)).strip()
    subject, _, body = text.partition("\n")
    return {"subject": subject.strip(), "body": body.strip()}


def _context(branch, campaign, council, employer, by):
    about = {"branch": branch, "campaign": campaign, "council": council, "employer": employer}
    asks = list(unanswered.waiting(unanswered.asks_of(**about)))
    settled = unanswered.settled(**about)
    parts = list(campaign.parts())
    sent = Letter.objects.filter(
        branch=branch, campaign=campaign, employer=employer, council=council, state=Letter.State.SENT
    )
    foi, review = sent.filter(step=ChaseStep.FOI).first(), sent.filter(step=ChaseStep.REVIEW).first()
    return {
        "branch": branch,
        "campaign": campaign,
        "council": council,
        "employer": employer,
        "writer": by,
        "asks": asks,
        "parts": [ask.part for ask in asks] or [part for part in parts if part.pk not in settled] or parts,
        "first_asked": min((ask.asked_on for ask in asks), default=None),
        "foi": foi,
        "foi_due": deadlines.foisa_due(foi.sent_on) if foi else None,
        "review": review,
        "review_due": deadlines.foisa_review_answer(review.sent_on).on if review else None,
        "today": timezone.localdate(),
    }


@transaction.atomic
def edit_letter(*, letter, by, **values):
    refuse_unless(letter.state == Letter.State.DRAFT, "A letter that was sent stays as it was sent.")
    set_fields(
        letter, {name: values[name] for name in ("to_role", "subject", "body", "send_by") if name in values}
    )
    record_event(by=by, verb="edited the letter", subject=letter)
    return letter


@transaction.atomic
def write_anew(*, letter, by):
    """The step's words again, from what is still open today, in place of the draft's."""
    refuse_unless(letter.state == Letter.State.DRAFT, "A letter that was sent stays as it was sent.")
    about = {name: getattr(letter, name) for name in ("branch", "campaign", "council", "employer")}
    refuse_unless(not nothing_waits(letter.step, **about), NOTHING_WAITS)
    set_fields(letter, _words(letter.step, by, about))
    record_event(by=by, verb="rewrote the letter", subject=letter)
    return letter


@transaction.atomic
def drop_letter(*, letter, by):
    """A draft that is not needed any more; its history is kept."""
    refuse_unless(letter.state == Letter.State.DRAFT, "Only a draft can be discarded.")
    set_fields(letter, {"state": Letter.State.DROPPED})
    record_event(by=by, verb="discarded the letter", subject=letter)
    return letter


@transaction.atomic
def mark_sent(*, letter, on, by, to=()):
    """The secretary sent it, to the contacts `to`; the first letter puts every part to the employer on that day."""
    refuse_unless(letter.state == Letter.State.DRAFT, "This letter has already been sent or discarded.")
    refuse_future(on)
    offered = set(recipients.recipients(letter)) if to else set()
    refuse_unless(set(to) <= offered, "Not every contact is one of this letter's.")
    set_fields(letter, {"state": Letter.State.SENT, "sent_on": on})
    LetterCopy.objects.bulk_create(
        LetterCopy(letter=letter, contact=one, job_title=one.job_title) for one in to
    )
    if letter.step == ChaseStep.ASK:
        _put_all(letter, on, by)
    # How many, never who: the audit is kept for good, and a contact may ask to be forgotten.
    record_event(by=by, verb="logged the sending of", subject=letter, detail={"on": on, "copies": len(to)})
    return letter


def _put_all(letter, on, by):
    for part in letter.campaign.parts():
        if part.question.is_for(letter.employer):
            put_part(
                part=part,
                council=letter.council,
                employer=letter.employer,
                branch=letter.branch,
                on=on,
                by=by,
                simulated=letter.simulated,
            )


@transaction.atomic
def mark_answered(*, letter, on, by):
    refuse_unless(letter.state == Letter.State.SENT, "Only a letter that was sent can be answered.")
    refuse_unless(
        on >= letter.sent_on,
        f"The letter was sent on {deadlines.in_words(letter.sent_on)}; choose a later day.",
    )
    set_fields(letter, {"answered_on": on})
    record_event(by=by, verb="logged an answer to", subject=letter, detail={"on": on})
    return letter


def letter_due(letter: Letter) -> deadlines.CountedDate | None:
    """When an answer to a sent letter is due, with its words; a draft has none."""
    if letter.sent_on is None:
        return None
    if letter.step == ChaseStep.FOI:
        return deadlines.foisa_answer(letter.sent_on)
    if letter.step == ChaseStep.REVIEW:
        return deadlines.foisa_review_answer(letter.sent_on)
    if letter.step == ChaseStep.APPEAL:
        return None
    return deadlines.reply_due(letter.sent_on, letter.campaign.reply_working_days)


def next_deadline(letter: Letter, today: date) -> deadlines.CountedDate | None:
    """The last day for the step after a freedom of information letter: review within 40 working days, appeal within six months."""
    if letter.sent_on is None:
        return None
    if letter.step == ChaseStep.FOI:
        return deadlines.foisa_review_request(letter.sent_on, letter.answered_on)
    if letter.step == ChaseStep.REVIEW:
        return deadlines.foisa_appeal(letter.sent_on, letter.answered_on)
    return None
