"""Loads the full wording of a campaign's questions and actions from the user's own CSV."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from branches.faults import FileRefused
from branches.loading_campaigns import load_campaign_wording


class Command(BaseCommand):
    help = "Read a CSV (ref, kind, text…, atomic_part) and keep the full wording of the campaigns that it numbers."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            campaigns = load_campaign_wording(content=file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from None
        except FileRefused as refused:
            raise CommandError(f"{file} was refused, nothing was loaded.\n{refused}") from None
        self.stdout.write(f"Full wording loaded into: {', '.join(str(campaign) for campaign in campaigns)}")
