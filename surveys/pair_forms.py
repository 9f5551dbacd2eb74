"""The boxes for a wave's declared pairs: two questions whose answers will be shown against each other. They only read."""

from crispy_forms.layout import HTML, Layout, Row
from django import forms

from surveys.models import Questionnaire
from surveys.models.waves import MOST_DECLARED_PAIRS

PLACES = range(1, MOST_DECLARED_PAIRS + 1)
LONGEST_LABEL = 90
OPENING = HTML(
    '<details class="pt-details"{% if form.declares_pairs %} open{% endif %}>'
    "<summary>Which questions will be shown against each other?</summary>"
    '<p class="pt-hint">Up to six pairs of questions with one answer each, such as the job and whether the team has '
    "enough staff. Only these pairs get a table in the results, and none can be added later.</p>"
)
CLOSING = HTML("</details>")


def fields() -> dict[str, forms.ChoiceField]:
    """Return the boxes by name: pair_1_first, pair_1_second, …; none must be filled."""
    offered = [("", "None"), *_offered()]
    made = {}
    for place in PLACES:
        made[f"pair_{place}_first"] = _box(f"Pair {place}: the question", offered)
        made[f"pair_{place}_second"] = _box(f"Pair {place}: split by", offered)
    return made


def initial(pairs) -> dict[str, str]:
    """Return what stands in the boxes for these declared pairs."""
    named = {}
    for place, pair in zip(PLACES, pairs, strict=False):
        named |= dict(zip((f"pair_{place}_first", f"pair_{place}_second"), pair, strict=True))
    return named


def _box(label, offered):
    wrong = {"invalid_choice": f"Choose a question from the list for “{label}”"}
    return forms.ChoiceField(label=label, choices=offered, required=False, error_messages=wrong)


def _offered():
    """Return the questions with one answer each, under their questionnaire's title."""
    held = Questionnaire.objects.filter(archived_at=None, versions__gt=0).distinct()
    return [(each.title, [(q.name, _words(q)) for q in _crossable(each).values()]) for each in held]


def _words(question):
    label = question.label
    return label if len(label) <= LONGEST_LABEL else f"{label[: LONGEST_LABEL - 1]}…"


def _crossable(questionnaire):
    asked = questionnaire.latest_version().loaded.questions
    return {name: question for name, question in asked.items() if question.kind.kind == "one"}


def layout(others) -> Layout:
    """Return the form's layout: the other fields, then the pairs, folded away until one is wanted."""
    rows = [Row(f"pair_{place}_first", f"pair_{place}_second") for place in PLACES]
    return Layout(*others, OPENING, *rows, CLOSING)


def taken(form) -> list[list[str]]:
    """Take the boxes out of a form's cleaned data and return the pairs, with errors put on the form."""
    pairs, questionnaire = [], form.cleaned_data.get("questionnaire")
    asked = _crossable(questionnaire) if questionnaire else {}
    for place in PLACES:
        names = [f"pair_{place}_first", f"pair_{place}_second"]
        pair = [form.cleaned_data.pop(name, "") for name in names]
        told = any(name in form.errors for name in names)
        fault = _fault(pair, pairs, asked) if any(pair) and questionnaire and not told else ""
        if fault:
            form.add_error(names[1], f"Pair {place}: {fault}")
        elif any(pair):
            pairs.append(pair)
    return pairs


def _fault(pair, earlier, asked):
    if not all(pair):
        return "choose two questions, or none"
    if pair[0] == pair[1]:
        return "choose two different questions"
    if any(set(pair) == set(other) for other in earlier):
        return "these two are paired already"
    strange = [name for name in pair if name not in asked]
    return f"“{strange[0]}” is not asked in this questionnaire" if strange else ""
