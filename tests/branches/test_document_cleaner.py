"""The copy that readers get holds the words and no names, places, scripts or files that its author left in it."""

import io
import zipfile
from datetime import date

import docx
import pypdf
import pytest
from PIL import Image
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from branches import sample_paper
from branches.actions import ActionRefused, papers
from branches.documents import read_document, served_copy
from tests import factories

TEXT = "1. Purpose\n1.1 Why this paper."


def pdf():
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(sample_paper.as_pdf(TEXT)))
    writer.add_metadata({"/Author": "Jane Doe", "/Producer": "Jane's machine"})
    writer.add_attachment("jane.txt", b"Jane's file")
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject("app.alert('Jane')")}
    action = DictionaryObject({NameObject(name): value for name, value in script.items()})
    writer.root_object[NameObject("/OpenAction")] = action
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word():
    document = docx.Document()
    document.core_properties.author = document.core_properties.last_modified_by = "Jane Doe"
    for line in TEXT.splitlines():
        paragraph = document.add_paragraph(line)
    document.add_comment(paragraph.runs, text="A remark", author="Jane Doe", initials="JD")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def photo(kind):
    picture = Image.new("RGB", (40, 20), "red")
    exif = picture.getexif()
    exif[0x013B] = "Jane Doe"  # artist
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


def unpacked(data):
    if data[:2] != b"PK":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(("kind", "name", "make"), [("pdf", "p.pdf", pdf), ("docx", "p.docx", word)])
def test_the_copy_has_the_same_words_and_no_author(kind, name, make):
    original = make()
    copy = served_copy(kind, original)
    assert b"Jane" in unpacked(original)
    assert b"Jane" not in unpacked(copy)
    assert read_document(copy, name).structure == read_document(original, name).structure


def test_a_pdf_loses_its_scripts_and_attachments():
    copy = pypdf.PdfReader(io.BytesIO(served_copy("pdf", pdf())))
    assert not copy.attachments
    assert not copy.metadata or "/Author" not in copy.metadata
    assert "/OpenAction" not in copy.trailer["/Root"]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_loses_its_place_and_stands_upright(kind):
    copy = Image.open(io.BytesIO(served_copy("image", photo(kind))))
    assert not copy.getexif()
    assert copy.size == (20, 40)
    assert copy.getpixel((5, 5))[0] > 250


@pytest.mark.django_db
def test_readers_get_the_copy_and_the_original_is_kept_under_its_hash(client):
    branch, original = factories.branch(), word()
    paper = papers.store_paper(
        branch=branch,
        council=branch.councils.first(),
        name="p.docx",
        data=original,
        title="Paper",
        kind="published",
        dated=date(2026, 3, 3),
        by=factories.alice(),
    )
    client.force_login(factories.alice())
    got = b"".join(client.get(f"/branches/papers/{paper.pk}/file/").streaming_content)
    assert b"Jane" not in unpacked(got)
    assert paper.file.open("rb").read() == original
    assert read_document(original, "p.docx").sha256 == paper.sha256


@pytest.mark.django_db
def test_a_file_that_cannot_be_cleaned_is_not_stored(monkeypatch, tmp_path):
    from branches import documents

    broken = tmp_path / "broken.py"
    broken.write_text("raise SystemExit(3)")
    monkeypatch.setattr(documents, "CLEANER", broken)
    branch = factories.branch()
    with pytest.raises(ActionRefused, match="could not be removed"):
        papers.store_paper(
            branch=branch,
            council=branch.councils.first(),
            name="p.docx",
            data=word(),
            title="Paper",
            kind="published",
            dated=date(2026, 3, 3),
            by=factories.alice(),
        )
    assert not branch.papers.exists()
