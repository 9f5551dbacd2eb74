"""Papers are read in a limited child, and what could harm or deceive is refused with a sentence."""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from branches import documents, sample_paper
from branches.documents import Refused, read_document
from branches.paragraphs import read_structure

SAMPLE = sample_paper.sample_text()


def seed_003():
    folder = os.environ.get("PROMISE_SEEDS")
    found = sorted(Path(folder).glob("003*.txt")) if folder else []
    if not found:
        pytest.skip("PROMISE_SEEDS names no folder with the real paper")
    return found[0].read_text()


@pytest.mark.parametrize(("make", "name"), [(sample_paper.as_pdf, "a.pdf"), (sample_paper.as_docx, "a.docx")])
def test_the_sample_paper_has_nine_sections_and_nineteen_numbered_paragraphs(make, name):
    structure = read_document(make(SAMPLE), name).structure
    assert [section.number for section in structure.sections] == list(range(1, 10))
    assert len(structure.numbered) == 19
    assert structure.numbered[-1].ref == "9.1"


def test_paragraphs_that_run_over_a_line_stay_whole_and_lists_stay_inside():
    structure = read_document(sample_paper.as_pdf(SAMPLE), "a.pdf").structure
    text = {paragraph.ref: paragraph.text for paragraph in structure.numbered}
    assert text["6.1"].endswith("the remainder is put to the budget meeting.")
    assert "(2) agree that a costed plan" in text["2.1"]


def test_the_contact_at_the_end_is_not_kept():
    structure = read_document(sample_paper.as_docx(SAMPLE), "a.docx").structure
    assert not any("Democratic services" in paragraph.text for paragraph in structure.paragraphs)


def test_the_real_paper_has_nine_sections_and_nineteen_numbered_paragraphs():
    structure = read_document(sample_paper.as_pdf(seed_003()), "paper.pdf").structure
    assert len(structure.sections) == 9
    assert len(structure.numbered) == 19
    assert (
        next(each for each in structure.numbered if each.ref == "5.1").section.title
        == "Employee Implications"
    )


def test_numbers_that_word_counts_itself_are_found():
    document = docx.Document()
    document.add_paragraph("1. Purpose")
    document.add_paragraph("1.1. Something is said.")
    document.add_paragraph("A bullet", style="List Bullet")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Posts", "6"
    out = io.BytesIO()
    document.save(out)
    structure = read_document(out.getvalue(), "a.docx").structure
    assert structure.numbered[0].text == "Something is said. - A bullet"
    assert any("Posts | 6" in paragraph.text for paragraph in structure.paragraphs)


def test_a_list_inside_a_paragraph_is_no_new_section():
    structure = read_structure(
        [
            "1. Background",
            "1.1. We ask for:",
            "2. more staff;",
            "3. more time.",
            "2. Next Steps",
            "2.1. None.",
        ]
    )
    assert [section.title for section in structure.sections] == ["Background", "Next Steps"]
    assert [paragraph.ref for paragraph in structure.numbered] == ["1.1", "2.1"]


def test_a_web_page_gives_its_words_without_its_scripts():
    page = b"<!doctype html><html><script>steal()</script><h1>1. Money</h1><p>1.1 It <b>costs</b> a lot.</p></html>"
    structure = read_document(page, "page.html").structure
    assert structure.numbered[0].text == "It costs a lot."
    assert "steal" not in str(structure)


def test_a_saved_email_gives_its_words_and_no_address():
    mail = b"From: someone@example.org\r\nSubject: Seat\r\nDate: Mon, 2 Mar 2026 09:00:00 +0000\r\n\r\nYou have a seat.\r\n"
    text = str(read_document(mail, "mail.eml").structure)
    assert "You have a seat." in text
    assert "example.org" not in text


def odt(content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return out.getvalue()


def test_an_opendocument_file_is_read():
    ns = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    data = odt(
        f"<office:document {ns}><text:h>1. Money</text:h><text:p>1.1. It costs.</text:p></office:document>"
    )
    assert read_document(data, "a.odt").structure.numbered[0].ref == "1.1"


def refusal(data, name):
    with pytest.raises(Refused) as caught:
        read_document(data, name)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    return sentence


def test_sixty_megabytes_are_refused():
    assert "60 MB" in refusal(b"%PDF-1.7" + b"0" * (60 * 1024 * 1024), "big.pdf")


def test_a_pdf_that_is_a_web_page_is_refused():
    assert "is a web page" in refusal(b"<!DOCTYPE html><html><body>hello</body></html>", "paper.pdf")


def test_an_encrypted_pdf_is_refused():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(sample_paper.as_pdf("1. A\n1.1. B"))))
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    assert "password" in refusal(out.getvalue(), "a.pdf")


def test_a_scan_without_text_is_refused_with_what_to_do():
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    assert "type in" in refusal(out.getvalue(), "scan.pdf")


def with_part(name, content, compression=zipfile.ZIP_DEFLATED):
    data = io.BytesIO(sample_paper.as_docx("hello"))
    with zipfile.ZipFile(data, "a", compression) as archive:
        archive.writestr(name, content)
    return data.getvalue()


def test_a_zip_bomb_is_refused():
    assert "unpack to far more" in refusal(
        with_part("word/media/zero.bin", b"\0" * (90 * 1024 * 1024)), "a.docx"
    )


def test_text_that_grows_when_read_is_refused():
    bomb = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert "grows when it is read" in refusal(with_part("word/extra.xml", bomb), "a.docx")


@pytest.mark.parametrize("name", ["a.docx", "a.docm"])
def test_macros_are_refused(name):
    assert "macros" in refusal(with_part("word/vbaProject.bin", b"x"), name)


def test_a_giant_picture_is_refused_before_it_is_unpacked():
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    assert "50000 by 50000" in refusal(b"\x89PNG\r\n\x1a\n" + chunk + b"\0\0\0\0IDAT", "a.png")


def test_an_ordinary_picture_is_taken():
    out = io.BytesIO()
    Image.new("RGB", (20, 20)).save(out, "PNG")
    assert read_document(out.getvalue(), "a.png").kind == "image"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../../etc/paper.pdf", "another folder"),
        ("..\\paper.pdf", "another folder"),
        ("paper\u202efdp.exe.pdf", "hidden marks"),
        ("paper\x00.pdf", "hidden marks"),
        ("a" * 250 + ".pdf", "too long"),
        ("paper.exe", "cannot be read"),
        ("paper", "cannot be read"),
    ],
)
def test_names_that_lead_away_or_deceive_are_refused(name, words):
    assert words in refusal(b"%PDF-1.7", name)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7 nonsense", b"%PDF-1.7\n1 0 obj<</Length 1 0 R>>stream\nendstream endobj"]
)
def test_an_empty_or_broken_file_is_refused(data):
    refusal(data, "a.pdf")


def test_a_reader_that_needs_too_much_memory_is_stopped(monkeypatch):
    hungry = "import sys; sys.path.insert(0, %r); import document_reader as r; r.limit_this_process(); b'x' * (600 * 1024 * 1024)"
    found = _child(hungry % str(documents.READER.parent))
    assert found.returncode != 0
    assert b"MemoryError" in found.stderr


def test_a_reader_that_never_ends_is_stopped_after_five_seconds_of_work():
    endless = "import sys; sys.path.insert(0, %r); import document_reader as r; r.limit_this_process()\nwhile True: pass"
    assert _child(endless % str(documents.READER.parent)).returncode < 0


def test_the_reader_knows_neither_django_nor_a_setting():
    check = "import sys; sys.path.insert(0, %r); import document_reader as r; r.main('html'); assert 'django' not in sys.modules"
    assert _child(check % str(documents.READER.parent), b"<p>hello</p>").returncode == 0


def _child(program, data=b""):
    import subprocess
    import sys

    return subprocess.run(
        [sys.executable, "-I", "-c", program],
        input=data,
        capture_output=True,
        timeout=30,
        env={},
        check=False,
    )
