"""Renders a Document's tables as a workbook: a sheet about it, then a sheet a table, never a formula. Pure: no Django."""

import io
import re
from datetime import datetime

import xlsxwriter

from reports.documents.content import Document, Table, printable
from reports.documents.reproducible import fixed_zip

REFUSED_BY_EXCEL = re.compile(r"[:\\/?*\[\]']")
NO_SURPRISES = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def render(document: Document) -> bytes:
    """The document's tables as XLSX bytes; the same Document gives the same bytes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, NO_SURPRISES)
    book.set_properties(
        {
            "title": printable(document.full_title),
            "author": printable(document.publisher),
            "comments": printable(document.rests_on),
            "created": datetime(document.dated.year, document.dated.month, document.dated.day),
        }
    )
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14, "font_color": "#3c1053"}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "cell": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    names = sheet_names(document.all_tables())
    _about(book, formats, document, names)
    for name, table in zip(names, document.all_tables(), strict=True):
        _sheet(book, formats, name, table, document.mark)
    book.close()
    return fixed_zip(buffer.getvalue())


def sheet_names(tables: tuple[Table, ...]) -> list[str]:
    """One sheet name per table: numbered, at most 31 characters, none of the characters that Excel refuses."""
    plain = [REFUSED_BY_EXCEL.sub(" ", printable(table.caption)) for table in tables]
    return [f"{number} {caption}"[:31].strip() for number, caption in enumerate(plain, 1)]


def _about(book, formats, document, names):
    sheet = book.add_worksheet("About")
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, printable(document.full_title), formats["title"])
    lines = [document.mark, document.subtitle, document.publisher, document.rests_on, document.contact]
    notes = [
        "[c] hidden because it would say too much about few people; [u] too few answers to print; "
        "bases are rounded to the nearest 10.",
        "Sheets: " + "; ".join(names) if names else "This document has no table.",
    ]
    for row, line in enumerate([line for line in lines if line] + notes, 1):
        sheet.write_string(row, 0, printable(line), formats["cell"])


def _sheet(book, formats, name, table, mark):
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, max(1, len(table.head) - 1), 18)
    caption = printable(table.caption)
    sheet.write_string(0, 0, f"{caption} ({mark.lower()})" if mark else caption, formats["title"])
    for column, text in enumerate(table.head):
        sheet.write_string(1, column, printable(text), formats["head"])
    for number, row in enumerate(table.rows, 2):
        for column, text in enumerate(row):
            _write(sheet, number, column, text, formats["cell"])
    if table.note:
        sheet.write_string(len(table.rows) + 3, 0, printable(table.note))
    sheet.freeze_panes(2, 1)


def _write(sheet, row, column, text, style):
    # A cell that is a plain number is written as one, so that a reader can sum it; everything else stays text.
    if column and re.fullmatch(r"-?\d{1,15}(\.\d+)?", text):
        sheet.write_number(row, column, float(text), style)
    else:
        sheet.write_string(row, column, printable(text), style)
