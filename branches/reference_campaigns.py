"""Loads the branch pack of November 2021 in the project's own short wording; a full wording that was loaded stays."""

from datetime import date

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
    for order, row in enumerate(rows("campaign_actions.csv"), start=1):
        _kept(
            CampaignAction,
            {"campaign": campaign, "ref": row["ref"], "letter": row["letter"]},
            {"order": order} | {name: row[name] for name in ("label", "ask_of", "done_when")},
        )
    statements = {statement.number: statement for statement in Statement.objects.all()}
    made = {}
    for order, row in enumerate(rows("campaign_parts.csv"), start=1):
        part = _part(campaign, order, row, made)
        part.statements.set(statements[int(number)] for number in row["statements"].split())
        made[part.ref] = part


def _part(campaign, order, row, made):
    question = _kept(
        ManagementQuestion,
        {"campaign": campaign, "ref": row["ref"]},
        {"group": row["group"], "label": row["question_label"], "ask_of": row["ask_of"]},
        {"order": order},
    )
    part = _kept(
        QuestionPart, {"question": question, "letter": row["letter"]}, _part_values(order, row, made)
    )
    for place, pair in enumerate(row["labels"].split("|"), start=1):
        label, stance = pair.split("=")
        _kept(AnswerLabel, {"part": part, "label": label}, {"order": place, "stance": stance})
    return part


def _part_values(order, row, made):
    return {
        "order": order,
        "label": row["part_label"],
        "ask": row["ask"],
        "asks_amount": row["asks_amount"] == "yes",
        "depends_on": made[row["depends_on"]] if row["depends_on"] else None,
        "phrase": row["phrase"],
        "with_phrase": row["with_phrase"],
        "keywords": row["keywords"].split("|"),
        "findings": row["findings"].split(),
    }


def _kept(model, lookup, values, at_first=None):
    """The row with these values; saved only when something differs, so that loading again leaves no history."""
    found, created = model.objects.get_or_create(**lookup, defaults=values | (at_first or {}))
    if not created and any(getattr(found, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(found, name, value)
        found.save()
    return found
