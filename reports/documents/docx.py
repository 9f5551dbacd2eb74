"""Renders a Document as a Word file with real headings, captions and header rows. Pure: no Django."""

import functools
import io
import math

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from branches.days import day_in_words
from reports.documents import pdf, stored_svg, words
from reports.documents.content import Contents, Document, Heading, printable
from reports.documents.reproducible import fixed_zip
from reports.documents.word_styles import GREEN, PURPLE, set_up

PICTURE_WIDTH_CM = TEXT_WIDTH_CM = 16.8
PICTURE_WIDTH_PX = 1400
LINE = "C9C9D1"
LONGEST_WHOLE_TABLE = 26  # lines that never run over a page's end
LETTERS_A_LINE = 100


def render(document: Document) -> bytes:
    """The document as DOCX bytes; the same Document gives the same bytes."""
    word = docx.Document()
    set_up(word, document)
    said = functools.partial(words.said, language=document.language)
    _footer(word.sections[0].footer.paragraphs[0], document, said("page"))
    word.add_paragraph(printable(f"{document.publisher} · {day_in_words(document.dated)}"), style="Subtle")
    word.add_paragraph(printable(document.full_title), style="Title")
    if document.subtitle:
        word.add_paragraph(printable(document.subtitle), style="Subtitle")
    for number, block in enumerate(document.blocks):
        if isinstance(block, Contents):
            _contents(word, document, said("Contents"), cover=number == 0)
        else:
            DRAW[type(block).__name__](word, block)
    _keep_introductions(word)
    if document.contact:
        word.add_paragraph(printable(f"{said('Contact')}: {document.contact}"), style="Subtle")
    buffer = io.BytesIO()
    word.save(buffer)
    return fixed_zip(buffer.getvalue())


def _footer(paragraph, document, page):
    paragraph.style = "Subtle"
    paragraph.add_run(printable(f"{document.rests_on} · {page} "))
    _field(paragraph, "PAGE")


def _field(paragraph, code, shown=""):
    """A field that Word works out; `shown` stands there until it does."""
    for kind in ("begin", "instruction", "separate", "shown", "end"):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind == "instruction":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = code
        elif kind == "shown":
            continue
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)


def _contents(word, document, title, cover):
    """The list of sections, each a link to its heading; on a title page the mark and what it rests on before it."""
    if cover:
        for line in filter(None, (document.mark, document.rests_on)):
            word.add_paragraph(printable(line), style="Mark" if line == document.mark else "Subtle")
    word.add_paragraph(printable(title), style="Heading 1")
    for number, text in enumerate(document.sections()):
        _link(word.add_paragraph(style="List Bullet"), f"section{number}", printable(text))
    if cover:
        _page_break(word, None)


def _link(paragraph, anchor, text):
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    run = paragraph.add_run(text)
    run.font.color.rgb = PURPLE
    link.append(run._r)
    paragraph._p.append(link)


def _heading(word, block: Heading):
    heading = word.add_heading(printable(block.text), level=block.level)
    if block.level == 1:
        _bookmark(heading, sum(1 for _ in word.element.body.iter(qn("w:bookmarkStart"))))


def _bookmark(paragraph, number):
    for kind in ("bookmarkStart", "bookmarkEnd"):
        element = OxmlElement(f"w:{kind}")
        element.set(qn("w:id"), str(number))
        if kind == "bookmarkStart":
            element.set(qn("w:name"), f"section{number}")
        paragraph._p.append(element)


def _keep_introductions(word):
    """A short text between a heading and what it introduces stays with both."""
    before = None
    for paragraph in word.paragraphs:
        headed = before is not None and before.style.name.startswith("Heading")
        if headed and paragraph.style.name == "Normal" and len(paragraph.text) < 400:
            paragraph.paragraph_format.keep_with_next = True
        before = paragraph


def _paragraph(word, block):
    paragraph = word.add_paragraph()
    if block.lead:
        paragraph.add_run(printable(block.lead) + " ").bold = True
    paragraph.add_run(printable(block.text))


def _bullets(word, block):
    number = _new_numbering(word) if block.numbered else None
    for item in block.items:
        paragraph = word.add_paragraph(
            printable(item), style="List Number" if block.numbered else "List Bullet"
        )
        paragraph.paragraph_format.space_after = Pt(2)
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number


def _new_numbering(word):
    """Each numbered list begins with one: a list of its own on the style's numbering."""
    numbering = word.part.numbering_part.element
    style = word.styles["List Number"].element.pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(style).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return made.numId


def _finding(word, block):
    paragraph = word.add_paragraph(style="Finding")
    figure = paragraph.add_run(printable(block.figure).replace(" ", "\u00a0"))
    figure.font.size, figure.font.bold, figure.font.color.rgb = Pt(20), True, GREEN
    paragraph.add_run("\t" + printable(block.sentence))
    word.add_paragraph(printable(block.base), style="Finding Base")


def _table(word, block):
    word.add_paragraph(printable(block.caption), style="Caption")
    table = word.add_table(rows=1, cols=len(block.head), style="Normal Table")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _lines(table)
    _fill(table.rows[0], block.head, block, head=True)
    _mark_row(table.rows[0], "tblHeader")
    for row in block.rows:
        _fill(table.add_row(), row, block)
    _widths(table, block)
    _keep_together(table, whole=_is_short(block))
    word.add_paragraph(printable(block.note), style="Subtle")


def _fill(row, cells, block, head=False):
    for number, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if number and block.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(printable(text))
        run.font.size = Pt(8.5)
        if head:
            run.bold, run.font.color.rgb = True, PURPLE


def _shares(block):
    # Arial is wider than the PDF's font: the narrow columns need a little more.
    return [share + 2 for share in pdf.column_widths(block)]


def _is_short(block):
    """Whether the whole table stays on a page: by how many lines its longest cells take."""
    wide = [max(1, LETTERS_A_LINE * share / sum(_shares(block))) for share in _shares(block)]
    lines = [
        max(math.ceil(len(text) / fits) for text, fits in zip(row, wide, strict=True)) for row in block.rows
    ]
    return sum(lines) <= LONGEST_WHOLE_TABLE


def _widths(table, block):
    shares = _shares(block)
    for column, share in zip(table.columns, shares, strict=True):
        width = Cm(TEXT_WIDTH_CM * share / sum(shares))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _lines(table):
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(borders)


def _keep_together(table, whole):
    """No row is cut by a page's end, and a short table not at all; the heading row never stands alone."""
    last = len(table.rows) - 1
    for number, row in enumerate(table.rows):
        _mark_row(row, "cantSplit")
        # The row before the last one keeps it company.
        if number < last and (whole or number in (0, last - 1)):
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _mark_row(row, name):
    element = OxmlElement(f"w:{name}")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _figure(word, block):
    word.add_paragraph(printable(block.caption), style="Caption")
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.keep_with_next = bool(block.source)
    picture = paragraph.add_run().add_picture(
        io.BytesIO(_png(stored_svg.read(block.svg))),
        width=Cm(PICTURE_WIDTH_CM * pdf.share_of_width(block.svg)),
    )
    properties = picture._inline.docPr
    properties.set("descr", printable(block.alt))
    properties.set("title", printable(block.caption))
    if block.source:
        word.add_paragraph(printable(block.source), style="Subtle")


@functools.lru_cache(maxsize=256)
def _png(svg):
    # Word before 2016 shows no SVG, so the picture goes in as PNG; the briefings of all councils share most of them.
    width, height = pdf.size_of(svg)
    return pdf.png(svg, width_px=PICTURE_WIDTH_PX, height_px=round(PICTURE_WIDTH_PX * height / width))


def _quote(word, block):
    word.add_paragraph(printable(block.text), style="Quote")
    word.add_paragraph(printable(block.attribution), style="Subtle").paragraph_format.left_indent = Cm(0.8)


def _note(word, block):
    paragraph = word.add_paragraph(style="Remark")
    if block.title:
        paragraph.add_run(printable(block.title) + ": ").bold = True
    paragraph.add_run(printable(block.text))


def _page_break(word, block):
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


DRAW = {
    "Heading": _heading,
    "Paragraph": _paragraph,
    "Bullets": _bullets,
    "Finding": _finding,
    "Table": _table,
    "Figure": _figure,
    "Quote": _quote,
    "Note": _note,
    "PageBreak": _page_break,
}
