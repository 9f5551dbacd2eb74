"""Which languages the survey's own pages speak in this process, and which one is spoken now. Reads checked catalogues only.

A language is spoken from a request's start to its end, in its thread; in every other language English is.
"""

from contextlib import contextmanager

from django.conf import settings
from django.utils import translation
from django.utils.translation import trans_real

from surveys import interface_words
from surveys.models import InterfaceTranslation

_at_hand = {}
_edition = 0


def refresh(wanted):
    """Take in the catalogues of {language: the checked translation's number in the database} that are new here.

    Raises a database error when they can't be read; what was at hand before stays.
    """
    global _edition
    new = {key for language, key in wanted.items() if _at_hand.get(language) != key}
    for found in InterfaceTranslation.objects.filter(pk__in=new) if new else ():
        made = trans_real.DjangoTranslation(found.language)
        made.merge(interface_words.compiled(interface_words.read(found.catalogue.encode())))
        # Django keeps each language's catalogue under its code here; there is no public door for one from a database.
        trans_real._translations[found.language] = made
        _at_hand[found.language] = found.pk
        _edition += 1


def refresh_now():
    """Take in what is checked by now: for pages that keep no wave in memory."""
    refresh({each.language: each.pk for each in InterfaceTranslation.objects.in_use()})


def speaks(language):
    """Return whether the pages themselves can be said in a language here."""
    return language in _at_hand


def speak(language):
    """Say what follows in this thread in a language that is at hand, else in English."""
    if not _at_hand:
        return  # most sites: nothing but English was ever spoken
    if language in _at_hand:
        translation.activate(language)
    elif translation.get_language() != settings.LANGUAGE_CODE:
        translation.deactivate()


def spoken():
    """Return what the words of a page made now depend on: kept pages are made again when it differs."""
    return translation.get_language(), _edition


@contextmanager
def till_the_answer():
    """Speak English again when a request is answered: its thread's next one may be anybody's."""
    try:
        yield
    finally:
        speak("")


@contextmanager
def in_english():
    """Say what is kept for everybody in English, whoever asked first."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
