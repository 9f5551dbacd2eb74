"""Reads the plain text of the children's social care briefing into themes and statements; knows no models.

The text was once pages: a sentence may go on after an empty line, a page number may be written `p.26`, `p. 26` or
`p.26**`, a statement may lack its dash, and pages need not be in order.
"""

import re
from dataclasses import dataclass, field, replace

from branches.faults import Fault, FileRefused

SUMMARY = "briefing summary"
CLOSING = "#keepthepromise"
BULLET = re.compile(r"^[-•*–]\s+(?P<text>.+)$")
STATEMENT = re.compile(r"^(?:[-•*–]\s+)?p\.\s*(?P<page>\d{1,3})(?:\*\*)?\s+(?P<text>.+)$", re.IGNORECASE)
FINISHED = re.compile(r"[.!?:]['’\")\]]*$")


@dataclass(frozen=True)
class ReadStatement:
    """`parent` is the number of the list's opening; `page` is then the opening's; `line` is where it begins."""

    number: int
    theme: int
    kind: str
    page: int
    text: str
    line: int
    parent: int | None = None


@dataclass(frozen=True)
class Briefing:
    themes: tuple[str, ...]
    statements: tuple[ReadStatement, ...]


def read_briefing(text):
    """A Briefing, or FileRefused with every line that is neither heading, statement nor the rest of one."""
    lines = [(number, _clean(line)) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [(number, line) for number, line in lines if line]
    start = next((at for at, (_, line) in enumerate(lines) if line.lower() == SUMMARY), None)
    if start is None:
        raise FileRefused(
            [Fault(None, "There is no line “Briefing Summary”: is this the briefing's plain text?")]
        )
    themes, body = _themes(lines[start + 1 :])
    reader = _Reader(themes)
    for number, line in body:
        if line.lower() == CLOSING:
            break
        reader.take(number, line)
    if reader.faults:
        raise FileRefused(reader.faults)
    return Briefing(tuple(themes), tuple(reader.statements))


def _themes(lines):
    """The summary's bullets, and what comes after them."""
    themes = []
    for at, (_, line) in enumerate(lines):
        bullet = BULLET.match(line)
        if not bullet or STATEMENT.match(line):
            return themes, lines[at:]
        themes.append(bullet["text"])
    return themes, []


@dataclass
class _Reader:
    """Walks through the body with a theme and, inside a list, its opening in hand."""

    themes: list[str]
    theme: int = 0
    opening: ReadStatement | None = None
    statements: list[ReadStatement] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, number, line):
        found = STATEMENT.match(line)
        bullet = BULLET.match(line)
        theme = self._theme_of(line)
        if found:
            self._add(number, found["text"], int(found["page"]))
        elif bullet and self.opening:
            self._add(number, bullet["text"], self.opening.page, parent=self.opening.number)
        elif theme:
            self.theme, self.opening = theme, None
        elif self._is_unfinished() and not bullet:
            last = self.statements[-1]
            self.statements[-1] = replace(last, text=f"{last.text} {_plain(line)}")
        else:
            self.faults.append(
                Fault(number, "This is neither a theme, nor a statement with its page, nor its rest.")
            )

    def _add(self, number, text, page, parent=None):
        if not self.theme:
            self.faults.append(Fault(number, "A statement stands before the first theme."))
            return
        opens = parent is None and text.endswith(":")
        kind = "sub_bullet" if parent else "lead_in" if opens else "bullet"
        made = ReadStatement(len(self.statements) + 1, self.theme, kind, page, _plain(text), number, parent)
        self.statements.append(made)
        if parent is None:
            self.opening = made if opens else None

    def _theme_of(self, line):
        """The number of the theme that a heading begins; a heading may be shorter than the summary's sentence."""
        heading = _letters(line)
        matches = [
            n for n, theme in enumerate(self.themes, 1) if heading and _letters(theme).startswith(heading)
        ]
        return matches[0] if matches else None

    def _is_unfinished(self):
        return bool(self.statements) and not FINISHED.search(self.statements[-1].text)


def _clean(line):
    return re.sub(r"\s+", " ", line.replace("\ufeff", "")).strip()


def _plain(text):
    return text.replace("**", "").strip()


def _letters(text):
    return re.sub(r"\W+", " ", text).strip().lower()
