"""Question pages, compiled once a wave: the template runs once, and each request only fills the holes.

A page is the same for everybody but for the draft, the answers and the errors. No query, no request in here.
"""

from dataclasses import dataclass
from functools import cached_property
from html import escape

from django.template.loader import render_to_string
from django.utils.html import format_html

from branches.branding import branding
from surveys import interface, wording
from surveys.answering import Reading
from surveys.drafts import Draft
from surveys.expressions import REFERENCE
from surveys.holes import Hole, joined, parse
from surveys.question_types import APART, without_strange
from surveys.routing import is_other_box
from surveys.translations import RIGHT_TO_LEFT, name_of

OTHERS = {"draft_token", "number", "words"}  # holes that depend on more than their own page's answers
MOST_KEPT = 1000


def compiled_page(open_wave, place):
    """Return the `Compiled` page of a screen, made at the first request in each language."""

    def make():
        parts = parse(_rendered(open_wave, place))
        return Compiled(parts, Filling(open_wave, place, Draft(), "", Reading()).blank(parts))

    return kept_page(open_wave, ("page", place), make)


@dataclass(frozen=True)
class Compiled:
    """A page as strings and holes; in `blank` the holes of a page on which nothing is answered yet are strings already."""

    parts: tuple
    blank: tuple


def kept_page(open_wave, key, make):
    """Return what `make` gives, made once for each language and `key`. Neither may hold anything of one person's."""
    key = (*key, open_wave.language, open_wave.languages, interface.spoken())
    if key not in open_wave.pages:
        if len(open_wave.pages) >= MOST_KEPT:
            open_wave.pages.clear()
        open_wave.pages[key] = make()
    return open_wave.pages[key]


def _rendered(open_wave, place):
    screen = open_wave.way.screens[place]
    context = {
        **branding(None),
        **open_wave.addresses,
        "wave": open_wave.wave,
        "is_try": open_wave.is_try,
        "screen": screen,
        "title": screen.title or _first_words(screen),
        "several": sum(question.kind.asks for question in screen.questions) != 1,
        "questions": [
            _question(open_wave.way, question, screen)
            for question in screen.questions
            if question.type != "calculate"
        ],
        "lang": attributes(open_wave.language),
        "switch": switch(open_wave),
        "is_spoken": interface.speaks(open_wave.language),
        "action": open_wave.address("page", screen.name),
        "is_first": place == 0,
        "hole": {name: Hole(name) for name in ("draft_token", "summary", "error_title", "number")},
    }
    return render_to_string("surveys/exit.html" if screen.exit else "surveys/page.html", context)


def attributes(language):
    """Return the HTML attributes of words in a translation's language; nothing for the questionnaire's own."""
    if language in RIGHT_TO_LEFT:
        return format_html(' lang="{}" dir="rtl"', language)
    return format_html(' lang="{}"', language) if language else ""


def switch(open_wave):
    """Return the languages to switch to from here, as (code, name, whether the whole page speaks it); the own has no code."""
    own = open_wave.form.definition.language
    offered = ["", *open_wave.languages] if open_wave.languages else []
    return [
        (code, name_of(code or own), not code or interface.speaks(code))
        for code in offered
        if code != open_wave.language
    ]


def _first_words(screen):
    return next((question.label for question in screen.questions), "")


def _question(way, question, screen):
    """Return what a question's template needs, holes included."""
    name = question.name
    asked = [q for q in screen.questions if q.kind.asks]
    return {
        "name": name,
        "template": f"surveys/questions/{question.kind.template}",
        "label": piped(question.label),
        "hint": piped(question.hint),
        "guidance": question.guidance,
        "choices": [_choice(question, choice.name, choice.label) for choice in question.choices],
        "apart": [_choice(question, choice, wording.apart(question, choice)) for choice in question.apart],
        "question": question,
        "steps": _steps(question),
        "is_alone": len(asked) == 1 and not screen.title,
        "is_other_box": _is_other_box(question, screen),
        "hole": {kind: Hole(kind, name) for kind in ("error", "error_class", "described", "invalid", "value")}
        | ({} if way.is_always_shown(question) else {"shown": Hole("shown", name), "end": Hole("end")})
        | {f"part{index}": Hole("part", name, str(index)) for index in range(3)},
    }


def _is_other_box(question, screen):
    index = screen.questions.index(question)
    return is_other_box(question, screen.questions[index - 1 : index] if index else ())


def _steps(question):
    """Return a range's values with their holes when they are few enough for buttons, else nothing."""
    steps = question.kind.steps(question) if question.type == "range" else []
    return [_choice(question, step, step) for step in steps] if len(steps) <= 11 else []


def _choice(question, name, label):
    ranks = range(1, len(question.choices) + 1) if question.type == "rank" else ()
    return {
        "name": name,
        "label": piped(label),
        "checked": Hole("checked", question.name, name),
        "selected": Hole("selected", question.name, name),
        "offered": Hole("offered", question.name, name) if question.choice_filter else "",
        "end": Hole("end") if question.choice_filter else "",
        "ranks": [
            (rank, f"{name}={rank}", Hole("selected", question.name, f"{name}={rank}")) for rank in ranks
        ],
    }


def piped(label):
    """Return a label with a hole for each ${question} in it."""
    return REFERENCE.sub(lambda found: Hole("words", found[1]), label)


class Filling:
    """What one request puts into the holes of a page."""

    def __init__(self, open_wave, place, draft, token, reading):
        self.way, self.place, self.draft, self.token = open_wave.way, place, draft, token
        self.language = open_wave.language
        self.reading, self.typed, self.errors = reading, reading.typed, reading.errors

    @cached_property
    def on_screen(self):
        screen = self.way.screens[self.place]
        return {question.name for question in self.way.on_screen(screen, self.draft.answers, with_boxes=True)}

    def fill(self, page):
        """Return the page as one string."""
        return "".join(self._pieces(page.blank if self.is_blank else page.parts))

    @property
    def is_blank(self):
        """Return whether nothing is typed, answered or said on the page."""
        if self.typed or self.reading.has_words:
            return False
        names = [question.name for question in self.way.screens[self.place].questions]
        return not any(name in self.draft.answers or name in self.draft.raw for name in names)

    def blank(self, parts):
        """Return the parts with those holes filled that only this page's own answers and errors could change."""
        made = []
        left = OTHERS - {"number"} if self.way.is_numbered_alike(self.place) else OTHERS
        for part in parts:
            if isinstance(part, str) or part[0] in left:
                made.append(part)
            elif len(part) == 3:
                made.append((*part[:2], self.blank(part[2])))
            else:
                made.append(getattr(self, part[0])(*part[1]))
        return tuple(joined(made))

    def _pieces(self, parts):
        for part in parts:
            if isinstance(part, str):
                yield part
            elif len(part) == 2:
                yield getattr(self, part[0])(*part[1])
            elif getattr(self, part[0])(*part[1]):
                yield from self._pieces(part[2])

    def values(self, name):
        """Return what stands in a question's boxes: what was just typed, else what was answered."""
        if name in self.typed:
            return self.typed[name]
        if name in self.draft.raw:
            return self.draft.raw[name]
        answer = self.draft.answers.get(name)
        return [] if answer is None else self.way.definition.questions[name].kind.posted(answer)

    def shown(self, name):
        return name in self.on_screen

    def offered(self, name, choice):
        question = self.way.definition.questions[name]
        return choice in self.way.offered(question, self.draft.answers)

    def checked(self, name, choice):
        return " checked" if choice in self.values(name) else ""

    def selected(self, name, choice):
        return " selected" if choice in self.values(name) else ""

    def value(self, name):
        typed = [value for value in self.values(name) if value not in APART]
        return escape(without_strange(typed[0])) if typed else ""

    def part(self, name, index):
        typed = [value for value in self.values(name) if value not in APART]
        return escape(without_strange(typed[int(index)])) if int(index) < len(typed) else ""

    def words(self, name):
        return escape(self.way.piped(f"${{{name}}}", self.draft.answers))

    def draft_token(self):
        return self.token

    def error(self, name):
        message = self.errors.get(name)
        return f'<p class="pt-error" id="{name}_error">{escape(message)}</p>' if message else ""

    def error_class(self, name):
        return " pt-field--error" if name in self.errors else ""

    def invalid(self, name):
        return ' aria-invalid="true"' if name in self.errors else ""

    def described(self, name):
        hint = self.way.definition.questions[name].hint
        ids = ([f"{name}_hint"] if hint else []) + ([f"{name}_error"] if name in self.errors else [])
        return f' aria-describedby="{" ".join(ids)}"' if ids else ""

    def error_title(self):
        return escape(wording.error_prefix()) if self.errors else ""

    def summary(self):
        if not self.reading.has_words:
            return ""
        return render_to_string(
            "surveys/summary.html", {"reading": self.reading, "lang": attributes(self.language)}
        )

    def number(self):
        numbering = self.way.numbering(self.place, self.draft.answers)
        return escape(wording.number_of(*numbering)) if numbering else ""
