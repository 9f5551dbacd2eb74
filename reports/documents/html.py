"""Renders a Document as HTML: as the body of a page of the site, or as one file that stands alone."""

from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import slugify

from reports.documents import stored_svg, words
from reports.documents.content import Contents, Document, Heading, printable


def render(document: Document) -> bytes:
    """A whole HTML file that needs no other file and no other host."""
    styles = Path(settings.BASE_DIR, "static", "css", "document.css").read_text()
    listed = any(isinstance(block, Contents) for block in document.blocks)
    context = {
        "document": document,
        "blocks": body(document),
        "contents": contents(document) if listed else (),
        "words": {word.lower(): words.said(word, document.language) for word in words.OWN},
        "styles": styles,
    }
    return printable(render_to_string("reports/document_file.html", context)).encode()


def body(document: Document) -> list[dict]:
    """The blocks for `reports/document_body.html`: each with its kind, its heading's anchor and level on the page."""
    anchors = set()
    return [_entry(block, anchors) for block in document.blocks]


def contents(document: Document) -> list[dict]:
    """The sections and their anchors, for a list of contents."""
    return [entry for entry in body(document) if entry["kind"] == "heading" and entry["block"].level == 1]


def _entry(block, anchors):
    entry = {"kind": type(block).__name__.lower(), "block": block}
    if isinstance(block, Heading):
        entry["anchor"] = _anchor(block.text, anchors)
    if entry["kind"] == "figure":
        entry["svg"] = stored_svg.read(block.svg)
    return entry


def _anchor(text, taken):
    base = anchor = slugify(text) or "section"
    number = 2
    while anchor in taken:
        anchor, number = f"{base}-{number}", number + 1
    taken.add(anchor)
    return anchor
