"""Writes a questionnaire's newest version as an XLSForm workbook."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.management.given_files import write_given
from surveys.models import Questionnaire
from surveys.xlsform_writing import write_workbook


class Command(BaseCommand):
    help = "Write a questionnaire's newest version: export_questionnaire SLUG FILE.xlsx"

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("file", type=Path)

    def handle(self, *, slug, file, **options):
        questionnaire = Questionnaire.objects.filter(slug=slug).first()
        version = questionnaire and questionnaire.latest_version()
        if version is None:
            raise CommandError(f"there is no questionnaire called {slug}")
        write_given(file, write_workbook(version.loaded))
        self.stdout.write(f"{file}: version {version.number}")
