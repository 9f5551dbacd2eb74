"""Campaigns: what branches do and which questions they put to managers, each split into parts with one answer."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from branches import deadlines
from branches.models.places import Employer
from branches.models.sharing import known


class Stance(models.TextChoices):
    """What an employer's answer comes to, whatever words a question's own labels use."""

    YES = "yes", "Yes"
    PARTLY = "partly", "Partly"
    PLANNED = "planned", "Promised or planned"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "No clear answer"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Open and closed campaigns for everyone they are meant for; drafts only for those who edit campaigns."""
        from branches.access import branches_of  # here, since both modules import these models
        from branches.permissions import Permission, permissions_of

        held = permissions_of(user) if user is not None else frozenset()
        if Permission.CAMPAIGN_EDIT in held:
            return self
        begun = self.filter(state__in=[Campaign.State.OPEN, Campaign.State.CLOSED])
        if Permission.RECORD_VIEW not in held:
            return begun.filter(open_to_all=True)
        return begun.filter(Q(open_to_all=True) | Q(branches__in=branches_of(user))).distinct()

    def running(self):
        return self.filter(state=Campaign.State.OPEN)


class Campaign(models.Model):
    """What SWIG asks branches to do and to put to their employers, from one day until another."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Waiting for a second person"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    summary = models.TextField(max_length=600, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    budget_year = models.CharField(
        max_length=7,
        validators=[RegexValidator(r"^20\d\d/\d\d$", "Write the year as 2026/27")],
        help_text="Such as 2026/27",
    )
    opens_on = models.DateField()
    reply_working_days = models.PositiveSmallIntegerField(default=deadlines.CAMPAIGN_REPLY_DAYS)
    budget_after_days = models.PositiveSmallIntegerField(
        default=110, help_text="Days from opening to the budget meeting"
    )
    closes_after_days = models.PositiveSmallIntegerField(default=150)
    open_to_all = models.BooleanField(default=True)
    branches = models.ManyToManyField("branches.Branch", blank=True, related_name="campaigns")
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    simulated_record = models.BooleanField(
        default=False, help_text="The demo's replies belong to this campaign"
    )
    proposed_by = models.ForeignKey(
        "branches.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        "branches.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    history = HistoricalRecords()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "proposed", "open", "closed"]), name="campaign_state_known"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(proposed_by__isnull=True)
                | ~Q(approved_by=F("proposed_by")),
                name="campaign_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(budget_year__regex=r"^20\d\d/\d\d$"), name="campaign_budget_year_shape"
            ),
            models.CheckConstraint(
                condition=Q(reply_working_days__gte=1), name="campaign_gives_time_to_reply"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("branches:campaign", args=[self.slug])

    @property
    def budget_on(self):
        """When the budget meeting is expected, with its words."""
        return deadlines.campaign_date(
            self.opens_on, self.budget_after_days, f"Budget for {self.budget_year}"
        )

    @property
    def closes_on(self):
        return deadlines.campaign_date(self.opens_on, self.closes_after_days, "Last day of the campaign")

    def parts(self):
        """Every part of every question, in the order in which they are asked."""
        return (
            QuestionPart.objects.filter(question__campaign=self)
            .select_related("question__campaign", "depends_on__question")
            .prefetch_related("labels")
        )


class CampaignAction(models.Model):
    """One thing that a branch itself does in a campaign, such as sending the report."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="actions")
    ref = models.CharField(max_length=10)
    letter = models.CharField(max_length=1, blank=True)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    ask_of = models.CharField(max_length=120, verbose_name="to whom")
    done_when = models.CharField(max_length=200, help_text="What shows that it was done")
    full_text = models.TextField(blank=True)
    history = HistoricalRecords()

    class Meta:
        ordering = ["campaign", "order"]
        constraints = [models.UniqueConstraint(fields=["campaign", "ref", "letter"], name="one_action_a_ref")]

    def __str__(self):
        return self.label

    @property
    def part_ref(self):
        return f"{self.ref}-{self.letter}" if self.letter else self.ref

    @property
    def wording(self):
        """The full wording where the user has loaded it, else the project's short label."""
        return self.full_text or self.label


class ManagementQuestion(models.Model):
    """A question of a campaign as the pack numbers it; its parts are what managers answer."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="questions")
    ref = models.CharField(max_length=10)
    order = models.PositiveSmallIntegerField()
    group = models.CharField(max_length=60)
    label = models.CharField(max_length=120)
    ask_of = models.CharField(max_length=120, verbose_name="whom to ask")
    employer_kinds = ArrayField(
        models.CharField(max_length=10, choices=Employer.Kind),
        default=list,
        blank=True,
        help_text="Empty: every kind",
    )
    full_text = models.TextField(blank=True)
    came_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="became"
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ["campaign", "order"]
        constraints = [models.UniqueConstraint(fields=["campaign", "ref"], name="one_question_a_ref")]

    def __str__(self):
        return f"{self.ref} {self.label}"

    @property
    def wording(self):
        """The full wording where the user has loaded it, else the project's short label."""
        return self.full_text or self.label

    def is_for(self, employer):
        """Whether this question is put to that kind of body."""
        return not self.employer_kinds or employer.kind in self.employer_kinds


class QuestionPart(models.Model):
    """The smallest thing that can be asked and answered on its own."""

    question = models.ForeignKey(ManagementQuestion, on_delete=models.CASCADE, related_name="parts")
    letter = models.CharField(max_length=1, blank=True)
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    ask = models.CharField(max_length=300, help_text="The whole question, in the project's own words")
    asks_amount = models.BooleanField(
        default=False, help_text="An amount and a number of posts can be logged"
    )
    depends_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="dependants"
    )
    phrase = models.CharField(
        max_length=80, help_text='Completes "9 of 32 …", such as "have a working group"'
    )
    with_phrase = models.CharField(
        max_length=80,
        blank=True,
        help_text='Completes the sentence of the part it depends on, such as "with a union seat"',
    )
    keywords = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    statements = models.ManyToManyField("branches.Statement", blank=True, related_name="question_parts")
    findings = ArrayField(models.SlugField(max_length=80), default=list, blank=True)
    history = HistoricalRecords(m2m_fields=[statements])

    class Meta:
        ordering = ["question__campaign", "question__order", "order"]
        constraints = [
            models.UniqueConstraint(fields=["question", "letter"], name="one_part_a_letter"),
            models.CheckConstraint(
                condition=Q(depends_on__isnull=True) | ~Q(depends_on=F("id")), name="part_not_its_own_ground"
            ),
        ]

    def __str__(self):
        return f"{self.ref} {self.label}"

    @property
    def ref(self):
        """ "Q4b-c": the question's number in the pack and the part's letter."""
        return f"{self.question.ref}-{self.letter}" if self.letter else self.question.ref

    @property
    def question_text(self):
        """The part's question in the project's own words, with the campaign's budget year in it."""
        return self.ask.replace("{year}", self.question.campaign.budget_year)


class AnswerLabel(models.Model):
    """A part's own word for an answer ("granted") and the stance that it counts as."""

    part = models.ForeignKey(QuestionPart, on_delete=models.CASCADE, related_name="labels")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    stance = models.CharField(max_length=14, choices=Stance)

    class Meta:
        ordering = ["part", "order"]
        constraints = [
            models.UniqueConstraint(fields=["part", "label"], name="one_label_a_part"),
            known("answer_label", "stance", Stance),
        ]

    def __str__(self):
        return self.label


class ActionDone(models.Model):
    """A branch did one of a campaign's actions on a day."""

    action = models.ForeignKey(CampaignAction, on_delete=models.PROTECT, related_name="done")
    branch = models.ForeignKey("branches.Branch", on_delete=models.PROTECT, related_name="actions_done")
    done_on = models.DateField()
    detail = models.CharField(max_length=200, blank=True)
    paper = models.ForeignKey(
        "branches.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    simulated = models.BooleanField(default=False)
    logged_by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["action", "branch"]
        constraints = [models.UniqueConstraint(fields=["action", "branch"], name="one_action_done_a_branch")]

    def __str__(self):
        return f"{self.branch}: {self.action}"
