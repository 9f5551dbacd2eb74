"""XLSForm in: a workbook's sheets become a definition, or a list of every fault with its sheet and row."""

import re
from dataclasses import dataclass, field

from surveys import questionnaire as definitions
from surveys.question_types import APART
from surveys.questionnaire import Choice, Definition, Page, Question
from surveys.translations import spread
from surveys.xlsform_judge import second_opinion
from surveys.xlsform_refusals import CAN_NOT, MUST_NOT
from surveys.xlsform_sheets import UnreadableWorkbook, read_sheets

PLAIN_TYPES = {
    "integer": "integer", "int": "integer", "decimal": "decimal", "text": "text", "string": "text",
    "note": "note", "date": "date", "range": "range", "calculate": "calculate",
}  # fmt: skip
LIST_TYPES = {"select_one": "select_one", "select_multiple": "select_multiple", "rank": "rank"}
TEXTS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
OTHER = ("other", "Something else", "What else?")
YES, NO = {"yes", "true", "true()", "1"}, {"", "no", "false", "false()", "0"}


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a workbook, and where: row 0 is the sheet, an empty sheet the whole file."""

    sheet: str
    row: int
    words: str

    def __str__(self):
        where = f"{self.sheet}, row {self.row}: " if self.row else f"{self.sheet}: " if self.sheet else ""
        return where + self.words


class WorkbookFaults(ValueError):
    """A workbook that can't be taken in; `faults` holds every `Fault`."""

    def __init__(self, faults):
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


def read_workbook(content):
    """Return the `Definition` in an .xlsx given as bytes. Raises `WorkbookFaults` with all faults at once."""
    try:
        sheets = read_sheets(content)
    except UnreadableWorkbook as error:
        raise WorkbookFaults([Fault("", 0, str(error))]) from None
    return Reader(sheets).definition()


@dataclass
class OpenGroup:
    """A group whose end has not come yet."""

    row: int
    name: str
    relevant: str


@dataclass
class Reader:
    """Reads the sheets row by row and gathers faults as it goes."""

    sheets: dict
    faults: list = field(default_factory=list)
    pages: list = field(default_factory=list)
    groups: list = field(default_factory=list)
    translations: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    lists_of: dict = field(default_factory=dict)

    def definition(self):
        settings = self.sheets["settings"][0].cells if self.sheets.get("settings") else {}
        self.language = self._language(settings.get("default_language", ""))
        self.lists = self._lists()
        for row in self.sheets.get("survey", ()):
            self._row(row)
        self.faults += [
            Fault("survey", group.row, f"group “{group.name}” has no end") for group in self.groups
        ]
        if "survey" not in self.sheets:
            self.faults.append(Fault("survey", 0, "this sheet is missing"))
        pages = tuple(
            Page(**{**page, "questions": tuple(page["questions"])})
            for page in self.pages
            if page["questions"]
        )
        made = Definition(
            settings.get("form_title", "Questionnaire"),
            pages,
            _code(self.language) or "en",
            spread(self.translations, self.lists_of),
        )
        return self._judged(made)

    def _judged(self, made):
        for words in definitions.faults(made):
            name = words.partition(":")[0].removeprefix("page ").strip("“”")
            sheet, row = ("survey", self.rows[name]) if name in self.rows else ("", 0)
            self.faults.append(Fault(sheet, row, words))
        if not self.faults:
            self.faults += [Fault("", 0, words) for words in second_opinion(self.sheets)]
        if self.faults:
            raise WorkbookFaults(sorted(self.faults, key=lambda fault: (fault.sheet, fault.row)))
        return definitions.load(definitions.dump(made))

    def _language(self, wanted):
        keys = [key for row in self.sheets.get("survey", ()) for key in row.cells]
        found = [key.partition("::")[2] for key in keys if key.startswith("label::")]
        return wanted or ("" if "label" in keys or not found else found[0])

    def _words(self, cells, key, owner):
        """Return a text in the questionnaire's own language, and keep its translations; none of a text that isn't there."""
        own = cells.get(key) or cells.get(f"{key}::{self.language}") or ""
        for column, text in cells.items():
            name, colons, language = column.partition("::")
            if own and colons and name == key and language != self.language:
                self.translations.setdefault(_code(language), {})[f"{owner}:{key}"] = text
        return own

    def _lists(self):
        lists = {}
        for row in self.sheets.get("choices", ()):
            cells = row.cells
            name, value = (
                cells.get("list_name", cells.get("list", "")),
                cells.get("name", cells.get("value", "")),
            )
            if not name or not value:
                self.faults.append(Fault("choices", row.number, "needs a list_name and a name"))
                continue
            columns = {key: text for key, text in cells.items() if re.fullmatch(r"[a-z_][a-z0-9_.-]*", key)}
            for key in ("list_name", "list", "name", "value", "label"):
                columns.pop(key, None)
            lists.setdefault(name, []).append(
                Choice(value, self._words(cells, "label", f"list:{name}:{value}"), columns)
            )
        return lists

    def _row(self, row):
        kind = " ".join(row.cells.get("type", "").split())
        head, _, rest = (
            kind.replace("begin group", "begin_group").replace("end group", "end_group").partition(" ")
        )
        head = head.lower()
        if kind.lower() in ("begin repeat", "end repeat"):
            head = kind.lower().replace(" ", "_")
        if head in MUST_NOT:
            self.faults.append(
                Fault("survey", row.number, f"“{kind}” mustn't be asked here: {MUST_NOT[head]}")
            )
        elif head in CAN_NOT:
            self.faults.append(Fault("survey", row.number, f"“{kind}”: {CAN_NOT[head]}"))
        elif head == "begin_group":
            self._begin(row)
        elif head == "end_group":
            self._end(row)
        elif head in PLAIN_TYPES or head in LIST_TYPES:
            self._ask(row, head, rest)
        else:
            self.faults.append(
                Fault("survey", row.number, f"unknown type “{kind}”" if kind else "has no type")
            )

    def _begin(self, row):
        cells = row.cells
        name, label = cells.get("name", ""), self._words(cells, "label", self._group(cells))
        if not self.groups:
            self.rows.setdefault(name, row.number)
            page = {"name": name, "title": label, "relevant": cells.get("relevant", ""), "questions": []}
            self.pages.append({**page, "exit": "exit" in cells.get("appearance", "").split()})
        elif label:
            self._add(row, Question(name, "note", label, relevant=self._inner(cells.get("relevant", ""))))
        self.groups.append(OpenGroup(row.number, name, cells.get("relevant", "")))

    def _group(self, cells):
        """Return what the words of a group belong to: a page, or inside one the note that they become."""
        return f"{'question' if self.groups else 'page'}:{cells.get('name', '')}"

    def _end(self, row):
        if not self.groups:
            self.faults.append(Fault("survey", row.number, "ends a group that was never begun"))
        else:
            self.groups.pop()

    def _inner(self, relevant):
        """Return a question's condition with those of the groups inside its page."""
        conditions = [group.relevant for group in self.groups[1:] if group.relevant] + (
            [relevant] if relevant else []
        )
        return conditions[0] if len(conditions) == 1 else " and ".join(f"({part})" for part in conditions)

    def _ask(self, row, head, rest):
        cells, appearance = row.cells, row.cells.get("appearance", "")
        if head in LIST_TYPES and "label" in appearance.split():
            return  # only the heading of a matrix, whose rows are asked one by one
        name, list_name = cells.get("name", ""), rest.split(" ")[0] if rest else ""
        choices, apart = self._choices(row, head, list_name)
        self.lists_of |= {name: list_name} if choices else {}
        with_other = head in LIST_TYPES and "or_other" in rest.split()
        if with_other and not any(choice.name == OTHER[0] for choice in choices):
            choices = (*choices, Choice(OTHER[0], OTHER[1]))
        kind = (
            "likert"
            if head == "select_one" and "likert" in appearance.split()
            else {**PLAIN_TYPES, **LIST_TYPES}[head]
        )
        self._add(row, self._question(row, kind, choices, apart))
        if with_other:
            self._add(
                row,
                Question(f"{name}_other", "text", OTHER[2], relevant=f"selected(${{{name}}}, '{OTHER[0]}')"),
            )

    def _choices(self, row, head, list_name):
        if head not in LIST_TYPES:
            named = tuple(row.cells.get("apart", "").split())
            return (), named
        if list_name not in self.lists:
            self.faults.append(
                Fault("survey", row.number, f"list “{list_name}” is not on the sheet “choices”")
            )
        choices = self.lists.get(list_name, [])
        return tuple(c for c in choices if c.name not in APART), tuple(
            c.name for c in choices if c.name in APART
        )

    def _question(self, row, kind, choices, apart):
        cells = row.cells
        name = cells.get("name", "")
        texts = {key: self._words(cells, key, f"question:{name}") for key in TEXTS}
        return Question(
            name=name,
            type=kind,
            label=texts["label"],
            hint=texts["hint"],
            guidance=texts["guidance_hint"],
            choices=choices,
            apart=apart,
            required=self._yes(row, "required"),
            relevant=self._inner(cells.get("relevant", "")),
            constraint=cells.get("constraint", ""),
            constraint_message=texts["constraint_message"],
            required_message=texts["required_message"],
            calculation=cells.get("calculation", ""),
            choice_filter=cells.get("choice_filter", ""),
            appearance=cells.get("appearance", ""),
            finding=cells.get("finding", ""),
            quotable=cells.get("quotable", "").lower() in ("yes", "true"),
            **self._numbers(row),
        )

    def _numbers(self, row):
        cells = row.cells
        pairs = dict(re.findall(r"([a-z-]+)\s*=\s*([^\s;,]+)", cells.get("parameters", "").lower()))
        wanted = {
            "minimum": pairs.get("start", cells.get("minimum")),
            "maximum": pairs.get("end", cells.get("maximum")),
            "step": pairs.get("step"),
            "longest": cells.get("longest"),
        }
        numbers = {key: self._number(row, key, text) for key, text in wanted.items() if text}
        if "longest" in numbers:
            numbers["longest"] = max(1, min(int(numbers["longest"] or 1), 5000))
        statements = re.findall(r"\d+", cells.get("statements", ""))
        return {**numbers, "statements": tuple(map(int, statements))}

    def _number(self, row, key, text):
        try:
            number = float(text)
        except ValueError:
            self.faults.append(Fault("survey", row.number, f"{key} “{text}” is not a number"))
            return None
        return int(number) if number.is_integer() else number

    def _yes(self, row, key):
        text = row.cells.get(key, "").strip().lower()
        if text not in YES | NO:
            self.faults.append(Fault("survey", row.number, f"{key} can be yes or no here, not “{text}”"))
        return text in YES

    def _add(self, row, question):
        self.rows.setdefault(question.name, row.number)
        if not self.groups:
            self.pages.append({"name": question.name, "questions": []})
        self.pages[-1]["questions"].append(question)


def _code(language):
    """Return the code in “English (en)”, or the whole word."""
    found = re.search(r"\(([A-Za-z-]+)\)", language)
    return found[1] if found else language
