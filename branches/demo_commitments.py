"""Makes the demo's simulated commitments and the verdicts on them; each verdict is true of the sample paper it cites."""

from datetime import date, timedelta

from django.utils import timezone

from branches.actions import asking, commitments, papers
from branches.models import Audience, Branch, Commitment, CouncilArea, Paper, Reply, Stance, User
from branches.sample_paper import TITLE, as_docx, sample_text

KEPT, PARTLY, NOT_KEPT, NO_EVIDENCE = Commitment.Verdict.values
# What follows an answer "promised" to each part, and what the sample paper then shows.
PROMISES = {
    "Q3a-a": (
        "Bring a plan to pay for The Promise to the committee",
        PARTLY,
        "Paragraph 6.1: a bid covers the first eighteen months; the remainder waits for the budget.",
    ),
    "Q3a-b": (
        "Write early help into the budget as a protected line",
        NOT_KEPT,
        "Paragraph 6.1 leaves what comes after eighteen months to the budget meeting.",
    ),
    "Q3b": (
        "Publish what keeping The Promise will cost here",
        PARTLY,
        "Paragraph 6.1 gives the cost of one team and not the whole cost.",
    ),
    "Q3c": (
        "Show what statutory teams need in the cost",
        NO_EVIDENCE,
        "The paper says nothing about statutory teams.",
    ),
    "Q3d": (
        "Fund six posts in frontline teams",
        PARTLY,
        "Paragraph 5.1: two of six posts are funded; four depend on the budget.",
    ),
    "Q4a": (
        "Set up a local group that leads the work",
        KEPT,
        "Paragraph 3.2: the group has met four times.",
    ),
    "Q4b-a": (
        "Say how workers will be represented on the local group",
        PARTLY,
        "Paragraph 3.2: members come from social work; how they were chosen is not said.",
    ),
    "Q4b-b": (
        "Give the branch a seat on the local group",
        KEPT,
        "Paragraph 4.4: a place on the group is offered to the trade unions.",
    ),
    "Q4b-c": (
        "Give our rep time for this work, in writing",
        NO_EVIDENCE,
        "The paper says nothing about time for reps.",
    ),
    "Q4c-a": (
        "Agree how success will be measured",
        PARTLY,
        "Paragraph 4.5: the questions by which success is judged are still to be designed.",
    ),
    "Q4c-b": (
        "Count workers' views in how success is measured",
        NO_EVIDENCE,
        "Paragraph 3.4 tells what workers said; nothing shows that it counts.",
    ),
}
# Of six commitments one has its verdict, one needs it, four are to come. Each verdict's paper is read, which takes time.
VERDICT, NEEDED, ROUND = 0, 3, 6


def load(campaign, councils: list[CouncilArea], today: date, secretary):
    """Commitments in all of these council areas that promised anything; `secretary` gives who logs for a branch.

    The first two are those of the demo's people, who have a few of their own; the third has broken one.
    """
    _of_the_demos_people(campaign, [council.name for council in councils[:3]], today, secretary)
    for number, reply in enumerate(_promising(campaign, councils[3:])):
        _follow(number, reply, today, secretary)


def _promising(campaign, councils):
    """Every answer "promised" of each council area; where there is none, the first that holds only in part."""
    for council in councils:
        replies = Reply.objects.filter(asked__council=council, asked__part__question__campaign=campaign)
        replies = replies.select_related("asked__council", "asked__part__question").order_by("pk")
        yield from replies.filter(stance=Stance.PLANNED) or replies.filter(stance=Stance.PARTLY)[:1]


def _follow(number, reply, today, secretary):
    """The commitment that an answer makes, due at a day that differs from one to the next."""
    what, verdict, words = PROMISES[reply.asked.part.ref]
    past = number % ROUND in {VERDICT, NEEDED}
    half = (today - reply.said_on) // 2
    due_on = reply.said_on + half if past else today + timedelta(days=10 + 7 * number)
    council, part = reply.asked.council, reply.asked.part
    made = _commitment(council, part, what, reply.said_on, due_on, secretary, reply=reply)
    if number % ROUND == VERDICT:
        _verdict(made, verdict, words, due_on + half // 2)
        _check(made)


def _check(commitment):
    """The second pair of eyes is the demo's member of SWIG; nothing is checked without that person."""
    checker = User.objects.filter(email="staff@demo.example").first()
    if checker:
        commitments.check_verdict(commitment=commitment, by=checker)


def _of_the_demos_people(campaign, names, today, secretary):
    parts = {part.ref: part for part in campaign.parts()}
    lanark, glasgow, third = (CouncilArea.objects.get(name=name) for name in names)

    def promised(council, ref, what, made_days_ago, due_in):
        made_on, due_on = today - timedelta(days=made_days_ago), today + timedelta(days=due_in)
        return _commitment(council, parts[ref], what, made_on, due_on, secretary)

    promised(lanark, "Q4b-b", "Give the branch a seat on the working group", 50, -6)
    promised(lanark, "Q3b", "Publish what keeping The Promise will cost here", 50, 5)
    kept = promised(glasgow, "Q4c-a", "Publish the measures by which success is judged", 60, -20)
    broken = promised(third, "Q3d", "Advertise four frontline posts", 60, -15)
    _verdict(kept, KEPT, "The measures stand in the committee's paper.", today - timedelta(days=10))
    words = "The paper says that four posts wait for the budget."
    _verdict(broken, NOT_KEPT, words, today - timedelta(days=8))


def _commitment(council, part, what, made_on, due_on, secretary, **details):
    branch = Branch.objects.filter(councils=council).first()
    return commitments.record_commitment(
        branch=branch,
        council=council,
        employer=asking.runner_of(council),
        what=what,
        who="Head of children's services",
        made_on=made_on,
        due_on=due_on,
        how_we_know="It stands in a committee paper or minute that we can read.",
        part=part,
        by=secretary(branch),
        simulated=True,
        audience=Audience.PUBLIC,
        **details,
    )


def _verdict(commitment, verdict, words, on):
    commitments.give_verdict(
        commitment=commitment,
        verdict=verdict,
        words=words,
        paper=_sample(commitment),
        on=on,
        by=commitment.logged_by,
    )


def _sample(commitment):
    """The sample paper as this council area's simulated evidence."""
    found = Paper.objects.filter(council=commitment.council, simulated=True).first()
    return found or papers.store_paper(
        branch=commitment.branch,
        council=commitment.council,
        employer=commitment.employer,
        name="simulated-sample-paper.docx",
        data=as_docx(sample_text()),
        title=TITLE,
        kind=Paper.Kind.PUBLISHED,
        dated=min(date(2026, 3, 3), timezone.localdate()),
        source="Written for this demo",
        by=commitment.logged_by,
        simulated=True,
        is_sample=True,
        audience=Audience.PUBLIC,
    )
