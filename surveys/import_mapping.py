"""The mapping from another tool's columns to a questionnaire, and everything that can be wrong with one. Pure.

    {"columns": {question: header}, "multiple": {question: {choice: header}}, "choices": {question: {text: choice}},
     "other": {question: choice}, "finished": header, "header_rows": 2}

A text mapped to "" is no answer. `other` names the choice that unknown texts count as; the words go into the question
`<question>_other` when there is one. Where the column `finished` is empty a person stopped: what follows the last answer
was not reached. The last three keys may be left out.
"""

from dataclasses import dataclass

from surveys.frozen import Frozen

OBJECTS = ("columns", "multiple", "choices", "other")
DEPTHS = {"columns": 1, "multiple": 2, "choices": 2, "other": 1, "finished": 0}  # objects round each text
KINDS = {
    dict: "an object",
    list: "a list",
    str: "a text",
    int: "a number",
    float: "a number",
    bool: "true or false",
}
MAPPING_KEYS = {*OBJECTS, "finished", "header_rows"}


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: `row` counts lines of the file from 1, zero is the mapping or the whole file."""

    row: int
    column: str
    what: str

    def __str__(self):
        where = f"row {self.row}, column “{self.column}”" if self.row else (self.column or "file")
        return f"{where}: {self.what}"


def header_rows(mapping) -> int:
    """Return how many rows of the file are its header: 2 if the mapping says so, else 1."""
    return 2 if isinstance(mapping, dict) and mapping.get("header_rows") == 2 else 1


def mapping_faults(form: Frozen, mapping, header: list[str]):
    """Yield each fault of a mapping for a file with this header."""
    misshapen = list(_shape_faults(mapping))
    if misshapen:
        yield from misshapen
        return
    yield from (Fault(0, "mapping", f"“{key}” is not known") for key in sorted(set(mapping) - MAPPING_KEYS))
    if mapping.get("header_rows", 1) not in (1, 2):
        yield Fault(0, "mapping", "“header_rows” is 1 or 2")
    yield from _header_faults(mapping, header)
    yield from _question_faults(form, mapping)
    yield from _other_faults(form, mapping)


def _shape_faults(mapping):
    if not isinstance(mapping, dict):
        yield Fault(0, "mapping", f"must be an object of objects, not {_kind(mapping)}")
        return
    for key, depth in DEPTHS.items():
        if key in mapping:
            yield from _depth_faults(mapping[key], depth, f"“{key}”")


def _depth_faults(part, depth, where):
    """Yield where a part of the mapping is not texts with so many objects round them."""
    wanted, name = (dict, "an object") if depth else (str, "a text")
    if not isinstance(part, wanted):
        yield Fault(0, "mapping", f"{where} must be {name}, not {_kind(part)}")
    elif depth:
        for key, inner in part.items():
            yield from _depth_faults(inner, depth - 1, f"{where}, “{key}”")


def _kind(value) -> str:
    return "null" if value is None else KINDS[type(value)]


def used_headers(mapping) -> list[str]:
    """Return every header that a mapping names, in its order."""
    found = list(mapping.get("columns", {}).values())
    for ticks in mapping.get("multiple", {}).values():
        found += ticks.values()
    return found + ([mapping["finished"]] if mapping.get("finished") else [])


def _header_faults(mapping, header):
    for name in dict.fromkeys(used_headers(mapping)):
        if f"{name} (1)" in header:
            yield Fault(1, str(name), f"stands twice in the file: say “{name} (1)” or “{name} (2)”")
        elif name not in header:
            yield Fault(1, str(name), "is named in the mapping but is not in the file")


def _question_faults(form: Frozen, mapping):
    questions, multiple = form.definition.questions, mapping.get("multiple", {})
    both = set(mapping.get("columns", {})) & set(multiple)
    yield from (
        Fault(0, f"question {name}", "stands under columns and under multiple") for name in sorted(both)
    )
    for part in OBJECTS:
        for name in mapping.get(part, {}):
            if name not in questions or not questions[name].kind.asks:
                yield Fault(0, f"question {name}", "is not in this questionnaire")
    for name, ticks in multiple.items():
        if name in questions and not takes_several(questions[name]):
            yield Fault(0, f"question {name}", "does not take several choices")
        elif name in questions:
            yield from _unknown_choices(questions[name], ticks)
    for name, texts in mapping.get("choices", {}).items():
        if name in questions:
            yield from _unknown_choices(questions[name], [choice for choice in texts.values() if choice])


def takes_several(question) -> bool:
    """Return whether a question's choices may each have a column of their own."""
    return question.type in ("select_multiple", "rank")


def _other_faults(form: Frozen, mapping):
    for name, choice in mapping.get("other", {}).items():
        question = form.definition.questions.get(name)
        if question and choice not in question.choice_names:
            yield Fault(0, f"question {name}", f"has no choice “{choice}”")


def _unknown_choices(question, names):
    offered = {*question.choice_names, *question.apart}
    yield from (
        Fault(0, f"question {question.name}", f"has no choice “{name}”")
        for name in names
        if name not in offered
    )
