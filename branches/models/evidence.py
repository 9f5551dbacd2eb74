"""Papers: stored files with their hash, date and type, split into paragraphs that a reply can point at."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from branches.models.sharing import SharedQuerySet, SharedRecord


def stored_under(paper, name):
    """A file is stored by what it is, never by what somebody called it."""
    suffix = name.rpartition(".")[2].lower()
    return f"evidence/{paper.sha256[:2]}/{paper.sha256}-{paper.branch_id}.{suffix}"


def served_under(paper, name):
    """The copy without hidden data lies beside the original."""
    return stored_under(paper, name).replace("evidence/", "served/", 1)


class PaperQuerySet(SharedQuerySet):
    def visible_to(self, user):
        """As every shared record, but one whose file is not read yet, or was refused, only to its own branch."""
        from branches.access import branches_of  # here, since it imports these models

        unread = Q(text_state__in=[Paper.TextState.READING, Paper.TextState.REFUSED])
        own = branches_of(user) if user is not None else []
        return super().visible_to(user).exclude(unread & ~Q(branch__in=own))

    def readable(self):
        """Those that an answer or a verdict can stand on."""
        return self.exclude(text_state__in=[Paper.TextState.READING, Paper.TextState.REFUSED])


class Paper(SharedRecord):
    """A document that shows what an employer said: a committee paper, a minute, a letter, an email, a picture."""

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Published paper"
        MINUTE = "minute", "Minute"
        LETTER = "letter", "Letter or email"
        OTHER = "other", "Something else"

    class TextState(models.TextChoices):
        READING = "reading", "Being read"
        WAITING = "waiting", "Not typed in yet"
        READ = "read", "Read from the file"
        TYPED = "typed", "Typed in by a person"
        SUMMARISED = "summarised", "Facts in our own words, with the paper's paragraph numbers"
        REFUSED = "refused", "Could not be read"

    council = models.ForeignKey("branches.CouncilArea", on_delete=models.PROTECT, related_name="papers")
    employer = models.ForeignKey(
        "branches.Employer", null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    dated = models.DateField(verbose_name="date of the paper")
    source = models.CharField(
        max_length=300, blank=True, help_text="Where it comes from: committee, sender, web address"
    )
    file = models.FileField(upload_to=stored_under, blank=True, max_length=200)
    served = models.FileField(
        upload_to=served_under,
        blank=True,
        max_length=200,
        help_text="The copy that readers get, without names and hidden data",
    )
    original_name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    text_state = models.CharField(max_length=10, choices=TextState, default=TextState.WAITING)
    refusal = models.CharField(max_length=300, blank=True)
    is_sample = models.BooleanField(
        default=False, help_text="The project's own example; no council published it"
    )
    statements = models.ManyToManyField("branches.Statement", blank=True, related_name="papers")
    history = HistoricalRecords()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-dated", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["published", "minute", "letter", "other"]), name="paper_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="") | (~Q(file="") & Q(sha256__regex=r"^[0-9a-f]{64}$")),
                name="paper_file_with_its_hash",
            ),
            models.CheckConstraint(
                condition=~Q(file="") | Q(text_state__in=["summarised", "typed", "refused"]),
                name="paper_without_file_is_typed",
            ),
            models.UniqueConstraint(
                fields=["branch", "sha256"],
                condition=~Q(sha256="") & Q(taken_back_at__isnull=True),
                name="one_paper_a_file",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("branches:paper", args=[self.pk])

    @property
    def is_read(self):
        return self.text_state not in (self.TextState.READING, self.TextState.REFUSED)

    @property
    def has_numbers(self):
        """Whether the paper numbers its paragraphs, so that a stance taken from it must name one."""
        return self.paragraphs.exclude(ref="").exists()


class ParagraphQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(paper__in=Paper.objects.visible_to(user))

    def matching(self, words):
        """Paragraphs that hold the words (English stems; "quotes" and -minus as on the web), the best first."""
        query = SearchQuery(words, config="english", search_type="websearch")
        return (
            self.filter(search=query)
            .annotate(rank=SearchRank(F("search"), query))
            .order_by("-rank", "paper", "order")
        )


class PaperParagraph(models.Model):
    """One paragraph of a paper, with the number that the paper gives it."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="paragraphs")
    order = models.PositiveSmallIntegerField()
    section = models.PositiveSmallIntegerField(null=True, blank=True)
    heading = models.CharField(max_length=300, blank=True)
    ref = models.CharField(max_length=10, blank=True)
    text = models.TextField()
    search = models.GeneratedField(
        expression=SearchVector("heading", "text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "order"]
        indexes = [GinIndex(fields=["search"], name="paragraph_search")]
        constraints = [
            models.UniqueConstraint(fields=["paper", "order"], name="one_paragraph_a_place"),
            models.UniqueConstraint(
                fields=["paper", "ref"], condition=~Q(ref=""), name="one_paragraph_a_number"
            ),
        ]

    def __str__(self):
        return f"{self.paper}, paragraph {self.ref}" if self.ref else f"{self.paper}, {self.order}"

    def get_absolute_url(self):
        return f"{self.paper.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self):
        return f"p{self.ref.replace('.', '-')}" if self.ref else f"n{self.order}"


class SuggestionRefused(models.Model):
    """A person looked at a suggestion and found that the paragraph does not bear on that question."""

    paragraph = models.ForeignKey(
        PaperParagraph, on_delete=models.CASCADE, related_name="suggestions_refused"
    )
    part = models.ForeignKey("branches.QuestionPart", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["paragraph", "part"]
        constraints = [
            models.UniqueConstraint(fields=["paragraph", "part"], name="one_suggestion_refused_a_part")
        ]

    def __str__(self):
        return f"{self.paragraph} does not bear on {self.part}"


class PaperBearing(models.Model):
    """A person found that a paragraph bears on a question's part, and says how in their own words. It is no reply."""

    paragraph = models.ForeignKey(PaperParagraph, on_delete=models.CASCADE, related_name="bearings")
    part = models.ForeignKey("branches.QuestionPart", on_delete=models.PROTECT, related_name="bearings")
    summary = models.CharField(max_length=300)
    by = models.ForeignKey("branches.User", null=True, on_delete=models.PROTECT, related_name="+")
    history = HistoricalRecords()

    class Meta:
        ordering = ["paragraph", "part"]
        constraints = [models.UniqueConstraint(fields=["paragraph", "part"], name="one_bearing_a_part")]

    def __str__(self):
        return f"{self.paragraph} bears on {self.part}"
