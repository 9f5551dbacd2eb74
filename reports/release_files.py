"""A release as files: JSON, CSV a table, and one workbook; the tables' own figures, nothing more.

Text cells that begin like a formula get an apostrophe before them, so that no spreadsheet runs them.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import xlsxwriter

from branches.days import day_in_words
from reports.documents.csv import safe_cell
from reports.safe_tables import NO, YES, SafeTable

HEAD = ("question", "wording", "by", "group", "weighted", "base")


def tables_json(release) -> str:
    """The list of tables as one JSON text."""
    return json.dumps(release.tables, ensure_ascii=False, indent=1)


def changes_json(release) -> str:
    return json.dumps(release.changes, ensure_ascii=False, indent=1)


def table_name(table: SafeTable) -> str:
    """A file name without ending; a simulated table's says so."""
    parts = [table.question, "by-" + "-".join(table.by) if table.by else "scotland"]
    parts += ["weighted"] if table.weighted else []
    parts += ["simulated"] if table.provenance.simulated else []
    return "_".join(parts)


def rows_of(table: SafeTable) -> list[list]:
    """Header and rows: a column a choice with its range; [c] and [u] where nothing may be shown."""
    keys = _columns(table)
    header = [*HEAD]
    for _, label in keys:
        header += [f"{label}, %", f"{label}, low", f"{label}, high"]
    header += ["mean", "median", "lower quartile", "upper quartile", "effective base", "note", "source"]
    return [header, *(_row(table, row, keys) for row in table.rows)]


def _columns(table):
    return [*table.choices, *(table.headline or ())]


def _row(table, row, keys) -> list:
    group = ", ".join(row.group[column] for column in table.by) or "Scotland"
    cells = [table.question, table.wording, " × ".join(table.by) or "Scotland", group]
    cells += ["yes" if table.weighted else "no", row.base if row.base is not None else "[c]"]
    for key, _ in keys:
        cells += [_shown(row, figures, key) for figures in (row.shares, row.low, row.high)]
    cells += [row.mean, row.median, *(row.quartiles or (None, None)), row.effective_base]
    return [*cells, f"[{row.note}]" if row.note else "", source_line(table)]


def _shown(row, figures, key):
    if row.hidden:
        return "[c]"
    if key not in figures:
        return ""
    return "[u]" if figures[key] is None else figures[key]


def source_line(table: SafeTable) -> str:
    """Who, how many, when and which release, with the word Simulated where it belongs."""
    origin = table.provenance
    kind = "Simulated opt-in survey" if origin.simulated else "Opt-in survey"
    return f"{kind} of about {origin.responses:,} social workers, {origin.fieldwork}; release {origin.release}, {day_in_words(origin.released_on)}"


def _safe(cell):
    if isinstance(cell, str):
        return safe_cell(cell)
    return "" if cell is None else cell


def table_csv(table: SafeTable) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_safe(cell) for cell in row] for row in rows_of(table))
    return out.getvalue()


def all_csv(tables: list[SafeTable]) -> str:
    """Every table in one long file: a line a group and choice."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*HEAD, "choice", "label", "percent", "low", "high", "mean", "median", "note", "source"])
    for table in tables:
        writer.writerows([_safe(cell) for cell in line] for line in _long(table))
    return out.getvalue()


def _long(table):
    for row in table.rows:
        for key, label in _keys_in(table, row):
            if key in (YES, NO) or row.hidden or not key or key in row.shares:
                figures = [
                    _shown(row, store, key) if key else "" for store in (row.shares, row.low, row.high)
                ]
                whole = _row(table, row, [])
                yield [*whole[:6], key, label, *figures, row.mean, row.median, *whole[-2:]]


def _keys_in(table, row):
    """The columns of a row; one without a name where it has no share, but a base or a mean."""
    return (_columns(table) if row.hidden or row.shares else []) or [("", "")]


def workbook(release, tables: list[SafeTable]) -> bytes:
    """An XLSX: the method first, then a sheet with every line; the same bytes for the same release."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": f"Release {release}", "created": release.frozen_at.replace(tzinfo=None)})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    about = book.add_worksheet("About")
    about.set_column(0, 0, 28)
    about.set_column(1, 1, 100)
    facts = [["Release", str(release)], ["SHA-256", release.sha256], *release.method]
    for line, (heading, words) in enumerate(facts):
        about.write_string(line, 0, heading, bold)
        about.write_string(line, 1, words, wrapped)
    sheet = book.add_worksheet("Simulated figures" if release.simulated else "Figures")
    sheet.freeze_panes(1, 0)
    for line, row in enumerate(csv.reader(io.StringIO(all_csv(tables)))):
        for column, cell in enumerate(row):
            if line and cell.lstrip("-").replace(".", "", 1).isdigit():
                sheet.write_number(line, column, float(cell))
            else:
                sheet.write_string(line, column, cell, bold if line == 0 else None)
    book.close()
    return out.getvalue()


def write_release(release, folder: Path) -> list[str]:
    """Writes tables.json, changes.json, method.json and a CSV a table; returns the names."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {"tables.json": tables_json(release), "changes.json": changes_json(release)}
    files["method.json"] = json.dumps(release.method, ensure_ascii=False, indent=1)
    for table in map(SafeTable.from_json, release.tables):
        files[f"{table_name(table)}.csv"] = table_csv(table)
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return list(files)
