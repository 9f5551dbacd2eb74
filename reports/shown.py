"""What the pages read: the releases a viewer may see, their tables, the findings and the places; SafeTables only."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from django.http import Http404
from django.utils import timezone

from branches.models import CouncilArea
from reports import access, freshness, releasing
from reports.charts import Mark
from reports.models import Finding
from reports.narrative import Place, Standing, benchmark_label, standing
from reports.safe_tables import Provenance, SafeTable

JOINED = " or "  # between the words of choices that a release merged because they were rare


@dataclass(frozen=True)
class Published:
    """A published figure that stands beside a finding: never a difference, always with place, year and base."""

    share: int | None
    words: str
    year: int
    place: str
    base: int | None
    population: str
    source: str

    @property
    def label(self) -> str:
        """The figure with place, year and base, whether it is a share, a mean or words alone."""
        if self.share is None:
            return f"Published {self.year}: {self.words} ({self.place})"
        return benchmark_label(self.share, self.year, self.place, self.base)

    @property
    def said(self) -> str:
        """What was published, without the share before it: "said their team did not have enough staff"."""
        return self.words.removeprefix(f"{self.share} %").strip()

    @property
    def sentence(self) -> str:
        """The label with what was said, where that is known: what stands alone without a survey figure."""
        if self.share is None or not self.said:
            return self.label
        return self.label.replace(f"{self.share} %", self.words, 1)

    @property
    def mark(self) -> Mark:
        return Mark(self.share, self.label)

    @property
    def facts(self) -> dict:
        facts = {"share": self.share, "year": self.year, "place": self.place, "base": self.base}
        return facts | {"words": self.words if self.said else ""}


@dataclass(frozen=True)
class FindingFacts:
    """A finding as pages need it, free of the database."""

    slug: str
    title: str
    sentence: str
    question: str
    wording: str
    foundations: tuple[int, ...]
    statements: tuple[tuple[str, int], ...]  # wording, page
    published: tuple[Published, ...]

    @property
    def benchmark(self) -> Published | None:
        """The published figure that stands in where no release has one: Scotland's newest."""
        with_share = [one for one in self.published if one.share is not None]
        here = [one for one in with_share if one.place == "Scotland"]
        return max(here or with_share, key=lambda one: one.year, default=None)

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(one.mark for one in self.published if one.share is not None)


@dataclass(frozen=True)
class PlaceFacts:
    """A council area as maps, lists and sentences need it."""

    gss_code: str
    name: str
    short_name: str
    slug: str
    code3: str
    hex_col: int
    hex_row: int
    group: str
    group_label: str

    def get_absolute_url(self) -> str:
        return f"/councils/{self.slug}/"

    @property
    def place(self) -> Place:
        return Place(self.gss_code, self.name, self.group, self.group_label)


@dataclass(frozen=True)
class Reading:
    """One release, its tables by question and split."""

    release: str
    tables: Mapping[tuple, SafeTable]
    changes: Mapping[str, dict]  # by question, for Scotland, against the wave before
    published: bool = True
    groups: tuple[tuple[str, str], ...] = ()  # GSS code and named group, as the wave counted them

    @property
    def provenance(self) -> Provenance:
        return next(iter(self.tables.values())).provenance

    @property
    def questions(self) -> tuple[tuple[str, str], ...]:
        """Every question with its wording, in the release's order."""
        return tuple((table.question, table.wording) for key, table in self.tables.items() if key[1] == ())

    @property
    def pairs(self) -> tuple[SafeTable, ...]:
        """The declared question × question tables."""
        plain = {"council", "named_group", "role"}
        return tuple(table for table in self.tables.values() if table.by and not set(table.by) & plain)

    def table(self, question: str, by: tuple[str, ...] = ()) -> SafeTable | None:
        """Unweighted first, since councils have no other; weighted where only that was released."""
        return self.tables.get((question, by, False)) or self.tables.get((question, by, True))

    def levels(self, question: str) -> dict[str, SafeTable | None]:
        """The three tables that a figure for a council falls back through."""
        return {
            "council": self.table(question, ("council",)),
            "named_group": self.table(question, ("named_group",)),
            "scotland": self.table(question),
        }


@dataclass(frozen=True)
class Shelf:
    """All that a viewer's pages rest on at one moment."""

    readings: tuple[Reading, ...]  # newest first, one per wave
    findings: tuple[FindingFacts, ...]
    places: tuple[PlaceFacts, ...]
    stamp: tuple
    public: bool
    today: date

    def reading(self, wave: str | None = None) -> Reading | None:
        """The newest release, or the named wave's; an unknown or hidden wave is as if absent (404)."""
        if not wave:
            return self.readings[0] if self.readings else None
        found = next((one for one in self.readings if wave in (one.provenance.wave, one.release)), None)
        if found is None:
            raise Http404("There is no such wave with a published release.")
        return found

    def place(self, code: str) -> PlaceFacts | None:
        return next((one for one in self.places if one.gss_code == code), None)

    def names(self, reading: Reading, of: str = "role") -> dict[str, str]:
        """Words for every group key: council codes, family groups by their members, and the answers to question `of`."""
        names = {one.gss_code: one.name for one in self.places}
        names |= {one.group: one.group_label for one in self.places}
        asked = reading.table(of)
        merged = asked.choices if asked else ()
        single = {name: label for choice, label in merged for name, label in _apart(choice, label)}
        return names | single | dict(merged)

    def finding_for(self, question: str) -> FindingFacts | None:
        return next((one for one in self.findings if one.question == question), None)

    def key(self, *more) -> tuple:
        return (self.stamp, self.today, *more)


def shelf(user) -> Shelf:
    """The viewer's shelf; for readers who are not signed in it is gathered once and kept until something changes."""
    today = timezone.localdate()
    public = not user.is_authenticated
    stamp = freshness.stamp()

    def gather() -> Shelf:
        readings = tuple(reading_of(release) for release in access.newest_releases(user))
        return Shelf(readings, _findings(), places(), stamp, public, today)

    return freshness.kept((stamp, today, "shelf"), gather, public=public)


def places() -> tuple[PlaceFacts, ...]:
    """All council areas, alphabetical, each with its family group named by the group's members."""
    councils = list(CouncilArea.objects.select_related("family_group"))
    members: dict[int, list[str]] = {}
    for council in councils:
        members.setdefault(council.family_group.number, []).append(council.name)
    return tuple(_place(council, members[council.family_group.number]) for council in councils)


def standings(
    found: FindingFacts, reading: Reading | None, places: tuple[PlaceFacts, ...]
) -> dict[str, Standing]:
    """For every council area the nearest figure of one finding that may be shown, by GSS code."""
    levels = reading.levels(found.question) if reading else {}
    published = found.benchmark.facts if found.benchmark else None
    return {one.gss_code: standing(one.place, levels, published) for one in places}


def has_share(found: FindingFacts, reading: Reading | None) -> bool:
    """Whether a finding can be told as a share: from the release, or from a published figure; a number can't."""
    table = reading.table(found.question) if reading else None
    return bool(found.benchmark or (table and table.headline))


def _apart(choice: str, label: str) -> list[tuple[str, str]]:
    """The choices that were merged because they are rare, each with its own words where the joint label has them all."""
    names, labels = choice.split("+"), label.split(JOINED)
    return list(zip(names, labels if len(labels) == len(names) else [label] * len(names), strict=True))


def _place(council: CouncilArea, members: list[str]) -> PlaceFacts:
    group = council.family_group
    return PlaceFacts(
        council.gss_code,
        council.name,
        council.short_name,
        council.slug,
        council.code3,
        council.hex_col,
        council.hex_row,
        str(group.number),
        f"{group} ({', '.join(sorted(members))})",
    )


def reading_of(release) -> Reading:
    return replace(_read(str(release), release.sha256, _Held(release)), published=release.is_published)


@lru_cache(maxsize=16)
def _read(release_id: str, sha256: str, held: "_Held") -> Reading:
    made = releasing.tables(held.release)
    tables = {(table.question, table.by, table.weighted): table for table in made}
    country = [one for one in held.release.changes if not one["by"] and not one["weighted"]]
    groups = tuple(sorted(held.release.geography.items()))
    return Reading(release_id, tables, {one["question"]: one for one in country}, groups=groups)


class _Held:
    """Carries a release past the cache's key: two of them are always equal, the hash of the content decides."""

    def __init__(self, release):
        self.release = release

    def __eq__(self, other):
        return isinstance(other, _Held)

    def __hash__(self):
        return 0


def _findings() -> tuple[FindingFacts, ...]:
    rows = Finding.objects.prefetch_related(
        "benchmarks", "themes__foundation", "statements__theme__foundation"
    )
    return tuple(_facts(row) for row in rows)


def _homes(row: Finding) -> tuple[int, ...]:
    """The foundations that a finding bears on, first the one with most of its statements; a tie goes to the later."""
    counts = Counter(statement.theme.foundation.number for statement in row.statements.all())
    counts = counts or Counter(theme.foundation.number for theme in row.themes.all())
    return tuple(sorted(counts, key=lambda number: (-counts[number], -number)))


def _facts(row: Finding) -> FindingFacts:
    published = tuple(
        Published(
            None if one.share is None else round(one.share),
            one.words,
            one.year,
            one.place,
            one.base,
            one.population,
            one.source,
        )
        for one in row.benchmarks.all()
    )
    foundations = _homes(row)
    statements = tuple((one.wording, one.page) for one in row.statements.all())
    return FindingFacts(
        row.slug, row.title, row.sentence, row.question, row.wording, foundations, statements, published
    )
