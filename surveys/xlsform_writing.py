"""XLSForm out: writes a definition as a workbook that asks the same, here and in other tools."""

import datetime
import io

import xlsxwriter

from surveys.questionnaire import APART_WORDS
from surveys.translations import PARTS, name_of

SURVEY = (
    "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint",
    "constraint_message", "calculation", "choice_filter", "appearance", "parameters", "apart", "minimum", "maximum",
    "longest", "finding", "statements", "quotable",
)  # fmt: skip
WIDTHS = {"label": 60, "hint": 40, "guidance_hint": 40, "relevant": 30, "type": 24, "name": 26}
CREATED = datetime.datetime(2025, 1, 1)


def write_workbook(definition):
    """Return the bytes of an .xlsx; equal bytes for equal definitions."""
    lists = Lists(definition.translations)
    survey = [row for page in definition.pages for row in _page_rows(page, lists)]
    for row in survey:
        row |= _translated(definition.translations, row)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"title": definition.title, "created": CREATED})
        head = book.add_format({"bold": True})
        _sheet(book, head, "survey", _columns(SURVEY, survey), survey)
        choices = lists.rows()
        _sheet(book, head, "choices", _columns(("list_name", "name", "label"), choices), choices)
        settings = [
            {"form_title": definition.title, "form_id": "questionnaire", "version": definition.hash[:12]}
        ]
        if definition.language != "en":
            settings[0]["default_language"] = definition.language
        _sheet(book, head, "settings", tuple(settings[0]), settings)
    return buffer.getvalue()


def _columns(first, rows):
    used = {key for row in rows for key in row}
    return tuple(key for key in first if key in used or key in ("type", "name", "label")) + tuple(
        sorted(used - set(first))
    )


def _sheet(book, head, name, columns, rows):
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for column, key in enumerate(columns):
        sheet.write_string(0, column, key, head)
        sheet.set_column(column, column, WIDTHS.get(key, 18))
        for number, row in enumerate(rows, 1):
            if row.get(key):
                sheet.write_string(number, column, str(row[key]))


class Lists:
    """The lists of choices met so far, each distinct one under its own name."""

    def __init__(self, translations):
        self.names, self.translations = {}, translations

    def name_for(self, question):
        said = [self._said(question.name, choice) for choice in question.choices]
        key = (question.choices, question.apart, said)
        for name, known in self.names.items():
            if known == key:
                return name
        name = question.name if question.name not in self.names else f"{question.name}_list"
        self.names[name] = key
        return name

    def rows(self):
        rows = []
        for name, (choices, apart, said) in self.names.items():
            for choice, words in zip(choices, said, strict=True):
                row = {"list_name": name, "name": choice.name, "label": choice.label}
                rows.append({**row, **choice.columns, **words})
            rows += [{"list_name": name, "name": choice, "label": APART_WORDS[choice]} for choice in apart]
        return rows

    def _said(self, question, choice):
        return _columns_for(self.translations, "label", f"choice:{question}:{choice.name}:label")


def _columns_for(translations, part, key):
    """Return {"label::Gàidhlig (gd)": words} for every language that has words for a text."""
    found = ((language, words.get(key)) for language, words in translations.items())
    return {f"{part}::{name_of(language)} ({language})": said for language, said in found if said}


def _translated(translations, row):
    """Return a row's further cells in other languages; groups are pages."""
    owner = "page" if row["type"] == "begin_group" else "question"
    cells = {}
    for part in PARTS:
        if row.get(part):
            cells |= _columns_for(translations, part, f"{owner}:{row['name']}:{part}")
    return cells


def _page_rows(page, lists):
    begin = {"type": "begin_group", "name": page.name, "label": page.title, "relevant": page.relevant}
    alone = len(page.questions) == 1 and page.name == page.questions[0].name
    if alone and not page.title and not page.relevant and not page.exit:
        yield _question_row(page.questions[0], lists)
        return
    yield {**begin, "appearance": "exit" if page.exit else "field-list"}
    yield from (_question_row(question, lists) for question in page.questions)
    yield {"type": "end_group"}


def _question_row(question, lists):
    kind = "select_one" if question.type == "likert" else question.type
    return {
        "type": f"{kind} {lists.name_for(question)}" if question.choices else kind,
        "name": question.name,
        "label": question.label,
        "hint": question.hint,
        "guidance_hint": question.guidance,
        "required": "yes" if question.required else "",
        "required_message": question.required_message,
        "relevant": question.relevant,
        "constraint": question.constraint,
        "constraint_message": question.constraint_message,
        "calculation": question.calculation,
        "choice_filter": question.choice_filter,
        "appearance": question.appearance or ("likert" if question.type == "likert" else ""),
        "parameters": _parameters(question),
        "apart": "" if question.choices else " ".join(question.apart),
        "minimum": _number(question.minimum) if question.type != "range" else "",
        "maximum": _number(question.maximum) if question.type != "range" else "",
        "longest": question.longest if question.longest != type(question).longest else "",
        "finding": question.finding,
        "statements": " ".join(map(str, question.statements)),
        "quotable": "yes" if question.quotable else "",
    }


def _parameters(question):
    if question.type != "range":
        return ""
    step = "" if question.step is None else f" step={question.step:g}"
    return f"start={question.minimum:g} end={question.maximum:g}{step}"


def _number(value):
    return "" if value is None else f"{value:g}"
