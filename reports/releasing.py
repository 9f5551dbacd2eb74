"""The life of a release: proposed, audited, approved by a second person, frozen, published or withdrawn with a reason.

Actions know no request and leave one audit event each. Readers get tables from here and nowhere else.
"""

from __future__ import annotations

import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from branches.audit import record_event
from branches.permissions import Permission, has_permission
from reports.changes import changes
from reports.freezing import make_content, provenance_of
from reports.method import method_statement
from reports.models import Release
from reports.safe_tables import SCHEMA_VERSION, SafeTable
from reports.sealed_counts import SealBroken, open_sealed, seal
from reports.tables import geography_of
from surveys.keys import KeyMissing, TermsDiffer
from surveys.sealing import SealingError
from surveys.store import StoreShut
from surveys.terms import TermsBroken, require_intact
from surveys.waves import fix_responses


class ReleaseRefused(Exception):
    """The release can't take this step; the message says why and what to do."""


def propose_release(*, wave, by, reason: str = "") -> Release:
    """A new release of a mixed wave, not yet counted. `reason`: why a wave that has one needs another, a correction."""
    _permit(by, Permission.RELEASE_PROPOSE, "propose a release")
    if wave.state != wave.State.MIXED:
        raise ReleaseRefused(f"{wave} is not closed and mixed: {wave.get_state_display().lower()}.")
    _check_terms(wave)
    with transaction.atomic():
        type(wave).objects.select_for_update().get(pk=wave.pk)
        open_one = wave.releases.filter(state__in=["proposed", "audited"]).first()
        if open_one:
            raise ReleaseRefused(
                f"Release {open_one} of this wave is still being prepared; finish or remove it first."
            )
        number = (wave.releases.aggregate(last=Max("number"))["last"] or 0) + 1
        release = Release.objects.create(
            wave=wave, number=number, simulated=wave.simulated, terms_hash=wave.terms_hash, proposed_by=by
        )
        record_event(
            by=by, verb="proposed the release", subject=release, detail=_correction(release, reason.strip())
        )
    return release


def _correction(release, reason: str) -> dict:
    """Which release this one corrects and why; empty for a wave's first."""
    earlier = release.corrected
    if earlier is None and reason:
        raise ReleaseRefused(f"{release.wave} has no release yet: leave out the reason for a correction.")
    if earlier is None:
        return {}
    plain = f"Made again from the same answers as {earlier}; no reason was given."
    return {"corrects": str(earlier), "reason": reason or earlier.reason or plain}


def audit_release(*, release, by) -> Release:
    """Counts, protects and audits. Passed, the tables stand fixed; failed, the release stays proposed and says why."""
    _expect(release, Release.State.PROPOSED)
    wave = release.wave
    _check_terms(wave)
    require_same_terms(release)
    fix_responses(wave=wave, by=by)
    try:
        content = make_content(release, provenance_of(release, timezone.localdate()))
    except (StoreShut, KeyMissing, TermsDiffer, SealingError) as trouble:
        raise ReleaseRefused(f"The answers can't be counted: {trouble}.") from None
    with transaction.atomic():
        release = _locked(release, Release.State.PROPOSED)
        release.audit = content.audit | {"on": timezone.localdate().isoformat()}
        if content.audit["passed"]:
            _fill(release, content)
        release.save()
        record_event(
            by=by, verb="audited the release", subject=release, detail={"passed": content.audit["passed"]}
        )
    return release


def _fill(release, content) -> None:
    release.tables = [table.to_json() for table in content.tables]
    release.geography = geography_of(release.wave)
    release.schema_version = SCHEMA_VERSION
    release.method = method_statement(release, content)
    release.changes = _changes(release, content)
    release.sealed = seal(content.exact)
    release.state = Release.State.AUDITED


def _changes(release, content) -> list[dict]:
    before = wave_before(release)
    if before is None:
        return []
    try:
        exact = open_sealed(before.sealed)
    except SealBroken:
        return []
    return changes(content.tables, content.exact, tables(before), exact)


def wave_before(release) -> Release | None:
    """The newest published release of the last wave that closed before this one, of its kind (real or simulated)."""
    others = Release.objects.published().filter(simulated=release.simulated).exclude(wave=release.wave)
    if release.wave.closes_at:
        others = others.filter(wave__closes_at__lt=release.wave.closes_at)
    return others.newest_first().select_related("wave").first()


@transaction.atomic
def approve_release(*, release, by) -> Release:
    """A second person says yes to an audited release."""
    release = _locked(release, Release.State.AUDITED)
    if release.proposed_by_id == by.pk:
        raise ReleaseRefused("You proposed this release. A second person has to approve it.")
    _permit(by, Permission.RELEASE_APPROVE, "approve a release")
    release.state, release.approved_by, release.approved_at = Release.State.APPROVED, by, timezone.now()
    release.save()
    record_event(by=by, verb="approved the release", subject=release)
    return release


@transaction.atomic
def freeze_release(*, release, by) -> Release:
    """Puts the hash on an approved release; from here on it never changes."""
    release = _locked(release, Release.State.APPROVED)
    _check_terms(release.wave)
    require_same_terms(release)
    release.state, release.frozen_at = Release.State.FROZEN, timezone.now()
    release.sha256 = content_hash(release)
    release.save()
    record_event(by=by, verb="froze the release", subject=release, detail={"sha256": release.sha256})
    return release


@transaction.atomic
def publish_release(*, release, by) -> Release:
    """Shows a frozen release to everybody."""
    release = _locked(release, Release.State.FROZEN)
    _permit(by, Permission.RELEASE_APPROVE, "publish a release")
    require_whole(release)
    release.state, release.published_at = Release.State.PUBLISHED, timezone.now()
    release.save()
    record_event(by=by, verb="published the release", subject=release, detail={"sha256": release.sha256})
    return release


@transaction.atomic
def withdraw_release(*, release, by, reason: str) -> Release:
    """Takes a frozen or published release away, with a reason that everyone can read."""
    release = _locked(release, Release.State.FROZEN, Release.State.PUBLISHED)
    _permit(by, Permission.RELEASE_APPROVE, "withdraw a release")
    if not reason.strip():
        raise ReleaseRefused("Say why the release is withdrawn.")
    release.state, release.withdrawn_at, release.reason = (
        Release.State.WITHDRAWN,
        timezone.now(),
        reason.strip(),
    )
    release.save()
    record_event(by=by, verb="withdrew the release", subject=release, detail={"reason": release.reason})
    return release


@transaction.atomic
def remove_proposal(*, release, by) -> None:
    """Drops a release that was never approved; nobody outside has seen it."""
    release = _locked(release, Release.State.PROPOSED, Release.State.AUDITED)
    record_event(by=by, verb="removed the proposal of the release", subject=release)
    release.delete()


def whole_life(*, wave, proposed_by, approved_by, reason: str = "") -> Release:
    """Propose, audit, approve, freeze and publish in one go. Raises ReleaseRefused, leaving no half-made release."""
    release = propose_release(wave=wave, by=proposed_by, reason=reason)
    try:
        if proposed_by.pk == approved_by.pk:
            raise ReleaseRefused("The one who approves must be a second person.")
        release = _audited(release, proposed_by)
        if not release.audit["passed"]:
            raise ReleaseRefused("The audit found that " + "; ".join(release.audit["faults"]))
        release = approve_release(release=release, by=approved_by)
    except Exception:
        remove_proposal(release=release, by=proposed_by)
        raise
    release = freeze_release(release=release, by=approved_by)
    return publish_release(release=release, by=approved_by)


def _audited(release, by) -> Release:
    """The worker may take the same proposal up meanwhile: whoever ends first has audited it."""
    try:
        return audit_release(release=release, by=by)
    except ReleaseRefused:
        release.refresh_from_db()
        if release.state != Release.State.AUDITED:
            raise
        return release


def content_hash(release) -> str:
    """SHA-256 of all that a reader can get of a release: tables, changes, method, under its id and schema."""
    content = {
        "schema": release.schema_version,
        "release": str(release),
        "terms": release.terms_hash,
        "tables": release.tables,
        "changes": release.changes,
        "method": release.method,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def require_whole(release) -> None:
    """Raises ReleaseRefused when a frozen release is no longer what was frozen, or its wave has other terms now."""
    require_same_terms(release)
    if release.sha256 and content_hash(release) != release.sha256:
        raise ReleaseRefused(f"{release} has been changed since it was frozen: its hash does not match.")


def require_same_terms(release) -> None:
    """Raises ReleaseRefused when the release was proposed under other terms than its wave has now."""
    if release.terms_hash != release.wave.terms_hash:
        raise ReleaseRefused(
            f"{release} was proposed under other terms than those that the survey has now: nothing is released."
        )


def tables(release) -> list[SafeTable]:
    """Every table of a release, in its order."""
    return [SafeTable.from_json(data) for data in release.tables]


def table(release, question: str, by=(), weighted: bool = False) -> SafeTable | None:
    """One table of a release, None when it has no such."""
    by = list(by)
    for data in release.tables:
        if data["question"] == question and data["by"] == by and data["weighted"] == weighted:
            return SafeTable.from_json(data)
    return None


def _permit(by, permission, what) -> None:
    if not has_permission(by, permission):
        raise ReleaseRefused(f"{by} may not {what}.")


def _expect(release, *states) -> None:
    if release.state not in states:
        raise ReleaseRefused(f"{release} is {release.get_state_display().lower()}: this can't be done now.")


def _locked(release, *states) -> Release:
    found = (
        Release.objects.select_for_update(of=("self",)).select_related("wave").filter(pk=release.pk).first()
    )
    if found is None:
        raise ReleaseRefused(f"{release} was removed meanwhile.")
    _expect(found, *states)
    return found


def _check_terms(wave) -> None:
    try:
        require_intact(wave)
    except TermsBroken as trouble:
        raise ReleaseRefused(f"The wave's terms are broken, so nothing is released: {trouble}.") from None
