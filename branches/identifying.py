"""Finds what could tell who a child or family is in a register's words; pure, a warning and no proof."""

import re

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
RULES = (
    (re.compile(r"\b[\w.+-]+@[\w-]+\.\w+"), "an email address"),
    (re.compile(r"(?:\+44|\b0)(?:[ -]?\d){9,10}\b"), "a telephone number"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE), "a postcode"),
    (
        re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b"),
        "an exact date",
    ),
    (
        re.compile(
            r"\b(?:aged?|is)\s+(?:only\s+)?\d{1,2}\b|\b\d{1,2}[- ](?:years?|months?|weeks?)[- ]old\b",
            re.IGNORECASE,
        ),
        "an exact age",
    ),
    (re.compile(r"\b\d{6,}\b"), "a case number"),
    (re.compile(r"\b(?:twins?|triplets?)\b", re.IGNORECASE), "something rare about the family"),
)
# Words that begin with a capital and name nobody.
KNOWN = frozenset(
    [
        "I",
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "It",
        "He",
        "She",
        "They",
        "We",
        "Our",
        "Their",
        "This",
        "That",
        "There",
        "No",
        "Not",
        "When",
        "After",
        "Before",
        "Because",
        "But",
        "And",
        "Or",
        "If",
        "For",
        "With",
        "From",
        "Promise",
        "Scotland",
        "Scottish",
        "CAMHS",
        "NHS",
        "HSCP",
        "UNISON",
        "Children",
        "Child",
        "Families",
        "Family",
        "Social",
        "Work",
        "Worker",
        "Foster",
        "Kinship",
        "Carer",
        "Carers",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Christmas",
        "Easter",
        "English",
        "School",
        "Reporter",
        "Panel",
        "Hearing",
        "Hearings",
    ]
) | frozenset(MONTHS.split("|"))
NAME = re.compile(r"(?<![.!?:]\s)(?<!^)(?<=[\w,;)]\s)([A-Z][a-z]{2,}(?:\s[A-Z][a-z]+)*)")


def identifying(text: str) -> list[str]:
    """What in the text could identify somebody, each as words for a warning; empty when nothing was found."""
    found = [f"{what} ({match[0].strip()})" for rule, what in RULES for match in rule.finditer(text)]
    names = [match[1] for match in NAME.finditer(text) if match[1].split()[0] not in KNOWN]
    return found + [f"a name ({name})" for name in dict.fromkeys(names)]
