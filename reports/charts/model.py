"""Owns the shape of a chart: frozen words and numbers, ready for SVG, Plotly, a table or a document; draws nothing."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Certainty:
    """What stands behind "How sure is this?": exact wording, who was counted, how, and what the range takes for granted."""

    wording: str
    base: str
    method: str
    assumes: str


@dataclass(frozen=True)
class Point:
    """One figure: a share 0–100 (or a count, a base on x), its range, its rounded base and why it is missing."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    base: int | None = None
    x: float | None = None
    note: str | None = None  # "c" hidden, "u" few, "s" small group, at most the finding split
    own: bool = True  # False: a wider area's figure standing in
    key: str = ""
    unit: str = " %"

    @property
    def words(self) -> str:
        """What stands at the figure: "74 %", or the mark that says why none does."""
        return f"{self.value:g}{self.unit}" if self.value is not None else f"[{self.note or 'c'}]"

    @property
    def range_words(self) -> str:
        """The range in words, or nothing."""
        if self.value is None or self.low is None or self.high is None:
            return ""
        return f"between {self.low:g} and {self.high:g}{self.unit}"


@dataclass(frozen=True)
class Series:
    """Points that share an ink: one choice over several groups, one place over several waves."""

    name: str
    points: tuple[Point, ...]
    key: str = ""


@dataclass(frozen=True)
class Mark:
    """A labelled mark beside the figures, such as a published benchmark; never a difference."""

    value: float
    label: str
    high: float | None = None


@dataclass(frozen=True)
class Chart:
    """One finding as a picture and as a table.

    `kind` picks the drawing: headline, bars, stack, dots, lines, panels, funnel, tally, heat. `columns` and `rows` are the
    table that says the same in words; `notes` explain the marks used in it.
    """

    kind: str
    key: str
    title: str
    subtitle: str
    source: str
    base_line: str
    alt: str
    series: tuple[Series, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    certainty: Certainty | None = None
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    diverging: bool = False
    breaks: tuple[int, ...] = ()
    break_words: str = "wording changed"
    total: float = 100  # where the scale ends
    simulated: bool = False
    address: str = ""  # where its files live, with {ending} for the format; set by the page

    @property
    def file_stem(self) -> str:
        """The name of its files, with the word simulated in it when it is."""
        stem = re.sub(r"[^a-z0-9]+", "-", self.key.lower()).strip("-")
        return f"simulated-{stem}" if self.simulated and "simulated" not in stem else stem

    def file(self, ending: str) -> str:
        """Where this chart can be had as csv, xlsx, svg or png."""
        return self.address.replace("{ending}", ending)

    @property
    def is_empty(self) -> bool:
        return all(point.value is None for series in self.series for point in series.points)

    def plotly(self) -> dict:
        """Data and layout for Plotly's basic bundle."""
        from reports.charts.waking import figure  # which itself needs Chart: a cycle

        return figure(self)


HIDDEN = "[c]: hidden, because fewer than 10 people answered or it would let a small group be worked out."
FEW = "[u]: hidden, because so few (or all but a few) gave this answer that people could be identified."


SMALL = "[s]: between 10 and 49 answered, so at most the finding's two sides are shown for this group."


def notes_for(series: tuple[Series, ...]) -> tuple[str, ...]:
    """The explanations of the marks that really occur."""
    marks = {point.note or "c" for one in series for point in one.points if point.value is None}
    return tuple(text for mark, text in (("c", HIDDEN), ("u", FEW), ("s", SMALL)) if mark in marks)
