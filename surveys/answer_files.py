"""Opens a file of answers from another tool, CSV or XLSX, as one header and rows of text. Pure; keeps nothing.

Rows come one by one, so that a million of them needs no more memory than the file. A spreadsheet is read by a process
of its own with hard limits.
"""

import codecs
import csv
import io
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

READER = Path(__file__).with_name("sheet_reader.py")
CHILD_SECONDS = 90
DELIMITERS = ",;\t|"
ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
OLD_OFFICE = b"\xd0\xcf\x11\xe0"


class UnreadableFile(ValueError):
    """The file can't be opened as a table; the sentence says why and what to do."""


@dataclass(frozen=True)
class Table:
    """A file's header, and its rows as (line in the file from 1, cells). `encoding` is for people, empty for a sheet."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str = ""


def open_table(content: bytes, header_rows: int = 1) -> Table:
    """Return the table in a file. `header_rows` 2 joins a question's row with the choices' row below it.

    Raises UnreadableFile now, or while its rows are read.
    """
    if content.startswith(b"PK\x03\x04"):
        lines, encoding = _sheet_lines(content), ""
    elif content.startswith(OLD_OFFICE):
        raise UnreadableFile("is an old or locked Excel file: save it as .xlsx or as CSV")
    else:
        encoding = _encoding(content)
        lines = _csv_lines(content, encoding)
    first = _take(lines, header_rows)
    if not first:
        raise UnreadableFile("is empty")
    header = [cell.strip() for cell in first[0]] if header_rows == 1 else joined(first)
    return Table(told_apart(header), lines, ENCODINGS.get(encoding, ""))


def _take(lines, count) -> list[list[str]]:
    return [cells for _, (_, cells) in zip(range(count), lines, strict=False)]


def joined(rows: list[list[str]]) -> list[str]:
    """Return one header of two rows, as SurveyMonkey writes them: “Question [choice]”, the question stands once."""
    questions, below = rows[0], [*(rows[1] if len(rows) > 1 else []), *[""] * len(rows[0])]
    header, question = [], ""
    for named, choice in zip(questions, below, strict=False):
        question, choice = named.strip() or question, choice.strip()
        whole = not choice or choice.lower() in ("response", "open-ended response")
        header.append(question if whole else f"{question} [{choice}]")
    return header


def told_apart(header: list[str]) -> list[str]:
    """Return the header with a number behind every name that stands more than once: “Comments (1)”, “Comments (2)”."""
    seen, found = Counter(), []
    for name in header:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if name and header.count(name) > 1 else name)
    return found


def _encoding(content: bytes) -> str:
    """Return the first encoding that the whole file has, UTF-8 before any other."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wanted = ("utf-16",)
    else:
        wanted = ("utf-8-sig", "cp1252")
    for encoding in wanted:
        if _has_encoding(content, encoding):
            return encoding
    raise UnreadableFile("is neither a spreadsheet (.xlsx) nor a CSV file in UTF-8, UTF-16 or Windows-1252")


def _has_encoding(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), 1 << 20):
            if "\0" in decoder.decode(content[start : start + (1 << 20)]):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _csv_lines(content: bytes, encoding: str):
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
    delimiter = _delimiter(text)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise UnreadableFile(f"is not a CSV file from line {reader.line_num} on ({error})") from None


def _delimiter(text) -> str:
    """Return what parts the header's cells; Kobo and continental Excel write semicolons, LimeSurvey may write tabs."""
    first = text.readline(1 << 20)
    text.seek(0)
    bare = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _sheet_lines(content: bytes):
    # `-I`: the child sees neither this project nor its environment, so no setting, key or database address.
    child = subprocess.Popen(
        [sys.executable, "-I", str(READER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={}, cwd="/"
    )
    try:
        out, _ = child.communicate(content, timeout=CHILD_SECONDS)
    except subprocess.TimeoutExpired:
        out = b""
    finally:
        child.kill()
        child.wait()
    if child.returncode or not out:
        raise UnreadableFile("needs more time or memory than answers should: save it as CSV")
    for line in io.BytesIO(out):
        found = json.loads(line)
        if isinstance(found, dict):
            raise UnreadableFile(found["refused"])
        yield found[0], found[1]
