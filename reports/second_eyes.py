"""The one queue of the second pair of eyes: what somebody else logged, marked, chose or proposed. Decides nothing."""

from dataclasses import dataclass, field

from django.urls import reverse

from branches import marking, overview
from branches.models import Campaign
from branches.permissions import Permission, has_permission
from branches.simulated import marked
from reports.models import Edition, Release
from surveys.models import Quote

STEP = "step"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: where it is, what it is, who made it, and its mark."""

    title: str
    url: str
    hint: str
    label: str
    state: str = STEP

    @property
    def is_step(self) -> bool:
        """Whether the mark says what to do, and so leads there, rather than how the thing stands."""
        return self.state == STEP


@dataclass(frozen=True)
class Kind:
    """One heading of the queue with what the person does there."""

    title: str
    doing: str
    items: tuple[Waiting, ...] = field(default=())


def queue(user) -> tuple[Kind, ...]:
    """Everything that this person may look at as the second, under its heading; empty headings are left out."""
    checks = overview.to_check(user) if has_permission(user, Permission.VERDICT_CHECK) else None
    kinds = (
        Kind("Verdicts", "Read the file. Does it support the verdict?", _verdicts(checks)),
        Kind("Second marks", "Read the words and mark them without seeing the first mark.", _marks(user)),
        Kind(
            "Marks that differ",
            "Two people marked the same words differently: say which stands.",
            _differences(user),
        ),
        Kind("Quotes", "May these words be printed? Could anybody be identified by them?", _quotes(user)),
        Kind("Releases", "Look through the audit and the tables, then approve.", _releases(user)),
        Kind("Editions", "Read the report as it will be published.", _editions(user)),
        Kind("Campaigns", "Read the questions before branches do.", _campaigns(user)),
        Kind("Answers", "Open it, read its source, say that you have.", _answers(checks)),
    )
    return tuple(kind for kind in kinds if kind.items)


def number(user) -> int:
    """How many things wait for this person as the second."""
    return sum(len(kind.items) for kind in queue(user))


def _verdicts(checks):
    return tuple(
        Waiting(
            each.sentence,
            each.get_absolute_url(),
            f"{each.employer}, by {each.verdict_by}",
            each.get_verdict_display(),
            "waiting",
        )
        for each in (checks.verdicts if checks else ())
    )


def _answers(checks):
    return tuple(
        Waiting(
            marked(f"{each.asked.part.label}, {each.asked.council}", each.simulated),
            each.get_absolute_url(),
            f"{each.get_grade_display()}, by {each.logged_by}",
            each.stance_label,
            each.stance,
        )
        for each in (checks.replies if checks else ())
    )


def _marks(user):
    return tuple(
        Waiting(
            marked(f"{mark.reply.asked.part.label}, {mark.reply.asked.council}", mark.reply.simulated),
            mark.get_absolute_url(),
            mark.reply.get_grade_display(),
            "Mark it",
        )
        for mark in marking.waiting_for(user)
    )


def _differences(user):
    return tuple(
        Waiting(
            marked(f"{mark.reply.asked.part.label}, {mark.reply.asked.council}", mark.reply.simulated),
            reverse("branches:second-mark-settle", args=[mark.pk]),
            f"{mark.get_first_stance_display()} and {mark.get_stance_display()}",
            "Settle it",
        )
        for mark in marking.to_settle(user)
    )


def _quotes(user):
    if not has_permission(user, Permission.COMMENT_MODERATE):
        return ()
    waiting = Quote.objects.filter(state=Quote.State.PROPOSED).exclude(proposed_by=user)
    return tuple(
        Waiting(
            marked(f"“{quote.words}”", quote.comment.wave.simulated),
            reverse("surveys:quotes"),
            f"{quote.comment.wave}, proposed by {quote.proposed_by}",
            "Agree or not",
        )
        for quote in waiting.select_related("comment__wave", "proposed_by")
    )


def _releases(user):
    if not has_permission(user, Permission.RELEASE_APPROVE):
        return ()
    waiting = Release.objects.filter(state=Release.State.AUDITED).exclude(proposed_by=user)
    return tuple(
        Waiting(
            marked(f"{release.wave}, release {release.number}", release.simulated),
            release.get_absolute_url(),
            f"Proposed by {release.proposed_by}",
            "Approve it",
        )
        for release in waiting.defer("tables", "sealed").select_related("wave", "proposed_by")
    )


def _editions(user):
    if not has_permission(user, Permission.REPORT_APPROVE):
        return ()
    waiting = Edition.objects.filter(state=Edition.State.PROPOSED).exclude(proposed_by=user)
    return tuple(
        Waiting(
            f"{edition.report}, edition {edition.number}",
            reverse("reports:edition", args=[edition.report.slug, edition.number]),
            f"Proposed by {edition.proposed_by}",
            "Approve it",
        )
        for edition in waiting.defer("document").select_related("report", "proposed_by")
    )


def _campaigns(user):
    if not has_permission(user, Permission.CAMPAIGN_APPROVE):
        return ()
    waiting = Campaign.objects.filter(state=Campaign.State.PROPOSED).exclude(proposed_by=user)
    return tuple(
        Waiting(str(each), each.get_absolute_url(), f"Put forward by {each.proposed_by}", "Approve it")
        for each in waiting.select_related("proposed_by")
    )
