"""Loads the full texts of The Promise's statements from the user's own copy of the briefing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from branches.faults import FileRefused
from branches.loading import load_full_statements


class Command(BaseCommand):
    help = "Read the plain text of the children's social care briefing (autumn 2020) and keep its full sentences."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            briefing = load_full_statements(content=file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from None
        except FileRefused as refused:
            raise CommandError(f"{file} was refused, nothing was loaded.\n{refused}") from None
        self.stdout.write(f"{len(briefing.statements)} statements and {len(briefing.themes)} themes")
