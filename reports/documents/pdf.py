"""Renders a Document as tagged PDF/UA-1 by Typst, from our own layout file and shipped font only.

Pure: no Django. Words reach Typst as JSON data, never as source, so nothing typed by a person can be run; the
compiler's root is the layout folder, its package path is empty, and it reads no font of the machine.
"""

import dataclasses
import json
import re
from pathlib import Path

import typst

from branches.days import day_in_words
from reports.documents import stored_svg, words
from reports.documents.content import Document, Table, printable_data
from reports.documents.glyphs import in_font, in_font_data

FOLDER = Path(__file__).resolve().parent
LAYOUT = FOLDER / "layout"
FONTS = FOLDER / "fonts"
FONT_FAMILY = "'Source Sans 3'"  # quoted: a bare name that ends in a digit is no family name in an SVG
INTRODUCED = ("figure", "finding", "table", "bullets")
TALLEST = 0.72  # of the width of the text, for a picture


def compiled(layout: str, **options) -> bytes:
    """A layout file of ours compiled in a closed room: no folder but ours, no font of the machine, no package."""
    return typst.compile(
        str(LAYOUT / layout),
        root=str(LAYOUT),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        package_path=str(LAYOUT / "no-packages"),
        package_cache_path=str(LAYOUT / "no-packages"),
        **options,
    )


def render(document: Document) -> bytes:
    """The document as PDF/UA-1 bytes; the same Document gives the same bytes.

    Raises `typst.TypstError` when the layout cannot be compiled (a figure without alt text, for one).
    """
    return compiled(
        "document.typ",
        format="pdf",
        pdf_standards=["ua-1"],
        # A percent sign never begins a line.
        sys_inputs={
            "document": json.dumps(in_font_data(printable_data(as_data(document)))).replace(" %", "\\u00a0%")
        },
    )


def png(svg: str, *, width_px: int, height_px: int) -> bytes:
    """An SVG of ours as PNG of the given size, for social cards and chart downloads."""
    return compiled(
        "picture.typ",
        format="png",
        ppi=72,
        sys_inputs={
            "svg": in_font(in_document_font(svg)),
            "width": str(width_px),
            "height": str(height_px),
        },
    )


def as_data(document: Document) -> dict:
    """The Document as plain JSON data for the layout; each block names its kind."""
    return {
        "title": document.full_title,
        "subtitle": document.subtitle,
        "date": [document.dated.year, document.dated.month, document.dated.day],
        "dated": day_in_words(document.dated),
        "rests_on": document.rests_on,
        "mark": document.mark,
        "publisher": document.publisher,
        "contact": document.contact,
        "lang": document.language.split("-")[0],
        "region": (document.language.split("-") + ["GB"])[1],
        "words": {word.lower(): words.said(word, document.language) for word in words.OWN},
        "blocks": _together([_block(block) for block in document.blocks]),
    }


def _block(block) -> dict:
    data = {"kind": type(block).__name__.lower()} | dataclasses.asdict(block)
    if data["kind"] == "figure":
        data["svg"] = in_document_font(stored_svg.read(block.svg))
        data["width"] = share_of_width(block.svg)
    if data["kind"] == "table":
        data["widths"] = column_widths(block)
    return data


def _together(blocks):
    """The same blocks; a text between a heading and what it introduces is marked to stay with it."""
    for before, block, after in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if block["kind"] == "paragraph" and before["kind"] == "heading" and after["kind"] in INTRODUCED:
            block["sticky"] = True
    return blocks


def column_widths(table: Table) -> list[float]:
    """How the columns share the page: long texts get more, but less than their length; no word is broken."""
    columns = zip(table.head, *table.rows, strict=True)
    return [max(6.0, _longest_word(column) + 2, _usual_length(column[1:]) ** 0.8) for column in columns]


def _longest_word(cells):
    return min(18, max(len(word) for cell in cells for word in (cell.split() or [""])))


def _usual_length(cells):
    lengths = sorted(len(cell) for cell in cells)
    return min(70, lengths[int(len(lengths) * 0.8)]) if lengths else 0


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of an SVG from its viewBox."""
    _, _, width, height = re.search(r'viewBox="([^"]+)"', svg).group(1).split()
    return float(width), float(height)


def share_of_width(svg: str) -> float:
    """1 for a wide picture; less for a tall one, so that it never takes a page of its own."""
    width, height = size_of(svg)
    return round(min(1.0, TALLEST * width / height), 3)


def in_document_font(svg: str) -> str:
    """The SVG with its root's font replaced by the shipped one, so that a PDF needs no font of the machine."""
    start = svg.find('font-family="')
    while start != -1:
        begin = start + len('font-family="')
        end = svg.index('"', begin)
        svg = svg[:begin] + FONT_FAMILY + svg[end:]
        start = svg.find('font-family="', begin + len(FONT_FAMILY))
    return svg
