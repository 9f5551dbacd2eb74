"""Makes a release's content: counts a wave, weights it, protects every table, audits the whole. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from branches.days import day_in_words
from reports import tables as counting
from reports.disclosure import CannotProtect, Memory, Provenance, SafeTable, protect
from reports.exact_counts import QuestionCounts
from reports.models import Finding, Release
from reports.release_weights import Weights, weighted_estimates, weights_for
from reports.rounding import rounded_base
from reports.routed import gates_of, not_told
from reports.sealed_counts import exact_rows
from reports.solver import NotSolved
from reports.table_form import form_faults
from surveys.frozen import frozen


@dataclass
class Content:
    """What goes into a release: tables, the audit's result, exact counts of shown rows, and how it was weighted."""

    tables: list[SafeTable] = field(default_factory=list)
    audit: dict = field(default_factory=dict)
    exact: dict = field(default_factory=dict)
    weights: Weights | None = None


def make_content(release: Release, provenance: Provenance) -> Content:
    """Everything of a proposed release. A failed audit is told in `audit`, with no tables."""
    wave = release.wave
    cube = counting.counted(wave)
    findings = {finding.question: finding for finding in Finding.objects.all()}
    weights = weights_for(wave, cube)
    maker = _Maker(release, cube, findings, weights, provenance)
    try:
        maker.make()
    except (CannotProtect, NotSolved) as trouble:
        return Content(audit=maker.result(False, [str(trouble)]), weights=weights)
    faults = [fault for table in maker.content.tables for fault in form_faults(table)]
    maker.content.audit = maker.result(not faults, faults)
    maker.content.weights = weights
    return maker.content


class _Maker:
    def __init__(self, release, cube, findings, weights, provenance):
        self.wave, self.cube, self.findings = release.wave, cube, findings
        self.weights, self.provenance = weights, provenance
        self.content, self.memory = Content(), Memory()
        self.cells = self.hidden_base = self.hidden_secondary = self.questions = 0
        self.earlier = earlier_tables(release)
        self.definition = frozen(release.wave).definition

    def make(self) -> None:
        splits = counting.splits_of(self.wave)
        pairs = counting.pairs_of(self.wave)
        asked = counting.questions(
            self.wave, self.cube, self.findings, self.weights.by_atom, self.weights.note
        )
        for counts in asked:
            own = self._protect(counts, counting.splits_for(counts, splits), self._out(counts), self.memory)
            estimates = weighted_estimates(own, counts, counting.sizes(self.cube))
            self.content.exact[counts.question] = exact_rows(own, counts) | estimates
            told = own
            for pair in pairs:
                if pair.second == counts.question:
                    told += self._protect_pair(pair, told)
            self.questions += 1

    def _out(self, counts: QuestionCounts):
        """What other releases of the wave already told about the question, read by the groups of their day."""
        return [
            (table, counts.with_groups(geography))
            for table, geography in self.earlier.get(counts.question, ())
            if set(table.by) <= set(counts.atoms.columns)
        ]

    def _protect_pair(self, pair, told):
        counts = counting.pair_counts(self.wave, self.cube, pair, self.findings)
        fixed = [(table, counts) for table in told if not table.weighted]
        split = counting.pair_split(self.wave, pair)
        return self._protect(counts, [split], fixed + self._out(counts), Memory())

    def _protect(self, counts, splits, published, memory):
        barred = self._barred(counts.question)
        made = protect(counts, splits, self.provenance, published, memory, barred)
        self.cells += made.cells
        self.hidden_base += made.hidden_base
        self.hidden_secondary += made.hidden_secondary
        self.content.tables += made.tables
        return made.tables

    def _barred(self, question) -> frozenset:
        """Rows whose base would tell what a question that leads to this one does not tell there."""
        gates = gates_of(self.definition, question) - set(counting.CUT_QUESTIONS)
        return not_told(table for table in self.content.tables if table.question in gates)

    def result(self, passed: bool, faults: list[str]) -> dict:
        return {
            "passed": passed,
            "faults": faults[:20],
            "questions": self.questions,
            "cells": self.cells,
            "hidden_base": self.hidden_base,
            "hidden_secondary": self.hidden_secondary,
            "tables": len(self.content.tables),
        }


def earlier_tables(release: Release) -> dict[str, list[tuple[SafeTable, dict]]]:
    """{question: [(table, geography)]} of the wave's other releases whose tables may be known."""
    found: dict[str, list] = {}
    for other in Release.objects.given_out().filter(wave=release.wave).exclude(pk=release.pk):
        for data in other.tables:
            table = SafeTable.from_json(data)
            found.setdefault(table.question, []).append((table, other.geography))
    return found


def provenance_of(release: Release, released_on) -> Provenance:
    """What stands below each of the release's figures."""
    wave = release.wave
    return Provenance(
        wave=wave.slug,
        wave_title=wave.title,
        release=str(release),
        released_on=released_on,
        fieldwork=fieldwork(wave),
        mode=wave.mode,
        simulated=wave.simulated,
        responses=rounded_base(wave.responses),
    )


def fieldwork(wave) -> str:
    """ "6 October to 3 November 2025"; one day or none when the wave has no dates."""
    opened, closed = (moment and moment.date() for moment in (wave.opens_at, wave.closes_at))
    if not opened or not closed or opened == closed:
        day = closed or opened
        return day_in_words(day) if day else "dates not given"
    start = f"{opened:%-d %B}" if opened.year == closed.year else day_in_words(opened)
    return f"{start} to {day_in_words(closed)}"
