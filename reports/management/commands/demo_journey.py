"""Goes the whole way of an answer from the shell: a practice wave, simulated colleagues, a release, the page."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports.demo_data import APPROVER, PROPOSER
from reports.management.release_command import person
from reports.releasing import ReleaseRefused, whole_life
from surveys import mixing, practice
from surveys.keys import KeyNotWritten
from surveys.models import Wave
from surveys.waves import WaveError


class Command(BaseCommand):
    help = "Open a practice wave, let simulated colleagues answer, close it, release it as two people, say where it stands."

    def add_arguments(self, parser):
        parser.add_argument("--colleagues", type=int, default=120)

    def handle(self, *, colleagues, **options):
        staff, approver = person(PROPOSER), person(APPROVER)
        try:
            release = self._go(colleagues, staff, approver)
        except (WaveError, KeyNotWritten, mixing.MixFailed, ReleaseRefused) as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(f"It stands on {settings.SITE_URL}/national/?wave={release.wave.slug}")
        self.stdout.write(f"RELEASE {release}")

    def _go(self, colleagues, staff, approver):
        wave = practice.make_practice_wave(by=staff)
        self.stdout.write(f"{wave.slug} is open: {settings.SITE_URL}/survey/{wave.slug}/")
        practice.add_colleagues(wave=wave, count=colleagues, by=staff)
        self.stdout.write(f"{colleagues} simulated colleagues have answered")
        wave = practice.close_and_mix(wave=wave, by=staff)
        wave.refresh_from_db()
        if wave.state != Wave.State.MIXED:
            raise WaveError(f"{wave.slug} is {wave.get_state_display().lower()}")
        self.stdout.write("Closed and mixed: nobody can tell one answer from another")
        release = whole_life(wave=wave, proposed_by=staff, approved_by=approver)
        self.stdout.write(f"{staff} proposed, the audit passed, {approver} approved and published")
        return release
