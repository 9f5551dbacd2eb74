"""Reads and writes CSV files for people: all faults by row, and no cell that a spreadsheet would run as a formula."""

import csv
import io

from branches.faults import Fault, FileRefused

# Excel and LibreOffice run a cell that begins so; the full-width signs are read as their plain twins.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LARGEST = 2_000_000


def write(columns, records):
    """CSV text with a header; a cell that would start a formula gets an apostrophe, which `read` takes off again."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_guarded(record.get(column, "")) for column in columns] for record in records)
    return out.getvalue()


def read(content, columns):
    """[(row number, {column: text})] from bytes; FileRefused when it is no such file or a row is too short or long.

    Columns may stand in any order; a spreadsheet's byte order mark and semicolons are understood.
    """
    text = _text(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        table = list(reader)
    except csv.Error:
        raise FileRefused([Fault(None, "This is not a CSV file.")]) from None
    if not table:
        raise FileRefused([Fault(None, "The file is empty.")])
    header = [cell.strip().lower() for cell in table[0]]
    if sorted(header) != sorted(columns):
        raise FileRefused([Fault(1, f"The columns should be: {', '.join(columns)}.", "row")])
    rows = [(number, cells) for number, cells in enumerate(table[1:], start=2) if any(cells)]
    uneven = [
        Fault(n, f"{len(cells)} cells instead of {len(header)}.", "row")
        for n, cells in rows
        if len(cells) != len(header)
    ]
    if uneven:
        raise FileRefused(uneven)
    return [(n, {name: _bare(cell) for name, cell in zip(header, cells, strict=True)}) for n, cells in rows]


def _text(content):
    if len(content) > LARGEST:
        raise FileRefused([Fault(None, "The file is larger than 2 MB.")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused([Fault(None, "This is not a CSV file in UTF-8.")]) from None
    if "\0" in text:
        raise FileRefused([Fault(None, "This is not a CSV file.")])
    return text


def _delimiter(text):
    header = text.split("\n", 1)[0]
    return ";" if header.count(";") > header.count(",") else ","


def _guarded(value):
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def _bare(cell):
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith((*FORMULA, "'")) else text
