"""Owns the sentences that survey figures are told in; takes SafeTables and plain facts, reads no database.

The word "Simulated" stands inside each sentence made from simulated answers, not only in a banner near it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from branches.days import day_in_words
from branches.simulated import marked
from reports.safe_tables import NO, YES, Provenance, SafeRow, SafeTable

TOO_MUCH = "would say too much about a few people"


@dataclass(frozen=True)
class Place:
    """A council area as sentences need it: its name, its code, its named group's number and label."""

    code: str
    name: str
    group: str = ""
    group_label: str = ""

    @property
    def group_name(self) -> str:
        """The group without its members, for sentences on a page that has named them."""
        return self.group_label.partition(" (")[0]


@dataclass(frozen=True)
class Standing:
    """The nearest figure that may be shown for a place, and how near: council, named_group, scotland or published."""

    level: str
    where: str
    share: int | None
    low: int | None
    high: int | None
    base: int | None
    simulated: bool
    marked: str  # the words that mark a stand-in; empty for the council's own figure
    base_line: str
    words: str = ""  # a published figure as it was published, since its question may have been another

    @property
    def own(self) -> bool:
        return self.level == "council"


def percent(share: int | None) -> str:
    return f"{share} %" if share is not None else "a share too small to show"


def range_words(low: int | None, high: int | None) -> str:
    """ "between 68 and 79 %"; empty when the range may not be shown."""
    return f"between {low} and {high} %" if low is not None and high is not None else ""


def told(words: str, simulated: bool) -> str:
    """The sentence with "Simulated" inside it when its figures are; never twice."""
    return marked(words, simulated and "simulated" not in words.lower())


def base_line(provenance: Provenance, base: int | None = None, whom: str = "social workers") -> str:
    """Who, how many, when; `base` is the group's own rounded base, else the whole survey's."""
    count = base if base is not None else provenance.responses
    kind = "Simulated opt-in survey" if provenance.simulated else "Opt-in survey"
    how = " (open link, not verified)" if provenance.mode == "open" else ""
    return f"{kind}{how} of {count:,} {whom}, {provenance.fieldwork}"


def source(provenance: Provenance) -> str:
    """Which release a figure comes from, so that it can be cited and found again."""
    kind = "Simulated data" if provenance.simulated else "Source"
    return f"{kind}: {provenance.wave_title}, release {provenance.release} of {day_in_words(provenance.released_on)}"


def finding_sentence(statement: str, row: SafeRow, provenance: Provenance) -> str:
    """`statement` ("say their team does not have enough staff") with its share and range before it.

    A statement that holds "{share}" is a template of its own.
    """
    share, low, high = row.shares.get(YES), row.low.get(YES), row.high.get(YES)
    if share is None:
        why = (
            "It would say too much about a few people to tell"
            if _kept_back(row)
            else "The answers were not counted in a way that says"
        )
        return told(
            f"{why} how many {statement.replace('{share}', '').strip(' %')}.",
            provenance.simulated,
        )
    spread = f" ({range_words(low, high)})" if range_words(low, high) else ""
    return told(f"{_with_share(statement, percent(share))}{spread}.", provenance.simulated)


def headline_title(statement: str, share: int | None, simulated: bool) -> str:
    """The finding as a chart's title."""
    words = (
        _with_share(statement, percent(share))
        if share is not None
        else f"No figure can be shown: {statement}"
    )
    return told(words[0].upper() + words[1:], simulated)


def _with_share(statement: str, share: str) -> str:
    statement = statement.strip().rstrip(".")
    for hole in ("{share} %", "{share}%", "{share}"):
        if hole in statement:
            return statement.replace(hole, share)
    return f"{share} {statement}"


def benchmark_label(share: int, year: int, place: str, base: int | None, population: str = "") -> str:
    """A published figure as the words on its mark: place, year and base, never a difference."""
    of = f"{base:,} answers" if base else "base not published"
    who = f", {population}" if population else ""
    return f"Published {year}: {share} % ({place}, {of}{who})"


def standing(
    place: Place, tables: Mapping[str, SafeTable | None], published: Mapping | None = None
) -> Standing:
    """The council's own figure, else its named group's, else Scotland's, else the published one: always something true.

    `tables` holds the finding's tables by "council", "named_group" and "scotland", None where a survey has no such,
    and is empty without a release; `published` the benchmark's share, year, place, base and population.
    """
    steps = (
        ("council", {"council": place.code}, place.name),
        ("named_group", {"named_group": place.group}, place.group_name),
        ("scotland", {}, "Scotland"),
    )
    nearer = []
    for level, group, where in steps:
        table = tables.get(level)
        row = table.row(**group) if table else None
        if row and not row.hidden and row.shares.get(YES) is not None:
            return _standing(level, where, _stands_in(level, where, place, nearer), row, table.provenance)
        nearer.append(row)
    return published_standing(published, _no_own(place, tables))


def _kept_back(row: SafeRow | None) -> bool:
    """Whether the release counted the finding here and hides it: [c] or [u]. Which people it guards is not told."""
    return bool(row) and (row.hidden or (YES in row.shares and row.shares[YES] is None))


def _stands_in(level: str, where: str, place: Place, nearer: list[SafeRow | None]) -> str:
    """The words that mark a wider place's figure, with the reason why the nearer ones are not shown."""
    guarded = all(map(_kept_back, nearer))
    if level == "council":
        return ""
    if level == "named_group":
        alone = f"figure for {place.name} alone"
        return f"{where} stands in: " + (f"a {alone} {TOO_MUCH}" if guarded else f"no {alone} can be shown")
    return "All of Scotland stands in: " + (
        f"figures for {place.name} and for its family group {TOO_MUCH}"
        if guarded
        else f"no figure for {place.name} or its family group can be shown"
    )


def _no_own(place: Place, tables: Mapping[str, SafeTable | None]) -> str:
    """Why no figure of a survey stands where a published one does."""
    given = [table for table in tables.values() if table]
    if not tables:
        return f"no survey release yet covers {place.name}"
    if not given:
        return "the survey used here did not ask about this"
    if not any(table.headline for table in given):
        return "the survey used here did not count it this way"
    return f"a figure from the survey used here {TOO_MUCH}"


def _standing(level: str, where: str, marked: str, row: SafeRow, provenance: Provenance) -> Standing:
    return Standing(
        level,
        where,
        row.shares[YES],
        row.low.get(YES),
        row.high.get(YES),
        row.base,
        provenance.simulated,
        marked,
        base_line(provenance, row.base),
    )


def published_standing(published: Mapping | None, why: str) -> Standing:
    """The published figure, marked as such with why no survey's stands there; with none, a standing that says so."""
    if not published:
        return Standing("none", "", None, None, None, None, False, "No figure has been published yet", "")
    of = f", {published['base']:,} answers" if published.get("base") else ""
    where = in_place(published["place"])
    marked = f"The published {published['year']} figure for {where}: {why}"
    line = f"Published survey, {published['place']}, {published['year']}{of}"
    return Standing(
        "published",
        published["place"],
        published["share"],
        None,
        None,
        published.get("base"),
        False,
        marked,
        line,
        published.get("words", ""),
    )


def in_place(place: str) -> str:
    """The place inside a sentence: "the United Kingdom", "Scotland"."""
    return f"the {place}" if place == "United Kingdom" else place


def standing_sentence(statement: str, found: Standing) -> str:
    """What the place's page says: the figure, where it is from when it is a stand-in, and its range."""
    if found.share is None:
        return "No figure has been published yet."
    group = found.where[:1].lower() + found.where[1:]
    where = {"council": f"In {found.where}", "named_group": f"In {group}", "scotland": "Across Scotland"}
    spread = f" ({range_words(found.low, found.high)})" if range_words(found.low, found.high) else ""
    lead = where.get(found.level, f"In the published survey for {in_place(found.where)}")
    if found.level == "published" and found.words:
        return f"{lead}, {found.words}."
    return told(f"{lead}, {_with_share(statement, percent(found.share))}{spread}.", found.simulated)


def fair_comparison(
    label: str, answers: Mapping[str, int], silent: int, not_asked: int, simulated: bool
) -> str:
    """What a family group's councils answered, with how many did not reply in the same sentence."""
    total = sum(answers.values()) + silent + not_asked
    said = (
        ", ".join(f"{count} {words.lower()}" for words, count in answers.items() if count)
        or "none has answered"
    )
    rest = [f"{silent} did not reply"] + ([f"{not_asked} not asked"] if not_asked else [])
    return told(f"{label}: of {total} council areas {said}; {', '.join(rest)}.", simulated)


def change_sentence(entry: Mapping, before: str, simulated: bool) -> str:
    """What a release says of the change since the wave before; empty where it may not be compared.

    `entry` has difference, low, high (percentage points) and whether it is more than chance; `before` names the wave.
    """
    if entry.get("note") or entry.get("difference") is None:
        return ""
    points = abs(entry["difference"])
    way = (
        "the same share"
        if not points
        else f"{points} {'point' if points == 1 else 'points'} {'up' if entry['difference'] > 0 else 'down'}"
    )
    low, high = signed(entry["low"]), signed(entry["high"])
    return told(f"Since {before}: {way} (range {low} to {high} points), {_chance(entry)}.", simulated)


def signed(points: int) -> str:
    """A number of points with its sign: "+3", "−8", "0"."""
    return f"+{points}" if points > 0 else f"−{-points}" if points else "0"


def _chance(entry: Mapping) -> str:
    """A range clear of zero can still be chance when many questions are compared at once."""
    if entry.get("changed"):
        return "more than chance alone could explain"
    if entry["low"] > 0 or entry["high"] < 0:
        return "which chance alone could explain when so many questions are compared"
    return "no more than chance alone could explain"


def split_words(table: SafeTable) -> tuple[str, str]:
    """The names of a finding's two sides."""
    sides = dict(table.headline or ((YES, "Yes"), (NO, "No")))
    return sides[YES], sides[NO]
