"""Tells whoever has just answered a survey what the last one found: one or two published figures, nothing else."""

from django.contrib.auth.models import AnonymousUser
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from reports import narrative, shown
from surveys.after_thanks import MOST_SENTENCES, News


def last_results():
    """The first findings of the newest published release as sentences, or None while there is none."""
    shelf = shown.shelf(AnonymousUser())
    reading = shelf.reading()
    if reading is None:
        return None
    told = (_sentence(finding, reading) for finding in shelf.findings)
    sentences = tuple(sentence for sentence in told if sentence)[:MOST_SENTENCES]
    if not sentences:
        return None
    heading = format_lazy(_("Last time: {title}"), title=reading.provenance.wave_title)
    return News(heading, sentences, _("See the whole picture"), "/national/", 10)


def _sentence(finding, reading):
    table = reading.table(finding.question)
    row = table.row() if table else None
    if row is None or row.shares.get(narrative.YES) is None:
        return ""
    return narrative.finding_sentence(finding.sentence, row, table.provenance)
