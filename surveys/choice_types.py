"""Questions answered by choosing: one choice, a scale, several choices, an order. Pure: no Django."""

from surveys.question_base import APART, SKIPPED, BadAnswer, Item, QuestionType


class SelectOne(QuestionType):
    name, kind, template, has_choices = "select_one", "one", "select_one.html", True

    def parse(self, question, values):
        given = {value.strip() for value in values} - {""}
        if len(given) > 1:
            raise BadAnswer("choose_one")
        answer = given.pop() if given else None
        if answer is not None and answer not in question.choice_names and answer not in question.apart:
            raise BadAnswer("not_offered")
        return answer

    def encode(self, question, answer):
        return [APART[answer] if answer in APART else question.choice_names.index(answer)]

    def words(self, question, answer):
        return question.label_of(answer)


class Likert(SelectOne):
    name, template = "likert", "likert.html"


class SelectMultiple(QuestionType):
    name, kind, template, has_choices = "select_multiple", "many", "select_multiple.html", True

    def parse(self, question, values):
        apart = self._apart(question, values)
        if apart:
            return apart
        given = {value for value in values if value.strip()}
        if not given <= set(question.choice_names):
            raise BadAnswer("not_offered")
        return [name for name in question.choice_names if name in given] or None

    def items(self, question):
        return tuple(
            Item(f"{question.name}/{c.name}", question.name, "many", c.name) for c in question.choices
        )

    def encode(self, question, answer):
        if isinstance(answer, str):
            return [APART[answer]] * len(question.choices)
        return [int(name in answer) for name in question.choice_names]

    def words(self, question, answer):
        if isinstance(answer, str):
            return question.label_of(answer)
        return "; ".join(question.label_of(name) for name in answer)

    def for_expressions(self, answer):
        return " ".join(answer) if isinstance(answer, list) else ""


class Rank(SelectMultiple):
    """Choices put in order. Posted as `choice=place`; the answer is the list of choices, first place first."""

    name, kind, template = "rank", "number", "rank.html"

    def parse(self, question, values):
        places = {}
        for value in filter(str.strip, values):
            choice, _, place = value.rpartition("=")
            if choice not in question.choice_names or place not in map(
                str, range(1, len(question.choices) + 1)
            ):
                raise BadAnswer("not_offered")
            if int(place) in places:
                raise BadAnswer("same_place", place=place)
            places[int(place)] = choice
        return [places[place] for place in sorted(places)] or None

    def posted(self, answer):
        return [f"{choice}={place}" for place, choice in enumerate(answer, 1)]

    def items(self, question):
        return tuple(
            Item(f"{question.name}/{c.name}", question.name, "number", c.name) for c in question.choices
        )

    def encode(self, question, answer):
        return [answer.index(name) + 1 if name in answer else SKIPPED for name in question.choice_names]

    def words(self, question, answer):
        return "; ".join(f"{place}. {question.label_of(name)}" for place, name in enumerate(answer, 1))
