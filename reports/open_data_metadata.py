"""Describes the open-data files for programs, as the W3C's "CSV on the Web" says it: each column's name, meaning and type."""

import json

from django.conf import settings

NAME = "csv-metadata.json"
# Whatever is not named here is text. No figure here is a count of people, so none is an identifier either.
NUMBERS = {"value", "low", "high", "published_share"}
WHOLE = {"base", "edition", "published_year", "published_base"}
DAYS = {"said_on", "by_when", "published_on"}
YES_OR_NO = {"simulated", "weighted", "checked"}


def metadata(dictionary: dict, title: str) -> str:
    """JSON text: a table group with a table a file of `dictionary` (file → column → meaning)."""
    group = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": title,
        "dc:publisher": settings.ORG_NAME,
        "dc:license": settings.LICENCE_TEXT,
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\r\n"], "header": True},
        "tables": [_table(name, columns) for name, columns in dictionary.items()],
    }
    return json.dumps(group, ensure_ascii=False, indent=1) + "\n"


def _table(name, columns):
    described = [
        {"name": column, "titles": column, "dc:description": meaning, "datatype": datatype(column)}
        for column, meaning in columns.items()
    ]
    return {"url": name, "tableSchema": {"columns": described}}


def datatype(column: str) -> str | dict:
    """The column's type as "CSV on the Web" names it."""
    if column in YES_OR_NO:
        return {"base": "boolean", "format": "yes|no"}
    if column in NUMBERS:
        return "number"
    if column in WHOLE:
        return "integer"
    return "date" if column in DAYS else "string"
