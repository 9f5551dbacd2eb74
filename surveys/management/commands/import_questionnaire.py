"""Takes a questionnaire in from an XLSForm workbook or LimeSurvey's .lss or tab-separated file."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from surveys.limesurvey import read_any
from surveys.management.given_files import read_given
from surveys.short_names import short_name_of
from surveys.versions import save_version
from surveys.xlsform import WorkbookFaults


class Command(BaseCommand):
    help = (
        "Take a questionnaire in: import_questionnaire FILE.xlsx [--slug S]. Refused whole, with every fault."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--slug", default="")

    def handle(self, *, file, slug, **options):
        try:
            definition, not_carried = read_any(file.name, read_given(file))
        except WorkbookFaults as error:
            raise CommandError(
                f"{file} was not taken in:\n" + "\n".join(f"  {fault}" for fault in error.faults)
            ) from None
        try:
            version = save_version(
                by=None,
                slug=slug or short_name_of(file.stem),
                definition=definition,
                note=f"from {file.name}",
            )
        except ValidationError as error:
            raise CommandError(f"{error.message} Give another with --slug.") from None
        self.stdout.write(
            f"{version.questionnaire.slug}: version {version.number}, {len(definition.questions)} rows"
        )
        for lost in not_carried:
            self.stdout.write(f"  not carried over: {lost}")
