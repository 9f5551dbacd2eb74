"""Rows of the record for tests: a small campaign, asks and replies by alice's branch."""

from datetime import date

from branches.actions import asking, papers, replies
from branches.models import AnswerLabel, Campaign, ManagementQuestion, Paper, QuestionPart, Reply, Stance
from tests import factories

ASKED_ON = date(2026, 3, 2)


def campaign(slug="spring", state=Campaign.State.OPEN, **values):
    """A campaign with a working group (Q1), a union seat that depends on it (Q2-b) and money (Q3)."""
    made = Campaign.objects.create(
        slug=slug, title=slug.title(), state=state, budget_year="2027/28", opens_on=date(2026, 2, 1), **values
    )
    group = _part(made, 1, "Q1", "", "Working group", "have a working group")
    _part(made, 2, "Q2", "b", "Union seat", "give a seat", depends_on=group, with_phrase="with a union seat")
    _part(made, 3, "Q3", "", "Money", "have a plan", asks_amount=True)
    return made


def _part(made, order, ref, letter, label, phrase, **values):
    question = ManagementQuestion.objects.create(
        campaign=made, ref=ref, order=order, group="Group", label=label, ask_of="managers"
    )
    part = QuestionPart.objects.create(
        question=question,
        letter=letter,
        order=order,
        label=label,
        ask=f"{label} in {{year}}?",
        phrase=phrase,
        **values,
    )
    for place, (words, stance) in enumerate(
        [("Granted", Stance.YES), ("Promised", Stance.PLANNED), ("Refused", Stance.NO)]
    ):
        AnswerLabel.objects.create(part=part, order=place, label=words, stance=stance)
    return part


def part(made, ref):
    return next(each for each in made.parts() if each.ref == ref)


def ask(made, ref="Q1", branch=None, by=None, on=ASKED_ON, employer=None, **values):
    by = by or factories.alice()
    branch = branch or factories.branch()
    council = branch.councils.first()
    employer = employer or factories.employer(f"{council.name} Council", councils=[council])
    return asking.put_part(
        part=part(made, ref), council=council, employer=employer, branch=branch, on=on, by=by, **values
    )


def reply(asked, stance=Stance.YES, by=None, on=date(2026, 3, 10), grade=Reply.Grade.SAID, **values):
    return replies.record_reply(
        asked=asked, said_on=on, stance=stance, grade=grade, by=by or factories.alice(), **values
    )


def paper(by=None, branch=None, dated=date(2026, 3, 5), title="Committee paper", **values):
    branch = branch or factories.branch()
    return papers.summarise_paper(
        branch=branch,
        council=branch.councils.first(),
        title=title,
        kind=Paper.Kind.PUBLISHED,
        dated=dated,
        source="Committee",
        by=by or factories.alice(),
        paragraphs=[
            (5, "Employee Implications", "5.1", "Six posts are needed."),
            (6, "Money", "6.1", "It costs."),
        ],
        **values,
    )
