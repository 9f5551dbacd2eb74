"""Takes a wave through the whole life of a release, from proposal to publication."""

from django.core.management.base import BaseCommand, CommandError

from reports.management.release_command import person, wave_named
from reports.releasing import ReleaseRefused, whole_life


class Command(BaseCommand):
    help = "Propose, audit, approve, freeze and publish a release: freeze_release WAVE --proposed-by E --approved-by E."

    def add_arguments(self, parser):
        parser.add_argument("wave")
        parser.add_argument("--proposed-by", required=True, metavar="EMAIL")
        parser.add_argument("--approved-by", required=True, metavar="EMAIL")
        parser.add_argument(
            "--reason", default="", help="why, where the wave has a release that this one corrects"
        )

    def handle(self, *, wave, proposed_by, approved_by, reason, **options):
        try:
            release = whole_life(
                wave=wave_named(wave),
                proposed_by=person(proposed_by),
                approved_by=person(approved_by),
                reason=reason,
            )
        except ReleaseRefused as reason:
            raise CommandError(str(reason)) from None
        audit = release.audit
        self.stdout.write(
            f"{audit['tables']} tables; of {audit['cells']} cells {audit['hidden_base']} hidden for their base, "
            f"{audit['hidden_secondary']} to protect others"
        )
        self.stdout.write(f"RELEASE {release}")
