"""Opens a spreadsheet that may be hostile and hands out its cells as text with their rows. Knows nothing of surveys."""

import io
from dataclasses import dataclass

from openpyxl import load_workbook

from surveys.sheet_reader import danger_in

MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_CELL = 5000


class UnreadableWorkbook(ValueError):
    """The file can't be opened as a plain .xlsx; the message says why."""


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number as the spreadsheet shows it, and its cells by column heading."""

    number: int
    cells: dict


def read_sheets(content):
    """Return {sheet name: [Row]} of an .xlsx given as bytes, empty rows left out. Raises `UnreadableWorkbook`."""
    _refuse_danger(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        return {sheet.title.strip().lower(): _rows(sheet) for sheet in workbook.worksheets}
    except UnreadableWorkbook:
        raise
    except Exception:
        raise UnreadableWorkbook("it is not a spreadsheet that can be read (.xlsx)") from None


def _refuse_danger(content):
    if len(content) > MOST_BYTES:
        raise UnreadableWorkbook(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    if danger := danger_in(content, MOST_UNPACKED):
        raise UnreadableWorkbook(f"it {danger}")


def _rows(sheet):
    rows, headings = [], None
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if number > MOST_ROWS:
            raise UnreadableWorkbook(f"sheet {sheet.title} has more than {MOST_ROWS} rows")
        words = [_text(cell) for cell in cells]
        if headings is None:
            headings = [_heading(word) for word in words] if any(words) else None
        elif any(words):
            rows.append(
                Row(number, {key: word for key, word in zip(headings, words, strict=False) if key and word})
            )
    return rows


def _heading(word):
    name, colons, language = word.partition("::")
    return name.strip().lower().replace(" ", "_") + colons + language.strip()


def _text(cell):
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    if len(text) > LONGEST_CELL:
        raise UnreadableWorkbook(f"a cell holds more than {LONGEST_CELL} characters")
    return text
