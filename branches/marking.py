"""Which second marks wait for whom, and the pairs from which agreement is worked out; writes nothing."""

from branches import access
from branches.models import SecondMark, Stance
from branches.permissions import Permission, has_permission

WITH = (
    "reply__asked__part__question__campaign",
    "reply__asked__employer",
    "reply__asked__council",
    "reply__paper",
    "reply__paragraph",
    "reply__logged_by",
    "by",
)


def waiting_for(user):
    """Marks that this person may give: of shared answers that somebody else logged and checked."""
    if not has_permission(user, Permission.VERDICT_CHECK):
        return SecondMark.objects.none()
    marks = SecondMark.objects.waiting().exclude(reply__logged_by=user).exclude(reply__checked_by=user)
    if not has_permission(user, Permission.CAMPAIGN_EDIT):
        marks = marks.filter(reply__branch__in=access.branches_of(user))
    return marks.select_related(*WITH)


def to_settle(user):
    """Differences that this moderator may settle: those where neither mark is their own."""
    if not has_permission(user, Permission.MARK_SETTLE):
        return SecondMark.objects.none()
    return (
        SecondMark.objects.unsettled().exclude(by=user).exclude(reply__logged_by=user).select_related(*WITH)
    )


def mark_for(user, pk):
    """A second mark that this person may give now; any other answers like one that does not exist."""
    return access.first_or_404(waiting_for(user).filter(pk=pk))


def difference_for(user, pk):
    """Two marks that differ and that this moderator may settle; any other answers like one that does not exist."""
    return access.first_or_404(to_settle(user).filter(pk=pk))


def pairs(simulated: bool) -> list[tuple[str, str]]:
    """(first, second) stance of every second mark given, before anybody settled a difference."""
    marks = SecondMark.objects.given().filter(reply__simulated=simulated)
    return list(marks.values_list("first_stance", "stance"))


def choices_for(part) -> list[tuple[str, str]]:
    """Every stance in the words that the question itself uses for it, else in the common ones."""
    own = {}
    for label in part.labels.all():
        own.setdefault(label.stance, []).append(label.label)
    return [(stance.value, " or ".join(own.get(stance.value, [stance.label]))) for stance in Stance]
