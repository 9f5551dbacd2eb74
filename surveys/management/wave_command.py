"""The common part of commands about one wave: finds it, and turns known errors into a sentence and exit 1."""

from django.core.management.base import BaseCommand, CommandError

from surveys.models import Wave
from surveys.refusals import EXPECTED_FAILURES


class WaveCommand(BaseCommand):
    """A command whose first argument is a wave's slug; subclasses write `act(wave, options)`."""

    def add_arguments(self, parser):
        parser.add_argument("wave")

    def handle(self, *, wave, **options):
        found = Wave.objects.filter(slug=wave).first()
        if found is None:
            raise CommandError(f"there is no wave called {wave}")
        try:
            self.act(found, options)
        except EXPECTED_FAILURES as error:
            raise CommandError(str(error)) from None

    def act(self, wave, options):
        raise NotImplementedError
