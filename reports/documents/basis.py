"""What a document rests on, gathered once: the shelf of releases, the campaign, one council's record, today's date."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.http import Http404
from django.utils import timezone

from branches import rows
from branches.days import day_in_words
from branches.models import CouncilArea
from reports import cards, shown
from reports.models import Release
from reports.narrative import Place, Standing, percent, range_words, standing

SCOTLAND = Place("", "Scotland")


class CannotBuild(Exception):
    """The document can't be made; the message says what is missing and what to do."""


@dataclass(frozen=True)
class Basis:
    """Everything that the blocks of a document may read. `viewer` decides what of the record is in it."""

    viewer: object
    today: date
    shelf: shown.Shelf
    reading: shown.Reading | None
    council: CouncilArea | None = None

    def about(self, council: CouncilArea) -> "Basis":
        """The same basis for another council area; what is the same for all of them is not read again."""
        made = replace(self, council=council)
        for name in ("release", "campaign", "tallies", "grid"):
            made.__dict__[name] = getattr(self, name)
        return made

    @cached_property
    def release(self) -> Release | None:
        """The release behind the reading, for its method statement and its changes since the wave before."""
        if self.reading is None:
            return None
        wave, number = self.reading.release.rsplit("/", 1)
        return Release.objects.defer("tables", "sealed").get(wave__slug=wave, number=number)

    @cached_property
    def record(self) -> rows.CouncilRecord | None:
        return rows.council_record(self.council, self.viewer, self.today) if self.council else None

    @cached_property
    def campaign(self):
        return rows.shown_campaign(self.viewer)

    @cached_property
    def tallies(self) -> tuple[rows.PartTally, ...]:
        return rows.tally(self.campaign, self.viewer, self.today) if self.campaign else ()

    @cached_property
    def grid(self) -> tuple[rows.GridRow, ...]:
        return rows.state_grid(self.campaign, self.viewer, self.today) if self.campaign else ()

    @cached_property
    def place(self) -> shown.PlaceFacts | None:
        return self.shelf.place(self.council.gss_code) if self.council else None

    @property
    def simulated(self) -> bool:
        """Whether anything simulated stands in it: the survey, a reply, a commitment."""
        survey = bool(self.reading and self.reading.provenance.simulated)
        tallied = any(tally.simulated for tally in self.tallies)
        record = self.record
        logged = record and any(one.simulated for one in (*record.parts, *record.commitments, *record.papers))
        return survey or tallied or bool(logged)

    @property
    def rests_on(self) -> str:
        """The line that every page prints: release and day of the record."""
        survey = f"Release {self.reading.release}" if self.reading else "No survey release"
        return f"{survey}; branches' record of {day_in_words(self.today)}"

    def scotland(self, finding) -> Standing:
        """The finding's figure for Scotland, else the published one."""
        return self._standing(finding, SCOTLAND)

    def nearest(self, finding) -> Standing:
        """The nearest figure that may be shown for this document's council; Scotland's in a national document."""
        return self._standing(finding, self.place.place if self.place else SCOTLAND)

    def _standing(self, finding, place):
        levels = self.reading.levels(finding.question) if self.reading else {}
        published = finding.benchmark.facts if finding.benchmark else None
        return standing(place, levels, published)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        """The nearest figure of every finding, by question."""
        return {one.question: self.nearest(one) for one in self.shelf.findings}

    @cached_property
    def real_standings(self) -> dict[str, Standing]:
        """The same from real waves only, else the published figures: what real words may stand beside."""
        real = next((one for one in self.shelf.readings if not one.provenance.simulated), None)
        return replace(self, reading=real).standings

    def figure(self, kind: str, slug: str) -> str | None:
        """A figure by name for a text: share, range, base, or benchmark of a finding; None when there is no such name."""
        finding = next((one for one in self.shelf.findings if one.slug == slug), None)
        if finding is None:
            return None
        found = self.scotland(finding)
        if kind == "benchmark":
            return percent(finding.benchmark.share) if finding.benchmark else None
        return {
            "share": percent(found.share),
            "range": range_words(found.low, found.high) or "no range published",
            "base": f"{found.base:,}" if found.base else "a base not shown",
        }.get(kind)

    def has_figure(self, finding) -> bool:
        return cards.has_figure(finding, self.reading)


def gather(viewer, *, council=None, wave=None, today=None) -> Basis:
    """The basis for a viewer, from the newest release that the viewer may see, or the named wave's."""
    shelf = shown.shelf(viewer)
    try:
        reading = shelf.reading(wave)
    except Http404:
        raise CannotBuild(f"There is no published release of a wave called “{wave}”.") from None
    return Basis(viewer, today or timezone.localdate(), shelf, reading, council)
