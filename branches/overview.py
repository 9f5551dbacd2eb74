"""What SWIG sees at a glance: who is silent in a running campaign and what still needs a second pair of eyes."""

from dataclasses import dataclass
from datetime import date

from branches import access, rows
from branches.models import ActionDone, Asked, Branch, Campaign, Commitment, Letter, Reply
from branches.permissions import Permission, has_permission


@dataclass(frozen=True)
class Silent:
    """A branch that has logged nothing in a running campaign."""

    branch: Branch
    secretaries: int


@dataclass(frozen=True)
class CampaignOverview:
    campaign: Campaign
    silent: tuple[Silent, ...]
    heard: int
    tallies: tuple[rows.PartTally, ...]


@dataclass(frozen=True)
class StaffToday:
    campaigns: tuple[CampaignOverview, ...]
    checks: int
    verdicts: int
    proposed: tuple[Campaign, ...]


@dataclass(frozen=True)
class Checks:
    """What this person may check: what somebody else logged."""

    replies: tuple[Reply, ...]
    verdicts: tuple[Commitment, ...]


_COUNTERS = []


def count_with(counter):
    """Register what counts the things that wait for a person as the second; another app calls it in `ready()`."""
    if counter not in _COUNTERS:
        _COUNTERS.append(counter)
    return counter


def staff_today(user, day: date) -> StaffToday:
    visible = Campaign.objects.visible_to(user)
    return StaffToday(
        campaigns=tuple(_overview(campaign, user, day) for campaign in visible.running()),
        checks=sum(counter(user) for counter in _COUNTERS),
        verdicts=Commitment.objects.visible_to(user).past_due(day).count(),
        proposed=tuple(visible.filter(state=Campaign.State.PROPOSED)),
    )


def _overview(campaign, user, day):
    asked = Asked.objects.standing().filter(part__question__campaign=campaign).values("branch")
    done = ActionDone.objects.filter(action__campaign=campaign).values("branch")
    sent = Letter.objects.filter(campaign=campaign, state=Letter.State.SENT).values("branch")
    meant = Branch.objects.all() if campaign.open_to_all else campaign.branches.all()
    quiet = meant.exclude(pk__in=asked).exclude(pk__in=done).exclude(pk__in=sent)
    silent = tuple(Silent(branch, branch.memberships.current().count()) for branch in quiet)
    return CampaignOverview(campaign, silent, meant.count() - len(silent), rows.tally(campaign, user, day))


def to_check(user) -> Checks:
    """SWIG checks every branch's; a branch its colleagues'. Nobody checks their own, nor what the software loaded."""
    replies = (
        Reply.objects.visible_to(user)
        .filter(checked_by__isnull=True, logged_by__isnull=False)
        .exclude(logged_by=user)
    )
    verdicts = (
        Commitment.objects.visible_to(user)
        .unchecked()
        .filter(verdict_by__isnull=False)
        .exclude(verdict_by=user)
    )
    if not has_permission(user, Permission.CAMPAIGN_EDIT):
        mine = access.branches_of(user)
        replies, verdicts = replies.filter(branch__in=mine), verdicts.filter(branch__in=mine)
    replies = replies.select_related(
        "asked__part__question", "asked__employer", "asked__council", "label", "logged_by", "paper"
    )
    return Checks(tuple(replies), tuple(verdicts.select_related("employer", "verdict_by", "verdict_paper")))


def may_check(user, record) -> bool:
    """Whether this person can be the second pair of eyes on this record."""
    author = record.verdict_by_id if isinstance(record, Commitment) else record.logged_by_id
    if author == user.pk or author is None:
        return False
    return has_permission(user, Permission.CAMPAIGN_EDIT) or access.is_secretary_of(user, record.branch)
