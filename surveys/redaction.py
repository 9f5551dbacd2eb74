"""Suggests what to take out of a comment before its release: names, places, children. A person decides. Pure."""

import re

from branches.identifying import KNOWN, NAME, RULES
from surveys.personal_details import NO_NAMES, found_in

GONE = "[…]"


def suggestions(text, places=()):
    """Return the pieces of the text that may tell of whom or where it speaks, longest first, each once.

    `places` are names of places that this wave's people work in.
    """
    found = [*found_in(text), *(match[0] for rule, _ in RULES for match in rule.finditer(text))]
    found += [
        match[0] for place in places for match in re.finditer(rf"\b{re.escape(place)}\b", text, re.IGNORECASE)
    ]
    found += [match[1] for match in NAME.finditer(text) if not _names_nobody(match[1])]
    pieces = (piece.strip() for piece in found)
    return sorted({piece for piece in pieces if len(piece) > 1}, key=lambda piece: (-len(piece), piece))


def _names_nobody(words):
    """Whether all of some capitalised words within a sentence are known to be no person's or place's name."""
    return all(word in KNOWN or word.lower() in NO_NAMES for word in words.split())


def redacted(text, pieces):
    """Return the text with each piece replaced by […]."""
    for piece in pieces:
        text = text.replace(piece, GONE)
    return text
