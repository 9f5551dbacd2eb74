"""Which questions a person is asked, given their answers, and which screen comes next. Pure: no Django, no database.

A screen is a page, or the part of one that needs no answer from the same page: so every question can be decided on
the server, and nothing needs JavaScript.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from surveys.expressions import REFERENCE, compiled, references
from surveys.question_types import APART


@dataclass(frozen=True)
class Screen:
    """What is shown at once: `name` for the address, the page's title and some of its questions."""

    name: str
    title: str
    page: str
    questions: tuple
    exit: bool = False


class Route:
    """The screens of one definition and every expression in it, compiled once and safe to share."""

    def __init__(self, definition):
        self.definition = definition
        self.page_of = {q.name: page for page in definition.pages for q in page.questions}
        self.screens = tuple(screen for page in definition.pages for screen in _screens(page))
        self.places = {screen.name: place for place, screen in enumerate(self.screens)}

    @cached_property
    def calculations(self):
        return {name: q for name, q in self.definition.questions.items() if q.type == "calculate"}

    @cached_property
    def unsure_from(self):
        """For each screen, whether a later screen depends on an answer given on it or after it."""
        unsure, waiting = [], set()
        for screen in reversed(self.screens):
            unsure.append(not waiting.isdisjoint(self._names_from(screen)))
            waiting |= self._asked_about(screen)
        return tuple(reversed(unsure))

    def _names_from(self, screen):
        place = self.places[screen.name]
        return {q.name for later in self.screens[place:] for q in later.questions}

    def _asked_about(self, screen):
        if screen.exit:
            return set()
        counted = [q for q in screen.questions if self._counts(q)]
        sources = [self.page_of[q.name].relevant for q in counted] + [q.relevant for q in counted]
        return {name for source in sources for name in self._plain_references(source)}

    def _plain_references(self, source):
        for name in references(source):
            if name in self.calculations:
                yield from self._plain_references(self.calculations[name].calculation)
            else:
                yield name

    def values(self, answers, names):
        """Return {question: string} for the named questions, as expressions see them."""
        return {name: self._value(answers, name) for name in names}

    def _value(self, answers, name):
        question = self.definition.questions[name]
        if question.type == "calculate":
            expression = compiled(question.calculation)
            return expression.text(self.values(answers, expression.references))
        return question.kind.for_expressions(answers.get(name))

    def holds(self, source, answers):
        """Return whether a condition holds; an empty one does."""
        if not source:
            return True
        expression = compiled(source)
        return expression.truth(self.values(answers, expression.references))

    def is_shown(self, name, answers):
        """Return whether the answers lead to a question."""
        if name in self._always_shown:
            return True
        question = self.definition.questions[name]
        return self.holds(self.page_of[name].relevant, answers) and self.holds(question.relevant, answers)

    def is_always_shown(self, question):
        """Return whether a question stands on its page whatever the answers are."""
        return not (question.relevant or self.page_of[question.name].relevant)

    def on_screen(self, screen, answers, *, with_boxes=False):
        """Return the questions of a screen that the answers lead to, notes included.

        `with_boxes` adds the “other: what?” boxes, which stand open on the page whatever was chosen.
        """
        if screen.name in self._unconditional:
            return self._unconditional[screen.name]
        kept = []
        for question in screen.questions:
            box = with_boxes and kept and kept[-1].name == self.box_owner.get(question.name)
            if question.type != "calculate" and (box or self.is_shown(question.name, answers)):
                kept.append(question)
        return kept

    def offered(self, question, answers):
        """Return the names of the choices that are offered, given the answers."""
        if not question.choice_filter:
            return question.choice_names
        expression = compiled(question.choice_filter)
        values = self.values(answers, expression.references)
        return tuple(
            c.name
            for c in question.choices
            if expression.truth(values, columns={"name": c.name, **c.columns})
        )

    def keeps_constraint(self, question, answer, answers):
        """Return whether an answer obeys its question's constraint. Apart options and no answer always do."""
        if not question.constraint or answer is None or (isinstance(answer, str) and answer in APART):
            return True
        expression = compiled(question.constraint)
        values = self.values({**answers, question.name: answer}, expression.references)
        return expression.truth(values, own=question.kind.for_expressions(answer))

    def piped(self, text, answers):
        """Return words in which each ${question} is replaced by its answer's words."""
        return REFERENCE.sub(lambda found: self._words(found[1], answers), text)

    def _words(self, name, answers):
        question = self.definition.questions[name]
        if question.type == "calculate":
            return self._value(answers, name)
        return "" if name not in answers else question.kind.words(question, answers[name])

    def progress(self, answers):
        """Return (answered, of): how many of the questions that the answers lead to are answered."""
        names = [
            q.name for s in self.until_exit(answers) for q in self.on_screen(s, answers) if self._counts(q)
        ]
        return sum(name in answers for name in names), len(names)

    def until_exit(self, answers):
        """Yield the screens up to the first exit page that the answers lead to."""
        for screen in self.screens:
            if screen.exit and self.on_screen(screen, answers):
                return
            yield screen

    def next_place(self, place, answers):
        """Return the place of the next screen that shows something, or None at the end. From −1: the first."""
        for later in range(place + 1, len(self.screens)):
            if self.on_screen(self.screens[later], answers):
                return later
        return None

    def previous_place(self, place, answers):
        """Return the place of the screen before, or None at the start."""
        for earlier in range(place - 1, -1, -1):
            screen = self.screens[earlier]
            if not screen.exit and self.on_screen(screen, answers):
                return earlier
        return None

    def numbering(self, place, answers):
        """Return (first, last, of) for “Question 4 of 12”, or None while the number still depends on answers."""
        if self.unsure_from[place]:
            return None
        asked = self._always_asked or [self._asked_on(each, answers) for each in range(len(self.screens))]
        before, here = sum(asked[:place]), asked[place]
        return (before + 1, before + here, sum(asked)) if here else None

    def is_numbered_alike(self, place):
        """Return whether `numbering` of a screen is the same whatever the answers are."""
        return self.unsure_from[place] or self.is_alike_for_all

    def _asked_on(self, place, answers):
        screen = self.screens[place]
        if screen.exit:
            return 0
        if not self._has_conditions[place]:
            return self._count[place]
        return sum(self._counts(q) for q in self.on_screen(screen, answers))

    def _counts(self, question):
        """Return whether people would call it a question: notes and “other: what?” boxes are part of another."""
        return question.kind.asks and question.name not in self.box_owner

    @cached_property
    def box_owner(self):
        """The question that each “other: what?” box belongs to."""
        pairs = [
            pair
            for screen in self.screens
            for pair in zip(screen.questions, screen.questions[1:], strict=False)
        ]
        return {second.name: first.name for first, second in pairs if is_other_box(second, (first,))}

    @cached_property
    def _unconditional(self):
        """{screen: its questions} of the screens that are the same for everybody: most are, and are asked for often."""
        return {
            screen.name: tuple(question for question in screen.questions if question.type != "calculate")
            for screen, depends in zip(self.screens, self._has_conditions, strict=True)
            if not depends
        }

    @cached_property
    def is_alike_for_all(self):
        """Whether everybody is asked everything: no condition, no page that ends the survey early."""
        return bool(self._always_asked)

    @cached_property
    def asked(self):
        """The names of all questions (not notes)."""
        return frozenset(q.name for q in self.definition.questions.values() if q.kind.asks)

    @cached_property
    def _always_shown(self):
        return {q.name for q in self.definition.questions.values() if self.is_always_shown(q)}

    @cached_property
    def reached(self):
        """For each screen, the names of the questions up to its end."""
        named = accumulate(([q.name for q in screen.questions] for screen in self.screens), initial=[])
        return [frozenset(names) for names in named][1:]

    @cached_property
    def _count(self):
        return [sum(map(self._counts, screen.questions)) for screen in self.screens]

    @cached_property
    def _always_asked(self):
        """How many questions each screen asks where that never depends on an answer, else nothing."""
        depends = any(self._has_conditions) or any(screen.exit for screen in self.screens)
        return [] if depends else self._count

    @cached_property
    def _has_conditions(self):
        return [not all(map(self.is_always_shown, screen.questions)) for screen in self.screens]


def _screens(page):
    """Cut a page wherever a question needs an answer from the same page, “Other: what?” boxes excepted."""
    parts, names = [[]], set()
    for question in page.questions:
        needs = (
            set(references(question.relevant))
            | set(references(question.choice_filter))
            | set(references(question.label))
        )
        if not needs.isdisjoint(names) and not is_other_box(question, parts[-1]):
            parts.append([])
            names = set()
        parts[-1].append(question)
        names.add(question.name)
    parts = [part for part in parts if any(q.type != "calculate" for q in part)]
    for number, part in enumerate(parts, 1):
        name = page.name if number == 1 else f"{page.name}-{number}"
        yield Screen(name, page.title, page.name, tuple(part), page.exit)


def is_other_box(question, before):
    """Return whether a question is the “what other?” box of the question right before it."""
    return bool(before) and question.type == "text" and question.name == f"{before[-1].name}_other"


def route(definition):
    """Return the `Route` of a definition, made once and kept with it."""
    held = vars(definition)
    if "_route" not in held:
        held["_route"] = Route(definition)
    return held["_route"]


def shown(definition, answers):
    """Return the set of names of the questions (not notes) that the answers lead to, up to an exit page."""
    way = route(definition)
    if way.is_alike_for_all:
        return way.asked
    return {
        q.name for screen in way.until_exit(answers) for q in way.on_screen(screen, answers) if q.kind.asks
    }


def pruned(definition, answers):
    """Return the answers without those to questions that the answers don't lead to."""
    kept = {}
    way = route(definition)
    if way.is_alike_for_all:
        return {name: answer for name, answer in answers.items() if name in way.asked}
    for name, question in definition.questions.items():
        if name in answers and question.kind.asks and way.is_shown(name, kept):
            kept[name] = answers[name]
    return kept
