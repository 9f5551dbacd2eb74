"""Writes all that any reader can get of a release into a folder."""

from pathlib import Path

from django.core.management.base import CommandError

from reports.management.release_command import ReleaseCommand
from reports.release_files import write_release
from reports.releasing import ReleaseRefused, require_whole


class Command(ReleaseCommand):
    help = "Write a release's tables.json, changes.json and one CSV per table: export_release RELEASE DIR."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, metavar="DIR")

    def act(self, release, options):
        if not release.sha256:
            raise CommandError(f"{release} is not frozen: nobody can read it yet.")
        try:
            require_whole(release)
            names = write_release(release, options["folder"])
        except ReleaseRefused as reason:
            raise CommandError(str(reason)) from None
        except OSError as trouble:
            raise CommandError(f"{options['folder']} can't be written: {trouble.strerror}") from None
        self.stdout.write(f"{len(names)} files in {options['folder']}")
