"""Documents that the renderers' tests share."""

from datetime import date

from reports.documents.content import (
    Bullets,
    Document,
    Figure,
    Finding,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Quote,
    Table,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 40" font-family="system-ui, sans-serif">'
    '<rect x="0" y="10" width="237" height="20" fill="#3c1053"/><text x="242" y="25" font-size="14">74 %</text></svg>'
)
HOSTILE = "<b>bold</b> #let x = 1 $a$ {{ secret }} {% now %} \x00\x07\u202e=1+1"


def sample(**changes):
    """A document with one block of every kind, hostile text among them."""
    fields = {
        "slug": "council-briefing",
        "title": "Briefing for Sampleshire",
        "subtitle": "What workers said and what managers answered",
        "dated": date(2026, 11, 21),
        "rests_on": "Release spring-2026/1; record of 21 November 2026",
        "publisher": "Social Work Issues Group",
        "simulated": True,
        "council": "sampleshire",
        "contact": "group@example.org",
        "blocks": (
            Heading("What workers said"),
            Finding("74 %", "of social workers say their team is short of staff", "Opt-in survey of 600"),
            Paragraph(HOSTILE, lead="Typed by somebody:"),
            Bullets(("first", "second")),
            Heading("In detail", 2),
            Table(
                "Staffing: by group",
                ("Group", "Yes %", "Base"),
                (("Scotland", "74", "600"), ("=HYPERLINK(1)", "[c]", "[c]")),
                note="[c] hidden",
                numeric=True,
            ),
            Figure(
                SVG,
                "A bar of 74 per cent",
                "Three in four are short of staff",
                "Source: survey",
                Table("Short of staff", ("Answer", "%"), (("Yes", "74"),), numeric=True),
            ),
            Quote("There is never time.", "A social worker"),
            Note("Ask for the budget line.", "Ask next"),
            PageBreak(),
            Heading("Method"),
            Paragraph("How the survey was done."),
        ),
    }
    return Document(**fields | changes)
