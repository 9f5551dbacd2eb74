"""Audits a whole release from its stored tables: their form, and both audits jointly with the wave's other releases."""

from __future__ import annotations

from reports import tables as counting
from reports.exact_counts import with_headline
from reports.models import Finding, Release
from reports.question_audit import audit_question
from reports.safe_tables import SafeTable
from reports.solver import NotSolved
from reports.table_form import form_faults


def audit_whole(release: Release) -> list[str]:
    """Every fault of a release beside all others of its wave, from the tables as stored; counts the wave anew.

    Raises what `surveys.counts.count_wave` raises when the answers can't be read any more.
    """
    wave = release.wave
    cube = counting.counted(wave)
    findings = {finding.question: finding for finding in Finding.objects.all()}
    published = _published(release)
    faults = [fault for tables in published.values() for table, _ in tables for fault in form_faults(table)]
    for counts in counting.questions(wave, cube, findings):
        faults += _question_faults(counts, published.get(counts.question, []))
    for pair in counting.pairs_of(wave):
        counts = counting.pair_counts(wave, cube, pair, findings)
        faults += _question_faults(counts, published.get(pair.second, []))
    return faults


def _published(release) -> dict[str, list]:
    found: dict[str, list] = {}
    others = Release.objects.given_out().filter(wave=release.wave).exclude(pk=release.pk)
    for one in (release, *others):
        for data in one.tables:
            table = SafeTable.from_json(data)
            found.setdefault(table.question, []).append((table, one.geography))
    return found


def _question_faults(counts, published) -> list[str]:
    counts = with_headline(counts)
    readable = [
        (table, counts.with_groups(geography))
        for table, geography in published
        if set(table.by) <= set(counts.atoms.columns)
    ]
    try:
        return audit_question(counts, readable).faults
    except NotSolved as trouble:
        return [f"{counts.question}: {trouble}"]
