"""The waves that this process serves, read from the database once and then now and again. Knows no respondent.

Pages are answered from here, also while the database is down. Whether a response is still taken is decided by
`surveys.intake` inside its transaction, never by this memory.
"""

import time
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.db import Error
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from surveys import interface, translations
from surveys.frozen import Frozen, frozen
from surveys.models import CheckedTranslation, InterfaceTranslation, Wave
from surveys.routing import Route, route

ASKS_LANGUAGE = "language"  # on the address of a page to which no draft comes along
TRY_PAGES = ("start", "look", "send", "clear", "thanks")
PAGES = (*TRY_PAGES, "resume", "withdraw", "keep")
WITH_DRAFT = {"look", "send"}
PAGE_SECONDS = 30
POST_SECONDS = 5
PAUSE_AFTER_FAILURE = 15
_held = {}
_failed_at = -PAUSE_AFTER_FAILURE


@dataclass(frozen=True)
class OpenWave:
    """One wave with its frozen form, and when it was read; `pages` keeps its compiled pages.

    `languages` are those in which its questions may be read besides their own, `language` the one they are said in now.
    """

    wave: Wave
    form: Frozen
    way: Route
    binding: bytes
    read_at: float
    pages: dict = field(default_factory=dict)
    is_try: bool = False
    languages: tuple[str, ...] = ()
    language: str = ""
    said: dict = field(default_factory=dict)
    found: dict = field(default_factory=dict)

    def in_language(self, language):
        """Return this wave with its words in an offered language, else in their own. Items, codes and drafts are the same."""
        wanted = language if language in self.languages else ""
        if wanted == self.language:
            return self
        self.said.setdefault(self.language, self)
        if wanted not in self.said:
            definition = translations.said_in(self.form.definition, wanted)
            form = replace(self.form, definition=definition)
            self.said[wanted] = replace(self, form=form, way=route(definition), language=wanted)
        return self.said[wanted]

    def address(self, name, *names):
        """Return one of the survey's addresses: start, page, look, send, thanks, …; a try has its own."""
        if (name, *names) not in self.found:
            route_name = f"surveys:{'try' if self.is_try else 'survey'}-{name}"
            self.found[name, *names] = reverse(route_name, args=[self.wave.slug, *names])
        return self.found[name, *names]

    @cached_property
    def addresses(self):
        """Return {start_url: …} of every page that others link to, in this language."""
        names = TRY_PAGES if self.is_try else PAGES
        asked = f"?{ASKS_LANGUAGE}={self.language}" if self.language else ""
        return {f"{name}_url": self.address(name) + ("" if name in WITH_DRAFT else asked) for name in names}

    @property
    def is_open(self):
        """Return whether answers are taken now, as far as this process knows."""
        wave, now = self.wave, timezone.now()
        begun = wave.opens_at is None or wave.opens_at <= now
        return wave.is_open and begun and (wave.closes_at is None or now < wave.closes_at)


def wave_for(slug, *, posting=False):
    """Return the `OpenWave` of a wave past its draft, or raise `Wave.DoesNotExist`.

    While the database is down what was read last is good. Raises a database error when nothing was.
    """
    global _failed_at
    known, now = _held.get(slug), time.monotonic()
    if known and (now - known.read_at < (POST_SECONDS if posting else PAGE_SECONDS)):
        return known
    if known and now - _failed_at < PAUSE_AFTER_FAILURE:
        return known
    try:
        return _read(slug, known)
    except Error:
        _failed_at = time.monotonic()
        if known is None:
            raise
        return known


def _read(slug, known):
    checked = CheckedTranslation.objects.filter(version=OuterRef("questionnaire_version")).values("language")
    spoken = InterfaceTranslation.objects.in_use().values(found=JSONObject(language="language", pk="pk"))
    waves = Wave.objects.exclude(state=Wave.State.DRAFT).annotate(
        checked=ArraySubquery(checked), spoken=ArraySubquery(spoken)
    )
    wave = waves.filter(slug=slug).first()
    if wave is None:
        forget(slug)
        raise Wave.DoesNotExist(slug)
    form = frozen(wave)
    binding = f"{wave.slug}|{wave.pk}|{form.definition.hash}".encode()
    pages = known.pages if known and _says_the_same(known.wave, wave) else {}
    languages = tuple(code for code in translations.complete(form.definition) if code in wave.checked)
    interface.refresh({found["language"]: found["pk"] for found in wave.spoken})
    way = route(form.definition)
    _held[slug] = OpenWave(wave, form, way, binding, time.monotonic(), pages, languages=languages)
    return _held[slug]


def _says_the_same(one, other):
    return all(getattr(one, field.attname) == getattr(other, field.attname) for field in Wave._meta.fields)


def forget(slug=None):
    """Read a wave afresh at the next request: for whoever opens, closes or changes one. Without a slug: all."""
    global _failed_at
    _failed_at = -PAUSE_AFTER_FAILURE
    if slug is None:
        _held.clear()
    else:
        _held.pop(slug, None)


def try_wave(version):
    """Return an `OpenWave` on which staff try a questionnaire's version: it is no wave, and nothing sent to it is stored."""
    wave = Wave(
        slug=version.questionnaire.slug,
        title=version.questionnaire.title,
        mode=Wave.Mode.OPEN,
        simulated=True,
    )
    wave.state, wave.definition = Wave.State.OPEN, version.definition
    form = frozen(wave)
    binding = f"try|{wave.slug}|{form.definition.hash}".encode()
    languages = translations.complete(form.definition)
    interface.refresh_now()
    way = route(form.definition)
    return OpenWave(wave, form, way, binding, time.monotonic(), is_try=True, languages=languages)
