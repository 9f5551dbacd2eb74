"""Papers: taking in a file, its paragraphs, and marking which question a paragraph bears on."""

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from branches.actions import ActionRefused, is_demo, refuse_future, refuse_unless, set_fields
from branches.actions.reading import keep_paragraphs, read_paper
from branches.audit import record_event
from branches.documents import Refused, taken_file
from branches.models import Audience, Paper, PaperBearing, SuggestionRefused


class SamePaper(Exception):
    """The branch has this very file already; `paper` is where."""

    def __init__(self, paper):
        super().__init__(f"You have this file already: {paper.title}.")
        self.paper = paper


def take_paper(*, branch, council, name, data, title, kind, dated, by, typed="", **details):
    """Keep a file as it came, to be read by the worker. `details`: employer, source, audience, simulated, is_sample.

    Only its name, size and first bytes are looked at here. Raises ActionRefused with a sentence when the file is not
    taken, SamePaper when the branch has it already.
    """
    try:
        taken = taken_file(data, name)
    except Refused as refusal:
        raise ActionRefused(str(refusal)) from None
    same = Paper.objects.standing().filter(branch=branch, sha256=taken.sha256).first()
    if same:
        raise SamePaper(same)
    refuse_future(dated)
    try:
        return _keep(branch, council, name, data, title, kind, dated, by, typed, taken, details)
    except IntegrityError:  # the same file a moment ago, such as by a second press of the button
        raise SamePaper(Paper.objects.standing().get(branch=branch, sha256=taken.sha256)) from None


def store_paper(**values):
    """Take a file in and read it at once, for whoever cannot wait for the worker; takes what `take_paper` takes.

    Raises ActionRefused also when the file cannot be read; then nothing of it is kept.
    """
    paper = take_paper(**values)
    name = paper.file.name
    with transaction.atomic():
        paper = read_paper(paper=paper)
        if paper.text_state != Paper.TextState.REFUSED:
            return paper
    _forget(paper, name)
    raise ActionRefused(paper.refusal)


def _forget(paper, name):
    """Nobody waits at a page for this one, so a refused file leaves no row."""
    pk = paper.pk
    paper.file.storage.delete(name)
    paper.delete()
    Paper.history.filter(id=pk).delete()


@transaction.atomic
def _keep(branch, council, name, data, title, kind, dated, by, typed, taken, details):
    paper = Paper(
        branch=branch,
        council=council,
        title=title,
        kind=kind,
        dated=dated,
        logged_by=by,
        original_name=name,
        media_type=taken.media_type,
        size=len(data),
        sha256=taken.sha256,
        text_state=Paper.TextState.READING,
        **{"audience": Audience.SHARED, "simulated": is_demo(by), **details},
    )
    paper.file.save(name, ContentFile(data), save=False)
    paper.save()
    if taken.kind == "image":
        keep_paragraphs(paper, _typed(typed))
    detail = {"sha256": taken.sha256, "size": len(data)}
    record_event(by=by, verb="added the paper", subject=paper, detail=detail)
    return paper


def _typed(words):
    blocks = words.replace("\r\n", "\n").split("\n\n")
    return [(None, "", "", block) for block in blocks if block.strip()]


@transaction.atomic
def take_back_paper(*, paper, by, reason):
    """A paper added by mistake: nobody finds it or its file any more, its history stays."""
    refuse_unless(bool(reason.strip()), "Say why you are removing it.")
    cited = paper.replies.standing().exists() or paper.verdicts.standing().exists()
    refuse_unless(not cited, "An answer or a verdict relies on this paper: remove that first.")
    set_fields(paper, {"taken_back_at": timezone.now()})
    record_event(by=by, verb="removed the paper", subject=paper, detail={"reason": reason.strip()})
    return paper


@transaction.atomic
def type_words(*, paper, typed, by):
    """Type in, or type again, the words of a picture; refused once an answer cites one of its paragraphs."""
    values = _typed(typed)
    refuse_unless(bool(values), "Type in the words that matter in this picture.")
    refuse_unless(
        not paper.paragraphs.filter(Q(replies__isnull=False) | Q(bearings__isnull=False)).exists(),
        "An answer already points at these words: remove it first.",
    )
    paper.paragraphs.all().delete()
    keep_paragraphs(paper, values)
    set_fields(paper, {"text_state": Paper.TextState.TYPED})
    record_event(by=by, verb="typed the words of", subject=paper, detail={"paragraphs": len(values)})
    return paper


@transaction.atomic
def summarise_paper(*, branch, council, title, kind, dated, source, paragraphs, by=None, **details):
    """A paper known by its facts in our own words, with the paper's paragraph numbers; no file is kept."""
    paper = Paper.objects.create(
        branch=branch,
        council=council,
        title=title,
        kind=kind,
        dated=dated,
        source=source,
        logged_by=by,
        text_state=Paper.TextState.SUMMARISED,
        **details,
    )
    keep_paragraphs(paper, paragraphs)
    record_event(by=by, verb="summed up the paper", subject=paper)
    return paper


@transaction.atomic
def refuse_suggestion(*, paragraph, part, by):
    """Say that a paragraph does not bear on a part, so that it is not suggested again."""
    refused, created = SuggestionRefused.objects.get_or_create(
        paragraph=paragraph, part=part, defaults={"by": by}
    )
    if created:
        detail = {"paragraph": paragraph.ref, "part": part.ref}
        record_event(by=by, verb="refused a suggestion about", subject=paragraph.paper, detail=detail)
    return refused


@transaction.atomic
def mark_bearing(*, paragraph, part, summary, by):
    """Say that a paragraph bears on a part, and how, in one's own words."""
    refuse_unless(bool(summary.strip()), "Say in your own words what the paragraph means for the question.")
    bearing, _ = PaperBearing.objects.update_or_create(
        paragraph=paragraph, part=part, defaults={"summary": summary.strip(), "by": by}
    )
    record_event(
        by=by,
        verb="linked a paragraph of",
        subject=paragraph.paper,
        detail={"paragraph": paragraph.ref, "part": part.ref},
    )
    return bearing
