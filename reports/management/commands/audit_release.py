"""Audits a stored release anew, beside all others of its wave."""

from django.core.management.base import CommandError

from reports.management.release_command import ReleaseCommand
from reports.release_audit import audit_whole
from reports.releasing import ReleaseRefused, require_whole
from surveys.keys import KeyMissing, TermsDiffer
from surveys.sealing import SealingError
from surveys.store import StoreShut


class Command(ReleaseCommand):
    help = "Audit a release; exit 1 when the figures of a small group can be worked out, or its hash does not match."

    def act(self, release, options):
        if not release.tables:
            raise CommandError(f"{release} has no tables yet: it is not audited.")
        try:
            require_whole(release)
            faults = audit_whole(release)
        except ReleaseRefused as reason:
            raise CommandError(str(reason)) from None
        except (StoreShut, KeyMissing, TermsDiffer, SealingError) as trouble:
            self._from_stored(release, trouble)
            return
        if faults:
            raise CommandError(f"{release} fails its audit:\n" + "\n".join(f"  {fault}" for fault in faults))
        self.stdout.write(
            f"{release}: no figure of fewer than 10 people follows from what is published, and no answer of a group of 1 to 9"
        )

    def _from_stored(self, release, trouble):
        if not release.audit.get("passed"):
            raise CommandError(f"{release} can't be audited: {trouble}")
        self.stdout.write(
            f"{release}: the answers can't be counted any more ({trouble}); its tables are those that passed the audit "
            f"on {release.audit['on']}, and their hash matches"
        )
