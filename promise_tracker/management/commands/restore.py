"""`manage.py restore DIR`: the newest backup of a folder, into an empty database."""

import os

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from promise_tracker import backups
from promise_tracker.sealed_stream import Damaged


class Command(BaseCommand):
    help = "Restore the newest backup of a folder into an empty database and compare every published figure."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")

    def handle(self, *, folder, **options):
        key_file = os.environ.get("BACKUP_PRIVATE_KEY_FILE")
        try:
            private_key = backups.key_from(key_file) if key_file else None
            path, figures = backups.restore(folder, private_key)
        except (backups.RestoreRefused, Damaged) as error:
            raise CommandError(str(error)) from None
        call_command("migrate", interactive=False, verbosity=0)  # a backup of an older version
        self.stdout.write(
            f"{path} is restored; {figures} sets of published figures are the same to the last digit"
        )
