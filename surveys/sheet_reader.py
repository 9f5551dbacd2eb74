"""Reads a workbook's first sheet line by line in a process of its own, under hard limits; imports no Django, opens no network."""

import io
import json
import resource
import sys
import zipfile

MEMORY_BYTES = 700 * 1024 * 1024
CPU_SECONDS = 60
MOST_UNPACKED = 150 * 1024 * 1024
MOST_ENTRIES = 1_000
MOST_ROWS = 1_048_576
MOST_COLUMNS = 1_000
MOST_TEXT = 120 * 1024 * 1024


class Refused(Exception):
    """The workbook is not read; the sentence says why and what to do."""


def limit_this_process() -> None:
    """700 MB of address space, a minute of CPU, no file written, no core dumped."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def danger_in(content: bytes, most_unpacked: int) -> str:
    """Return why a workbook is not to be opened, as the end of a sentence, or nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        return "is not an .xlsx file"
    if any("vbaproject" in entry.filename.lower() for entry in entries):
        return "holds macros: save it as .xlsx without them"
    if sum(entry.file_size for entry in entries) > most_unpacked or len(entries) > MOST_ENTRIES:
        return "unpacks to far more than a sheet of words and numbers needs"
    return ""


def refuse_danger(content: bytes) -> None:
    if danger := danger_in(content, MOST_UNPACKED):
        raise Refused(f"{danger}; a CSV file does as well")


def lines(content: bytes):
    """Yield [number, cells] of each row of the first sheet that holds anything."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
    except Exception:
        raise Refused("is not a spreadsheet that can be read (.xlsx)") from None
    sheet.reset_dimensions()
    width = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        words = [as_text(cell) for cell in cells]
        if number > MOST_ROWS or not any(words):
            continue
        while not width and words and not words[-1]:
            words.pop()
        width = width or len(words)
        yield [number, [*words, *[""] * width][: max(width, _used(words))]]


def _used(words) -> int:
    return next((place for place in range(len(words), 0, -1) if words[place - 1]), 0)


def as_text(cell) -> str:
    """Return a cell as other tools would write it into a CSV file: days as 2025-11-03, whole numbers without .0."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if hasattr(cell, "isoformat"):
        return cell.isoformat().removesuffix("T00:00:00")
    return str(cell).strip()


def write_out(content: bytes, out) -> None:
    written = 0
    try:
        refuse_danger(content)
        for line in lines(content):
            text = json.dumps(line).encode() + b"\n"
            written += len(text)
            if written > MOST_TEXT:
                raise Refused("holds more text than answers should: save it as CSV")
            out.write(text)
    except Refused as refused:
        out.write(json.dumps({"refused": str(refused)}).encode() + b"\n")


if __name__ == "__main__":
    limit_this_process()
    write_out(sys.stdin.buffer.read(), sys.stdout.buffer)
