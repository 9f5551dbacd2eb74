"""Loads The Promise's foundations, themes and statements in the project's own short wording; full texts stay as loaded."""

from branches.models import Foundation, PriorityArea, Statement, Theme
from branches.reference import register, rows


@register
def load_foundations():
    for row in rows("foundations.csv"):
        Foundation.objects.update_or_create(
            number=int(row["number"]), defaults={"name": row["name"], "wording": row["wording"]}
        )
    for row in rows("priority_areas.csv"):
        PriorityArea.objects.update_or_create(
            number=int(row["number"]), defaults={"name": row["name"], "also_called": row["also_called"]}
        )
    return f"{Foundation.objects.count()} foundations and {PriorityArea.objects.count()} priority areas"


@register
def load_statements():
    foundations = {foundation.number: foundation for foundation in Foundation.objects.all()}
    for row in rows("themes.csv"):
        Theme.objects.update_or_create(
            number=int(row["number"]),
            defaults={"wording": row["wording"], "foundation": foundations[int(row["foundation"])]},
        )
    themes = {theme.number: theme for theme in Theme.objects.all()}
    loaded = {}
    for row in rows("statements.csv"):
        number = int(row["number"])
        loaded[number], _ = Statement.objects.update_or_create(
            number=number,
            defaults={
                "theme": themes[int(row["theme"])],
                "kind": row["kind"],
                "parent": loaded[int(row["parent"])] if row["parent"] else None,
                "page": int(row["page"]),
                "wording": row["wording"],
            },
        )
    return f"{len(loaded)} statements of The Promise under {len(themes)} themes"
