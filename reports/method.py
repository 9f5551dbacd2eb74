"""The method statement of a release, in plain sentences: what was asked of whom, and what each figure assumes."""

from __future__ import annotations

from django.conf import settings

from reports.freezing import fieldwork
from reports.rounding import rounded_base

SIMULATED = (
    "Every answer in this release is simulated: it shows how the figures will look and says nothing about "
    "social work."
)
BASES = (
    "A base is everyone who gave an answer to the question; those who skipped it, preferred not to say or said "
    "that it does not apply are left out. Bases are printed to the nearest 10."
)
RANGE = (
    "The range beside a share is Wilson's 95 % interval, worked out from the printed share and base (weighted: "
    "from the effective base), rounded outward. It assumes that those who answered are like those who did not, "
    "which an opt-in survey cannot know."
)
CHANGES = (
    "Two waves are compared by Newcombe's interval, weighted figures by their linearised errors; a change counts "
    "when it passes the Benjamini–Hochberg procedure at 5 % over all findings. A change of wording breaks the "
    "series. No difference is worked out from figures that others published."
)


def method_statement(release, content) -> list[list[str]]:
    """[heading, paragraph] pairs, to stand behind the release's figures."""
    wave, audit = release.wave, content.audit
    parts = [
        ["Who answered", _who(wave)],
        ["What was asked", _asked(content)],
        ["Bases", BASES],
        ["Weights", _weights(content.weights)],
        ["How sure a figure is", RANGE],
        ["What is not shown", _hidden(audit)],
        ["Changes", CHANGES],
        [
            "Who paid",
            f"{settings.ORG_NAME} ran and paid for the survey."
            if getattr(settings, "ORG_NAME", "")
            else "The union that ran the survey paid for it.",
        ],
    ]
    if release.corrected:
        parts.insert(0, ["Correction", _corrects(release)])
    if wave.simulated:
        parts.insert(0, ["Simulated", SIMULATED])
    return parts


def _corrects(release) -> str:
    return (
        f"Release {release.number} of this survey. It was made from the same answers as {release.corrected}, which it "
        "corrects, and audited together with it."
    )


def _who(wave) -> str:
    how = {
        "open": "by an open link, so that nobody checked who answered or how often",
        "invitation": "by invitation, one response per person",
        "imported": "from a file of responses gathered elsewhere",
    }[wave.mode]
    kind = "A simulated" if wave.simulated else "An"
    return (
        f"{kind} opt-in survey of about {rounded_base(wave.responses):,} people in children and families’ social "
        f"work in Scotland, {how}; {fieldwork(wave)}."
    )


def _asked(content) -> str:
    number = len({table.question for table in content.tables})
    return (
        f"{number} questions; each table carries the exact wording. Choices that fewer than 10 people across "
        "Scotland made are merged with their neighbour."
    )


def _weights(weights) -> str:
    if weights is None or weights.by_atom is None:
        return weights.note if weights else "Not weighted."
    return (
        f"{weights.note} Weights are raked and then kept between 0.3 and 3 times the mean "
        f"({weights.trimmed:.0%} of people were trimmed); the effective sample is {weights.efficiency:.0%} of the responses. "
        "The unweighted figure stands beside each weighted one; councils are never weighted."
    )


def _hidden(audit) -> str:
    cells, secondary = audit["cells"], audit["hidden_secondary"]
    return (
        f"Groups with a base under 10 are not shown: {audit['hidden_base']:,} of {cells:,} cells. A further {secondary:,} "
        f"({secondary / cells if cells else 0:.1%}) are hidden because a smaller group could be worked out from them. Where fewer than "
        "3 people, or all but fewer than 3, gave an answer, its share is printed as [u]. Groups under 50 show only the "
        "finding’s two sides, or only their base where a question has no finding. An audit checked that no figure of "
        "fewer than 10 people follows from all that is published by adding and subtracting, and that no answer of a "
        "group of 1 to 9 is certain."
    )
