"""Tries to link a wave's responses to people and reports; exit 1 when a promise is broken."""

from django.core.management.base import CommandError

from surveys.anonymity import attempts
from surveys.management.wave_command import WaveCommand


class Command(WaveCommand):
    help = "Try to link a wave's responses to people, and report every attempt."

    def act(self, wave, options):
        results = attempts(wave)
        for result in results:
            self.stdout.write(f"{'BROKEN' if result.broken else 'holds '}  {result.tried}: {result.found}")
        broken = sum(result.broken for result in results)
        if broken:
            raise CommandError(f"{broken} promises of {wave.slug} are broken")
