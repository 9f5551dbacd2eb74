"""Participation in an open wave as a band, beside the size of the workforce: reads both, counts nobody.

Another app holds the imported workforce figures; it registers a function here. A response says where somebody works
only after the mix, so an open wave has one band for all of Scotland and none for a council area.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.template.defaultfilters import date as format_date


@dataclass(frozen=True)
class Workforce:
    """How many people could have answered, whose figure it is, and the day it holds for."""

    total: int
    source: str
    as_of: datetime.date


_provider: Callable[[], Workforce | None] | None = None


def register(provider: Callable[[], Workforce | None]) -> None:
    """Name the function that returns the newest workforce figure, or None; call it in `ready()`."""
    global _provider
    _provider = provider


def workforce() -> Workforce | None:
    return _provider() if _provider else None


def participation(wave) -> str:
    """Say how many took part as a band, as it stood on one day: an open wave shows no more."""
    band = wave.band or "under 10"
    return f"{band[0].upper()}{band[1:]} responses, as of {format_date(wave.band_on, 'j F')}"


def against_workforce() -> str:
    """Say how many could have answered, or what is missing for it."""
    known = workforce()
    if known is None:
        return "not known: no workforce figures were imported"
    return f"{known.total:,} people ({known.source}, {format_date(known.as_of, 'j F Y')})"
