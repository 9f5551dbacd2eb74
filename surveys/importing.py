"""Reads responses from another tool's file by a mapping: all or nothing, every fault with its row and column. Pure.

`surveys.import_mapping` says what a mapping is. An empty cell is a skipped question, a row that answers nothing is left
out; in a column of one choice anything but nothing, 0, no and false is a tick. What a question's routing hides must be
empty. Rows are read one by one: a million of them take a few hundred megabytes.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from surveys.answer_files import UnreadableFile, open_table
from surveys.frozen import Frozen, encode_response
from surveys.import_mapping import Fault, header_rows, mapping_faults
from surveys.question_types import BadAnswer
from surveys.routing import route, shown

MOST_FAULTS = 200
UNTICKED = {"", "0", "no", "false", "n", "n/a", "not selected"}
NO_COMMENTS: Mapping[str, str] = {}


class ImportFaults(Exception):
    """The file can't be taken; `faults` holds the first 200 reasons, `total` says how many there are."""

    def __init__(self, faults, total=None):
        self.faults = list(faults)[:MOST_FAULTS]
        self.total = total or len(list(faults))
        super().__init__("; ".join(map(str, self.faults)))


@dataclass(frozen=True)
class Responses:
    """A file's responses: rows (n, items) of int16, beside each its comments, and how many lines answered nothing."""

    rows: np.ndarray
    comments: tuple[Mapping[str, str], ...]
    left_out: int = 0


def read_responses(form: Frozen, content: bytes, mapping: dict) -> Responses:
    """Return every response of the file, encoded. Raises ImportFaults."""
    try:
        table = open_table(content, header_rows(mapping))
        return read_table(form, table, mapping)
    except UnreadableFile as error:
        raise ImportFaults([Fault(0, "file", str(error))]) from None


def read_table(form: Frozen, table, mapping: dict) -> Responses:
    """Return every response of an opened table. Raises ImportFaults, or UnreadableFile where it breaks off."""
    faults = list(mapping_faults(form, mapping, table.header))
    if faults:
        raise ImportFaults(faults)
    reader = _Reader(form, mapping, table.header)
    for number, cells in table.rows:
        reader.read(number, cells)
    if reader.total:
        raise ImportFaults(reader.faults, reader.total)
    if not reader.comments:
        raise ImportFaults([Fault(0, "file", "holds no response")])
    rows = np.frombuffer(reader.values, dtype=np.int16).reshape(len(reader.comments), -1)
    return Responses(rows, tuple(reader.comments), reader.left_out)


class _Reader:
    def __init__(self, form: Frozen, mapping: dict, header: list[str]):
        self.form, self.width = form, len(header)
        self.places = {name: place for place, name in enumerate(header)}
        self.columns = mapping.get("columns", {})
        self.multiple = mapping.get("multiple", {})
        self.choices = mapping.get("choices", {})
        self.other = mapping.get("other", {})
        self.finished = mapping.get("finished")
        self.screens = {q.name: s.name for s in route(form.definition).screens for q in s.questions}
        self.values, self.comments, self.faults = array("h"), [], []
        self.total = self.left_out = 0

    def read(self, number: int, cells: list[str]) -> None:
        if len(cells) != self.width:
            self._fault(number, "file", f"has {len(cells)} cells, the header {self.width}")
            return
        row, before = _Row(cells, self.places), self.total
        answers = {**self._columns(number, row), **self._ticks(number, row)}
        self._add_other(answers)
        answers = {name: answer for name, answer in answers.items() if answer is not None}
        if not answers:
            self.left_out += self.total == before
            return
        self._unrouted(number, answers)
        if self.total == before:
            values, comments = encode_response(self.form, answers, self._place(row, answers))
            self.values.extend(values)
            self.comments.append(comments or NO_COMMENTS)

    def _fault(self, number, column, what):
        self.total += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(number, column, what))

    def _place(self, row, answers):
        """Return the screen at which an unfinished response ended, None for a whole one."""
        if not self.finished or row[self.finished].strip():
            return None
        last = [name for name in self.form.definition.questions if name in answers][-1]
        return self.screens[last]

    def _columns(self, number, row):
        found = {}
        for name, header in self.columns.items():
            answer = self._parsed(number, name, header, row[header])
            if isinstance(answer, _Unknown):
                found[name], words = self.other[name], f"{name}_other"
                if words in self.form.definition.questions and words not in self.columns:
                    found[words] = self._parsed(number, words, header, str(answer))
            else:
                found[name] = answer
        return found

    def _parsed(self, number, name, header, cell):
        question, texts = self.form.definition.questions[name], self.choices.get(name, {})
        try:
            if question.kind.kind == "many":
                return self._several(question, texts, cell.strip())
            return question.kind.parse(question, [texts.get(cell.strip(), cell.strip())])
        except BadAnswer as error:
            if error.code == "not_offered" and name in self.other:
                return _Unknown(cell.strip())
            self._fault(number, header, _words(error, cell))
            return None

    def _several(self, question, texts, cell):
        """Return the choices in one cell: parted by ; (Forms), by spaces (Kobo) or by commas."""
        offered = {*question.choice_names, *question.apart, *texts}
        pieces = [cell]
        if cell not in offered:
            for part in (";", None, ", "):
                pieces = [piece.strip() for piece in cell.split(part) if piece.strip()]
                if part == ";" and ";" in cell or offered.issuperset(pieces):
                    break
        unknown = [piece for piece in pieces if piece and piece not in offered]
        if unknown and question.name in self.other:
            pieces = [piece for piece in pieces if piece in offered] + [self.other[question.name]]
        return question.kind.parse(question, [texts.get(piece, piece) for piece in pieces])

    def _ticks(self, number, row):
        found = {}
        for name, ticks in self.multiple.items():
            question = self.form.definition.questions[name]
            if question.type == "rank":
                found[name] = self._order(number, question, ticks, row)
                continue
            chosen = {
                choice for choice, header in ticks.items() if row[header].strip().lower() not in UNTICKED
            }
            apart = [choice for choice in question.apart if choice in chosen]
            found[name] = (
                apart[0]
                if apart
                else [choice for choice in question.choice_names if choice in chosen] or None
            )
        return found

    def _order(self, number, question, ticks, row):
        given = {choice: row[header].strip() for choice, header in ticks.items()}
        try:
            return question.kind.parse(
                question, [f"{choice}={place}" for choice, place in given.items() if place]
            )
        except BadAnswer as error:
            self._fault(number, next(iter(ticks.values())), _words(error, ", ".join(given.values())))
            return None

    def _add_other(self, answers):
        """Choose “other” where only its words were given."""
        for name, choice in self.other.items():
            if answers.get(name) is None and answers.get(f"{name}_other"):
                several = self.form.definition.questions[name].kind.kind == "many"
                answers[name] = [choice] if several else choice

    def _unrouted(self, number, answers):
        seen = shown(self.form.definition, answers)
        for name in sorted(set(answers) - seen):
            base = name.removesuffix("_other")
            header = (
                self.columns.get(name) or self.columns.get(base) or ", ".join(self.multiple[name].values())
            )
            self._fault(number, header, "is answered, but these answers don't lead to the question")


class _Unknown(str):
    """A text that counts as the choice “other”."""


class _Row:
    def __init__(self, cells, places):
        self.cells, self.places = cells, places

    def __getitem__(self, header):
        return self.cells[self.places[header]]


def _words(error: BadAnswer, cell: str) -> str:
    if error.code == "not_offered":
        return f"“{cell[:60]}” is not a choice of this question"
    limits = ", ".join(f"{key} {value}" for key, value in error.details.items())
    return (
        f"“{cell[:60]}” can't be an answer ({error.code.replace('_', ' ')}{': ' + limits if limits else ''})"
    )
