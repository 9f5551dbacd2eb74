"""Loads the facts that ship with the project; may be run any number of times."""

from django.core.management.base import BaseCommand

from branches import reference


class Command(BaseCommand):
    help = "Load councils, employers, branches, statements and other reference data. Safe to repeat."

    def handle(self, *, verbosity, **options):
        for sentence in reference.load_all():
            if verbosity:
                self.stdout.write(sentence)
