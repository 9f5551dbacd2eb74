"""Loads the demonstration."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reports import demo_data
from reports.demo import real_answers_exist
from reports.releasing import ReleaseRefused


class Command(BaseCommand):
    help = "Load the demonstration: people, record, two simulated waves and their releases. Safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--responses", type=int, help="Responses of the later wave (600).")
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--real-only", action="store_true", help="Leave out all that is simulated.")

    def handle(self, *, responses, seed, real_only, **options):
        try:
            if real_answers_exist() and not settings.EMBEDDED_DATABASE:
                raise CommandError(
                    "This database holds a real survey with answers: no demonstration is loaded into it."
                )
            demo_data.load(responses=responses, seed=seed, real_only=real_only, say=self.stdout.write)
        except ReleaseRefused as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write("The demonstration is loaded")
