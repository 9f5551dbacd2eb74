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
    return [part for part, _ in _scored(paragraph_words, parts).most_common(at_most)]


def suggested_for(paragraphs, parts, at_most: int = 5) -> tuple[Suggestion, ...]:
    """The paragraphs that share most words with a question, in the paper's order; at most one question each.

    None where a person has said already that it bears on something or does not. `paragraphs` come with their
    `bearings` and `suggestions_refused`.
    """
    parts, found = list(parts), []
    for place, paragraph in enumerate(paragraphs):
        if paragraph.bearings.all():
            continue
        refused = {each.part_id for each in paragraph.suggestions_refused.all()}
        open_parts = [part for part in parts if part.pk not in refused]
        for part, score in _scored(f"{paragraph.heading} {paragraph.text}", open_parts).most_common(1):
            found.append((score, place, Suggestion(paragraph, part)))
    best = sorted(found, key=lambda each: (-each[0], each[1]))[:at_most]
    return tuple(each for _, _, each in sorted(best, key=lambda each: each[1]))


def _scored(words: str, parts) -> Counter:
    """Part → how many stems it shares with the words, where these are enough to say something."""
    stems = {stem(word) for word in WORD.findall(words.lower())}
    scores = Counter()
    for part in parts:
        own = {stem(word) for word in WORD.findall(" ".join([*part.keywords, part.label]).lower())}
        shared = len(stems & own)
        if shared >= LEAST:
            scores[part] = shared
    return scores
