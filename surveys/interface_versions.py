"""Keeps translations of the survey's own pages: one is loaded by one person and checked by another."""

from django.db import transaction
from django.utils import timezone

from branches.audit import record_event
from surveys import interface_words, translations
from surveys.models import InterfaceTranslation
from surveys.versions import NotCheckable


@transaction.atomic
def load_interface(*, by, words):
    """Keep a language's `Words` as its newest catalogue; respondents see it once a second person has checked it."""
    kept = InterfaceTranslation.objects.select_for_update().filter(language=words.language)
    newest = kept.first()
    text = interface_words.written(words)
    if newest is not None and newest.catalogue == text:
        return newest
    made = InterfaceTranslation.objects.create(
        language=words.language, number=newest.number + 1 if newest else 1, catalogue=text, loaded_by=by
    )
    detail = {"language": made.language, "number": made.number, "to_do": len(words.missing)}
    record_event(by=by, verb="loaded a translation of the survey's pages", subject=made, detail=detail)
    return made


@transaction.atomic
def check_interface(*, by, made):
    """Say that a second person read a whole catalogue and found it right: the pages then speak it.

    Raises `NotCheckable` when texts are missing, `by` loaded it, or it isn't the newest. Twice changes nothing.
    """
    made = InterfaceTranslation.objects.select_for_update().get(pk=made.pk)
    if made.checked_at is not None:
        return made
    if words_of(made).missing:
        raise NotCheckable("some texts are not translated yet")
    if made.loaded_by_id is not None and made.loaded_by_id == by.pk:
        raise NotCheckable("a second person checks a translation: you uploaded this one")
    made.checked_at, made.checked_by = timezone.now(), by
    made.save(update_fields=["checked_at", "checked_by"])
    detail = {"language": made.language, "number": made.number}
    record_event(by=by, verb="checked a translation of the survey's pages", subject=made, detail=detail)
    return made


def words_of(made):
    return interface_words.read(made.catalogue.encode())


def rows():
    """Return what the list shows of each language: its newest catalogue, and the one that respondents see."""
    used = {each.language: each for each in InterfaceTranslation.objects.in_use()}
    newest = InterfaceTranslation.objects.order_by("language", "-number").distinct("language")
    return [
        {
            "made": made,
            "name": translations.name_of(made.language),
            "to_do": len(words_of(made).missing),
            "used": used.get(made.language),
        }
        for made in newest
    ]
