"""Suggests which question a paragraph bears on, from its words and the part's own; a person accepts or does not."""

import re
from collections import Counter

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
