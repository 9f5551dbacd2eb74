"""Audits a whole release from its stored tables: their form, and both audits jointly with the wave's other releases."""

from __future__ import annotations

from reports import tables as counting
from reports.exact_counts import with_headline
from reports.models import Finding, Release
from reports.question_audit import audit_question
from reports.rounding import rounded_range
from reports.safe_tables import SafeTable
from reports.solver import NotSolved

_WEIGHTED_SPLITS = ((), ("named_group",), ("role",))


def form_faults(table: SafeTable) -> list[str]:
    """What in a table could not have come out of `protect`: figures not rounded, ranges that aren't those of the
    printed figures, weighted figures where none may be."""
    faults = []
    if table.weighted and table.by not in _WEIGHTED_SPLITS:
        faults.append(f"{_name(table)}: weighted figures are for Scotland, named groups and roles only")
    for row in table.rows:
        faults += [f"{_name(table)}: {fault}" for fault in _row_faults(table, row)]
    return faults


def _name(table) -> str:
    return f"{table.question} by {' × '.join(table.by) or 'Scotland'}{', weighted' if table.weighted else ''}"


def _row_faults(table, row):
    if row.hidden:
        if row.base is not None or any(share is not None for share in row.shares.values()):
            yield "a hidden row shows figures"
        return
    least = 100 if table.weighted else 10
    if row.base is None or row.base < least or row.base % 10:
        yield f"a base is not a whole ten of at least {least}"
        return
    if row.base < 50 and row.shows_every_choice and len(table.choices) > 2:
        yield "a group under 50 shows more than the finding's split"
    for key, share in row.shares.items():
        if share is None:
            continue
        if share != int(share) or not 0 <= share <= 100:
            yield "a share is not a whole percentage"
        elif (row.low[key], row.high[key]) != rounded_range(share, row.effective_base or row.base):
            yield "a range is not that of the printed share and base"
    if row.mean is not None and (row.base < 50 or round(row.mean, 1) != row.mean):
        yield "a mean is shown for under 50 people or with more than one decimal"


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
