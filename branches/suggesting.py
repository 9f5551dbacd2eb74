"""Suggests which question a paragraph bears on, from its words and the part's own; a person accepts or does not."""

import re
from collections import Counter
from dataclasses import dataclass

WORD = re.compile(r"[a-z]{4,}")
ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ives",
    "ive",
    "ers",
    "ees",
    "ee",
    "ed",
    "es",
    "s",
)
LEAST = 2


@dataclass(frozen=True)
class Suggestion:
    """One paragraph and the question that it may bear on."""

    paragraph: object
    part: object


def stem(word: str) -> str:
    """A word cut to what "funding", "funded" and "funds" share; rough on purpose."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def suggestions(paragraph_words: str, parts, at_most: int = 2) -> list:
    """The parts whose keywords and label share at least two stems with the paragraph, the best first."""
    stems = {stem(word) for word in WORD.findall(paragraph_words.lower())}
    scores = Counter()
    for part in parts:
        own = {stem(word) for word in WORD.findall(" ".join([*part.keywords, part.label]).lower())}
        scores[part] = len(stems & own)
    return [part for part, score in scores.most_common(at_most) if score >= LEAST]


def suggested_for(paragraphs, parts) -> tuple[Suggestion, ...]:
    """At most one suggestion a paragraph; none where a person has said already that it bears on something or does not.

    `paragraphs` come with their `bearings` and `suggestions_refused`.
    """
    parts, found = list(parts), []
    for paragraph in paragraphs:
        if paragraph.bearings.all():
            continue
        refused = {each.part_id for each in paragraph.suggestions_refused.all()}
        open_parts = [part for part in parts if part.pk not in refused]
        near = suggestions(f"{paragraph.heading} {paragraph.text}", open_parts, at_most=1)
        found += [Suggestion(paragraph, part) for part in near]
    return tuple(found)
