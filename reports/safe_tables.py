"""SafeTable: the one form in which survey numbers reach a reader; made by `disclosure.protect`, read from a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from types import MappingProxyType

SCHEMA_VERSION = 1
HIDDEN = "c"
FEW = "u"
YES = "finding_yes"
NO = "finding_no"

_MAKER = object()  # only disclosure.protect and from_json hold it; a test reads the imports


class NotProtected(TypeError):
    """A SafeTable was built by hand instead of by `disclosure.protect`."""


@dataclass(frozen=True)
class Provenance:
    """Where a table comes from: what stands below every figure."""

    wave: str
    wave_title: str
    release: str
    released_on: date
    fieldwork: str
    mode: str
    simulated: bool
    responses: int

    def to_json(self) -> dict:
        return asdict(self) | {"released_on": self.released_on.isoformat()}

    @classmethod
    def from_json(cls, data: Mapping) -> Provenance:
        return cls(**{**data, "released_on": date.fromisoformat(data["released_on"])})


_FIGURES = ("shares", "low", "high")


def _only(figures) -> dict:
    return {key: figures[key] for key in (YES, NO) if key in figures}


def _without(figures, apart) -> dict:
    return {key: value for key, value in figures.items() if not (apart and key in (YES, NO))}


def _frozen(mapping) -> Mapping:
    return MappingProxyType(dict(mapping))


@dataclass(frozen=True)
class SafeRow:
    """One group's figures, already rounded.

    `base` is to the nearest 10, None when hidden. `shares`, `low` and `high` map a choice to whole percent or None
    (too few to show); the keys `finding_yes` and `finding_no` carry the finding's split, the only one that groups
    under 50 have; where a question has no finding these have their base alone. In JSON a row with every choice has
    that split apart, under "finding".
    `effective_base` is Kish's effective n to the nearest 10, on weighted rows. `note`: "c" hidden (base under 10, or
    it would give another group away), "u" some share rests on too few.
    """

    group: Mapping[str, str]
    base: int | None
    shares: Mapping[str, int | None]
    low: Mapping[str, int | None]
    high: Mapping[str, int | None]
    mean: float | None = None
    median: int | None = None
    quartiles: tuple[int, int] | None = None
    note: str | None = None
    effective_base: int | None = None
    maker: object = field(default=None, repr=False, compare=False)

    def __post_init__(self):
        _check(self)
        for name in ("group", "shares", "low", "high"):
            object.__setattr__(self, name, _frozen(getattr(self, name)))

    @property
    def hidden(self) -> bool:
        return self.note == HIDDEN

    @property
    def shows_every_choice(self) -> bool:
        return bool(set(self.shares) - {YES, NO})

    def to_json(self) -> dict:
        apart = self.shows_every_choice
        return {
            "group": dict(self.group),
            "base": self.base,
            **{name: _without(getattr(self, name), apart) for name in _FIGURES},
            "finding": {name: _only(getattr(self, name)) for name in _FIGURES} if apart else None,
            "mean": self.mean,
            "median": self.median,
            "quartiles": list(self.quartiles) if self.quartiles else None,
            "note": self.note,
            "effective_base": self.effective_base,
        }

    @classmethod
    def from_json(cls, data: Mapping) -> SafeRow:
        quartiles = tuple(data["quartiles"]) if data.get("quartiles") else None
        figures = {name: {**data[name], **(data.get("finding") or {}).get(name, {})} for name in _FIGURES}
        known = {key: data[key] for key in ("group", "base", "note")}
        extra = {key: data.get(key) for key in ("mean", "median", "effective_base")}
        return cls(**known, **figures, **extra, quartiles=quartiles, maker=_MAKER)


@dataclass(frozen=True)
class SafeTable:
    """One question split one way. `choices` are the question's own (name, label), rare ones already merged;
    `headline` the labels of the finding's two sides, (("finding_yes", label), ("finding_no", label)), None without one;
    `counting_choices` the choices that make up "finding_yes".
    `weight_note` says in a sentence how the figures are weighted, or why they are not."""

    question: str
    wording: str
    kind: str
    by: tuple[str, ...]
    weighted: bool
    rows: tuple[SafeRow, ...]
    choices: tuple[tuple[str, str], ...]
    provenance: Provenance
    headline: tuple[tuple[str, str], tuple[str, str]] | None = None
    counting_choices: tuple[str, ...] = ()
    weight_note: str = ""
    maker: object = field(default=None, repr=False, compare=False)

    def __post_init__(self):
        _check(self)

    def row(self, **group: str) -> SafeRow | None:
        """The row of exactly this group, e.g. `row(council="S12000033")`, `row()` for Scotland; None if absent."""
        return next((row for row in self.rows if dict(row.group) == group), None)

    def to_json(self) -> dict:
        """The table as stored, exported and served; `from_json` gives an equal table back."""
        return {
            "question": self.question,
            "wording": self.wording,
            "kind": self.kind,
            "by": list(self.by),
            "weighted": self.weighted,
            "rows": [row.to_json() for row in self.rows],
            "choices": [list(choice) for choice in self.choices],
            "headline": [list(side) for side in self.headline] if self.headline else None,
            "counting_choices": list(self.counting_choices),
            "weight_note": self.weight_note,
            "provenance": self.provenance.to_json(),
        }

    @classmethod
    def from_json(cls, data: Mapping) -> SafeTable:
        """Reads a table that `protect` made and a release stored; for release readers and test fixtures only."""
        headline = data.get("headline")
        return cls(
            question=data["question"],
            wording=data["wording"],
            kind=data["kind"],
            by=tuple(data["by"]),
            weighted=data["weighted"],
            rows=tuple(SafeRow.from_json(row) for row in data["rows"]),
            choices=tuple((name, label) for name, label in data["choices"]),
            provenance=Provenance.from_json(data["provenance"]),
            headline=tuple((name, label) for name, label in headline) if headline else None,
            counting_choices=tuple(data.get("counting_choices", ())),
            weight_note=data.get("weight_note", ""),
            maker=_MAKER,
        )


def _check(made):
    if made.maker is not _MAKER:
        raise NotProtected(
            f"A {type(made).__name__} is made by disclosure.protect or read from a release only."
        )
