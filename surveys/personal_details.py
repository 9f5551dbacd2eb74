"""Finds what may name somebody in a free text: names, dates of birth, case numbers, contact details. Pure; only warns."""

import re

MOST = 5
PATTERNS = (
    re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+\b"),
    re.compile(r"\b(?:\+44|0)\d(?:[ -]?\d){8,9}\b"),
    re.compile(r"\b[0-3]?\d[./-][01]?\d[./-](?:19|20)?\d\d\b"),
    re.compile(
        r"\b[0-3]?\d(?:st|nd|rd|th)? (?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]* (?:19|20)\d\d\b",
        re.I,
    ),
    re.compile(r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b"),
    re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
    re.compile(r"\b[A-Z]{1,5}[-/ ]?\d{4,}\b|\b\d{6,}\b"),
    re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Baby|Sheriff)\.? [A-Z][a-z'’-]+\b"),
)
CAPITALISED = r"(?:(?:Mac|Mc|O['’])?[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)?)"
FULL_NAME = re.compile(rf"\b{CAPITALISED}(?: {CAPITALISED})+\b")
WORDS_THAT_NAME_NOBODY = """
a an and as at but by for from he her his i if in it its my no not of on or our she so some that the
their them then there these they this to we what when where who why with you your scottish government
social work worker workers promise children child families family council councils north south east west
lanarkshire ayrshire dunbartonshire lothian renfrewshire aberdeen city argyll bute dumfries galloway
perth kinross borders highland eilean siar orkney shetland islands care review inspectorate hearing
hearings panel reporter education scotland health board kinship foster monday tuesday wednesday thursday
friday saturday sunday january february march april may june july august september october november
december christmas team manager senior independent community justice partnership service services united
kingdom great britain covid brothers sisters getting right every whole support plan chief executive
officer
"""
NO_NAMES = frozenset(WORDS_THAT_NAME_NOBODY.split())


def found_in(text):
    """Return up to five pieces of the text that may identify a person, in the order they stand, each once."""
    spans = [(found.start(), found.group()) for pattern in PATTERNS for found in pattern.finditer(text)]
    spans += [
        (found.start(), name) for found in FULL_NAME.finditer(text) if (name := _name_in(found.group()))
    ]
    return list(dict.fromkeys(words for _, words in sorted(spans)))[:MOST]


def _name_in(words):
    """Return what may be a full name in a run of capitalised words, or nothing: “Scottish Government” is none."""
    parts = words.split()
    while parts and parts[0].lower() in NO_NAMES:
        parts.pop(0)
    while parts and parts[-1].lower() in NO_NAMES:
        parts.pop()
    return " ".join(parts) if len(parts) > 1 else ""
