"""Renders a Document's tables as one CSV, safe to open in a spreadsheet. Pure: no Django."""

import csv
import io

from branches.csv_files import FORMULA
from reports.documents.content import Document, printable


def safe_cell(text) -> str:
    """The cell's text, with an apostrophe before anything that a spreadsheet would run; numbers stay numbers."""
    text = printable(str(text))
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def render(document: Document) -> bytes:
    """Every table one after the other, each under its caption, with a leading column that repeats the caption."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([safe_cell(document.full_title)])
    writer.writerow([safe_cell(" · ".join(part for part in (document.mark, document.rests_on) if part))])
    for table in document.all_tables():
        writer.writerow([])
        writer.writerow(["table", *map(safe_cell, table.head)])
        for row in table.rows:
            writer.writerow([safe_cell(table.caption), *map(safe_cell, row)])
    # Excel reads UTF-8 only when a byte-order mark says so.
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()
