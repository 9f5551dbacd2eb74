"""Where things happen: council areas, their families, employers, branches, and who runs children's social work."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from branches.models.sharing import OwnBranchQuerySet


class FamilyGroup(models.Model):
    """Eight councils that the Local Government Benchmarking Framework compares by deprivation."""

    number = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self):
        return f"Family group {self.number}"

    @property
    def members(self):
        return sorted(council.name for council in self.councils.all())

    @property
    def label(self):
        """The group named by its members, since its number says nothing to a reader."""
        return f"{self} ({', '.join(self.members)})"


class CouncilArea(models.Model):
    """One of Scotland's 32 council areas."""

    gss_code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    short_name = models.CharField(max_length=20, unique=True)
    code3 = models.CharField(max_length=3, unique=True)
    former_codes = ArrayField(models.CharField(max_length=9), default=list, blank=True)
    hex_col = models.PositiveSmallIntegerField()
    hex_row = models.PositiveSmallIntegerField()
    population = models.PositiveIntegerField(help_text="People, 2020")
    nhs_board = models.CharField(max_length=60)
    family_group = models.ForeignKey(FamilyGroup, on_delete=models.PROTECT, related_name="councils")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["hex_col", "hex_row"], name="one_council_a_hex_cell"),
            models.CheckConstraint(condition=Q(gss_code__regex=r"^S12\d{6}$"), name="council_gss_code_shape"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/councils/{self.slug}/"


class Employer(models.Model):
    """A body that employs or directs social workers and can be asked a question."""

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        HSCP = "hscp", "Health and Social Care Partnership"
        NHS_BOARD = "nhs_board", "NHS board"
        VOLUNTARY = "voluntary", "Voluntary body"

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.CharField(max_length=9, blank=True, help_text="Official code (GSS), where there is one")
    councils = models.ManyToManyField(CouncilArea, related_name="employers", blank=True)
    covered_by_foisa = models.BooleanField(default=True, verbose_name="covered by freedom of information law")
    history = HistoricalRecords(m2m_fields=[councils])

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_employer_a_code"),
            models.CheckConstraint(
                condition=~Q(kind="voluntary") | Q(covered_by_foisa=False),
                name="voluntary_bodies_outside_foisa",
            ),
        ]

    def __str__(self):
        return self.name


class Branch(models.Model):
    """A union branch and the council areas it works in."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    councils = models.ManyToManyField(CouncilArea, related_name="branches", blank=True)
    placeholder = models.BooleanField(
        default=False, help_text="Made with the reference data; the branch's own name is still to come"
    )
    history = HistoricalRecords(m2m_fields=[councils])

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "branches"

    def __str__(self):
        return self.name


class ChildrensSocialWorkQuerySet(models.QuerySet):
    def current(self, on=None):
        on = on or timezone.localdate()
        return self.filter(Q(since__isnull=True) | Q(since__lte=on), Q(until__isnull=True) | Q(until__gt=on))


class ChildrensSocialWork(models.Model):
    """Which employer runs children's social work in a council area, from when until when."""

    council = models.ForeignKey(CouncilArea, on_delete=models.PROTECT, related_name="childrens_social_work")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="childrens_social_work")
    since = models.DateField(null=True, blank=True, help_text="Empty when the first day is not known")
    until = models.DateField(null=True, blank=True, help_text="The first day it no longer held")
    source = models.CharField(max_length=300)
    checked = models.BooleanField(
        default=False, help_text="Someone has confirmed it with the employer or a paper"
    )
    history = HistoricalRecords()

    objects = ChildrensSocialWorkQuerySet.as_manager()

    class Meta:
        ordering = ["council", F("since").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(
                fields=["council"], condition=Q(until__isnull=True), name="one_runner_now_a_council"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gt=F("since")),
                name="runner_ends_after_start",
            ),
        ]

    def __str__(self):
        return f"{self.council}: {self.employer}"


class Contact(models.Model):
    """Whom a branch writes to at an employer, a manager or an elected member. Only that branch sees it."""

    class Role(models.TextChoices):
        MANAGER = "manager", "Manager"
        ELECTED_MEMBER = "elected_member", "Elected member"

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="contacts")
    employer = models.ForeignKey(Employer, on_delete=models.PROTECT, related_name="contacts")
    role = models.CharField(max_length=14, choices=Role, default=Role.MANAGER)
    job_title = models.CharField(max_length=120)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    address = models.TextField(max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = OwnBranchQuerySet.as_manager()

    class Meta:
        ordering = ["employer", "job_title", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["manager", "elected_member"]), name="contact_role_known"
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.job_title}" if self.name else self.job_title
