"""Draws a headline as a PNG of 1200 by 630 for social media. Pure: no Django."""

import json
from dataclasses import asdict, dataclass

from reports.documents.content import Document, Finding, printable_data
from reports.documents.glyphs import in_font_data
from reports.documents.pdf import compiled

LONGEST = {"figure": 8, "sentence": 240, "base": 220, "publisher": 70, "mark": 30}


@dataclass(frozen=True)
class Card:
    """A figure ("74 %", or empty), the sentence that gives it meaning, what it rests on, and who says so."""

    figure: str
    sentence: str
    base: str
    publisher: str
    simulated: bool = False

    @property
    def words(self) -> dict:
        """The words as drawn: a figure that is too long for its place is left to the sentence."""
        data = asdict(self) | {"mark": "Simulated" if self.simulated else ""}
        data.pop("simulated")
        if len(self.figure) > LONGEST["figure"]:
            data["figure"] = ""
        short = {name: _shortened(text, LONGEST[name]) for name, text in data.items()}
        return in_font_data(
            printable_data({name: text.replace(" %", "\u00a0%") for name, text in short.items()})
        )


def card_of(document: Document) -> Card:
    """A document's card: its first finding, else its title."""
    first = next((block for block in document.blocks if isinstance(block, Finding)), None)
    if first is None:
        return Card("", document.full_title, document.rests_on, document.publisher, document.simulated)
    return Card(first.figure, first.sentence, first.base, document.publisher, document.simulated)


def render(card: Card) -> bytes:
    """The card as PNG bytes; the same card gives the same bytes."""
    return compiled(
        "card.typ",
        format="png",
        ppi=72,
        sys_inputs={"card": json.dumps(card.words)},
    )


def _shortened(text, longest):
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
