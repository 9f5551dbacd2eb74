"""The shipped outlines: what each kind of document contains, as data. Staff copy one into a Report and change it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Outline:
    """A document's title, subtitle and entries; `about` is council or scotland, `to` says whom its contact is for."""

    slug: str
    title: str
    subtitle: str
    about: str
    entries: tuple[dict, ...]
    to: str = "readers"


def heading(text, level=1):
    return {"kind": "heading", "text": text, "level": level}


def text(words, lead=""):
    return {"kind": "text", "text": words, "lead": lead}


def block(kind, **more):
    return {"kind": kind, **more}


VOICE, FAMILY, CARE, PEOPLE, SCAFFOLDING = 1, 2, 3, 4, 5
WHO = text(
    "Children and families social workers across {council} were asked what stands between them "
    "and the practice that The Promise describes. {responses} answered ({fieldwork}). Answers are anonymous by "
    "design, and no figure is shown that rests on fewer than ten people."
)
HOW_SURE = [heading("How sure are these figures?"), block("method")]
HOW_SURE_IN_BRIEF = [heading("How sure are these figures?"), block("method", brief=True)]

NATIONAL_REPORT = Outline(
    "national-report",
    "Keeping The Promise: what social workers say, what employers answer",
    "National report of the Social Work Issues Group",
    "scotland",
    (
        block("contents"),
        heading("In short"),
        WHO,
        block("headlines", most=4),
        heading("Relationship-based practice"),
        text(
            "Relationships take time. These findings show whether teams have the people and the hours to build them."
        ),
        block("charts", foundations=[PEOPLE]),
        heading("Child-centred practice"),
        text("Whether decisions rest on what a child needs, or on what the budget allows."),
        block("charts", foundations=[CARE, VOICE]),
        heading("Supporting families"),
        text("Whether help comes early enough, and is enough, for families to stay together."),
        block("charts", foundations=[FAMILY]),
        heading("A system that is there when it is needed"),
        block("charts", foundations=[SCAFFOLDING]),
        block("charts"),
        heading("In their own words"),
        block("quotes", most=4),
        heading("Across the country"),
        block("map", most=1),
        block("group_dots", most=2),
        heading("What employers answered"),
        text(
            "Branches put the campaign's questions to managers in every council area. All 32 areas are counted, whether asked or not."
        ),
        block("tallies"),
        heading("Beside the figures published before"),
        block("benchmarks"),
        heading("What The Promise says"),
        block("statements", most=20),
        *HOW_SURE,
        heading("Annex"),
        block("annex"),
    ),
)

KEY_FINDINGS = Outline(
    "key-findings",
    "Key findings",
    "What social workers say stands in the way of The Promise",
    "scotland",
    (
        WHO,
        heading("Relationship-based practice"),
        block("headlines", foundations=[PEOPLE], most=3),
        heading("Child-centred practice"),
        block("headlines", foundations=[CARE, VOICE], most=3),
        heading("Supporting families"),
        block("headlines", foundations=[FAMILY, SCAFFOLDING], most=3),
        heading("What employers have answered so far"),
        block("tally_sentences"),
        *HOW_SURE_IN_BRIEF,
    ),
)

E_BRIEF = Outline(
    "e-brief",
    "eBrief: keeping The Promise",
    "For branches, stewards and social work members",
    "scotland",
    (
        heading("What is this about?"),
        text(
            "Scotland promised its care experienced children and young people a system built on relationships. "
            "The people who do the work were asked whether they can keep that promise."
        ),
        heading("What members told us"),
        block("headlines", most=4),
        block("quotes", most=2),
        heading("What employers answered"),
        block("tally_sentences"),
        heading("What your branch can do"),
        block(
            "bullets",
            items=[
                "Send the report to senior social work managers and ask for it to be discussed.",
                "Send it to the elected members on the committee or integration board.",
                "Put the campaign's questions to managers, and log each answer the same evening.",
                "Log what is promised, by whom and by when, so that we can see whether it happened.",
            ],
        ),
        *HOW_SURE_IN_BRIEF,
    ),
)

COUNCIL_BRIEFING = Outline(
    "council-briefing",
    "Briefing for {council}",
    "For the branch's next meeting with managers",
    "council",
    (
        heading("What to ask next"),
        block("ask_next", most=8),
        heading("What social workers say"),
        text("{responses} social workers answered across Scotland ({fieldwork})."),
        block("headlines", most=5),
        block("comparison", most=10),
        heading("What managers answered"),
        block("replies"),
        heading("What neighbours got"),
        block("neighbours"),
        heading("What was promised"),
        block("commitments"),
        heading("What their own papers say"),
        block("papers"),
        heading("Side by side"),
        block("contradictions"),
        heading("Figures published before"),
        block("benchmarks"),
        *HOW_SURE,
    ),
)

COUNCIL_HANDOUT = Outline(
    "council-handout",
    "What social workers say in {council}",
    "For managers and elected members",
    "council",
    (
        text("{responses} social workers answered across Scotland ({fieldwork})."),
        block("headlines", most=5),
        block("comparison", most=10),
        heading("What has been answered so far"),
        block("replies"),
        heading("What was promised"),
        block("commitments"),
        *HOW_SURE_IN_BRIEF,
    ),
)

COMMITTEE_PAPER = Outline(
    "committee-paper",
    "Report to committee: implementing The Promise in {council}",
    "Draft offered by the trade union side, in the shape that committees use",
    "council",
    (
        heading("1. Purpose of report"),
        text(
            "1.1. To put before the committee what social workers say about implementing The Promise, and what the employer has answered to the questions put to it."
        ),
        heading("2. Recommendations"),
        text("2.1. The committee is asked to:"),
        block(
            "bullets",
            items=[
                "note the findings;",
                "ask for a costed plan for implementing The Promise in statutory children and families social work;",
                "agree that the workforce is represented on the group that oversees it.",
            ],
            numbered=True,
        ),
        heading("3. Background"),
        block("headlines", most=4),
        block("statements", most=6),
        heading("4. What has been answered so far"),
        block("replies"),
        heading("5. Employee implications"),
        block("headlines", foundations=[PEOPLE], most=3),
        text("5.1. Staffing and caseloads decide whether relationship-based practice is possible."),
        heading("6. Financial implications"),
        text(
            "6.1. The employer's answers on funding and financial modelling are in section 4; where it has not answered, the cost is not known."
        ),
        heading("7. Consultation"),
        block("method"),
    ),
)

ELECTED_MEMBER_LETTER = Outline(
    "elected-member-letter",
    "Letter to elected members in {council}",
    "The Promise and the people who have to keep it",
    "council",
    (
        text("Dear Councillor,"),
        text(
            "As a member of the committee that oversees children's social work, you will be asked how The Promise is being kept in {council}. Social workers have told us what stands in the way."
        ),
        block("headlines", most=3),
        text("We have put these questions to managers. This is what they have answered so far:"),
        block("replies"),
        text("Will you ask for a costed plan at the next meeting? We would be glad to meet you before then."),
        text("Yours sincerely,\n\n[Name], for the branch"),
        *HOW_SURE_IN_BRIEF,
    ),
)

PRESS_NOTICE = Outline(
    "press-notice",
    "Press notice: social workers on The Promise",
    "For journalists and editors",
    "scotland",
    (
        block("headlines", most=3),
        text(
            "Asked by their union's branches, employers answered as follows. All 32 council areas are counted."
        ),
        block("tally_sentences"),
        block("quotes", most=1),
        heading("Notes to editors"),
        block("method", brief=True),
        block("benchmarks"),
    ),
    to="journalists",
)

PROGRESS_REPORT = Outline(
    "progress-report",
    "Progress report: is The Promise being kept?",
    "Wave beside wave, promise beside verdict",
    "scotland",
    (
        heading("What has changed"),
        block("progress"),
        heading("What employers answered"),
        block("tallies"),
        heading("Where things stand"),
        block("headlines", most=6),
        *HOW_SURE,
    ),
)

OUTLINES = {
    one.slug: one
    for one in (
        NATIONAL_REPORT,
        KEY_FINDINGS,
        E_BRIEF,
        COUNCIL_BRIEFING,
        COUNCIL_HANDOUT,
        COMMITTEE_PAPER,
        ELECTED_MEMBER_LETTER,
        PRESS_NOTICE,
        PROGRESS_REPORT,
    )
}
