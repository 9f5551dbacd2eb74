"""Coding released comments with themes by two people who don't see each other's: what is next, and how both coded."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from branches.audit import record_event
from surveys.models import Coding, CodingDone, CommentDecision, CommentTheme


@dataclass(frozen=True)
class Pair:
    """Two coders and the comments that both coded: `themes[name]` is ([first said so], [second said so]), in their order."""

    first: str
    second: str
    comments: tuple[CommentDecision, ...]
    themes: dict[str, tuple[list[bool], list[bool]]]


def released(wave):
    return CommentDecision.objects.filter(wave=wave, state=CommentDecision.State.RELEASED)


def to_code(wave, coder):
    """Return the released comments that this person has not coded yet, those that somebody else coded first."""
    done = CodingDone.objects.filter(comment__wave=wave)
    by_others = set(done.exclude(coder=coder).values_list("comment_id", flat=True))
    left = released(wave).exclude(pk__in=done.filter(coder=coder).values("comment_id"))
    return sorted(left, key=lambda comment: (comment.pk not in by_others, comment.fingerprint))


def themes_seen_by(coder, comment) -> list[str]:
    """Return a comment's themes, of every coder once this one has coded it too; nothing before, so that each codes alone."""
    if all(done.coder_id != coder.pk for done in comment.coded.all()):
        return []
    return sorted({coding.theme.name for coding in comment.codings.all()})


@transaction.atomic
def code(*, comment, themes, by):
    """Set what this coder says a released comment is about, nothing included; another coder's codings stay as they are."""
    Coding.objects.filter(comment=comment, coder=by).exclude(theme__in=themes).delete()
    Coding.objects.bulk_create(
        [Coding(comment=comment, theme=theme, coder=by) for theme in themes], ignore_conflicts=True
    )
    CodingDone.objects.get_or_create(comment=comment, coder=by)
    record_event(by=by, verb="coded a comment of", subject=comment, detail={"themes": len(themes)})


def pairs(wave) -> list[Pair]:
    """Return every two people who coded the same comments of a wave, with what each said of each theme."""
    coders, said = defaultdict(set), defaultdict(set)
    names = {}
    for done in CodingDone.objects.filter(comment__wave=wave).select_related("coder"):
        coders[done.coder_id].add(done.comment_id)
        names[done.coder_id] = done.coder.name
    for coding in Coding.objects.filter(comment__wave=wave):
        said[coding.coder_id].add((coding.comment_id, coding.theme_id))
    comments = {comment.pk: comment for comment in released(wave)}
    themes = list(CommentTheme.objects.all())
    found = []
    order = sorted(coders)
    for place, first in enumerate(order):
        for second in order[place + 1 :]:
            both = sorted(coders[first] & coders[second] & set(comments))
            if both:
                votes = {
                    theme.name: tuple([(pk, theme.pk) in said[who] for pk in both] for who in (first, second))
                    for theme in themes
                }
                found.append(Pair(names[first], names[second], tuple(comments[pk] for pk in both), votes))
    return found
