"""Audits a whole release from its stored tables: their form, and both audits jointly with the wave's other releases."""

from __future__ import annotations

from reports import tables as counting
from reports.models import Finding, Release
from reports.question_audit import audit_question
from reports.routed import bases_only, gates_of
from reports.safe_tables import SafeTable
from reports.solver import NotSolved
from reports.table_form import form_faults
from surveys.frozen import frozen


def audit_whole(release: Release) -> list[str]:
    """Every fault of a release beside all others of its wave, from the tables as stored; counts the wave anew.

    Raises what `surveys.counts.count_wave` raises when the answers can't be read any more.
    """
    wave = release.wave
    cube = counting.counted(wave)
    findings = {finding.question: finding for finding in Finding.objects.all()}
    published = _published(release)
    faults = [fault for tables in published.values() for table, _ in tables for fault in form_faults(table)]
    definition, audited = frozen(wave).definition, []
    asked = counting.questions(wave, cube, findings)
    pairs = {pair.second: pair for pair in counting.pairs_of(wave)}
    asked += [counting.pair_counts(wave, cube, pair, findings) for pair in pairs.values()]
    for counts in asked:
        readable = _readable(counts, published)
        audited += [(counts.question, table.by) for table, _ in readable]
        faults += _question_faults(counts, readable + _leading_on(counts, definition, published))
    return faults + _not_audited(published, audited)


def _published(release) -> dict[str, list]:
    found: dict[str, list] = {}
    others = Release.objects.given_out().filter(wave=release.wave).exclude(pk=release.pk)
    for one in (release, *others):
        for data in one.tables:
            table = SafeTable.from_json(data)
            found.setdefault(table.question, []).append((table, one.geography))
    return found


def _readable(counts, published) -> list:
    """The question's tables whose groups can be told from these atoms."""
    return [
        (table, counts.with_groups(geography))
        for table, geography in published.get(counts.question, [])
        if set(table.by) <= set(counts.atoms.columns)
    ]


def _leading_on(counts, definition, published) -> list:
    """The bases of questions that are only asked after certain answers to this one: they count those answers."""
    led = [name for name in published if counts.question in gates_of(definition, name)]
    if counts.question in counting.CUT_QUESTIONS:
        return []
    return [
        (bases_only(table), counts.with_groups(geography))
        for name in led
        for table, geography in published[name]
        if set(table.by) <= set(counts.atoms.columns)
    ]


def _not_audited(published, audited) -> list[str]:
    return [
        f"{question} by {' × '.join(table.by)}: a table that a release of this wave has no place for"
        for question, tables in published.items()
        for table, _ in tables
        if (question, table.by) not in audited
    ]


def _question_faults(counts, readable) -> list[str]:
    try:
        return audit_question(counts, readable).faults
    except NotSolved as trouble:
        return [f"{counts.question}: {trouble}"]
