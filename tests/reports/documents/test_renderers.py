"""Every renderer is read back by another library than the one that wrote it."""

import csv as csv_reader
import io
import json
import zipfile

import docx as word
import openpyxl
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from docx.oxml.ns import qn
from pypdf import PdfReader

from reports.documents import csv, docx, html, pdf, words, xlsx
from reports.documents.content import Bullets, Contents, Figure, Paragraph, Table, document_from_json
from tests.reports.documents.samples import sample


def pdf_of(document):
    return PdfReader(io.BytesIO(pdf.render(document)))


def structure_types(node, found=None):
    """The structure tree's tag names in reading order, each with its alt text."""
    found = [] if found is None else found
    if isinstance(node, list):
        for item in node:
            structure_types(item.get_object() if hasattr(item, "get_object") else item, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append((node["/S"], node.get("/Alt")))
        if "/K" in node:
            children = node["/K"]
            structure_types(children.get_object() if hasattr(children, "get_object") else children, found)
    return found


def test_a_pdf_is_tagged_titled_and_in_a_language():
    reader = pdf_of(sample())
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Simulated: Briefing for Sampleshire"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_a_pdf_has_headings_table_headers_alt_text_and_bookmarks():
    reader = pdf_of(sample())
    tags = structure_types(reader.trailer["/Root"]["/StructTreeRoot"])
    names = [name for name, _ in tags]
    assert names.count("/H1") == 2 and names.count("/H2") == 1
    assert "/TH" in names and "/TD" in names
    assert ("/Figure", "A bar of 74 per cent") in tags
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == [
        "What workers said",
        "Method",
    ]


def test_hostile_text_is_printed_and_never_run():
    text = " ".join("\n".join(page.extract_text() for page in pdf_of(sample()).pages).split())
    assert "<b>bold</b> #let x = 1 $a$ {{ secret }} {% now %}" in text
    assert "\x00" not in text


def test_the_simulated_mark_stands_on_every_page_and_in_the_name():
    document = sample()
    pages = pdf_of(document).pages
    assert len(pages) == 2
    assert all("Simulated data" in page.extract_text() for page in pages)
    assert document.file_name("pdf") == "council-briefing-sampleshire-simulated-2026-11-21.pdf"
    assert "imulated" not in sample(simulated=False).file_name("pdf")


def test_a_figure_without_alt_text_stops_the_pdf():
    bare = Figure(sample().blocks[6].svg, "", "Caption")
    with pytest.raises(Exception, match="alt"):
        pdf.render(sample(blocks=(bare,)))


def test_a_word_file_has_real_headings_captions_alt_text_and_a_repeated_header_row():
    document = word.Document(io.BytesIO(docx.render(sample())))
    styles = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styles["What workers said"] == "Heading 1"
    assert styles["In detail"] == "Heading 2"
    assert styles["Staffing: by group"] == "Caption"
    assert document.core_properties.title == "Simulated: Briefing for Sampleshire"
    assert [shape._inline.docPr.get("descr") for shape in document.inline_shapes] == ["A bar of 74 per cent"]
    assert "w:tblHeader" in document.tables[0]._tbl.xml
    assert document.sections[0].header.paragraphs[0].text.startswith("Simulated data")


def test_a_workbook_has_a_sheet_a_table_and_no_formula():
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(sample())))
    assert len(book.sheetnames) == 3
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert book.worksheets[1]["B3"].value == 74


def test_a_csv_disarms_what_a_spreadsheet_would_run():
    rows = list(csv_reader.reader(io.StringIO(csv.render(sample()).decode("utf-8-sig"))))
    assert ["Staffing: by group", "'=HYPERLINK(1)", "[c]", "[c]"] in rows


@pytest.mark.parametrize("text", ["=1", "+1+1", "-x", "@a", "\tx", "\rx", "\nx", "＝1"])
def test_formula_starts_are_disarmed(text):
    assert csv.safe_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["-3", "+4.5", "74", "South"])
def test_numbers_and_words_stay_as_they_are(text):
    assert csv.safe_cell(text) == text


@pytest.mark.parametrize("renderer", [pdf, docx, xlsx, csv], ids=lambda module: module.__name__)
def test_the_same_document_gives_the_same_bytes(renderer):
    assert renderer.render(sample()) == renderer.render(sample())


def test_an_office_file_carries_no_clock_in_its_zip():
    for data in (docx.render(sample()), xlsx.render(sample())):
        assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(data)).infolist()} == {1980}


def test_a_ragged_table_is_refused():
    with pytest.raises(ValueError, match="2 cells under 3"):
        Table("x", ("a", "b", "c"), (("1", "2"),))


def test_a_document_survives_being_stored():
    stored = document_from_json(json.loads(json.dumps(sample().to_json())))
    assert document_from_json(stored.to_json()) == stored
    assert pdf.render(stored) == pdf.render(sample())


def headings_of(data):
    return [one.text for one in word.Document(io.BytesIO(data)).paragraphs if one.style.name == "Heading 1"]


def test_a_title_page_lists_the_sections_in_pdf_word_and_html():
    document = sample(blocks=(Contents(), *sample().blocks))
    reader = PdfReader(io.BytesIO(pdf.render(document)))
    front, listed = reader.pages[0].extract_text(), reader.pages[1].extract_text()
    assert "Simulated: Briefing for Sampleshire" in front
    assert document.rests_on in " ".join(front.split())
    assert "Simulated data" in front
    assert all(text in listed for text in ("Contents", *document.sections()))
    opened = word.Document(io.BytesIO(docx.render(document)))
    links = {link.get(qn("w:anchor")) for link in opened.element.body.iter(qn("w:hyperlink"))}
    marks = {mark.get(qn("w:name")) for mark in opened.element.body.iter(qn("w:bookmarkStart"))}
    assert links == marks == {"section0", "section1"}
    assert b'<a href="#what-workers-said">' in html.render(document)


def test_each_numbered_list_of_a_word_file_begins_with_one():
    lists = (Bullets(("a", "b"), True), Paragraph("between"), Bullets(("c",), True))
    opened = word.Document(io.BytesIO(docx.render(sample(blocks=lists))))
    numbers = [one._p.pPr.numPr.numId.val for one in opened.paragraphs if one.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2]


def test_no_row_of_a_word_table_is_cut_and_its_heading_row_never_stands_alone():
    rows = tuple((str(number), "words " * 60) for number in range(30))
    (table,) = word.Document(io.BytesIO(docx.render(sample(blocks=(Table("x", ("a", "b"), rows),))))).tables
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows]
    assert kept[0] and kept[-2] and not kept[1] and not kept[-1]


def test_headings_and_own_words_stand_in_the_language_of_a_translator_s_catalogue(tmp_path, monkeypatch):
    folder = tmp_path / "gd" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="gd")
    catalogue.add("Contents", "Clàr-innse")
    with (folder / "documents.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    document = sample(language="gd-GB", blocks=(Contents(), *sample().blocks))
    reader = PdfReader(io.BytesIO(pdf.render(document)))
    assert reader.root_object["/Lang"].startswith("gd")
    assert "Clàr-innse" in reader.pages[1].extract_text()
    assert "Clàr-innse" in headings_of(docx.render(document))
    assert "Clàr-innse" in html.render(document).decode()
    assert words.said("Contents", "en-GB") == words.said("Contents", "fr-FR") == "Contents"
