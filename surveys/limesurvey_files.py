"""Opens LimeSurvey's two kinds of definition, .lss and tab-separated, as the same plain records. Knows nothing of questionnaires."""

import csv
import html
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
LONGEST = 5000
INLINE = re.compile(r"</?(?:b|i|u|em|strong|span|font|a|sub|sup|small)\b[^>]*>", re.IGNORECASE)
TAGS = re.compile(r"<(script|style)\b.*?</\1\s*>|<[^>]*>", re.IGNORECASE | re.DOTALL)


class UnreadableDefinition(ValueError):
    """The file is no LimeSurvey definition; the sentence says why."""


@dataclass
class Record:
    """A group, question, subquestion or answer. `texts` and `helps` are {language: words}; `parts` belong to a question."""

    kind: str
    code: str
    type: str = ""
    relevance: str = ""
    texts: dict = field(default_factory=dict)
    helps: dict = field(default_factory=dict)
    mandatory: bool = False
    other: bool = False
    scale: str = ""
    more: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)


@dataclass
class Survey:
    """A whole definition: title and language, its groups in order with their questions as parts, and what else it holds."""

    title: str
    language: str
    groups: list[Record]
    extras: dict = field(default_factory=dict)


def read(content: bytes) -> Survey:
    """Return the survey in a .lss or tab-separated file. Raises UnreadableDefinition."""
    if len(content) > MOST_BYTES:
        raise UnreadableDefinition(f"it is larger than {MOST_BYTES // 1_000_000} MB")
    if content.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<"):
        return _from_lss(content)
    return _from_tabs(content)


def plain(text) -> str:
    """Return the words of a text that may hold HTML."""
    if len(text or "") > 10 * LONGEST:
        raise UnreadableDefinition("a text in it is longer than any question can be")
    words = html.unescape(TAGS.sub(" ", INLINE.sub("", text or ""))).replace("\xa0", " ")
    return " ".join(words.split())[:LONGEST]


def _from_tabs(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableDefinition("it is not text in UTF-8") from None
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))
    if not rows or not {"class", "name", "text"} <= set(rows[0]):
        raise UnreadableDefinition("it has no columns “class”, “name” and “text” with tabs between them")
    if len(rows) > MOST_ROWS:
        raise UnreadableDefinition(f"it has more than {MOST_ROWS} rows")
    return _Tabs().read([{key: (value or "") for key, value in row.items() if key} for row in rows])


class _Tabs:
    def __init__(self):
        self.survey = Survey("", "en", [])
        self.found, self.group, self.question = {}, None, None
        self.extras = defaultdict(int)

    def read(self, rows):
        for row in rows:
            if row["class"] == "S" and row["name"] == "language" and row["text"]:
                self.survey.language = row["text"].strip()
        for row in rows:
            self._row(row)
        if not self.survey.groups:
            raise UnreadableDefinition("it holds no group of questions")
        self.survey.extras = dict(self.extras)
        return self.survey

    def _row(self, row):
        kind, language = row["class"].strip(), row.get("language", "") or self.survey.language
        if kind == "SL" and row["name"] == "surveyls_title" and language == self.survey.language:
            self.survey.title = plain(row["text"])
        elif kind == "G":
            self.group = self._record(
                kind, row, (row.get("type/scale"), "G"), self.survey.groups, row["name"], language
            )
        elif kind == "Q" and self.group:
            self.question = self._record(
                kind, row, (row["name"], "Q"), self.group.parts, row["text"], language
            )
        elif kind in ("SQ", "A") and self.question:
            key = (self.question.code, kind, row["name"], row.get("type/scale"))
            self._record(kind, row, key, self.question.parts, row["text"], language)
        elif kind in ("C", "AS", "QTA", "QTALS", "QTAM"):
            self.extras[kind] += 1

    def _record(self, kind, row, key, into, words, language):
        """Return the record of a row: a new one, or the one whose words in another language these are."""
        record = self.found.get(key)
        if record is None:
            record = self.found[key] = Record(kind, row["name"].strip())
            record.type = record.scale = (row.get("type/scale") or "").strip()
            record.relevance = row.get("relevance", "")
            record.mandatory = row.get("mandatory", "").upper() in ("Y", "S")
            record.other = row.get("other", "").upper() == "Y"
            record.more = {name: value for name, value in row.items() if value}
            into.append(record)
        record.texts[language], record.helps[language] = plain(words), plain(row.get("help", ""))
        return record


def _from_lss(content):
    try:
        root = ElementTree.fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise UnreadableDefinition("it is not an XML file that can be read") from None
    if root.findtext("LimeSurveyDocType") != "Survey":
        raise UnreadableDefinition("it is not a LimeSurvey survey (.lss)")
    tables = {table.tag: [_cells(row) for row in table.iterfind("rows/row")] for table in root}
    if sum(map(len, tables.values())) > MOST_ROWS:
        raise UnreadableDefinition(f"it has more than {MOST_ROWS} rows")
    return _Lss(tables).read()


def _cells(row):
    return {cell.tag: (cell.text or "") for cell in row}


class _Lss:
    def __init__(self, tables):
        self.tables = tables
        survey = (tables.get("surveys") or [{}])[0]
        self.language = survey.get("language") or "en"

    def rows(self, name):
        return self.tables.get(name) or []

    def read(self):
        titles = {
            row.get("surveyls_language"): row.get("surveyls_title")
            for row in self.rows("surveys_languagesettings")
        }
        groups = self._groups()
        if not groups:
            raise UnreadableDefinition("it holds no group of questions")
        extras = {
            "C": len(self.rows("conditions")),
            "AS": len(self.rows("assessments")),
            "QTA": len(self.rows("quota")),
        }
        return Survey(
            plain(titles.get(self.language) or next(iter(titles.values()), "")), self.language, groups, extras
        )

    def _groups(self):
        said = self._said("group_l10ns", "gid", "group_name", "description")
        groups = {}
        for row in sorted(self.rows("groups"), key=lambda row: _number(row.get("group_order"))):
            record = groups.setdefault(row.get("gid"), Record("G", "", relevance=row.get("grelevance", "")))
            self._words(record, row, said, "gid", "group_name", "description")
        questions = self._questions()
        for row, record in questions:
            if row.get("gid") in groups:
                groups[row["gid"]].parts.append(record)
        return list(groups.values())

    def _questions(self):
        said = self._said("question_l10ns", "qid", "question", "help")
        more = defaultdict(dict)
        for row in self.rows("question_attributes"):
            if row.get("value"):
                more[row.get("qid")][row.get("attribute", "")] = row["value"]
        found = {}
        for row in self._ordered("questions") + self._ordered("subquestions"):
            parent = row.get("parent_qid", "0")
            record = found.get(row["qid"], (None, None))[1]
            if record is None:
                record = Record("SQ" if parent not in ("", "0") else "Q", row.get("title", "").strip())
                record.type, record.relevance = row.get("type", ""), row.get("relevance", "")
                record.mandatory = row.get("mandatory", "").upper() in ("Y", "S")
                record.other = row.get("other", "").upper() == "Y"
                record.scale, record.more = (
                    row.get("scale_id", ""),
                    more[row["qid"]] | {"preg": row.get("preg", "")},
                )
                found[row["qid"]] = (row, record)
                if record.kind == "SQ" and parent in found:
                    found[parent][1].parts.append(record)
            self._words(record, row, said, "qid", "question", "help")
        self._answers(found)
        return [(row, record) for row, record in found.values() if record.kind == "Q"]

    def _answers(self, found):
        said, known = self._said("answer_l10ns", "aid", "answer", ""), {}
        for row in sorted(self.rows("answers"), key=lambda row: _number(row.get("sortorder"))):
            if row.get("qid") not in found:
                continue
            key = (row["qid"], row.get("code"), row.get("scale_id"))
            if key not in known:
                known[key] = Record("A", row.get("code", "").strip(), scale=row.get("scale_id", ""))
                found[row["qid"]][1].parts.append(known[key])
            self._words(known[key], row, said, "aid", "answer", "")

    def _ordered(self, name):
        return sorted(
            (row for row in self.rows(name) if row.get("qid")),
            key=lambda row: _number(row.get("question_order")),
        )

    def _said(self, table, key, words, helps):
        found = defaultdict(dict)
        for row in self.rows(table):
            found[row.get(key)][row.get("language", self.language)] = (row.get(words, ""), row.get(helps, ""))
        return found

    def _words(self, record, row, said, key, words, helps):
        """Take words from the newer tables of translations, or from the row itself as older versions keep them."""
        texts = said.get(row.get(key)) or {
            row.get("language", self.language): (row.get(words, ""), row.get(helps, "")),
        }
        for language, (text, help_text) in texts.items():
            record.texts[language], record.helps[language] = plain(text), plain(help_text)


def _number(text):
    return int(text) if text and text.isdecimal() else 0
