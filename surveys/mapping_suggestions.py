"""Suggests which column answers which question and which text is which choice, by their words. Pure; a person confirms."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from surveys.answer_tools import is_telling
from surveys.import_mapping import takes_several
from surveys.questionnaire import APART_WORDS

ALIKE = 0.82
MOST_TEXTS = 80
SHORTEST_BEGINNING = 12  # characters of a header that may stand for a longer question
OTHERS = ("other", "other please specify", "something else", "other please state", "other please say")
NOTHING = {"n/a", "na", "not answered", "no answer", "-", "none", ""}
BRACKETED = re.compile(r"(.*\S)\s*\[(.+)\]\s*\Z", re.DOTALL)
# LimeSurvey's code and words.
CODED = re.compile(r"([A-Za-z]\w*)\[(\w+)\]\.\s(.*\S)\s*\[(.+)\]\s*\Z", re.DOTALL)
PARTED = (re.compile(r"(.*\S)/(.+)\Z"), re.compile(r"(.*\S)\s[-–:|]\s(.+)\Z"), re.compile(r"(.*\S):\s(.+)\Z"))


@dataclass(frozen=True)
class Suggestion:
    """A mapping as `surveys.import_mapping` has it, and the columns that nothing was found for."""

    mapping: dict
    unused: tuple[str, ...] = field(default=())


def suggested(definition, header, texts_of, tool) -> Suggestion:
    """Return the likeliest mapping. `texts_of(header)` gives the distinct texts of a column."""
    free = [name for name in header if name and not is_telling(name)]
    columns, multiple = {}, {}
    asked = [question for question in definition.questions.values() if question.kind.asks]
    for question in asked:
        if takes_several(question) and (ticks := _ticks(question, free)):
            multiple[question.name] = ticks
    taken = {name for ticks in multiple.values() for name in ticks.values()}
    for question, name in _pairs(asked, [name for name in free if name not in taken]):
        if question.name not in multiple:
            columns[question.name] = name
    mapping = {"columns": _in_order(asked, columns), "multiple": multiple, "choices": {}, "other": {}}
    _other_boxes(definition, free, mapping)
    for name, column in list(mapping["columns"].items()):
        mapping["choices"] |= (
            {name: found} if (found := choices_for(definition.questions[name], texts_of(column))) else {}
        )
    mapping["other"] = {
        q.name: other for q in asked if (other := _other_choice(q)) and _is_mapped(q.name, mapping)
    }
    mapping |= {"finished": tool.finished} if tool.finished else {}
    mapping |= {"header_rows": 2} if tool.header_rows == 2 else {}
    used = {*mapping["columns"].values(), *taken}
    return Suggestion(mapping, tuple(name for name in header if name and name not in used))


def _is_mapped(name, mapping):
    return name in mapping["columns"] or name in mapping["multiple"]


def _in_order(asked, columns):
    return {question.name: columns[question.name] for question in asked if question.name in columns}


def plain(text: str) -> str:
    """Return a text's words alone: no markup, numbering, case or marks."""
    text = re.sub(r"<[^>]*>", " ", text)
    text = re.sub(r"^\s*[Qq]?\d+[.):]\s+", "", text)
    return " ".join(re.findall(r"\w+", text.lower().replace("_", " ")))


def likeness(one: str, other: str) -> float:
    """Return how alike two plain texts are, from 0 to 1."""
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _fit(question, header) -> float:
    """Return how well a header names a question: by its short name, by its words, or both in one."""
    words, label = plain(header), plain(question.label)
    last = header.rsplit("/", 1)[-1]
    if header.strip() == question.name or last == question.name:
        return 2.0
    code = re.match(r"([A-Za-z]\w*)\.\s", header)  # LimeSurvey's “code. words”
    if code and code[1] == question.name:
        return 2.0
    if not words or not label:
        return 0.0
    return max(likeness(words, label), likeness(words, plain(question.name)))


def _begun_by(header, questions):
    """Return the one question whose words begin with a shortened header, or None where several do or it says little."""
    words = plain(header)
    if len(words) < SHORTEST_BEGINNING or " " not in words:
        return None
    found = [question for question in questions if plain(question.label).startswith(f"{words} ")]
    return found[0] if len(found) == 1 else None


def _pairs(questions, headers):
    """Yield (question, header), the surest first, each used once."""
    begun = {name: _begun_by(name, questions) for name in headers}
    scored = [
        (max(_fit(question, name), ALIKE if begun[name] is question else 0), -place, question, name)
        for question in questions
        for place, name in enumerate(headers)
    ]
    done, used = set(), set()
    for _score, _, question, name in sorted(
        (row for row in scored if row[0] >= ALIKE), key=lambda row: row[:2], reverse=True
    ):
        if question.name not in done and name not in used:
            done.add(question.name)
            used.add(name)
            yield question, name


def _ticks(question, headers) -> dict:
    """Return {choice: header} where the choices have columns of their own: “Question [choice]”, “question/choice”."""
    found = {}
    for name in headers:
        for asked, said in _parts(name):
            if _fit(question, asked) >= ALIKE and (choice := choice_for(question, said)):
                found.setdefault(choice, name)
                break
    return {choice: found[choice] for choice in (*question.choice_names, *question.apart) if choice in found}


def _parts(header):
    """Yield the ways of reading a header as (question, choice)."""
    if coded := CODED.match(header):
        code, choice, asked, said = coded.groups()
        yield from ((code, choice), (code, said), (asked, said))
    for pattern in (BRACKETED, *PARTED):
        if parts := pattern.match(header):
            yield parts[1], parts[2]


def _other_boxes(definition, headers, mapping):
    """Map a column “Question [Other (please specify)]” to the question `…_other` that holds those words."""
    for name, question in definition.questions.items():
        owner = definition.questions.get(name.removesuffix("_other"))
        if (
            not name.endswith("_other")
            or owner is None
            or question.kind.kind != "text"
            or name in mapping["columns"]
        ):
            continue
        for header in headers:
            if any(
                _fit(owner, asked) >= ALIKE and plain(said).startswith("other")
                for asked, said in _parts(header)
            ):
                mapping["columns"][name] = header
                break


def _other_choice(question) -> str:
    """Return the choice that stands for everything not listed, or nothing."""
    for choice in question.choices:
        if choice.name == "other" or plain(choice.label) in OTHERS:
            return choice.name
    return ""


def choice_for(question, text: str) -> str:
    """Return the choice that a text most likely is, or nothing."""
    wanted = plain(text)
    known = {choice.name: choice.label for choice in question.choices}
    known |= {name: APART_WORDS[name] for name in question.apart}
    for name, label in known.items():
        if text.strip() == name or wanted == plain(label):
            return name
    if wanted in OTHERS and (other := _other_choice(question)):
        return other
    best = max(known, key=lambda name: likeness(wanted, plain(known[name])), default="")
    return best if best and likeness(wanted, plain(known[best])) >= ALIKE else ""


def choices_for(question, texts) -> dict:
    """Return {text: choice} for the texts of a column whose choice is written in another way; "" is no answer."""
    if not question.choices and not question.apart:
        return {}
    found = {}
    for text in pieces(question, texts)[:MOST_TEXTS]:
        if text in question.choice_names or text in question.apart:
            continue
        if choice := choice_for(question, text):
            found[text] = choice
        elif text.strip().lower() in NOTHING:
            found[text] = ""
    return found


def pieces(question, texts) -> list[str]:
    """Return the distinct texts that each name one choice: a cell of several is parted at ; as Forms writes it."""
    if takes_several(question):
        texts = [piece for text in texts for piece in _parted(question, text)]
    return list(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _parted(question, text):
    if ";" in text:
        return text.split(";")
    words = text.split()
    return words if set(words) <= {*question.choice_names, *question.apart} else [text]
