"""Following a council area, a question to employers or a finding: begin, end, and what the weekly mail tells of it.

It reads only what the follower may see on the day of the mail; whoever loses their role hears nothing more.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from branches import rows
from branches.audit import record_event
from branches.digest import DigestItem
from branches.models import Asked, Commitment, CouncilArea, ManagementQuestion, Paper, QuestionPart, Reply
from branches.permissions import Permission, has_permission
from reports import access, lately, narrative, shown
from reports.models import Finding, Follow

WEEK = timedelta(days=7)
HEADING = "What you follow"
LAST = 90  # after what is due
MOST = 8
KINDS = {"council": "Council areas", "part": "Questions to employers", "finding": "Findings of the survey"}


@dataclass(frozen=True)
class Followable:
    """One thing that can be followed: its key in forms and addresses, its name, the page it stands on."""

    key: str
    name: str
    url: str
    followed: bool = True


def follow(*, subject, by) -> Follow:
    """`by` hears of the subject (a CouncilArea, QuestionPart or Finding) from now on; twice is once."""
    with transaction.atomic():
        made, new = Follow.objects.get_or_create(user=by, **_as_field(subject))
        if new:
            record_event(by=by, verb="began to follow", subject=subject)
    return made


def unfollow(*, subject, by) -> None:
    """`by` hears no more of the subject; ending what was never begun changes nothing."""
    with transaction.atomic():
        gone, _ = Follow.objects.filter(user=by, **_as_field(subject)).delete()
        if gone:
            record_event(by=by, verb="stopped following", subject=subject)


def subject_of(key: str, viewer):
    """The council area, part or finding of a key such as "council:south-lanarkshire". Raises Http404."""
    kind, _, name = key.partition(":")
    name = name.replace("\x00", "")
    found = None
    if kind == "council":
        found = CouncilArea.objects.filter(slug=name).first()
    elif kind == "part":
        found = next((one for one in _parts(viewer) if one.ref == name), None)
    elif kind == "finding":
        found = Finding.objects.filter(slug=name).first()
    if found is None:
        raise Http404("There is nothing of that name to follow.")
    return found


def button(key: str, viewer) -> Followable | None:
    """What the follow button of a page needs; None for strangers and for people who read no record."""
    if not (viewer.is_authenticated and has_permission(viewer, Permission.RECORD_VIEW)):
        return None
    subject = subject_of(key, viewer)
    return _described(subject, Follow.objects.filter(user=viewer, **_as_field(subject)).exists())


def key_of(subject) -> str:
    return _described(subject).key


def named(subject) -> str:
    """The subject inside a sentence."""
    name = _described(subject).name
    return name if isinstance(subject, CouncilArea) else f"“{name}”"


def followed_by(user) -> tuple[tuple[str, tuple[Followable, ...]], ...]:
    """All that a person follows, by kind: (heading, what)."""
    mine = Follow.objects.filter(user=user).select_related("council", "part__question__campaign", "finding")
    listed = [_described(one.subject, True) for one in mine]
    return tuple(
        (words, tuple(one for one in listed if one.key.startswith(f"{kind}:")))
        for kind, words in KINDS.items()
        if any(one.key.startswith(f"{kind}:") for one in listed)
    )


def offered(user) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that could be followed, as grouped choices of a form."""
    groups = {
        "council": CouncilArea.objects.all(),
        "part": _parts(user),
        "finding": Finding.objects.all(),
    }
    found = {kind: [_described(one) for one in subjects] for kind, subjects in groups.items()}
    return [(KINDS[kind], [(one.key, one.name) for one in each]) for kind, each in found.items() if each]


def what_is_followed(user, today: date):
    """The news of the last seven days about what a person follows, each told once."""
    if not has_permission(user, Permission.RECORD_VIEW):
        return
    told = set()
    for one in Follow.objects.filter(user=user).select_related("council", "part__question", "finding"):
        fresh = [each for each in news(one.subject, user, today) if each not in told]
        told.update(fresh)
        for words, url in fresh[:MOST]:
            yield DigestItem(HEADING, words, url, order=LAST)
        if rest := max(0, len(fresh) - MOST):
            more = f"{one}: and {rest} more change{'s' if rest > 1 else ''}."
            yield DigestItem(HEADING, more, _described(one.subject).url, order=LAST + 1)


def news(subject, viewer, today: date) -> list[tuple[str, str]]:
    """What was logged or published in the seven days before `today` on a subject: (sentence, address) each."""
    days = (today - WEEK, today - timedelta(days=1))
    if isinstance(subject, Finding):
        return _figures(subject, viewer, days)
    if isinstance(subject, QuestionPart):
        put = Asked.objects.visible_to(viewer).filter(part__in=_same_question(subject))
        return _answers(put, viewer, days)
    put = Asked.objects.visible_to(viewer).filter(council=subject)
    return _answers(put, viewer, days) + _papers(subject, viewer, days) + _promises(subject, viewer, days)


def _answers(put, viewer, days) -> list[tuple[str, str]]:
    replies = Reply.objects.visible_to(viewer).filter(asked__in=put, logged_at__date__range=days)
    replies = replies.select_related("asked__council", "asked__part", "label").order_by("said_on", "pk")
    return [_line(lately.answer_told(one)) for one in replies]


def _papers(council, viewer, days) -> list[tuple[str, str]]:
    papers = Paper.objects.visible_to(viewer).filter(
        council=council, logged_at__date__range=days, is_sample=False
    )
    return [_line(lately.paper_told(one)) for one in papers.select_related("council")]


def _promises(council, viewer, days) -> list[tuple[str, str]]:
    due = Q(due_on__range=days, verdict="") | Q(verdict_on__range=days)
    promises = Commitment.objects.visible_to(viewer).filter(due, council=council)
    return [_line(lately.promise_told(one)) for one in promises.select_related("council")]


def _figures(finding, viewer, days) -> list[tuple[str, str]]:
    """The finding's sentence from each release that was published in these days and stands."""
    published = access.visible_releases(viewer).filter(state="published", published_at__date__range=days)
    readings = [shown.reading_of(one) for one in published]
    tables = [table for table in (one.table(finding.question) for one in readings) if table and table.row()]
    return [
        (
            narrative.finding_sentence(finding.sentence, table.row(), table.provenance),
            f"/national/explore/?wave={table.provenance.wave}&question={finding.question}",
        )
        for table in tables
    ]


def _line(change: lately.Change) -> tuple[str, str]:
    return change.words, change.url


def _parts(viewer) -> list[QuestionPart]:
    campaign = rows.shown_campaign(viewer)
    return list(campaign.parts()) if campaign else []


def _same_question(part: QuestionPart):
    """The part in its own campaign and in every copy of it, so that a follow lasts into the next year."""
    known: set[int] = set()
    fresh = {part.question_id}
    while fresh:
        known |= fresh
        kin = ManagementQuestion.objects.filter(Q(came_from__in=fresh) | Q(became__in=fresh))
        fresh = set(kin.values_list("pk", flat=True)) - known
    return QuestionPart.objects.filter(question__in=known, letter=part.letter)


def _as_field(subject) -> dict:
    kind = {CouncilArea: "council", QuestionPart: "part", Finding: "finding"}[type(subject)]
    return {kind: subject}


def _described(subject, followed: bool = False) -> Followable:
    if isinstance(subject, CouncilArea):
        return Followable(f"council:{subject.slug}", str(subject), subject.get_absolute_url(), followed)
    if isinstance(subject, QuestionPart):
        return Followable(
            f"part:{subject.ref}", subject.label, f"/national/grid/?part={subject.ref}", followed
        )
    url = f"/national/explore/?question={subject.question}"
    return Followable(f"finding:{subject.slug}", subject.title, url, followed)
