"""Papers: taking in a file, its paragraphs, and marking which question a paragraph bears on."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from branches.actions import ActionRefused, is_demo, refuse_unless, set_fields
from branches.audit import record_event
from branches.documents import Refused, read_document, served_copy
from branches.models import Audience, Paper, PaperBearing, PaperParagraph
from branches.sample_paper import sample_text


class SamePaper(Exception):
    """The branch has this very file already; `paper` is where."""

    def __init__(self, paper):
        super().__init__(f"You have this file already: {paper.title}.")
        self.paper = paper


def store_paper(*, branch, council, name, data, title, kind, dated, by, typed="", **details):
    """Keep a file with its hash and paragraphs. `details`: employer, source, audience, simulated, is_sample.

    Raises ActionRefused with a sentence when the file is not taken, SamePaper when the branch has it already.
    """
    try:
        read = read_document(data, name)
        copy = served_copy(read.kind, data)
    except Refused as refusal:
        raise ActionRefused(str(refusal)) from None
    same = Paper.objects.standing().filter(branch=branch, sha256=read.sha256).first()
    if same:
        raise SamePaper(same)
    _refuse_future(dated)
    return _keep(branch, council, name, data, copy, title, kind, dated, by, typed, read, details)


@transaction.atomic
def _keep(branch, council, name, data, copy, title, kind, dated, by, typed, read, details):
    paper = Paper(
        branch=branch,
        council=council,
        title=title,
        kind=kind,
        dated=dated,
        logged_by=by,
        original_name=name,
        media_type=read.media_type,
        size=len(data),
        sha256=read.sha256,
        text_state=_text_state(read, typed),
        **{
            "audience": Audience.SHARED,
            "simulated": is_demo(by),
            "is_sample": _is_the_sample(read),
            **details,
        },
    )
    paper.file.save(name, ContentFile(data), save=False)
    paper.served.save(name, ContentFile(copy), save=False)
    paper.save()
    if read.kind == "image":
        keep_paragraphs(paper, _typed(typed))
    else:
        keep_paragraphs(paper, [_values(paragraph) for paragraph in read.structure.paragraphs])
    record_event(by=by, verb="paper stored", subject=paper, detail={"sha256": read.sha256, "size": len(data)})
    return paper


def _text_state(read, typed):
    if read.kind != "image":
        return Paper.TextState.READ
    return Paper.TextState.TYPED if typed.strip() else Paper.TextState.WAITING


def _typed(words):
    blocks = words.replace("\r\n", "\n").split("\n\n")
    return [(None, "", "", block) for block in blocks if block.strip()]


def _is_the_sample(read):
    """Somebody trying an upload with the project's own sample: it must never pass for a council's paper."""
    texts = [paragraph.text.strip() for paragraph in read.structure.paragraphs]
    sample = " ".join(sample_text().split())
    return bool(texts) and all(" ".join(text.split()) in sample for text in texts)


def _refuse_future(dated):
    refuse_unless(dated <= timezone.localdate(), "The paper's date is still to come. Check the year.")


@transaction.atomic
def type_words(*, paper, typed, by):
    """Type in, or type again, the words of a picture; refused once an answer cites one of its paragraphs."""
    values = _typed(typed)
    refuse_unless(bool(values), "Type in the words that matter in this picture.")
    refuse_unless(
        not paper.paragraphs.filter(Q(replies__isnull=False) | Q(bearings__isnull=False)).exists(),
        "An answer already points at these words: take it back first.",
    )
    paper.paragraphs.all().delete()
    keep_paragraphs(paper, values)
    set_fields(paper, {"text_state": Paper.TextState.TYPED})
    record_event(by=by, verb="paper's words typed", subject=paper, detail={"paragraphs": len(values)})
    return paper


def _values(paragraph):
    section = paragraph.section
    return (
        section.number if section else None,
        section.title if section else "",
        paragraph.ref,
        paragraph.text,
    )


def keep_paragraphs(paper, values):
    """Write a paper's paragraphs: (section, heading, ref, text) in order."""
    PaperParagraph.objects.bulk_create(
        PaperParagraph(
            paper=paper, order=order, section=section, heading=heading[:300], ref=ref, text=text.strip()
        )
        for order, (section, heading, ref, text) in enumerate(values, start=1)
    )


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
    record_event(by=by, verb="paper summarised", subject=paper)
    return paper


@transaction.atomic
def mark_bearing(*, paragraph, part, summary, by):
    """Say that a paragraph bears on a part, and how, in one's own words."""
    refuse_unless(bool(summary.strip()), "Say in your own words what the paragraph means for the question.")
    bearing, _ = PaperBearing.objects.update_or_create(
        paragraph=paragraph, part=part, defaults={"summary": summary.strip(), "by": by}
    )
    record_event(
        by=by,
        verb="bearing marked",
        subject=paragraph.paper,
        detail={"paragraph": paragraph.ref, "part": part.ref},
    )
    return bearing
