"""Renders a Document as a Word file with real headings, captions and header rows. Pure: no Django."""

import functools
import io
from datetime import datetime

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.documents import pdf, stored_svg
from reports.documents.content import Document, printable
from reports.documents.reproducible import fixed_zip

PURPLE = RGBColor(0x3C, 0x10, 0x53)
GREEN = RGBColor(0x00, 0x70, 0x5A)
GREY = RGBColor(0x4A, 0x47, 0x56)
PICTURE_WIDTH_CM = 16.8
PICTURE_WIDTH_PX = 1400
FONT = "Calibri"


def render(document: Document) -> bytes:
    """The document as DOCX bytes; the same Document gives the same bytes."""
    word = docx.Document()
    _set_up(word, document)
    word.add_paragraph(f"{document.publisher} · {document.dated.day} {document.dated:%B %Y}", style="Subtle")
    word.add_paragraph(document.full_title, style="Title")
    if document.subtitle:
        word.add_paragraph(document.subtitle, style="Subtitle")
    for block in document.blocks:
        DRAW[type(block).__name__](word, block)
    if document.contact:
        word.add_paragraph(f"Contact: {document.contact}", style="Subtle")
    buffer = io.BytesIO()
    word.save(buffer)
    return fixed_zip(buffer.getvalue())


def _set_up(word, document):
    properties = word.core_properties
    properties.title = printable(document.full_title)
    properties.author = printable(document.publisher)
    properties.last_modified_by = printable(document.publisher)
    properties.language = document.language
    properties.comments = printable(" ".join(part for part in (document.mark, document.rests_on) if part))
    properties.created = properties.modified = datetime(
        document.dated.year, document.dated.month, document.dated.day
    )
    properties.revision = 1
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.1)
    section.top_margin = section.bottom_margin = Cm(2.1)
    _styles(word, document.language)
    if document.mark:
        section.header.paragraphs[0].text = printable(document.mark)
    _footer(section.footer.paragraphs[0], document)


def _styles(word, language):
    styles = word.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10.5)
    _set_language(normal, language)
    for name, size in (
        ("Title", 22),
        ("Heading 1", 15),
        ("Heading 2", 12),
        ("Heading 3", 11),
        ("Subtitle", 12.5),
    ):
        font = styles[name].font
        font.name, font.size, font.color.rgb = FONT, Pt(size), GREY if name == "Subtitle" else PURPLE
        font.italic = False
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    caption = styles["Caption"]
    caption.font.size, caption.font.color.rgb, caption.font.bold = Pt(9.5), PURPLE, True
    caption.paragraph_format.keep_with_next = True
    subtle = styles.add_style("Subtle", 1)
    subtle.base_style, subtle.font.size, subtle.font.color.rgb = normal, Pt(8.5), GREY
    figure = styles.add_style("Finding Figure", 1)
    figure.base_style, figure.font.size, figure.font.color.rgb, figure.font.bold = normal, Pt(20), GREEN, True
    figure.paragraph_format.keep_with_next = True
    figure.paragraph_format.space_after = Pt(0)


def _set_language(style, language):
    properties = style.element.get_or_add_rPr()
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language)
    properties.append(element)


def _footer(paragraph, document):
    paragraph.style = "Subtle"
    paragraph.add_run(printable(document.rests_on) + " · page ")
    _field(paragraph, "PAGE")


def _field(paragraph, code):
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, code), ("end", None)):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = text
        run._r.append(element)


def _heading(word, block):
    word.add_heading(printable(block.text), level=block.level)


def _paragraph(word, block):
    paragraph = word.add_paragraph()
    if block.lead:
        paragraph.add_run(printable(block.lead) + " ").bold = True
    paragraph.add_run(printable(block.text))


def _bullets(word, block):
    for item in block.items:
        word.add_paragraph(printable(item), style="List Number" if block.numbered else "List Bullet")


def _finding(word, block):
    word.add_paragraph(printable(block.figure), style="Finding Figure")
    word.add_paragraph(printable(block.sentence)).paragraph_format.keep_with_next = True
    word.add_paragraph(printable(block.base), style="Subtle")


def _table(word, block):
    word.add_paragraph(printable(block.caption), style="Caption")
    table = word.add_table(rows=1, cols=len(block.head), style="Table Grid")
    _fill(table.rows[0], block.head, bold=True)
    _repeat_as_header(table.rows[0])
    for row in block.rows:
        _fill(table.add_row(), row)
    if block.note:
        word.add_paragraph(printable(block.note), style="Subtle")


def _fill(row, cells, bold=False):
    for cell, text in zip(row.cells, cells, strict=True):
        paragraph = cell.paragraphs[0]
        run = paragraph.add_run(printable(text))
        run.font.size, run.bold = Pt(9), bold or None


def _repeat_as_header(row):
    element = OxmlElement("w:tblHeader")
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)


def _figure(word, block):
    word.add_paragraph(printable(block.caption), style="Caption")
    picture = (
        word.add_paragraph()
        .add_run()
        .add_picture(
            io.BytesIO(_png(stored_svg.read(block.svg))),
            width=Cm(PICTURE_WIDTH_CM * pdf.share_of_width(block.svg)),
        )
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
    word.add_paragraph(printable(block.attribution), style="Subtle")


def _note(word, block):
    paragraph = word.add_paragraph(style="Intense Quote")
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
