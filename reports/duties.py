"""The worker's duty for releases: counts and audits what staff proposed, where only the worker may reach the keys."""

import logging

from reports.models import Release
from reports.releasing import ReleaseRefused, audit_release

logger = logging.getLogger("promise_tracker.worker")


def audit_proposals() -> None:
    """Audits every proposal that was never audited; one that was refused says why on its page and waits for people."""
    for release in Release.objects.filter(state=Release.State.PROPOSED, audit={}).select_related(
        "wave", "proposed_by"
    ):
        try:
            audit_release(release=release, by=release.proposed_by)
        except ReleaseRefused as reason:
            refused = {"passed": False, "faults": [str(reason)]}
            proposed = Release.objects.filter(pk=release.pk, state=Release.State.PROPOSED, audit={})
            if proposed.update(audit=refused):  # else somebody else has audited or removed it meanwhile
                logger.error("%s: %s", release, type(reason).__name__)
