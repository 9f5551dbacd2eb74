"""Makes a wave of a questionnaire, and opens it when asked."""

import datetime

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from surveys import waves
from surveys.keys import KeyNotWritten
from surveys.models import Questionnaire, Wave
from surveys.terms import TermsBroken


class Command(BaseCommand):
    help = "Make a wave of a questionnaire: create_wave QUESTIONNAIRE WAVE --mode open|invitation [--open]"

    def add_arguments(self, parser):
        parser.add_argument("questionnaire")
        parser.add_argument("wave")
        parser.add_argument("--mode", choices=["open", "invitation"], required=True)
        parser.add_argument("--open", action="store_true", help="open it at once")
        parser.add_argument("--title", default="")
        parser.add_argument("--simulated", action="store_true", help="for practice: simulated for ever")
        parser.add_argument("--expected-size", type=int, default=600)
        parser.add_argument("--geography", choices=Wave.Geography.values, default=Wave.Geography.COUNCILS)
        parser.add_argument(
            "--pair", action="append", default=[], metavar="FIRST*SECOND", help="a declared pair"
        )
        parser.add_argument("--retention-until", type=datetime.date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *, questionnaire, wave, **options):
        found = Questionnaire.objects.filter(slug=questionnaire).first()
        version = found and found.latest_version()
        if version is None:
            raise CommandError(f"there is no questionnaire called {questionnaire}")
        try:
            made = waves.new_wave(by=None, slug=wave, version=version, **_terms(wave, options))
            if options["open"]:
                made = waves.open_wave(wave=made, by=None)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        except (waves.WaveError, KeyNotWritten, TermsBroken) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{made.slug}: {made.get_state_display()}")


def _terms(slug, options):
    terms = {
        "title": options["title"] or slug.replace("-", " ").capitalize(),
        "mode": options["mode"],
        "simulated": options["simulated"],
        "expected_size": options["expected_size"],
        "geography": options["geography"],
        "declared_pairs": [pair.split("*") for pair in options["pair"]],
    }
    if options["retention_until"]:
        terms["retention_until"] = options["retention_until"]
    return terms
