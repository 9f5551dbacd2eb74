"""How a date is written everywhere, "4 March 2026"; pure, so that documents and figures may use it too."""

from datetime import date


def day_in_words(day: date) -> str:
    """ "4 March 2026"."""
    return f"{day.day} {day:%B %Y}"
