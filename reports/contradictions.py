"""Sets what employers said against what workers experience: rules as data, and never the simulated against the real."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from branches.days import day_in_words
from branches.rows import CouncilRecord
from reports.narrative import Standing, percent, told

FILE = Path(__file__).parent / "reference" / "contradictions.csv"


@dataclass(frozen=True)
class Rule:
    """Where a finding meets a reply of one of these stances, or a paper whose summary has one of these words: the sentence."""

    question: str
    part: str
    stances: tuple[str, ...]
    says: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Said:
    """One thing on an employer's side: a reply's stance on a part, or a paper's paragraph in our own words."""

    part: str
    stance: str
    words: str
    cite: str
    simulated: bool


@dataclass(frozen=True)
class Contradiction:
    """A sentence that sets the two sides beside each other."""

    sentence: str
    simulated: bool


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of the reference file; a row without its sentence or its figure stops the start."""
    with FILE.open(newline="", encoding="utf-8") as opened:
        found = tuple(_rule(row) for row in csv.DictReader(opened))
    wrong = [rule for rule in found if not (rule.question and rule.sentence and (rule.stances or rule.says))]
    if wrong:
        raise ValueError(f"{FILE.name}: a rule needs a question, a sentence, and stances or words: {wrong}")
    return found


def _rule(row: Mapping[str, str]) -> Rule:
    return Rule(
        row["question"],
        row["part"],
        tuple(row["stances"].split()),
        tuple(filter(None, row["says"].lower().split("|"))),
        row["sentence"],
    )


def said_by(record: CouncilRecord) -> tuple[Said, ...]:
    """The employer's side of a council's record: answered parts, then the paragraphs of papers."""
    replies = [
        Said(one.part_ref, str(one.state), one.said, _reply_cite(one), one.simulated)
        for one in record.parts
        if one.stance_label
    ]
    papers = [
        Said(
            bearing.part_ref,
            "",
            bearing.summary,
            _paper_cite(paper, bearing, record.campaign),
            paper.simulated,
        )
        for paper in record.papers
        if not paper.is_sample
        for bearing in paper.bears_on
    ]
    return tuple(replies + papers)


def contradictions(
    said: Iterable[Said],
    standings: Mapping[str, Standing],
    real: Mapping[str, Standing],
    by: tuple[Rule, ...] | None = None,
) -> tuple[Contradiction, ...]:
    """The sentences that hold, by question name in both mappings.

    Simulated replies meet simulated figures (`standings`), real words meet only real or published ones (`real`).
    """
    found: dict[str, Contradiction] = {}
    for one in said:
        for rule in rules() if by is None else by:
            figure = (standings if one.simulated else real).get(rule.question)
            if (
                figure
                and figure.share is not None
                and figure.simulated == one.simulated
                and _meets(rule, one)
            ):
                words = rule.sentence.format(share=percent(figure.share), where=_where(figure), cite=one.cite)
                found.setdefault(words, Contradiction(told(words, one.simulated), one.simulated))
    return tuple(found.values())


def _meets(rule: Rule, one: Said) -> bool:
    if rule.says:
        return not one.stance and any(words in one.words.lower() for words in rule.says)
    return rule.part == one.part and one.stance in rule.stances


def _paper_cite(paper, bearing, campaign) -> str:
    """A paper older than the questions is no answer to them, and its sentence says so."""
    before = campaign is not None and paper.date < campaign.opens_on
    when = ", published before the branches put their questions," if before else ""
    return f"“{paper.title}” of {day_in_words(paper.date)} ({bearing.paragraph}){when}"


def _where(figure: Standing) -> str:
    if figure.level == "published":
        return f"in the published survey ({figure.base_line.removeprefix('Published survey, ')})"
    return {"council": "here", "named_group": "in its family group"}.get(figure.level, "across Scotland")


def _reply_cite(part) -> str:
    where = f", paragraph {part.paragraph}" if part.paragraph else ""
    when = f" of {day_in_words(part.said_on)}" if part.said_on else ""
    return f"The answer{when} ({part.grade.lower()}{where})"
