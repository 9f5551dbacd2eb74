"""The demo's record: what is real, and about twenty council areas of simulated replies; each simulated row says so."""

from datetime import date

from django.db import transaction

from branches import demo_simulated
from branches.actions.papers import mark_bearing, summarise_paper
from branches.models import Audience, Branch, Campaign, CouncilArea, Employer, Paper, QuestionPart
from branches.reference_campaigns import PACK_SLUG

REAL_TITLE = "Independent Care Review's Findings and the Promise of Transformational Change"
REAL_SOURCE = (
    "South Lanarkshire Council, Social Work Resources Committee, 20 January 2021; report by the Director, Health and "
    "Social Care, of 13 November 2020"
)
# Facts of the paper in our own words, each with the paragraph that states it.
REAL_PARAGRAPHS = (
    (
        1,
        "Purpose of Report",
        "1.1",
        "Gives an overview of the Independent Care Review and of what South Lanarkshire does to support it.",
    ),
    (
        2,
        "Recommendation(s)",
        "2.1",
        "Asks the committee to note the report and to let officers go on supporting the work.",
    ),
    (3, "Background", "3.2", "The review ended in February 2020 with seven reports."),
    (
        4,
        "Next Steps",
        "4.1",
        "Expects change to take up to ten years, under one national plan with a yearly report to Parliament.",
    ),
    (
        4,
        "Next Steps",
        "4.2",
        "The council took part in the review for three years and hosted an exercise on mapping deprivation.",
    ),
    (
        4,
        "Next Steps",
        "4.3",
        "Corporate parenting arrangements, newly revised, and a Champions Board are to drive the change here.",
    ),
    (
        4,
        "Next Steps",
        "4.4",
        "A change project is building one model of family support so that children can stay at home; kinship carers are to get more help, in money and otherwise.",
    ),
    (
        4,
        "Next Steps",
        "4.5",
        "Support and housing for care experienced young people after 16 are being designed anew with them.",
    ),
    (
        4,
        "Next Steps",
        "4.6",
        "Social work processes are being cleared of clutter so that workers can practise through relationships.",
    ),
    (5, "Employee Implications", "5.1", "States that this report has no implications for employees."),
    (
        6,
        "Financial Implications",
        "6.1",
        "Expects costs over the life of the plan and a considerable investment at the start; exact figures were to follow with the plan.",
    ),
    (7, "Climate Change, Sustainability and Environmental Implications", "7.1", "States no implications."),
    (8, "Other Implications", "8.1", "States no risk."),
    (
        9,
        "Equality Impact Assessment and Consultation Arrangements",
        "9.1",
        "No assessment was made, since no policy changes.",
    ),
)
REAL_BEARINGS = (
    ("4.3", "Q4a", "The paper names who drives the work; it does not say that workers sit among them."),
    ("4.4", "Q3a-a", "A family support project and help for kinship carers are under way; no sum is given."),
    ("4.6", "Q3d", "Less process is promised to make room for relationships; no posts are mentioned."),
    ("5.1", "Q4b-c", "The report itself is said to have no consequences for staff."),
    ("6.1", "Q3b", "An investment is foreseen; its size was not yet known."),
)


@transaction.atomic
def load_real():
    """The 2021 campaign comes with the reference data; here South Lanarkshire's real paper, which answers no question."""
    council = CouncilArea.objects.get(name="South Lanarkshire")
    paper = Paper.objects.filter(council=council, title=REAL_TITLE, simulated=False).first()
    if paper is None:
        paper = summarise_paper(
            branch=Branch.objects.filter(councils=council).first(),
            council=council,
            employer=Employer.objects.filter(councils=council, kind=Employer.Kind.COUNCIL).first(),
            title=REAL_TITLE,
            kind=Paper.Kind.PUBLISHED,
            dated=date(2021, 1, 20),
            source=REAL_SOURCE,
            audience=Audience.PUBLIC,
            paragraphs=REAL_PARAGRAPHS,
        )
    _mark(paper, Campaign.objects.get(slug=PACK_SLUG))
    return paper


def _mark(paper, campaign):
    parts = {
        part.ref: part
        for part in QuestionPart.objects.filter(question__campaign=campaign).select_related("question")
    }
    for ref, part, summary in REAL_BEARINGS:
        paragraph = paper.paragraphs.get(ref=ref)
        if not paragraph.bearings.filter(part=parts[part]).exists():
            mark_bearing(paragraph=paragraph, part=parts[part], summary=summary, by=None)


def load_simulated(today: date):
    """The running copy and its simulated replies, dated from `today`; loading again changes nothing."""
    return demo_simulated.load(today)
