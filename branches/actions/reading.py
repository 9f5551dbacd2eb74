"""Reading a stored paper: its paragraphs and the copy that readers get, or the sentence that says why not.

The worker does it for what people upload; a file is opened only in a child process under limits.
"""

import logging

from django.core.files.base import ContentFile
from django.db import InterfaceError, OperationalError, transaction

from branches.audit import record_event
from branches.documents import Refused, read_document, served_copy
from branches.models import Paper, PaperParagraph
from branches.sample_paper import sample_text

logger = logging.getLogger("promise_tracker.papers")
AT_ONCE = 5
CANNOT = "This file could not be read. Save it again, as PDF, and try once more."


def read_waiting_papers() -> int:
    """Duty: read what was uploaded, the oldest first; returns how many papers were dealt with."""
    waiting = Paper.objects.standing().filter(text_state=Paper.TextState.READING).order_by("logged_at")
    return sum(_read_one(pk) for pk in list(waiting.values_list("pk", flat=True)[:AT_ONCE]))


@transaction.atomic
def _read_one(pk) -> bool:
    paper = Paper.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if paper is None or paper.text_state != Paper.TextState.READING:
        return False
    read_paper(paper=paper)
    return True


@transaction.atomic
def read_paper(*, paper):
    """Read the stored file. What cannot be read is not kept: only the sentence that says why stays.

    A killed worker's paper is still to be read; the next pass begins it anew.
    """
    try:
        with paper.file.open("rb") as file:
            data = file.read()
        read = read_document(data, paper.original_name)
        copy = served_copy(read.kind, data)
    except Refused as refusal:
        return _refuse(paper, str(refusal))
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # one odd file must not stop those behind it; its words could quote the file
        logger.error("a paper could not be read: %s", type(error).__name__)
        return _refuse(paper, CANNOT)
    return _fill(paper, read, copy)


def _fill(paper, read, copy):
    paper.served.save(paper.original_name, ContentFile(copy), save=False)
    if read.kind == "image":
        typed = paper.paragraphs.exists()
        state = Paper.TextState.TYPED if typed else Paper.TextState.WAITING
    else:
        keep_paragraphs(paper, [_values(paragraph) for paragraph in read.structure.paragraphs])
        state = Paper.TextState.READ
    _note(
        paper, text_state=state, served=paper.served.name, is_sample=paper.is_sample or _is_the_sample(read)
    )
    record_event(
        by=None, verb="read the paper", subject=paper, detail={"paragraphs": paper.paragraphs.count()}
    )
    return paper


def _refuse(paper, sentence):
    """The bytes go, so that no backup or copy carries a file that nobody may open."""
    name, storage = paper.file.name, paper.file.storage
    paper.paragraphs.all().delete()
    _note(paper, text_state=Paper.TextState.REFUSED, refusal=sentence[:300], file="", sha256="")
    record_event(by=None, verb="refused the paper", subject=paper, detail={"why": sentence})
    transaction.on_commit(lambda: storage.delete(name))
    return paper


def _note(paper, **values):
    """What reading found belongs to the version that was uploaded: undo must not make a paper unread."""
    Paper.objects.filter(pk=paper.pk).update(**values)
    paper.history.filter(text_state=Paper.TextState.READING).update(**values)
    paper.refresh_from_db()


def _is_the_sample(read):
    """Somebody trying an upload with the project's own sample: it must never pass for a council's paper."""
    texts = [paragraph.text.strip() for paragraph in read.structure.paragraphs]
    sample = " ".join(sample_text().split())
    return bool(texts) and all(" ".join(text.split()) in sample for text in texts)


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
