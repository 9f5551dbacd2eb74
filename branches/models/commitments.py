"""Employers' commitments, their verdicts, and the letters by which a branch keeps after an answer."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from branches import deadlines
from branches.models.sharing import OwnBranchQuerySet, SharedQuerySet, SharedRecord, checked_by_another
from branches.simulated import marked


class CommitmentQuerySet(SharedQuerySet):
    def past_due(self, today):
        """Due before today and without a verdict: these need one."""
        return self.standing().filter(due_on__lt=today, verdict="")

    def unchecked(self):
        return self.standing().exclude(verdict="").filter(checked_by__isnull=True)


class Commitment(SharedRecord):
    """Something that an employer said it will do: what, who, by when and how we will know."""

    class Verdict(models.TextChoices):
        KEPT = "kept", "Kept"
        PARTLY = "partly", "Partly kept"
        NOT_KEPT = "not_kept", "Not kept"
        NO_EVIDENCE = "no_evidence", "No evidence"

    class Outcome(models.TextChoices):
        NOTED = "noted", "Noted"
        APPROVED = "approved", "Approved"
        CONTINUED = "continued", "Continued to a later meeting"
        REJECTED = "rejected", "Rejected"

    council = models.ForeignKey("branches.CouncilArea", on_delete=models.PROTECT, related_name="commitments")
    employer = models.ForeignKey("branches.Employer", on_delete=models.PROTECT, related_name="commitments")
    part = models.ForeignKey(
        "branches.QuestionPart", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    reply = models.ForeignKey(
        "branches.Reply", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    paragraph = models.ForeignKey(
        "branches.PaperParagraph", null=True, blank=True, on_delete=models.PROTECT, related_name="commitments"
    )
    what = models.CharField(max_length=300, verbose_name="what they will do")
    who = models.CharField(max_length=120, verbose_name="who will do it", help_text="A job, not a name")
    made_on = models.DateField(verbose_name="when they said so")
    due_on = models.DateField(null=True, blank=True, verbose_name="by when")
    how_we_know = models.CharField(max_length=300, verbose_name="how we will know")
    outcome = models.CharField(
        max_length=10, choices=Outcome, blank=True, verbose_name="what the committee decided"
    )
    statements = models.ManyToManyField("branches.Statement", blank=True, related_name="commitments")
    verdict = models.CharField(max_length=11, choices=Verdict, blank=True)
    verdict_on = models.DateField(null=True, blank=True)
    verdict_words = models.CharField(max_length=300, blank=True)
    verdict_paper = models.ForeignKey(
        "branches.Paper", null=True, blank=True, on_delete=models.PROTECT, related_name="verdicts"
    )
    verdict_by = models.ForeignKey(
        "branches.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_by = models.ForeignKey(
        "branches.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    employers_comment = models.TextField(max_length=2000, blank=True)
    employers_comment_on = models.DateField(null=True, blank=True)
    history = HistoricalRecords()

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict__in=["", "kept", "partly", "not_kept", "no_evidence"]),
                name="verdict_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    verdict="", verdict_on__isnull=True, verdict_paper__isnull=True, checked_by__isnull=True
                )
                | (~Q(verdict="") & Q(verdict_on__isnull=False, verdict_paper__isnull=False)),
                name="verdict_with_a_file_and_a_day",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("made_on")),
                name="commitment_due_after_made",
            ),
            *checked_by_another("verdict", "verdict_by"),
        ]

    def __str__(self):
        return self.what

    def get_absolute_url(self):
        return reverse("branches:commitment", args=[self.pk])

    def needs_verdict(self, today):
        """Past due without a verdict; nobody has to say so."""
        return not self.verdict and self.due_on is not None and today > self.due_on

    def state_label(self, today):
        """ "Verdict needed", the verdict itself, or when it is due."""
        if self.verdict:
            return self.get_verdict_display()
        if self.needs_verdict(today):
            return "Verdict needed"
        return f"Due {deadlines.in_words(self.due_on)}" if self.due_on else "No date given"

    def tag_state(self, today):
        """The colour of the tag that `state_label` stands in, as components/tag.html names it."""
        if self.verdict:
            return {"kept": "yes", "partly": "partly"}.get(self.verdict, "no")
        return "overdue" if self.needs_verdict(today) else "planned"

    @property
    def sentence(self):
        return marked(self.what, self.simulated)


class ChaseStep(models.TextChoices):
    """The ladder, lowest step first; the last three are the law's and only for bodies that it covers."""

    ASK = "ask", "First letter"
    REMINDER = "reminder", "Reminder"
    SECOND = "second", "Second letter"
    ELECTED = "elected", "Letter to an elected member"
    FOI = "foi", "Freedom of information request"
    REVIEW = "review", "Requirement for review"
    APPEAL = "appeal", "Appeal to the Scottish Information Commissioner"


class Letter(models.Model):
    """One step of the ladder taken or prepared by a branch. A draft is the branch's own; a sent one is on record."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent"
        DROPPED = "dropped", "Discarded"

    branch = models.ForeignKey("branches.Branch", on_delete=models.PROTECT, related_name="letters")
    campaign = models.ForeignKey("branches.Campaign", on_delete=models.PROTECT, related_name="letters")
    council = models.ForeignKey("branches.CouncilArea", on_delete=models.PROTECT, related_name="letters")
    employer = models.ForeignKey("branches.Employer", on_delete=models.PROTECT, related_name="letters")
    step = models.CharField(max_length=8, choices=ChaseStep)
    state = models.CharField(max_length=7, choices=State, default=State.DRAFT)
    send_by = models.DateField(null=True, blank=True)
    to_role = models.CharField(max_length=120)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    sent_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    simulated = models.BooleanField(default=False)
    written_by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    objects = OwnBranchQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=["ask", "reminder", "second", "elected", "foi", "review", "appeal"]),
                name="letter_step_known",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_on__isnull=False)
                | (~Q(state="sent") & Q(sent_on__isnull=True)),
                name="letter_sent_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("sent_on")),
                name="letter_answered_after_sent",
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()} to {self.employer}"

    def get_absolute_url(self):
        return reverse("branches:letter", args=[self.pk])


class LetterCopy(models.Model):
    """One contact whom a sent letter went to; whoever asks to be forgotten leaves the job title only."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="copies")
    contact = models.ForeignKey(
        "branches.Contact", null=True, on_delete=models.SET_NULL, related_name="letter_copies"
    )
    job_title = models.CharField(max_length=120)

    class Meta:
        ordering = ["job_title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "contact"], name="one_copy_of_a_letter_a_contact")
        ]

    def __str__(self):
        return str(self.contact or self.job_title)


class CalendarFeed(models.Model):
    """A person's calendar address: signed, and worthless once its number has moved on."""

    user = models.OneToOneField("branches.User", on_delete=models.CASCADE, related_name="calendar_feed")
    number = models.PositiveIntegerField(default=1)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return f"Calendar of {self.user}"


class RightOfReply(models.Model):
    """A signed link by which an employer comments on one commitment or reply; off until the secretary sends it."""

    commitment = models.ForeignKey(
        Commitment, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    reply = models.ForeignKey(
        "branches.Reply", null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    opened_by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closes_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=True, reply__isnull=False)
                | Q(commitment__isnull=False, reply__isnull=True),
                name="right_of_reply_to_one_thing",
            )
        ]

    def __str__(self):
        return f"Right of reply: {self.commitment or self.reply}"
