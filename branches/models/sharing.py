"""Who may see a branch's record: one queryset method decides for pages, files and the API alike."""

from django.db import models
from django.db.models import F, Q


class Audience(models.TextChoices):
    OWN = "own", "Our branch only"
    SHARED = "shared", "All branches and SWIG"
    PUBLIC = "public", "Everyone"


class SharedQuerySet(models.QuerySet):
    """Records that belong to a branch and are shared with all branches unless the branch says otherwise."""

    def visible_to(self, user):
        """Public ones for everyone; shared ones for branches and SWIG; a branch's own only for that branch."""
        from branches.access import branches_of  # here, since both modules import these models
        from branches.permissions import Permission, has_permission

        if user is None or not has_permission(user, Permission.RECORD_VIEW):
            return self.standing().filter(audience=Audience.PUBLIC)
        return self.standing().filter(
            Q(audience__in=[Audience.SHARED, Audience.PUBLIC]) | Q(branch__in=branches_of(user))
        )

    def editable_by(self, user):
        """Those of the branches in whose seat this person sits today."""
        from branches.access import branches_of  # here, since it imports these models

        return self.standing().filter(branch__in=branches_of(user))

    def standing(self):
        """Without what was taken back; a record taken back keeps its history and is shown nowhere else."""
        return self.filter(taken_back_at__isnull=True)

    def real(self):
        return self.filter(simulated=False)


class OwnBranchQuerySet(models.QuerySet):
    """Notes, drafts and registers: of the own branch only."""

    def visible_to(self, user):
        from branches.access import branches_of  # here, since it imports these models

        return self.filter(branch__in=branches_of(user))


class SharedRecord(models.Model):
    """What every record of a branch carries: owner, audience, whether it is simulated, who logged it and when."""

    branch = models.ForeignKey("branches.Branch", on_delete=models.PROTECT, related_name="%(class)ss")
    audience = models.CharField(max_length=6, choices=Audience, default=Audience.SHARED)
    simulated = models.BooleanField(default=False)
    logged_by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = SharedQuerySet.as_manager()

    class Meta:
        abstract = True


def checked_by_another(name, author):
    """The second pair of eyes is never the first, and whoever checked has a date beside the name."""
    return [
        models.CheckConstraint(
            condition=Q(checked_by__isnull=True)
            | Q(**{f"{author}__isnull": True})
            | ~Q(checked_by=F(author)),
            name=f"{name}_checked_by_another",
        ),
        models.CheckConstraint(
            condition=Q(checked_by__isnull=True, checked_at__isnull=True)
            | Q(checked_by__isnull=False, checked_at__isnull=False),
            name=f"{name}_checked_with_a_time",
        ),
    ]


def known(name, field, choices):
    """A database check that a field holds one of its choices."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}), name=f"{name}_{field}_known"
    )
