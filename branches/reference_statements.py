"""Loads The Promise's foundations, themes and statements in the project's own short wording; full texts stay as loaded."""

from branches.models import Foundation, PriorityArea, Statement, Theme
from branches.reference import register, rows, store


@register
def load_foundations():
    foundations = store(Foundation, "number", [_numbered(row) for row in rows("foundations.csv")])
    areas = store(PriorityArea, "number", [_numbered(row) for row in rows("priority_areas.csv")])
    return f"{len(foundations)} foundations and {len(areas)} priority areas"


@register
def load_statements():
    foundations = {foundation.number: foundation for foundation in Foundation.objects.all()}
    records = [_numbered(row) for row in rows("themes.csv")]
    themes = store(
        Theme,
        "number",
        [{**record, "foundation": foundations[int(record["foundation"])]} for record in records],
    )
    found = [_statement(row, themes) for row in rows("statements.csv")]
    tops = store(Statement, "number", [record for record in found if not record["parent"]])
    items = [{**record, "parent": tops[int(record["parent"])]} for record in found if record["parent"]]
    store(Statement, "number", items)
    return f"{len(found)} statements of The Promise under {len(themes)} themes"


def _numbered(row):
    return {**row, "number": int(row["number"])}


def _statement(row, themes):
    """The columns are the model's fields; `parent` is still a number, or None."""
    return {
        **_numbered(row),
        "theme": themes[int(row["theme"])],
        "page": int(row["page"]),
        "parent": row["parent"] or None,
    }
