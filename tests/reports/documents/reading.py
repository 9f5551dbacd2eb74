"""Reads a rendered document back as plain words, each format by another library than the one that wrote it."""

import csv
import io
import json
import re

import docx
import openpyxl
import pptx
from lxml import html
from pypdf import PdfReader

FIGURE = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d+)?)\s?%")
RANGE = re.compile(r"between ([+-]?\d+) and ([+-]?\d+) %")
BASE = re.compile(r"(?:survey(?: \([^)]*\))? of |Base )([\d,]+)|(?<![\d,])([\d,]+) answers")


def words_of(kind: str, data: bytes) -> str:
    """Everything that a person reads in the file, white space made single."""
    return " ".join(READERS[kind](data).split())


def figures_in(words: str) -> set[float]:
    """Every number that stands before a percent sign, or in a "between x and y %"."""
    found = {float(number) for number in FIGURE.findall(words)}
    return found | {abs(float(end)) for pair in RANGE.findall(words) for end in pair}


def bases_in(words: str) -> set[int]:
    return {int("".join(pair).replace(",", "")) for pair in BASE.findall(words)}


def _pdf(data):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _docx(data):
    document = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    ends = [
        part.text for one in document.sections for part in (*one.header.paragraphs, *one.footer.paragraphs)
    ]
    pictures = [shape._inline.docPr.get("descr") or "" for shape in document.inline_shapes]
    return "\n".join([*(one.text for one in document.paragraphs), *cells, *ends, *pictures])


def _pptx(data):
    deck = pptx.Presentation(io.BytesIO(data))
    return "\n".join(text for slide in deck.slides for shape in slide.shapes for text in _of_shape(shape))


def _of_shape(shape):
    if shape.has_text_frame:
        yield shape.text_frame.text
    if getattr(shape, "has_chart", False) and shape.has_chart:
        plot = shape.chart.plots[0]
        percent = " %" if "%" in plot.data_labels.number_format else ""
        for name, value in zip(plot.categories, plot.series[0].values, strict=True):
            yield f"{name} {value:g}{percent}" if value is not None else str(name)
    yield shape._element.xpath(".//p:cNvPr/@descr")[0] if shape._element.xpath(".//p:cNvPr/@descr") else ""


def _xlsx(data):
    book = openpyxl.load_workbook(io.BytesIO(data))
    return "\n".join(
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
    )


def _html(data):
    page = html.fromstring(data)
    for style in page.xpath("//style"):
        style.drop_tree()
    return "\n".join(page.itertext())


def _csv(data):
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return "\n".join("\n".join(row) for row in rows)


def _json(data):
    found = json.loads(data)
    found.pop("tables")
    return "\n".join(_strings(found))


def _strings(node):
    if isinstance(node, str):
        return [node]
    if isinstance(node, dict):
        return [text for value in node.values() for text in _strings(value)]
    return [text for value in node for text in _strings(value)] if isinstance(node, list) else []


READERS = {
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "html": _html,
    "csv": _csv,
    "json": _json,
}
