"""A branch's registers after UNISON's 2014 Charter for Change: unmet need, caseloads, overload; never a child's data."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from branches.models.sharing import OwnBranchQuerySet

__all__ = ["CaseloadReturn", "OverloadConcern", "RegisterKept", "UnmetNeed"]


class RegisterEntry(models.Model):
    """What every entry carries; a branch sees its own, the country only totals."""

    branch = models.ForeignKey("branches.Branch", on_delete=models.PROTECT, related_name="%(class)ss")
    council = models.ForeignKey("branches.CouncilArea", on_delete=models.PROTECT, related_name="%(class)ss")
    happened_on = models.DateField(verbose_name="date")
    simulated = models.BooleanField(default=False)
    logged_by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = OwnBranchQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["-happened_on", "-id"]


class UnmetNeed(RegisterEntry):
    """What a child or family needed and did not get, told so that nobody can be known by it."""

    class Kind(models.TextChoices):
        FAMILY_SUPPORT = "family_support", "Intensive family support"
        PLACEMENT = "placement", "A suitable home"
        HEALTH = "health", "Mental health support"
        DISABILITY = "disability", "Support for a disabled child"
        KINSHIP = "kinship", "Support for kinship carers"
        TIME = "time", "Time with a worker"
        OTHER = "other", "Something else"

    kind = models.CharField(max_length=14, choices=Kind)
    needed = models.CharField(max_length=300, verbose_name="what was needed and not there")
    consequence = models.CharField(max_length=300, verbose_name="what followed")
    later_cost = models.CharField(max_length=300, blank=True, verbose_name="what it is likely to cost later")
    history = HistoricalRecords()

    def __str__(self):
        return self.get_kind_display()


class CaseloadReturn(RegisterEntry):
    """The average and range of caseloads in one type of team on one date, and who published them."""

    class Publisher(models.TextChoices):
        EMPLOYER = "employer", "The employer published it"
        BRANCH = "branch", "The branch gathered it"
        FOI = "foi", "A freedom of information answer"

    team = models.CharField(max_length=80, verbose_name="type of team")
    average = models.DecimalField(max_digits=5, decimal_places=1)
    lowest = models.PositiveSmallIntegerField(null=True, blank=True)
    highest = models.PositiveSmallIntegerField(null=True, blank=True)
    publisher = models.CharField(max_length=8, choices=Publisher)
    history = HistoricalRecords()

    class Meta(RegisterEntry.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(lowest__isnull=True, highest__isnull=True)
                | Q(lowest__lte=F("average"), highest__gte=F("average")),
                name="caseload_average_within_range",
            )
        ]

    def __str__(self):
        return f"{self.team}: {self.average}"


class OverloadConcern(RegisterEntry):
    """A worker's concern about overload that was raised outside line management."""

    raised_with = models.CharField(
        max_length=120, verbose_name="with whom it was raised", help_text="A job, not a name"
    )
    about = models.CharField(max_length=300)
    answer = models.CharField(max_length=300, blank=True, verbose_name="what came of it")
    contact = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="how to reach whoever told the branch",
        help_text="Only from the public form; deleted when the entry is taken back, and in no history.",
    )
    history = HistoricalRecords(excluded_fields=["contact"])

    def __str__(self):
        return self.about[:60]


class RegisterKept(models.Model):
    """Whether an employer keeps a register of unmet need and publishes caseloads: the one fact shown by council."""

    council = models.OneToOneField(
        "branches.CouncilArea", on_delete=models.PROTECT, related_name="register_kept"
    )
    keeps_register = models.BooleanField(null=True)
    publishes_caseloads = models.BooleanField(null=True)
    source = models.CharField(max_length=300, blank=True)
    simulated = models.BooleanField(default=False)
    said_by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["council"]

    def __str__(self):
        return f"{self.council}: registers"
