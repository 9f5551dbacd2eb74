"""How a Word file looks: its page, its styles, header and footer. Pure: no Django; says nothing of the content."""

from datetime import datetime

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.documents.content import Document, printable

PURPLE = RGBColor(0x3C, 0x10, 0x53)
GREEN = RGBColor(0x00, 0x70, 0x5A)
ORANGE = RGBColor(0xB5, 0x47, 0x08)
GREY = RGBColor(0x4A, 0x47, 0x56)
LONGEST_PROPERTY = 255  # of a title or an author, as the format says
FONT = "Arial"  # on every machine, or one of the same width
HEADINGS = (("Title", 22), ("Heading 1", 15), ("Heading 2", 12), ("Heading 3", 11), ("Subtitle", 12.5))
FIGURE_INDENT = Cm(2.6)


def set_up(word, document: Document):
    """The page, the properties, the styles, the mark above and what the document rests on below."""
    _properties(word.core_properties, document)
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.1)
    section.top_margin = section.bottom_margin = Cm(2.1)
    _own_fonts(word.styles, document.language)
    _own_styles(word.styles)
    if document.mark:
        section.header.paragraphs[0].text = printable(document.mark)
        section.header.paragraphs[0].style = "Mark"


def _properties(properties, document):
    properties.title = printable(document.full_title)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = printable(document.publisher)[:LONGEST_PROPERTY]
    properties.language = document.language
    comments = " ".join(part for part in (document.mark, document.rests_on) if part)
    properties.comments = printable(comments)[:LONGEST_PROPERTY]
    properties.created = properties.modified = datetime(
        document.dated.year, document.dated.month, document.dated.day
    )
    properties.revision = 1


def _own_fonts(styles, language):
    normal = styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(10)
    normal.paragraph_format.space_after = Pt(5)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), language)
    normal.element.get_or_add_rPr().append(tag)
    for name, size in HEADINGS:
        font = styles[name].font
        font.name, font.size, font.bold = FONT, Pt(size), name != "Subtitle"
        font.color.rgb, font.italic = GREY if name == "Subtitle" else PURPLE, False
        _without_theme(styles[name])
    styles["Subtitle"].element.get_or_add_rPr()
    title = styles["Title"].element.get_or_add_pPr()
    for line in title.findall(qn("w:pBdr")):
        title.remove(line)
    for name, before, after in (("Heading 1", 16, 4), ("Heading 2", 12, 3)):
        spacing = styles[name].paragraph_format
        spacing.space_before, spacing.space_after = Pt(before), Pt(after)


def _without_theme(style):
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _own_styles(styles):
    caption = styles["Caption"]
    caption.font.size, caption.font.color.rgb, caption.font.bold = Pt(9.5), PURPLE, True
    caption.paragraph_format.keep_with_next = True
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(8), Pt(3)
    quote = styles["Quote"]
    quote.font.italic, quote.font.color.rgb = True, PURPLE
    quote.paragraph_format.left_indent = Cm(0.8)
    quote.paragraph_format.keep_with_next = True
    subtle = _added(styles, "Subtle", 8.5, GREY)
    subtle.paragraph_format.space_after = Pt(8)
    _added(styles, "Mark", 8.5, ORANGE, bold=True).paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    finding = _added(styles, "Finding", 10.5)
    finding.paragraph_format.keep_with_next = True
    base = _added(styles, "Finding Base", 8.5, GREY)
    for style in (finding, base):
        style.paragraph_format.left_indent = FIGURE_INDENT
        style.paragraph_format.keep_together = True
    finding.paragraph_format.first_line_indent = -FIGURE_INDENT + Cm(0.2)
    finding.paragraph_format.space_before, finding.paragraph_format.space_after = Pt(8), Pt(0)
    finding.paragraph_format.tab_stops.add_tab_stop(FIGURE_INDENT)
    base.paragraph_format.space_after = Pt(8)
    remark = _added(styles, "Remark", 10)
    remark.paragraph_format.left_indent = Cm(0.3)
    remark.paragraph_format.keep_together = True
    _line_at_left(remark, ORANGE)


def _added(styles, name, size, colour=None, bold=False):
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style, style.font.size = styles["Normal"], Pt(size)
    style.font.bold = bold or None
    if colour is not None:
        style.font.color.rgb = colour
    return style


def _line_at_left(style, colour):
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "24"), ("space", "6"), ("color", str(colour))):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = style.element.get_or_add_pPr()
    # Word reads a paragraph's properties in one order only: borders stand before tabs, spacing and indents.
    later = [properties.find(qn(f"w:{name}")) for name in ("shd", "tabs", "spacing", "ind", "jc")]
    first = next((one for one in later if one is not None), None)
    properties.append(borders) if first is None else first.addprevious(borders)
