"""Renders a Document as slides: a finding or a chart each, with native charts. Pure: no Django.

The workbook behind a chart holds the printed figures of the document's own table and nothing else.
"""

import io
import re
from datetime import datetime

import pptx
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Cm, Pt

from branches.days import day_in_words
from reports.documents import pdf, stored_svg, words
from reports.documents.content import Document, Figure, Finding, Heading, Paragraph, Quote, printable
from reports.documents.csv import safe_cell
from reports.documents.reproducible import fixed_zip
from reports.documents.word_styles import LONGEST_PROPERTY

PURPLE, GREEN, ORANGE = RGBColor(0x3C, 0x10, 0x53), RGBColor(0x00, 0x70, 0x5A), RGBColor(0xB5, 0x47, 0x08)
GREY, WHITE, YELLOW = RGBColor(0x4A, 0x47, 0x56), RGBColor(0xFF, 0xFF, 0xFF), RGBColor(0xF4, 0xB7, 0x40)
WIDTH, HEIGHT, MARGIN = Cm(33.867), Cm(19.05), Cm(1.8)
INNER = WIDTH - 2 * MARGIN
FONT = "Arial"
TITLE_ONLY = 5  # of python-pptx's own template
MOST_BARS = 12
LONGEST_NAME, MOST_REMARKS = 60, 5
NUMBER = re.compile(r"(\d+(?:\.\d+)?)( %)?")


def render(document: Document) -> bytes:
    """The document's findings, charts and quotes as PPTX bytes, a slide each; the same Document gives the same bytes."""
    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _properties(deck.core_properties, document)
    _title_slide(deck, document)
    for block in document.blocks:
        if type(block) in DRAW:
            DRAW[type(block)](_slide(deck, document, block), block)
    _last_slide(deck, document)
    buffer = io.BytesIO()
    deck.save(buffer)
    return fixed_zip(buffer.getvalue())


def _properties(properties, document):
    properties.title = printable(document.full_title)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = printable(document.publisher)[:LONGEST_PROPERTY]
    properties.language = document.language
    comments = " ".join(part for part in (document.mark, document.rests_on) if part)
    properties.comments = printable(comments)[:LONGEST_PROPERTY]
    moment = datetime(document.dated.year, document.dated.month, document.dated.day)
    properties.created = properties.modified = moment
    properties.revision = 1


def _title_slide(deck, document):
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = PURPLE
    _write(slide, document.publisher, Cm(1.6), Cm(1.5), 16, YELLOW, bold=True)
    _place_title(slide, document.full_title, Cm(5.5), Cm(5), 40, WHITE)
    _write(slide, document.subtitle, Cm(11), Cm(1.6), 20, WHITE)
    _write(slide, f"{day_in_words(document.dated)}. {document.rests_on}", Cm(16.4), Cm(1), 12, WHITE)
    if document.mark:
        _write(slide, document.mark, Cm(14.6), Cm(1.2), 18, YELLOW, bold=True)


def _slide(deck, document, block):
    """An empty slide with its title, the mark above it and what the document rests on below."""
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    title = block.caption if isinstance(block, Figure) else TITLES[type(block)](block)
    _place_title(slide, title, Cm(1.7), Cm(3), 26, PURPLE)
    if document.mark:
        _write(slide, document.mark, Cm(0.6), Cm(0.9), 12, ORANGE, bold=True)
    _write(slide, f"{document.publisher} · {document.rests_on}", Cm(17.9), Cm(0.8), 10, GREY)
    return slide


def _place_title(slide, text, top, height, size, colour):
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = MARGIN, top, INNER, height
    title.text_frame.text = printable(text)
    title.text_frame.word_wrap = True
    paragraph = title.text_frame.paragraphs[0]
    paragraph.alignment = 1  # left
    _look(paragraph, size if len(text) < 160 else size * 3 // 4, colour, bold=True)


def _write(slide, text, top, height, size, colour, bold=False, left=MARGIN, width=INNER):
    box = slide.shapes.add_textbox(left, top, width, height)
    box.text_frame.word_wrap = True
    box.text_frame.text = printable(text)
    for paragraph in box.text_frame.paragraphs:
        _look(paragraph, size, colour, bold)
    return box


def _look(paragraph, size, colour, bold=False):
    font = paragraph.font
    font.name, font.size, font.bold, font.color.rgb = FONT, Pt(size), bold, colour


def _finding(slide, block):
    _write(slide, block.figure.replace(" ", "\u00a0"), Cm(6), Cm(6), 120, GREEN, bold=True)
    _write(slide, block.base, Cm(14), Cm(2), 14, GREY)


def _figure(slide, block):
    bars = _bars(block.table)
    if bars is None:
        _picture(slide, block)
    else:
        _chart(slide, block, *bars)
    _write(slide, block.source, Cm(16), Cm(1.6), 12, GREY)


def _bars(table):
    """([name, value or None] a bar, whether they are per cent), or None where a native chart would not say it."""
    if table is None or not table.numeric or not 0 < len(table.rows) <= MOST_BARS:
        return None
    found = [NUMBER.fullmatch(row[1]) for row in table.rows]
    if not any(found):
        return None
    names = [_name(table, row) for row in table.rows]
    values = [float(one[1]) if one else None for one in found]
    return list(zip(names, values, strict=True)), any(one and one[2] for one in found)


def _name(table, row):
    """What stands beside a bar: its name, with its range where there is one."""
    name = row[0] if len(row[0]) <= LONGEST_NAME else row[0][: LONGEST_NAME - 1].rstrip() + "…"
    extra = next((row[at] for at, head in enumerate(table.head) if head == "Range"), "–")
    unknown = "" if NUMBER.fullmatch(row[1]) else row[1]
    told = ", ".join(part for part in (unknown, "" if extra == "–" else extra) if part)
    # The chart's workbook is written by another library, which would take such a name for a formula.
    return safe_cell(f"{name} ({told})" if told else name)


def _chart(slide, block, bars, percent):
    data = CategoryChartData(number_format='0" %"' if percent else "General")
    data.categories = [name for name, _ in bars]
    data.add_series(safe_cell(block.table.head[1]), [value for _, value in bars])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, MARGIN, Cm(5), INNER, Cm(10.8), data)
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", printable(block.alt))
    chart = frame.chart
    chart.has_legend, chart.has_title = False, False
    chart.font.name, chart.font.size = FONT, Pt(14)
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = {1: 300, 2: 150}.get(len(bars), 60), True
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = (
        '0" %"' if percent else "0",
        False,
    )
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = PURPLE
    _axes(chart, percent)


def _axes(chart, percent):
    chart.category_axis.reverse_order = True
    chart.category_axis.major_tick_mark = XL_TICK_MARK.NONE
    chart.category_axis.has_major_gridlines = chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    if percent:
        chart.value_axis.maximum_scale = 100
    chart.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    chart.value_axis.format.line.fill.background()


def _picture(slide, block):
    svg = stored_svg.read(block.svg)
    wide, tall = pdf.size_of(svg)
    data = pdf.png(svg, width_px=1400, height_px=round(1400 * tall / wide))
    height = min(Cm(10.8), round(INNER * tall / wide))
    drawn = slide.shapes.add_picture(io.BytesIO(data), MARGIN, Cm(5), height=height)
    drawn.left = round((WIDTH - drawn.width) / 2)
    drawn._element.nvPicPr.cNvPr.set("descr", printable(block.alt))


def _quote(slide, block):
    _write(slide, f"“{block.text}”", Cm(6), Cm(7), 30, PURPLE)
    _write(slide, block.attribution, Cm(14), Cm(1.5), 16, GREY)


def _last_slide(deck, document):
    """How sure the figures are, in the document's own words, and whom to ask."""
    remarks = [f"{one.lead} {one.text}" for one in _method(document)]
    contact = f"{words.said('Contact', document.language)}: {document.contact}" if document.contact else ""
    if not remarks and not contact:
        return
    slide = _slide(deck, document, Heading(_method_title(document)))
    box = _write(slide, "\n".join([*remarks[:MOST_REMARKS], contact]).strip(), Cm(5), Cm(11), 15, GREY)
    for paragraph in box.text_frame.paragraphs:
        paragraph.space_after = Pt(8)


def _method(document):
    """The paragraphs with a lead in the last section that has any: the method, where there is one."""
    found, section = [], []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            section = []
        elif isinstance(block, Paragraph) and block.lead:
            section.append(block)
            found = section
    return found


def _method_title(document):
    title, heading = document.full_title, document.full_title
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            heading = block.text
        elif isinstance(block, Paragraph) and block.lead:
            title = heading
    return title


TITLES = {
    Finding: lambda block: block.sentence,
    Quote: lambda block: block.attribution,
    Heading: lambda block: block.text,
}
DRAW = {Finding: _finding, Figure: _figure, Quote: _quote}
