"""Which objects a person may have: each function returns the object or raises Http404, as if it were not there."""

from django.http import Http404

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
    return _found(branches_of(user).filter(slug=slug))


def council(slug):
    return _found(CouncilArea.objects.filter(slug=slug))


def own_seat(user, slug):
    """This person's own seat in a branch, as long as it lasts."""
    seats = (
        Membership.objects.current().filter(user=user) if user.is_authenticated else Membership.objects.none()
    )
    return _found(seats.filter(branch__slug=slug).select_related("branch", "user"))


def person(pk):
    return _found(User.objects.filter(pk=pk))


def seat(pk):
    return _found(Membership.objects.filter(pk=pk, until=None).select_related("user", "branch"))


def grant(pk):
    return _found(RoleGrant.objects.filter(pk=pk, until=None).select_related("user"))


def invitation(pk):
    return _found(SeatInvitation.objects.filter(pk=pk, accepted_at=None, withdrawn_at=None))


def branch(slug):
    return _found(Branch.objects.filter(slug=slug))


def employer(slug):
    return _found(Employer.objects.filter(slug=slug))


def runner(council, pk):
    """Who runs or ran children's social work in this very area."""
    return _found(council.childrens_social_work.filter(pk=pk))


def contact(user, pk):
    """A contact of a branch this person acts for; any other answers like one that does not exist."""
    return _found(Contact.objects.visible_to(user).filter(pk=pk, ended_on=None).select_related("branch"))


def _found(queryset):
    thing = queryset.first()
    if thing is None:
        raise Http404
    return thing


def reply_for(user, pk):
    """A reply that this person may read."""
    return _found(Reply.objects.visible_to(user).filter(pk=pk))


def paper_for(user, pk):
    return _found(Paper.objects.visible_to(user).filter(pk=pk))


def commitment_for(user, pk):
    return _found(Commitment.objects.visible_to(user).filter(pk=pk))


def meeting_for(user, pk):
    return _found(Meeting.objects.visible_to(user).filter(pk=pk))


def asked_for(user, pk):
    return _found(Asked.objects.visible_to(user).filter(pk=pk))


def note_for(user, pk):
    """A note of an own branch; another branch's answers like one that does not exist."""
    return _found(Note.objects.visible_to(user).filter(pk=pk))


def letter_for(user, pk):
    return _found(Letter.objects.visible_to(user).filter(pk=pk))


def entry_for(model, user, pk):
    """An entry of an own branch's register; another branch's answers like one that does not exist."""
    return _found(model.objects.visible_to(user).filter(pk=pk, taken_back_at__isnull=True))


def campaign_for(user, slug):
    return _found(Campaign.objects.visible_to(user).filter(slug=slug))


def campaign_file_for(user, slug, pk):
    """A file that stands in the pack of a campaign this person may see."""
    files = CampaignFile.objects.visible_to(user).select_related("campaign")
    return _found(files.filter(campaign__slug=slug, pk=pk))


def part_for(user, pk):
    return _found(
        QuestionPart.objects.filter(pk=pk, question__campaign__in=Campaign.objects.visible_to(user))
    )


def employer_of(council):
    """The employer to ask in a council area; without one there is nothing to log."""
    from branches.actions.asking import runner_of

    employer = runner_of(council)
    if employer is None:
        raise Http404
    return employer


def own(user, record):
    """The record again if this person's branch owns it, so that only the owner changes it."""
    if record.branch_id not in branches_of(user).values_list("pk", flat=True):
        raise Http404
    return record
