"""Hands a wave's comments to those who may read them before release; the only way out for a respondent's own words.

A comment carries its question and at most the role. Deciding which one is released is another's task.
"""

from dataclasses import dataclass

from surveys.store import open_comments


@dataclass(frozen=True)
class Comment:
    """One respondent's words on one question; `role` is empty unless ten or more share it."""

    question: str
    role: str
    text: str


def comments_of(wave) -> tuple[Comment, ...]:
    """Return every comment of a mixed wave, in the store's shuffled order. Raises a keys error after retention."""
    return tuple(Comment(**found) for found in open_comments(wave))
