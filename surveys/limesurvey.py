"""LimeSurvey in: a definition as .lss or tab-separated text becomes ours, with a list of what was not carried over. Pure."""

import re
from dataclasses import dataclass, field, replace

from surveys import limesurvey_files
from surveys.expressions import BadExpression, compiled, references
from surveys.limesurvey_expressions import CanNotSay, converted
from surveys.limesurvey_types import (
    ARRAYS,
    CAN_NOT,
    EXTRAS,
    FIXED,
    MUST_NOT,
    ONE,
    OTHER,
    OTHER_WORDS,
    ROW_FILTERS,
    SEVERAL,
    WORDS,
)
from surveys.question_types import APART
from surveys.questionnaire import NAME, Choice, Definition, Page, Question, dump, faults, load
from surveys.xlsform import Fault, WorkbookFaults, read_workbook

NESTED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class NotCarried:
    """Something of the survey that has no place here: where it stood, and what it was."""

    where: str
    what: str

    def __str__(self):
        return f"{self.where}: {self.what}" if self.where else self.what


@dataclass(frozen=True)
class Taken:
    """A definition and everything that was not carried over into it."""

    definition: Definition
    not_carried: tuple[NotCarried, ...] = ()


def read_definition(content: bytes) -> Taken:
    """Return what a .lss or tab-separated file asks. Raises WorkbookFaults when nothing can be made of it."""
    try:
        survey = limesurvey_files.read(content)
    except limesurvey_files.UnreadableDefinition as error:
        raise WorkbookFaults([Fault("", 0, str(error))]) from None
    made = _Maker(survey)
    definition = made.definition()
    found = list(faults(definition))
    if found:
        raise WorkbookFaults([Fault("", 0, words) for words in found])
    return Taken(load(dump(definition)), tuple(made.lost))


def read_any(name: str, content: bytes) -> tuple[Definition, tuple[NotCarried, ...]]:
    """Return the definition in an XLSForm workbook or a LimeSurvey file, told apart by the name, and what was left behind."""
    if name.lower().endswith((".lss", ".txt", ".tsv", ".tab")):
        taken = read_definition(content)
        return taken.definition, taken.not_carried
    return read_workbook(content), ()


@dataclass
class _Maker:
    survey: limesurvey_files.Survey
    lost: list = field(default_factory=list)
    known: dict = field(default_factory=dict)  # LimeSurvey's name → (question, choice)
    earlier: set = field(default_factory=set)
    taken: set = field(default_factory=set)
    translations: dict = field(default_factory=dict)

    def definition(self):
        pages = []
        for number, group in enumerate(self.survey.groups, 1):
            name = self._free(f"page_{number}")
            relevant = self._condition(group.relevance, self._own(group.texts) or f"group {number}")
            questions = [made for record in group.parts for made in self._questions(record)]
            if questions:
                self._say(f"page:{name}:label", group.texts)
                pages.append(Page(name, self._own(group.texts), tuple(questions), relevant))
            if any(group.helps.values()) or group.more.get("text"):
                self._lose(self._own(group.texts), "the description of the group")
        for kind, words in EXTRAS.items():
            if self.survey.extras.get(kind):
                self._lose("", f"{words} ({self.survey.extras[kind]})")
        said = {language: words for language, words in self.translations.items() if words}
        return Definition(self.survey.title or "Questionnaire", tuple(pages), self.survey.language, said)

    def _lose(self, where, what):
        lost = NotCarried(where, what)
        if lost not in self.lost:
            self.lost.append(lost)

    def _own(self, texts):
        return texts.get(self.survey.language) or next(iter(texts.values()), "")

    def _say(self, key, texts):
        for language, words in texts.items():
            if language != self.survey.language and words:
                self.translations.setdefault(language, {})[key] = self._piped(words, key)

    def _free(self, wanted):
        name = re.sub(r"[^A-Za-z0-9_]", "_", wanted)[:50]
        name = name if NAME.match(name) else f"q_{name}"
        names = (name, *(f"{name}_{number}" for number in range(2, 10_000)))
        found = next(each for each in names if each not in self.taken)
        self.taken.add(found)
        return found

    def _condition(self, source, where):
        try:
            said = converted(source, self.known)
            if said:
                compiled(said)
            if set(references(said)) <= self.earlier:
                return said
        except (CanNotSay, BadExpression):
            pass
        self._lose(where, f"the condition {source.strip()[:200]}")
        return ""

    def _piped(self, words, where):
        """Return words with {name} as ${name} where it is an earlier question's answer; any other is taken out."""

        def said(found):
            name = found[1].removeprefix("INSERTANS:").split(".")[0].strip()
            question, choice = self.known.get(name, ("", ""))
            if question and not choice:
                return f"${{{question}}}"
            self._lose(where, f"the piece {found[0]} of the text")
            return ""

        return " ".join(NESTED.sub(said, words).split())

    def _questions(self, record):
        kind = record.type
        if kind in MUST_NOT or kind in CAN_NOT:
            self._lose(record.code, MUST_NOT.get(kind) or CAN_NOT[kind])
            return []
        for name in ROW_FILTERS:
            if record.more.get(name):
                self._lose(record.code, f"its {name.replace('_', ' ')}: {record.more[name][:120]}")
        about = self._about(record)
        if kind in ARRAYS:
            made = self._array(record, about)
        elif kind in "KQ":
            made = self._parts(record, about)
        else:
            made = self._single(record, about)
        self.earlier |= {question.name for question in made}
        return made

    def _about(self, record):
        return {
            "hint": self._piped(self._own(record.helps), record.code) if record.helps else "",
            "required": record.mandatory,
            "relevant": self._condition(record.relevance, record.code),
        }

    def _label(self, record, name):
        self._say(f"question:{name}:label", record.texts)
        self._say(f"question:{name}:hint", record.helps)
        return self._piped(self._own(record.texts), record.code) or record.code

    def _single(self, record, about):
        kind, name = record.type, self._free(record.code)
        label = self._label(record, name)
        if kind == "X":
            return [Question(name, "note", label, relevant=about["relevant"])]
        self.known[record.code] = (name, "")
        if kind in ONE or kind in SEVERAL or kind == "R" or kind in FIXED:
            return self._choosing(record, name, label, about)
        if kind == "N":
            return [Question(name, self._number(record), label, **about, **self._limits(record))]
        if kind == "D":
            return [Question(name, "date", label, **about)]
        if kind in WORDS:
            return [Question(name, "text", label, **about, longest=300 if kind == "S" else 1000)]
        self._lose(record.code, f"a question of the type {kind}")
        self.known.pop(record.code)
        return []

    def _number(self, record):
        return "integer" if record.more.get("num_value_int_only") == "1" else "decimal"

    def _limits(self, record):
        limits = {}
        for ours, theirs in (("minimum", "min_num_value_n"), ("maximum", "max_num_value_n")):
            said = record.more.get(theirs, "").strip()
            if re.fullmatch(r"\d{1,4}", said):
                limits[ours] = int(said)
            elif said:
                self._lose(record.code, f"its {ours} {said[:60]}")
        return limits

    def _choosing(self, record, name, label, about):
        several = record.type in SEVERAL
        wanted = (
            ("SQ",)
            if several or (record.type == "R" and any(p.kind == "SQ" for p in record.parts))
            else ("A",)
        )
        choices = self._choices(
            name, [part for part in record.parts if part.kind in wanted], FIXED.get(record.type)
        )
        if several:
            for part, choice in zip([p for p in record.parts if p.kind == "SQ"], choices, strict=True):
                self.known[f"{record.code}_{part.code}"] = (name, choice.name)
        kind = {"R": "rank", "5": "likert"}.get(record.type, "select_multiple" if several else "select_one")
        if len(choices) < 2 and not record.other:
            self._lose(record.code, "a question with fewer than two choices")
            self.known.pop(record.code)
            return []
        boxes = []
        if record.other and kind != "rank":
            choices = (*choices, Choice(OTHER, OTHER_WORDS))
            boxes = [
                Question(
                    self._free(f"{name}_other"),
                    "text",
                    "What else?",
                    relevant=f"selected(${{{name}}}, '{OTHER}')",
                    longest=300,
                )
            ]
        if record.type == "O":
            boxes.append(Question(self._free(f"{name}_comment"), "text", "Your comment on this", longest=500))
        if record.type == "P":
            self._lose(record.code, "the comment boxes beside its choices")
        question = Question(
            name, kind, label, choices=choices, appearance="likert" if kind == "likert" else "", **about
        )
        return [question, *boxes]

    def _choices(self, name, records, fixed=None):
        if fixed:
            return tuple(Choice(code, words) for code, words in fixed)
        found = []
        for record in records:
            if record.scale not in ("", "0", record.code) and record.kind == "A" and record.scale != "A":
                continue
            code = re.sub(r"[^A-Za-z0-9_.-]", "_", record.code).lstrip("_.-") or f"a{len(found) + 1}"
            code = f"a_{code}" if code in APART or code in {choice.name for choice in found} else code
            found.append(Choice(code, self._piped(self._own(record.texts), name) or record.code))
            self._say(f"choice:{name}:{code}:label", record.texts)
        return tuple(found)

    def _array(self, record, about):
        """Each row of a table becomes a question: they are asked one by one, never as a grid."""
        rows = [part for part in record.parts if part.kind == "SQ"]
        answers = [part for part in record.parts if part.kind == "A"]
        made = []
        for row in rows:
            name = self._free(f"{record.code}_{row.code}")
            self.known[f"{record.code}_{row.code}"] = (name, "")
            choices = self._choices(name, answers, ARRAYS[record.type])
            if len(choices) >= 2:
                made.append(
                    Question(
                        name,
                        "likert",
                        self._both(record, row, name),
                        choices=choices,
                        appearance="likert",
                        **about,
                    )
                )
            else:
                self._lose(record.code, "a table with fewer than two answers")
        return made

    def _parts(self, record, about):
        made = []
        for row in [part for part in record.parts if part.kind == "SQ"]:
            name = self._free(f"{record.code}_{row.code}")
            self.known[f"{record.code}_{row.code}"] = (name, "")
            question = Question(
                name,
                "text" if record.type == "Q" else self._number(record),
                self._both(record, row, name),
                **about,
            )
            made.append(replace(question, longest=300) if record.type == "Q" else question)
        return made

    def _both(self, record, row, name):
        """Return the words of a table and of one row as one question."""
        for language in set(record.texts) & set(row.texts):
            said = {language: _together(record.texts[language], row.texts[language])}
            self._say(f"question:{name}:label", said)
        return self._piped(_together(self._own(record.texts), self._own(row.texts)), record.code)


def _together(question, row):
    return f"{question} {row}" if question.endswith(("?", ":", "…", ".")) else f"{question}: {row}"
