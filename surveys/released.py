"""What became of a wave's figures, for its page: another app keeps releases and registers a function here."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """The release of a wave in words, such as "published", and where staff read it."""

    words: str
    url: str
    published: bool = False


_provider: Callable[..., Outcome | None] | None = None


def register(provider: Callable[..., Outcome | None]) -> None:
    """Name the function that returns a wave's Outcome, or None while none is being made; call it in `ready()`."""
    global _provider
    _provider = provider


def outcome(wave) -> Outcome | None:
    return _provider(wave) if _provider else None
