"""`manage.py backup DIR`: one encrypted file that holds everything but the keys."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from nacl.public import PrivateKey

from promise_tracker import backups


class Command(BaseCommand):
    help = "Write an encrypted backup of the database and the stored files, and read it back."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", metavar="DIR")
        parser.add_argument(
            "--new-key", action="store_true", help="print a new pair of keys and do nothing else"
        )

    def handle(self, *, folder, new_key, **options):
        if new_key:
            return self.print_new_key()
        if not folder:
            raise CommandError("Say which folder: manage.py backup DIR")
        try:
            path = backups.back_up(folder)
        except (backups.BackupFailed, ImproperlyConfigured) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{path} ({path.stat().st_size:,} bytes), read back and found whole")

    def print_new_key(self):
        key = PrivateKey.generate()
        self.stdout.write(f"BACKUP_PUBLIC_KEY={bytes(key.public_key).hex()}")
        self.stdout.write(
            f"Private key, to be kept off the server, on paper and in a safe:\n{bytes(key).hex()}"
        )
