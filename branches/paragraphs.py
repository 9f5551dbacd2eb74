"""Owns how a paper's lines become numbered sections and paragraphs; pure, knows no file, request or database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

SECTION = re.compile(r"(\d{1,2})\.?[ \t]+(\S.{1,110})$")
PARAGRAPH = re.compile(r"(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)\.?[ \t]+(\S.*)$")
BULLET = re.compile(r"[-–•♦▪o*][ \t]+|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)[ \t]*")
LIST_MARK = re.compile(r"[-–•▪*][ \t]+(?=\d)")
# Officers' names, telephone numbers and addresses stand at a committee paper's end; the record has no use for them.
ENDS = re.compile(
    r"(?:contact for further information|for further information,? (?:please )?contact)\b",
    re.IGNORECASE,
)
BACK_MATTER = re.compile(
    r"(?:link\(s\) to|previous references|list of background papers|appendix\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Section:
    """A numbered heading of a paper."""

    number: int
    title: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph with the number it carries in the paper; `ref` is empty where the paper gives it none."""

    ref: str
    section: Section | None
    text: str


@dataclass(frozen=True)
class Structure:
    """A paper read: its sections and all its paragraphs in order."""

    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def numbered(self) -> tuple[Paragraph, ...]:
        """The paragraphs that a stance can point at by the paper's own number."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.ref)


@dataclass
class _Reading:
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    heading_open: bool = False
    after_blank: bool = False
    ended: bool = False

    @property
    def section(self) -> Section | None:
        return self.sections[-1] if self.sections else None

    @property
    def last(self) -> Paragraph | None:
        return self.paragraphs[-1] if self.paragraphs else None


def read_structure(lines: Iterable[str]) -> Structure:
    """Sections and paragraphs from a paper's lines (blank lines kept); a number counts only where it continues the
    count so far, so that a list "1. …" inside a paragraph does not become a section."""
    reading = _Reading()
    for raw in lines:
        line = LIST_MARK.sub("", " ".join(raw.split()), count=1)
        if not line:
            reading.after_blank = True
            continue
        if ENDS.match(line):
            break
        _take(reading, line)
        reading.after_blank = False
    return Structure(tuple(reading.sections), tuple(reading.paragraphs))


def _take(reading: _Reading, line: str) -> None:
    numbered = PARAGRAPH.match(line)
    heading = SECTION.match(line)
    if numbered and _continues(reading, numbered[1]):
        reading.paragraphs.append(Paragraph(numbered[1], reading.section, numbered[2]))
        reading.heading_open = False
    elif heading and _is_heading(reading, int(heading[1]), heading[2]):
        reading.sections.append(Section(int(heading[1]), heading[2]))
        reading.heading_open = True
    elif reading.heading_open and not reading.after_blank and len(line) < 80:
        reading.sections[-1] = replace(reading.section, title=f"{reading.section.title} {line}")
    elif _joins(reading, line):
        reading.paragraphs[-1] = replace(reading.last, text=f"{reading.last.text} {line}")
    else:
        reading.paragraphs.append(Paragraph("", reading.section, line))
        reading.heading_open = False


def _continues(reading: _Reading, ref: str) -> bool:
    if reading.section is None or int(ref.split(".")[0]) != reading.section.number:
        return False
    refs = [
        p.ref
        for p in reading.paragraphs
        if p.ref and p.section and p.section.number == reading.section.number
    ]
    return (
        not refs or _parts(refs[-1]) < _parts(ref) <= _parts(refs[-1])[:2] + (99,) or _follows(refs[-1], ref)
    )


def _follows(before: str, ref: str) -> bool:
    # A missed number must not swallow the rest of the section: up to three may be skipped.
    old, new = _parts(before), _parts(ref)
    return 0 < new[1] - old[1] <= 3


def _parts(ref: str) -> tuple[int, ...]:
    return tuple(int(part) for part in ref.split("."))


def _is_heading(reading: _Reading, number: int, title: str) -> bool:
    expected = (reading.section.number if reading.section else 0) + 1
    if number != expected or not title[0].isupper():
        return False
    return not title.rstrip().endswith((".", ";", ":", ",", "?"))


def _joins(reading: _Reading, line: str) -> bool:
    last = reading.last
    if last is None or last.section != reading.section or reading.heading_open:
        return False
    if BACK_MATTER.match(line):
        return False
    if not reading.after_blank or BULLET.match(line):
        return True
    return line[0].islower() or last.text.endswith((",", "-"))
