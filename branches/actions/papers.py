"""Papers: taking in a file, its paragraphs, and marking which question a paragraph bears on."""

from django.core.files.base import ContentFile
from django.db import transaction

from branches.actions import ActionRefused, is_demo, refuse_unless
from branches.audit import record_event
from branches.documents import Refused, read_document
from branches.models import Audience, Paper, PaperBearing, PaperParagraph


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
    except Refused as refusal:
        raise ActionRefused(str(refusal)) from None
    same = Paper.objects.standing().filter(branch=branch, sha256=read.sha256).first()
    if same:
        raise SamePaper(same)
    refuse_unless(
        read.kind != "image" or bool(typed.strip()),
        "Type in the words that matter in this picture, so that it can be found.",
    )
    return _keep(branch, council, name, data, title, kind, dated, by, typed, read, details)


@transaction.atomic
def _keep(branch, council, name, data, title, kind, dated, by, typed, read, details):
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
        text_state=Paper.TextState.TYPED if read.kind == "image" else Paper.TextState.READ,
        **{"audience": Audience.SHARED, "simulated": is_demo(by), **details},
    )
    paper.file.save(name, ContentFile(data), save=False)
    paper.save()
    if read.kind == "image":
        keep_paragraphs(paper, [(None, "", "", block) for block in typed.split("\n\n") if block.strip()])
    else:
        keep_paragraphs(paper, [_values(paragraph) for paragraph in read.structure.paragraphs])
    record_event(by=by, verb="paper stored", subject=paper, detail={"sha256": read.sha256, "size": len(data)})
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
