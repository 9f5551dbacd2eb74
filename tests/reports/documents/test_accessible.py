"""Each shipped document as PDF is read back by pypdf: tags, title, language, alt texts, heading order, table heads, bookmarks."""

import io

import pytest
from pypdf import PdfReader

from reports.documents import pdf
from reports.documents.content import Figure, Heading, Table
from reports.documents.outlines import OUTLINES
from tests.reports.documents.test_build import ground, made, nothing_kept, staff  # noqa: F401
from tests.reports.documents.test_renderers import structure_types

pytestmark = pytest.mark.django_db


def bookmarks(entries):
    for entry in entries:
        if isinstance(entry, list):
            yield from bookmarks(entry)
        else:
            yield entry.title


@pytest.mark.parametrize("slug", OUTLINES)
def test_a_pdf_can_be_read_by_ear(slug, ground, staff):  # noqa: F811
    document = made(slug, staff)
    reader = PdfReader(io.BytesIO(pdf.render(document)))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/Lang"].lower().startswith("en")
    assert reader.metadata.title == document.full_title
    assert b"pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()
    tags = structure_types(root["/StructTreeRoot"])
    names = [name for name, _ in tags]
    levels = [int(name[2:]) for name in names if name[:2] == "/H" and name[2:].isdecimal()]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False)), levels
    blocks = [type(block) for block in document.blocks]
    pictures = [alt for name, alt in tags if name == "/Figure"]
    assert len(pictures) == blocks.count(Figure)
    assert all(pictures)
    assert names.count("/Table") == blocks.count(Table)
    columns = sum(len(block.head) for block in document.blocks if isinstance(block, Table))
    assert names.count("/TH") >= columns
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    assert [one for one in bookmarks(reader.outline) if one in headings] == headings


def test_the_key_findings_fill_two_pages_at_most(ground, staff):  # noqa: F811
    assert len(PdfReader(io.BytesIO(pdf.render(made("key-findings", staff)))).pages) <= 2
