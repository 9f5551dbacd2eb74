"""Renders a Document as JSON: its words as blocks, and the release's tables that it rests on. Pure: no Django."""

import json

from reports.documents import pdf
from reports.documents.content import Document, printable_data


def render(document: Document) -> bytes:
    """The document as UTF-8 JSON; pictures are left out, their tables stand in `tables`."""
    data = pdf.as_data(document)
    data.pop("words")
    for block in data["blocks"]:
        for drawn in ("svg", "width", "widths", "sticky", "bank_id"):
            block.pop(drawn, None)
    data["date"] = document.dated.isoformat()
    data["simulated"] = document.simulated
    data["tables"] = list(document.tables)
    return json.dumps(printable_data(data), ensure_ascii=False, indent=1, sort_keys=True).encode()
