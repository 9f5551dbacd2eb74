"""The rule for the short name under which a questionnaire or a survey stands in an address. Reads no database."""

from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.utils.text import slugify

LONGEST = 60
PAGES = ("new", "in-other-languages")


def check_short_name(name: str) -> None:
    """Raise ValidationError, in a sentence, unless the name can stand in an address."""
    if len(name) > LONGEST or not slug_re.search(name):
        shown = name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
        raise ValidationError(
            f"“{shown}” can't be a short name: use at most {LONGEST} letters from a to z, digits, hyphens and "
            "underscores."
        )


def check_questionnaire_name(name: str) -> None:
    """Raise ValidationError as `check_short_name` does, and where a page beside the questionnaires has the address."""
    check_short_name(name)
    if name in PAGES:
        raise ValidationError(f"“{name}” can't be a questionnaire's short name: it is a page of its own.")


def short_name_of(words: str) -> str:
    """Return the short name that a title or a file's name gives: empty when it has no letter from a to z, no digit."""
    return slugify(words)[:LONGEST]
