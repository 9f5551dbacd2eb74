"""Comments after a wave's close: those still to be read, those a person released, and the quotes that may be printed.

The only way out for a respondent's own words. An unread comment stays in the encrypted store: pages show it from
there, and nothing of it is written down until somebody releases it.
"""

import hashlib
import hmac
from dataclasses import dataclass

from surveys import keys, sealing
from surveys.frozen import frozen
from surveys.models import CommentDecision, Quote, Wave
from surveys.store import open_comments

CANT_OPEN = (keys.KeyMissing, keys.TermsDiffer, sealing.SealingError)


@dataclass(frozen=True)
class Comment:
    """One respondent's words on one question; `role` is empty unless 50 or more responses share it."""

    question: str
    role: str
    text: str
    fingerprint: str = ""


@dataclass(frozen=True)
class BankedQuote:
    """Words that may be printed, and all that may be told of them: the role's words or nothing, the wave, themes."""

    id: int
    words: str
    role: str
    wave: str
    wave_title: str
    simulated: bool
    themes: tuple[str, ...]


def comments_of(wave) -> tuple[Comment, ...]:
    """Return every comment of a mixed wave, in the store's shuffled order. Raises a keys error after retention."""
    found = open_comments(wave)
    if not found:
        return ()
    key = keys.read_key(wave, "comments")
    return tuple(
        Comment(**each, fingerprint=_fingerprint(key, number, each)) for number, each in enumerate(found)
    )


def _fingerprint(key: bytes, number: int, comment: dict) -> str:
    """A name for a comment that can't be made, or turned back, without the wave's key; equal texts differ by place."""
    named = f"{comment['question']}|{number}|{comment['text']}".encode()
    return hmac.new(hashlib.sha256(b"comment|" + key).digest(), named, "sha256").hexdigest()


def waiting(wave, among=None) -> list[Comment]:
    """Return the comments nobody has decided on, in the order of their fingerprints.

    `among` are the wave's comments as a reading opened them; without it the store is opened, where its key is in reach.
    """
    decided = set(CommentDecision.objects.filter(wave=wave).values_list("fingerprint", flat=True))
    every = comments_of(wave) if among is None else among
    left = [comment for comment in every if comment.fingerprint not in decided]
    return sorted(left, key=lambda comment: comment.fingerprint)


def waves_with_comments():
    """The waves whose comments staff may read: closed and mixed, and not yet past their retention."""
    return Wave.objects.filter(state__in=Wave.WITH_RESPONSES)


def role_words(wave, role: str) -> str:
    """Return a role's words as the wave's questionnaire has them, or nothing."""
    question = frozen(wave).definition.questions.get("role")
    return question.label_of(role) if question and role else ""


def question_words(wave, name: str) -> str:
    """Return a question's words as the wave asked it."""
    question = frozen(wave).definition.questions.get(name)
    return question.label if question else name


def quotes_for(
    *, wave: str = "", theme: str = "", question: str = "", most: int = 20
) -> tuple[BankedQuote, ...]:
    """Return the quotes that may be printed now, newest first: agreed on by two people and not withdrawn.

    `wave` is a slug, `theme` a theme's name, `question` a question's name; each empty one means any.
    """
    found = Quote.objects.filter(state=Quote.State.APPROVED, comment__quotable=True)
    found = found.filter(comment__wave__slug=wave) if wave else found
    found = found.filter(comment__codings__theme__name=theme) if theme else found
    found = found.filter(comment__question=question) if question else found
    rows = found.select_related("comment__wave").prefetch_related("comment__codings__theme").distinct()
    return tuple(_banked(quote) for quote in rows[:most])


def _banked(quote) -> BankedQuote:
    wave = quote.comment.wave
    return BankedQuote(
        quote.pk,
        quote.words,
        role_words(wave, quote.comment.role) if quote.tells_role else "",
        wave.slug,
        wave.title,
        wave.simulated,
        tuple(sorted({coding.theme.name for coding in quote.comment.codings.all()})),
    )


def withdrawn_among(ids) -> frozenset[int]:
    """Return those of the quotes' ids that may no longer be printed: whoever used them flags them."""
    fine = Quote.objects.filter(pk__in=list(ids), state=Quote.State.APPROVED).values_list("pk", flat=True)
    return frozenset(ids) - frozenset(fine)
