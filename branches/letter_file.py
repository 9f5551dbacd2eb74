"""A letter as a Word file; knows no request."""

import io

import docx
from django.utils.text import slugify
from docx.shared import Pt

from branches.deadlines import in_words
from branches.recipients import addressed
from branches.simulated import marked


def letter_docx(letter, contact=None) -> bytes:
    """The letter ready to sign: sender, addressee, date, subject, text; in the words for `contact` when one is named."""
    to = addressed(letter, contact)
    document = docx.Document()
    document.core_properties.author = str(letter.branch)
    document.core_properties.title = marked(letter.subject, letter.simulated)
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(12)
    document.add_paragraph(str(letter.branch))
    document.add_paragraph("\n".join(to.lines))
    document.add_paragraph(in_words(letter.sent_on) if letter.sent_on else "[date]")
    document.add_paragraph().add_run(marked(letter.subject, letter.simulated)).bold = True
    for block in to.body.replace("\r\n", "\n").split("\n\n"):
        document.add_paragraph(block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def file_name(letter) -> str:
    """A name that says what it is, with the word simulated where it is."""
    parts = ["simulated" if letter.simulated else "", letter.get_step_display(), letter.employer.name]
    return f"{slugify(' '.join(part for part in parts if part))}.docx"
