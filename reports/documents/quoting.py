"""Quotes in documents: from the quote bank only, of the wave that the document rests on, each with its one attribute."""

from reports.documents.content import Document, Quote
from reports.narrative import told
from surveys import comments

UNSAID = "Somebody who answered"
MOST = 6


def quotes(basis, entry, told_before):
    """The quotes that the entry names, else the newest, of its theme where one is set; withdrawn ones never."""
    if basis.reading is None:
        return []
    wave = basis.reading.provenance.wave
    wanted = entry.get("quotes")
    if wanted:
        banked = {one.id: one for one in bank(wave)}
        found = [banked[one] for one in wanted if one in banked]
    else:
        found = comments.quotes_for(wave=wave, theme=entry.get("theme", ""), most=entry.get("most", MOST))
    return [_block(one) for one in found]


def bank(wave: str) -> tuple[comments.BankedQuote, ...]:
    """Every quote of a wave that may be printed now."""
    return comments.quotes_for(wave=wave, most=500)


def _block(one):
    return Quote(one.words, told(one.role or UNSAID, one.simulated), one.id)


def withdrawn_in_outline(outline) -> frozenset[int]:
    """The ids that an outline names and that may no longer be printed."""
    return comments.withdrawn_among({one for entry in outline for one in entry.get("quotes", ())})


def withdrawn_in(document: Document) -> tuple[Quote, ...]:
    """The quotes of a frozen document that may no longer be printed."""
    gone = comments.withdrawn_among(document.quoted())
    return tuple(one for one in document.blocks if isinstance(one, Quote) and one.bank_id in gone)
