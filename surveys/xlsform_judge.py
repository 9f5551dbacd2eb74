"""Asks pyxform, the reference converter, whether it would take the same sheets."""

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

SHEETS = ("survey", "choices", "settings")


def second_opinion(sheets):
    """Return pyxform's objections to the sheets as sentences: none or one, since it stops at its first."""
    try:
        convert(_parts(sheets), form_name="data")
    except PyXFormError as error:
        return [f"pyxform: {error}"]
    except Exception as error:
        return [f"pyxform can't read it ({type(error).__name__})"]
    return []


def _parts(sheets):
    """Return the sheets as pyxform's own reader hands them over: rows, and every column as a header."""
    parts = {}
    for name in SHEETS:
        rows = [dict(row.cells) for row in sheets.get(name, ())]
        columns = dict.fromkeys(column for row in rows for column in row)
        parts |= {name: rows, f"{name}_header": [columns] if columns else []}
    return parts
