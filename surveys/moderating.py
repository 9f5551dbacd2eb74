"""What moderators do with comments: release one in words that name nobody, hold it back, propose and agree quotes."""

from django.db import IntegrityError, transaction

from branches.audit import record_event
from surveys import comments
from surveys.frozen import frozen
from surveys.models import CommentDecision, CommentTheme, Quote


class ModerationError(Exception):
    """It can't be done; the message says why and what to do."""


@transaction.atomic
def release(*, wave, fingerprint, text, by, among=None):
    """Release one comment in the words given; the audit says that it was, and nothing of them.

    `among` are the comments of the moderator's reading; without it the store is opened.
    """
    text = text.strip()
    if not text:
        raise ModerationError("A released comment needs words. Hold it back if none may stand.")
    comment = _waiting(wave, fingerprint, among)
    question = frozen(wave).definition.questions[comment.question]
    made = _decide(
        wave, comment, by, state="released", role=comment.role, text=text, quotable=question.quotable
    )
    record_event(by=by, verb="released a comment from", subject=wave, detail={"question": comment.question})
    return made


@transaction.atomic
def hold_back(*, wave, fingerprint, by, among=None):
    """Decide that a comment is not to be read by others; none of its words are kept."""
    comment = _waiting(wave, fingerprint, among)
    made = _decide(wave, comment, by, state="held")
    record_event(by=by, verb="held back a comment from", subject=wave, detail={"question": comment.question})
    return made


def _waiting(wave, fingerprint, among):
    found = next((each for each in comments.waiting(wave, among) if each.fingerprint == fingerprint), None)
    if found is None:
        raise ModerationError("Somebody has decided on this comment already.")
    return found


def _decide(wave, comment, by, **values):
    try:
        with transaction.atomic():
            return CommentDecision.objects.create(
                wave=wave, fingerprint=comment.fingerprint, question=comment.question, decided_by=by, **values
            )
    except IntegrityError:
        raise ModerationError("Somebody has decided on this comment already.") from None


@transaction.atomic
def take_back(*, decision, by):
    """Undo a decision, so that the comment waits again; not while a quote of it may be printed."""
    if decision.quotes.exclude(state=Quote.State.WITHDRAWN).exists():
        raise ModerationError("It is in the quote bank. Withdraw the quote first.")
    wave = decision.wave
    decision.quotes.all().delete()
    decision.delete()
    record_event(by=by, verb="took back a decision on a comment from", subject=wave)


@transaction.atomic
def add_theme(*, name, meaning, by):
    theme = CommentTheme.objects.create(name=name, meaning=meaning)
    record_event(by=by, verb="added the theme", subject=theme)
    return theme


@transaction.atomic
def propose_quote(*, comment, words, tells_role, by):
    """Put words of a released comment forward as a quote: they stand in it word for word, cuts marked by ….

    Raises ModerationError when whoever wrote it was not asked for consent.
    """
    if not comment.quotable:
        raise ModerationError("Whoever wrote this was told that it would never be quoted.")
    words = " ".join(words.split())
    if not _stands_in(words, " ".join(comment.text.split())):
        raise ModerationError(
            "The quote must stand in the comment word for word; mark what you leave out by “…”."
        )
    quote = Quote.objects.create(
        comment=comment, words=words, tells_role=bool(tells_role and comment.role), proposed_by=by
    )
    record_event(by=by, verb="proposed the quote", subject=quote)
    return quote


def _stands_in(words, text):
    """Whether all pieces between cuts stand in the text, in this order; a redaction's own mark is no cut."""
    at, pieces = 0, [piece.strip() for piece in words.replace("[…]", "\0").split("…")]
    text = text.replace("[…]", "\0")
    for piece in filter(None, pieces):
        at = text.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    return any(pieces)


@transaction.atomic
def approve_quote(*, quote, by):
    """Agree as the second pair of eyes."""
    quote = Quote.objects.select_for_update().get(pk=quote.pk)
    if quote.state != Quote.State.PROPOSED:
        raise ModerationError("Only a proposed quote can be agreed to.")
    if quote.proposed_by_id == by.pk:
        raise ModerationError("You proposed it: somebody else has to agree.")
    quote.state, quote.approved_by = Quote.State.APPROVED, by
    quote.save(update_fields=["state", "approved_by"])
    record_event(by=by, verb="approved the quote", subject=quote)
    return quote


@transaction.atomic
def withdraw_quote(*, quote, reason, by):
    """Withdraw a quote for good; documents that used it are flagged."""
    if not reason.strip():
        raise ModerationError("Say why, in a few words: whoever used the quote will read it.")
    quote = Quote.objects.select_for_update().get(pk=quote.pk)
    quote.state, quote.reason = Quote.State.WITHDRAWN, reason.strip()
    quote.save(update_fields=["state", "reason"])
    record_event(by=by, verb="withdrew the quote", subject=quote)
    return quote
