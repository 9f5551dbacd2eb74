"""Reads responses from a CSV file by a mapping: all or nothing, every fault with its row and column. Pure but for the file.

The mapping is `{"columns": {question: header}, "multiple": {question: {choice: header}}, "choices": {question:
{text in the file: choice}}}`. An empty cell is a skipped question; in a `multiple` column anything but nothing, 0, no
and false is a tick. What a question's routing hides must be empty.
"""

import csv
import io
from dataclasses import dataclass

import numpy as np

from surveys.frozen import Frozen, encode_response
from surveys.question_types import BadAnswer
from surveys.routing import shown
from surveys.simulation import Batch

MOST_FAULTS = 200
UNTICKED = {"", "0", "no", "false", "n"}
MAPPING_KEYS = {"columns", "multiple", "choices"}


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: `row` counts lines of the file from 1, nought is the mapping or the whole file."""

    row: int
    column: str
    what: str

    def __str__(self):
        where = f"row {self.row}, column “{self.column}”" if self.row else (self.column or "file")
        return f"{where}: {self.what}"


class ImportFaults(Exception):
    """The file can't be taken; `faults` holds every reason (the first 200)."""

    def __init__(self, faults):
        self.faults = list(faults)[:MOST_FAULTS]
        super().__init__("; ".join(map(str, self.faults)))


def read_responses(form: Frozen, content: bytes, mapping: dict) -> Batch:
    """Return every response of the file, encoded. Raises ImportFaults."""
    lines = _lines(content)
    header = lines[0][1] if lines else []
    faults = list(_mapping_faults(form, mapping, header))
    if faults:
        raise ImportFaults(faults)
    reader = _Reader(form, mapping, header)
    for number, cells in lines[1:]:
        reader.read(number, cells)
    if reader.faults:
        raise ImportFaults(reader.faults)
    if not reader.rows:
        raise ImportFaults([Fault(0, "file", "holds no response")])
    return Batch(np.array(reader.rows, dtype=np.int16), tuple(reader.comments))


def _lines(content: bytes) -> list[tuple[int, list[str]]]:
    try:
        text = content.decode("utf-8-sig")
        if "\0" in text:
            raise ValueError
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except (ValueError, csv.Error):
        raise ImportFaults([Fault(0, "file", "is not a CSV file in UTF-8")]) from None


def _mapping_faults(form: Frozen, mapping, header: list[str]):
    if not header:
        yield Fault(0, "file", "is empty")
        return
    if not isinstance(mapping, dict) or not all(isinstance(part, dict) for part in mapping.values()):
        yield Fault(0, "mapping", "must be an object of objects")
        return
    yield from (Fault(0, "mapping", f"“{key}” is not known") for key in sorted(set(mapping) - MAPPING_KEYS))
    yield from _header_faults(mapping, header)
    yield from _question_faults(form, mapping)


def _header_faults(mapping, header):
    yield from (
        Fault(1, name, "stands twice in the file")
        for name in sorted({h for h in header if header.count(h) > 1})
    )
    wanted = list(mapping.get("columns", {}).values())
    for ticks in mapping.get("multiple", {}).values():
        wanted += ticks.values() if isinstance(ticks, dict) else [ticks]
    for name in wanted:
        if name not in header:
            yield Fault(1, str(name), "is named in the mapping but is not in the file")


def _question_faults(form: Frozen, mapping):
    questions, multiple = form.definition.questions, mapping.get("multiple", {})
    both = set(mapping.get("columns", {})) & set(multiple)
    yield from (
        Fault(0, f"question {name}", "stands under columns and under multiple") for name in sorted(both)
    )
    for part in MAPPING_KEYS:
        for name in mapping.get(part, {}):
            if name not in questions or not questions[name].kind.asks:
                yield Fault(0, f"question {name}", "is not in this questionnaire")
    for name, ticks in multiple.items():
        if name in questions and (not isinstance(ticks, dict) or questions[name].kind.kind != "many"):
            yield Fault(0, f"question {name}", "does not take several choices")
        elif name in questions:
            yield from _unknown_choices(questions[name], ticks)
    for name, texts in mapping.get("choices", {}).items():
        if name in questions and isinstance(texts, dict):
            yield from _unknown_choices(questions[name], texts.values())


def _unknown_choices(question, names):
    offered = {*question.choice_names, *question.apart}
    yield from (
        Fault(0, f"question {question.name}", f"has no choice “{name}”")
        for name in names
        if name not in offered
    )


class _Reader:
    def __init__(self, form: Frozen, mapping: dict, header: list[str]):
        self.form, self.header = form, header
        self.columns = mapping.get("columns", {})
        self.multiple = mapping.get("multiple", {})
        self.choices = mapping.get("choices", {})
        self.rows, self.comments, self.faults = [], [], []

    def read(self, number: int, cells: list[str]) -> None:
        if len(cells) != len(self.header):
            self.faults.append(
                Fault(number, "file", f"has {len(cells)} cells, the header {len(self.header)}")
            )
            return
        row, before = dict(zip(self.header, cells, strict=True)), len(self.faults)
        answers = {**self._columns(number, row), **self._ticks(row)}
        answers = {name: answer for name, answer in answers.items() if answer is not None}
        self._unrouted(number, answers)
        if len(self.faults) == before:
            values, comments = encode_response(self.form, answers, None)
            self.rows.append(values)
            self.comments.append(comments)

    def _columns(self, number, row):
        return {
            name: self._parsed(number, name, header, row[header]) for name, header in self.columns.items()
        }

    def _parsed(self, number, name, header, cell):
        question, texts = self.form.definition.questions[name], self.choices.get(name, {})
        value = texts.get(cell.strip(), cell.strip())
        values = value.split() if question.kind.kind == "many" and value not in question.apart else [value]
        try:
            return question.kind.parse(question, values)
        except BadAnswer as error:
            self.faults.append(Fault(number, header, _words(error, cell)))
            return None

    def _ticks(self, row):
        found = {}
        for name, ticks in self.multiple.items():
            chosen = {
                choice for choice, header in ticks.items() if row[header].strip().lower() not in UNTICKED
            }
            apart = [choice for choice in self.form.definition.questions[name].apart if choice in chosen]
            order = self.form.definition.questions[name].choice_names
            found[name] = apart[0] if apart else [choice for choice in order if choice in chosen] or None
        return found

    def _unrouted(self, number, answers):
        seen = shown(self.form.definition, answers)
        for name in sorted(set(answers) - seen):
            header = self.columns.get(name) or ", ".join(self.multiple[name].values())
            self.faults.append(
                Fault(number, header, "is answered, but these answers don't lead to the question")
            )


def _words(error: BadAnswer, cell: str) -> str:
    if error.code == "not_offered":
        return f"“{cell[:60]}” is not a choice of this question"
    limits = ", ".join(f"{key} {value}" for key, value in error.details.items())
    return (
        f"“{cell[:60]}” can't be an answer ({error.code.replace('_', ' ')}{': ' + limits if limits else ''})"
    )
