"""The life of an edition: proposed, approved by a second person, published for good, replaced or withdrawn with a reason.

Actions know no request. The public files are written by `published_files` after the transaction has committed.
"""

import hashlib
import json

from django.db import transaction
from django.utils import timezone

from branches.audit import record_event
from branches.permissions import Permission, has_permission
from reports import published_files
from reports.documents import quoting
from reports.documents.content import Document, document_from_json
from reports.models import Correction, Edition


class PublishingRefused(Exception):
    """The edition may not take this step; the message says why and what to do."""


def sha256_of(document: dict) -> str:
    """The hash that an edition prints: of the document's JSON with sorted keys and no white space."""
    return hashlib.sha256(
        json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    ).hexdigest()


def document_of(edition: Edition) -> Document:
    """The frozen document. Raises PublishingRefused when it no longer is what was approved."""
    if sha256_of(edition.document) != edition.sha256:
        raise PublishingRefused(f"{edition} has been changed since it was frozen; it is not shown.")
    return document_from_json(edition.document)


@transaction.atomic
def propose_edition(*, report, document: Document, by) -> Edition:
    """Freeze `document` as the report's next edition, for a second person to read."""
    data = json.loads(json.dumps(document.to_json()))
    edition = Edition.objects.create(
        report=report, number=report.next_number, document=data, sha256=sha256_of(data), proposed_by=by
    )
    record_event(by=by, verb="proposed", subject=edition, detail={"sha256": edition.sha256})
    return edition


@transaction.atomic
def approve_edition(*, edition, by, publish_at=None) -> Edition:
    """A second person approves; it is published at once, or by the worker at `publish_at`."""
    edition = _locked(edition)
    _expect(edition, Edition.State.PROPOSED)
    if edition.proposed_by_id == by.pk:
        raise PublishingRefused("You proposed this edition. Ask another approver to read and approve it.")
    if not has_permission(by, Permission.REPORT_APPROVE):
        raise PublishingRefused("Only an approver can approve an edition.")
    _refuse_withdrawn_quotes(edition)
    edition.approved_by, edition.publish_at = by, publish_at
    edition.state = Edition.State.SCHEDULED
    edition.save()
    record_event(by=by, verb="approved", subject=edition)
    if publish_at is None or publish_at <= timezone.now():
        _publish(edition, by)
    return edition


@transaction.atomic
def send_back(*, edition, by, reason) -> Edition:
    edition = _locked(edition)
    _expect(edition, Edition.State.PROPOSED)
    edition.state, edition.reason = Edition.State.REFUSED, reason
    edition.save()
    record_event(by=by, verb="sent back", subject=edition, detail={"reason": reason})
    return edition


@transaction.atomic
def withdraw_edition(*, edition, by, reason) -> Edition:
    """Take a published edition back. Its address stays and says when and why; its files are gone."""
    edition = _locked(edition)
    _expect(edition, Edition.State.PUBLISHED, Edition.State.SUPERSEDED)
    edition.state, edition.reason = Edition.State.WITHDRAWN, reason
    edition.save()
    record_event(by=by, verb="withdrew", subject=edition, detail={"reason": reason})
    transaction.on_commit(lambda: published_files.write_report(edition.report))
    return edition


@transaction.atomic
def add_correction(*, edition, by, text) -> Correction:
    """Say beside a published edition what was wrong in it."""
    edition = _locked(edition)
    _expect(edition, Edition.State.PUBLISHED, Edition.State.SUPERSEDED)
    correction = Correction.objects.create(edition=edition, text=text, by=by, made_on=timezone.localdate())
    record_event(by=by, verb="corrected", subject=edition, detail={"text": text})
    transaction.on_commit(lambda: published_files.write_report(edition.report))
    return correction


def publish_due(now=None):
    """Publish every scheduled edition whose embargo is over; the worker calls it. Returns how many."""
    now = now or timezone.now()
    due = Edition.objects.filter(state=Edition.State.SCHEDULED, publish_at__lte=now)
    for edition in due:
        with transaction.atomic():
            locked = _locked(edition)
            if locked.state == Edition.State.SCHEDULED:
                _publish_or_send_back(locked)
    return len(due)


def _publish_or_send_back(edition):
    """A quote may have been withdrawn, or a document changed, since the approval: then it goes back to its people."""
    try:
        _refuse_withdrawn_quotes(edition)
        _publish(edition, edition.approved_by)
    except PublishingRefused as problem:
        edition.state, edition.reason = Edition.State.REFUSED, str(problem)[:500]
        edition.save()
        record_event(by=None, verb="sent back", subject=edition, detail={"reason": edition.reason})


def _refuse_withdrawn_quotes(edition):
    gone = quoting.withdrawn_in(document_of(edition))
    if gone:
        words = "; ".join(f"“{one.text[:80]}”" for one in gone)
        raise PublishingRefused(f"A quote in it was withdrawn: {words}. Propose a new edition without it.")


def _publish(edition, by):
    document_of(edition)
    edition.report.editions.filter(state=Edition.State.PUBLISHED).update(state=Edition.State.SUPERSEDED)
    edition.state, edition.published_at = Edition.State.PUBLISHED, timezone.now()
    edition.save()
    record_event(by=by, verb="published", subject=edition, detail={"sha256": edition.sha256})
    transaction.on_commit(lambda: published_files.write_report(edition.report))


def _locked(edition):
    return Edition.objects.select_for_update(of=("self",)).select_related("report").get(pk=edition.pk)


def _expect(edition, *states):
    if edition.state not in states:
        raise PublishingRefused(
            f"{edition} is “{edition.get_state_display().lower()}”, so this step does not apply. Load the page again."
        )
