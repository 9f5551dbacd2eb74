"""Which objects a person may have: each function returns the object or raises Http404, as if it were not there."""

from django.http import Http404

from branches.actions.asking import runner_of
from branches.models import (
    Asked,
    Branch,
    Campaign,
    CampaignFile,
    Commitment,
    Contact,
    CouncilArea,
    Employer,
    Letter,
    Meeting,
    Membership,
    Note,
    Paper,
    QuestionPart,
    Reply,
    RoleGrant,
    SeatInvitation,
    User,
)


def branches_of(user):
    """The branches in whose seat this person sits today."""
    if not user.is_authenticated or not user.is_active:
        return Branch.objects.none()
    return Branch.objects.filter(pk__in=user.memberships.current().values("branch"))


def is_secretary_of(user, branch):
    return branches_of(user).filter(pk=branch.pk).exists()


def own_branch(user, slug):
    """A branch this person acts for; any other branch answers like one that does not exist."""
    return first_or_404(branches_of(user).filter(slug=slug))


def council(slug):
    return first_or_404(CouncilArea.objects.filter(slug=slug))


def own_seat(user, slug):
    """This person's own seat in a branch, as long as it lasts."""
    seats = (
        Membership.objects.current().filter(user=user) if user.is_authenticated else Membership.objects.none()
    )
    return first_or_404(seats.filter(branch__slug=slug).select_related("branch", "user"))


def person(pk):
    return first_or_404(User.objects.filter(pk=pk))


def seat(pk):
    return first_or_404(Membership.objects.filter(pk=pk, until=None).select_related("user", "branch"))


def grant(pk):
    return first_or_404(RoleGrant.objects.filter(pk=pk, until=None).select_related("user"))


def invitation(pk):
    return first_or_404(SeatInvitation.objects.filter(pk=pk, accepted_at=None, withdrawn_at=None))


def branch(slug):
    return first_or_404(Branch.objects.filter(slug=slug))


def employer(slug):
    return first_or_404(Employer.objects.filter(slug=slug))


def runner(council, pk):
    """Who runs or ran children's social work in this very area."""
    return first_or_404(council.childrens_social_work.filter(pk=pk))


def contact(user, pk):
    """A contact of a branch this person acts for; any other answers like one that does not exist."""
    return first_or_404(
        Contact.objects.visible_to(user).filter(pk=pk, ended_on=None).select_related("branch")
    )


def first_or_404(queryset):
    thing = queryset.first()
    if thing is None:
        raise Http404
    return thing


def reply_for(user, pk):
    """A reply that this person may read."""
    return first_or_404(Reply.objects.visible_to(user).filter(pk=pk))


def paper_for(user, pk):
    return first_or_404(Paper.objects.visible_to(user).filter(pk=pk))


def commitment_for(user, pk):
    return first_or_404(Commitment.objects.visible_to(user).filter(pk=pk))


def meeting_for(user, pk):
    return first_or_404(Meeting.objects.visible_to(user).filter(pk=pk))


def asked_for(user, pk):
    return first_or_404(Asked.objects.visible_to(user).filter(pk=pk))


def note_for(user, pk):
    """A note of an own branch; another branch's answers like one that does not exist."""
    return first_or_404(Note.objects.visible_to(user).filter(pk=pk))


def letter_for(user, pk):
    return first_or_404(Letter.objects.visible_to(user).filter(pk=pk))


def entry_for(model, user, pk):
    """An entry of an own branch's register; another branch's answers like one that does not exist."""
    return first_or_404(model.objects.visible_to(user).filter(pk=pk, taken_back_at__isnull=True))


def campaign_for(user, slug):
    return first_or_404(Campaign.objects.visible_to(user).filter(slug=slug))


def campaign_file_for(user, slug, pk):
    """A file that stands in the pack of a campaign this person may see."""
    files = CampaignFile.objects.visible_to(user).select_related("campaign")
    return first_or_404(files.filter(campaign__slug=slug, pk=pk))


def part_for(user, pk):
    return first_or_404(
        QuestionPart.objects.filter(pk=pk, question__campaign__in=Campaign.objects.visible_to(user))
    )


def employer_of(council):
    """The employer to ask in a council area; without one there is nothing to log."""
    employer = runner_of(council)
    if employer is None:
        raise Http404
    return employer


def own_places(user):
    """The (branch, council) pairs this person logs for."""
    branches = branches_of(user).prefetch_related("councils")
    return [(branch, council) for branch in branches for council in branch.councils.all()]


def chosen_place(user, slug, places):
    """The place that an address names, or the only one; None when the person must choose."""
    if slug:
        return place_for(user, slug)
    return places[0] if len(places) == 1 else None


def place_for(user, slug):
    """The branch that logs for a council, or 404 when that is nobody's of this person."""
    found = [(branch, council) for branch, council in own_places(user) if council.slug == slug]
    if not found:
        raise Http404
    return found[0]


def own_branch_for(user, council):
    return branches_of(user).filter(councils=council).first()


def key_from(text):
    """The row's key that an address or a form holds, or None when the text cannot be one."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def own(user, record):
    """The record again if this person's branch owns it, so that only the owner changes it."""
    if record.branch_id not in branches_of(user).values_list("pk", flat=True):
        raise Http404
    return record
