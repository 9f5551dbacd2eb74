"""What came of it so far, told after the thank-you: other apps register what they have to tell. Knows no respondent.

The same for everybody and kept in memory, so that the page stands while the database is down.
"""

import logging
import time
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import Error
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from branches import rows
from surveys import interface

KEPT_SECONDS = 300
MOST_SENTENCES = 2
_PROVIDERS = []
_kept = None
_kept_at = 0.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)  # told apart by being another: comparing lazy words would translate them
class News:
    """A few sentences under a heading, and where there is more; `order` says what stands first.

    Heading and link are lazy: they are said in each reader's language. The sentences are English.
    """

    heading: str
    sentences: tuple[str, ...]
    link: str
    url: str
    order: int = 50


def register(provider):
    """Add a callable () -> News or None, which reads only what everybody may; register it in `ready()`."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def told():
    """Return the news, as gathered within the last minutes; with the database down what was gathered before, or none."""
    global _kept, _kept_at
    if _kept is None or time.monotonic() - _kept_at > KEPT_SECONDS:
        try:
            _kept = _gathered()
        except Error:
            logger.warning("what came of the survey could not be read")
        _kept_at = time.monotonic()
    return _kept or ()


def forget():
    """Gather afresh at the next thank-you."""
    global _kept
    _kept = None


def _gathered():
    with interface.in_english():  # whoever asked first
        found = [news for provider in _PROVIDERS if (news := provider())]
    return tuple(sorted(found, key=lambda news: news.order))


@register
def employers_answers():
    """What employers answered in the campaign that everybody may see: the parts with most answers first."""
    viewer = AnonymousUser()
    campaign = rows.shown_campaign(viewer)
    tallies = rows.tally(campaign, viewer, timezone.localdate()) if campaign else ()
    answered = [each for each in tallies if _answers(each)]
    if not answered:
        return None
    best = sorted(answered, key=_answers, reverse=True)[:MOST_SENTENCES]
    sentences = tuple(f"{each.sentence}." for each in best)
    return News(_("What employers answered since"), sentences, _("See your council area"), "/councils/", 20)


def _answers(tally):
    """Council areas with an answer that a stranger may read; to them one kept among branches is "no clear answer"."""
    return sum(tally.counts[state] for state in rows.ANSWERED if state is not rows.State.UNCLEAR)
