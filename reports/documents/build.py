"""Builds a shipped or a staff member's document from what the viewer may see, and renders it in a named format."""

from django.conf import settings

from reports.documents import csv, docx, html, json, outline, pdf, pptx, words, xlsx
from reports.documents.basis import Basis, CannotBuild, gather
from reports.documents.blocks import filled
from reports.documents.content import Document
from reports.documents.outlines import OUTLINES, Outline

RENDERERS = {"pdf": pdf, "docx": docx, "pptx": pptx, "html": html, "csv": csv, "xlsx": xlsx, "json": json}


def build(slug: str, *, viewer, council=None, wave=None, today=None) -> Document:
    """The shipped document of that slug. Raises CannotBuild with a sentence that says what to do."""
    shape = OUTLINES.get(slug)
    if shape is None:
        raise CannotBuild(f"There is no document called “{slug}”. Choose one of: {', '.join(OUTLINES)}.")
    if shape.about == "council" and council is None:
        raise CannotBuild(f"“{slug}” is about one council area. Name it by its code, such as S12000029.")
    basis = gather(viewer, council=council if shape.about == "council" else None, wave=wave, today=today)
    return assemble(shape, basis)


def assemble(shape: Outline, basis: Basis, language: str = "en-GB") -> Document:
    """The document that an outline and a basis make together; shipped headings in its language where translated."""
    entries = [
        entry | {"text": words.said(entry["text"], language)} if entry.get("kind") == "heading" else entry
        for entry in shape.entries
    ]
    return Document(
        slug=shape.slug,
        title=filled(shape.title, basis),
        subtitle=filled(shape.subtitle, basis),
        dated=basis.today,
        rests_on=basis.rests_on,
        blocks=outline.render(entries, basis),
        publisher=settings.ORG_NAME,
        simulated=basis.simulated,
        language=language,
        contact=settings.PRESS_CONTACT if shape.to == "journalists" else settings.SWIG_EMAIL,
        council=basis.council.slug if basis.council else "",
        tables=tuple(table.to_json() for table in basis.reading.tables.values() if not table.by)
        if basis.reading
        else (),
    )


def rendered(document: Document, kind: str) -> bytes:
    """The document's bytes in one of `RENDERERS`."""
    return RENDERERS[kind].render(document)
