"""A questionnaire's codebook as CSV or DOCX: what was asked, the choices and their codes, routing, which finding it serves."""

import io
from datetime import UTC, datetime

import docx

from branches import csv_files
from surveys.question_base import APART, MISSING_CODES
from surveys.questionnaire import APART_WORDS

COLUMNS = (
    "page",
    "question",
    "type",
    "words",
    "choice",
    "code",
    "choice words",
    "shown only if",
    "finding",
    "statements",
)
CODES = dict(
    zip(
        MISSING_CODES,
        ("skipped", "not shown", "not reached", "prefer not to say", "does not apply"),
        strict=True,
    )
)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # the file tells nothing of when it was taken home


def entries(definition):
    """Return a dictionary for each choice, and for each question without choices, with `COLUMNS` as keys.

    A code is what stands in the store: the choice's place from 0; in a question of several choices each is 0 or 1.
    """
    found = []
    for page in definition.pages:
        for question in page.questions:
            if question.kind.asks:
                conditions = [text for text in (page.relevant, question.relevant) if text]
                about = {
                    "page": page.title or page.name,
                    "question": question.name,
                    "type": question.type,
                    "words": question.label,
                    "shown only if": " and ".join(conditions),
                    "finding": question.finding,
                    "statements": " ".join(map(str, question.statements)),
                }
                found += [{**about, **choice} for choice in _choices(question)] or [about]
    return found


def _choices(question):
    several = question.type in ("select_multiple", "rank")
    made = [
        {"choice": choice.name, "code": "0 or 1" if several else number, "choice words": choice.label}
        for number, choice in enumerate(question.choices)
    ]
    return made + [
        {"choice": name, "code": APART[name], "choice words": APART_WORDS[name]} for name in question.apart
    ]


def as_csv(definition):
    """Return the codebook as CSV text."""
    return csv_files.write(COLUMNS, entries(definition))


def as_docx(title, definition):
    """Return the codebook as the bytes of a Word file: a heading for each question, its choices as a table."""
    document = docx.Document()
    document.core_properties.created = document.core_properties.modified = LONG_AGO
    document.core_properties.title = f"Codebook: {title}"
    document.add_heading(f"Codebook: {title}", 0)
    document.add_paragraph(
        "Codes below zero: " + ", ".join(f"{code} {words}" for code, words in CODES.items()) + "."
    )
    for page in definition.pages:
        for question in page.questions:
            if question.kind.asks:
                _write_question(document, page, question)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _write_question(document, page, question):
    document.add_heading(question.label or question.name, 2)
    facts = [f"{question.name}, {question.type}"]
    facts += [f"shown only if {text}" for text in (page.relevant, question.relevant) if text]
    facts += [f"serves the finding {question.finding}"] if question.finding else []
    document.add_paragraph("; ".join(facts) + ".")
    choices = _choices(question)
    if choices:
        table = document.add_table(rows=1, cols=3)
        for cell, words in zip(table.rows[0].cells, ("Code", "Choice", "Words"), strict=True):
            cell.text = words
        for choice in choices:
            row = (choice["code"], choice["choice"], choice["choice words"])
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = str(words)
