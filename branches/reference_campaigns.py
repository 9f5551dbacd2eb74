"""Loads the branch pack of November 2021 in the project's own short wording; a full wording that was loaded stays."""

from datetime import date

from simple_history.utils import bulk_create_with_history

from branches.actions import set_fields
from branches.models import (
    AnswerLabel,
    Campaign,
    CampaignAction,
    ManagementQuestion,
    QuestionPart,
    Statement,
)
from branches.reference import register, rows
from branches.reference_statements import load_statements  # noqa: F401  (its loader must be registered first)

PACK_SLUG = "keeping-the-promise-2021"
PACK = {
    "title": "Keeping the Promise 2021",
    "summary": "SWIG's branch pack of November 2021: what each branch could do and ask. Kept as an archive.",
    "state": Campaign.State.CLOSED,
    "budget_year": "2022/23",
    # The pack says "November 2021"; it gives no day.
    "opens_on": date(2021, 11, 1),
    "budget_after_days": 110,
    "closes_after_days": 150,
}


@register
def load_pack():
    campaign, created = Campaign.objects.get_or_create(slug=PACK_SLUG, defaults=PACK)
    fill_from_pack(campaign)
    parts = QuestionPart.objects.filter(question__campaign=campaign).count()
    return f"the campaign of 2021 with {campaign.questions.count()} questions in {parts} parts"


def fill_from_pack(campaign):
    """Give a campaign the pack's actions, questions, parts and answer labels; what is there already is put right."""
    _keep_all(
        CampaignAction,
        [_action(campaign, *numbered) for numbered in enumerate(rows("campaign_actions.csv"), 1)],
    )
    records = rows("campaign_parts.csv")
    first = {row["ref"]: (order, row) for order, row in reversed(list(enumerate(records, 1)))}
    questions = _keep_all(ManagementQuestion, [_question(campaign, *first[ref]) for ref in sorted(first)])
    parts = _keep_parts(records, {question.ref: question for question in questions})
    _keep_all(AnswerLabel, [label for row in records for label in _labels(row, parts[_ref(row)])])
    _cite(records, parts)


def _action(campaign, order, row):
    key = {"campaign_id": campaign.pk, "ref": row["ref"], "letter": row["letter"]}
    return key, {"order": order} | {name: row[name] for name in ("label", "ask_of", "done_when")}, {}


def _question(campaign, order, row):
    values = {"group": row["group"], "label": row["question_label"], "ask_of": row["ask_of"]}
    return {"campaign_id": campaign.pk, "ref": row["ref"]}, values, {"order": order}


def _ref(row):
    return f"{row['ref']}-{row['letter']}" if row["letter"] else row["ref"]


def _keep_parts(records, questions):
    """The parts by their reference; those that rest on another come after it, so that it has a key."""
    numbered = list(enumerate(records, 1))
    made = {}
    for rest in (False, True):
        wanted = [(order, row) for order, row in numbered if bool(row["depends_on"]) is rest]
        kept = _keep_all(QuestionPart, [_part(questions, made, order, row) for order, row in wanted])
        made |= {_ref(row): part for (_, row), part in zip(wanted, kept, strict=True)}
    return made


def _part(questions, made, order, row):
    names = ("ask", "phrase", "with_phrase")
    values = {name: row[name] for name in names} | {
        "order": order,
        "label": row["part_label"],
        "asks_amount": row["asks_amount"] == "yes",
        "depends_on_id": made[row["depends_on"]].pk if row["depends_on"] else None,
        "keywords": row["keywords"].split("|"),
        "findings": row["findings"].split(),
    }
    return {"question_id": questions[row["ref"]].pk, "letter": row["letter"]}, values, {}


def _labels(row, part):
    for place, pair in enumerate(row["labels"].split("|"), start=1):
        label, stance = pair.split("=")
        yield {"part_id": part.pk, "label": label}, {"order": place, "stance": stance}, {}


def _cite(records, parts):
    """The statements that each part rests on; a part that has them already is left alone."""
    cited = QuestionPart.statements.through
    keys = dict(Statement.objects.values_list("number", "pk"))
    wanted = {
        (parts[_ref(row)].pk, keys[int(number)]) for row in records for number in row["statements"].split()
    }
    own = cited.objects.filter(questionpart__in=[part.pk for part in parts.values()])
    found = set(own.values_list("questionpart_id", "statement_id"))
    for part, statement in found - wanted:
        own.filter(questionpart_id=part, statement_id=statement).delete()
    cited.objects.bulk_create(
        cited(questionpart_id=part, statement_id=statement) for part, statement in sorted(wanted - found)
    )


def _keep_all(model, wanted):
    """The rows for [(key, values, values at first)], in that order, in a handful of statements.

    A row that is there is saved only when something differs, so that loading again leaves no history.
    """
    names = list(wanted[0][0])
    within = {f"{names[0]}__in": {key[names[0]] for key, _, _ in wanted}}
    found = {tuple(getattr(row, name) for name in names): row for row in model.objects.filter(**within)}
    missing = [each for each in wanted if tuple(each[0].values()) not in found]
    rows_made = [model(**key, **values, **at_first) for key, values, at_first in missing]
    if hasattr(model, "history"):
        rows_made = bulk_create_with_history(rows_made, model)
    else:
        rows_made = model.objects.bulk_create(rows_made)
    for key, values, _ in wanted:
        row = found.get(tuple(key.values()))
        if row is not None:
            set_fields(row, values)
    found |= {tuple(key.values()): row for (key, _, _), row in zip(missing, rows_made, strict=True)}
    return [found[tuple(key.values())] for key, _, _ in wanted]
