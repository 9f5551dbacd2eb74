"""Loads the demonstration."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports import demo_data
from reports.demo import is_the_demonstrations_own, real_answers_exist
from reports.releasing import ReleaseRefused
from surveys.demo import LATER
from surveys.models import Wave


class Command(BaseCommand):
    help = "Load the demonstration: people, record, two simulated waves and their releases. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--responses", type=int, help="Responses of the later wave (600).")
        parser.add_argument("--seed", type=int, help="Of the simulated answers (2026).")
        parser.add_argument("--real-only", action="store_true", help="Leave out all that is simulated.")

    def handle(self, *, responses, seed, real_only, **options):
        if settings.PRODUCTION:
            raise CommandError(
                "In a demonstration everybody may enter as anybody. Give it a database of its own and DEMO_MODE=true."
            )
        if real_answers_exist() and not is_the_demonstrations_own():
            raise CommandError(
                "This database holds a real survey with answers: no demonstration is loaded into it."
            )
        later = Wave.objects.filter(slug=LATER.slug, responses__gt=0).first()
        try:
            demo_data.load(responses=responses, seed=seed or 2026, real_only=real_only, say=self.stdout.write)
        except ReleaseRefused as reason:
            raise CommandError(str(reason)) from None
        if later and (responses or seed is not None):
            self.stderr.write(
                f"{later.slug} was there already, with {later.responses} responses: --responses and --seed count "
                "for an empty database only."
            )
        self.stdout.write("The demonstration is loaded")
