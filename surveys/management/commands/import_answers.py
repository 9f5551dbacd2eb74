"""Takes responses from a CSV or XLSX file into a closed or imported wave, all or nothing."""

import json
from pathlib import Path

from django.core.management.base import CommandError

from surveys.frozen import frozen
from surveys.handing_over import require_importable, store_responses
from surveys.importing import ImportFaults, read_responses
from surveys.management.given_files import read_given
from surveys.management.wave_command import WaveCommand


class Command(WaveCommand):
    help = (
        "Import responses into a closed or imported wave, straight into its encrypted store, all or nothing."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", type=Path, required=True)
        parser.add_argument("--dry-run", action="store_true", help="read and check, but store nothing")

    def act(self, wave, options):
        require_importable(wave)
        batch = self._read(wave, options)
        count = len(batch.rows)
        if options["dry_run"]:
            said = f"{count} responses could be imported into {wave.slug}; nothing was stored"
            self.stdout.write(said + _left_out(batch))
            return
        store_responses(wave=wave, found=batch, by=None)
        self.stdout.write(f"{wave.slug}: {count} responses imported{_left_out(batch)}")

    def _read(self, wave, options):
        mapping = _mapping(options["mapping"])
        try:
            return read_responses(frozen(wave), read_given(options["file"]), mapping)
        except ImportFaults as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"nothing was imported: {error.total} faults") from None


def _mapping(path):
    try:
        return json.loads(read_given(path).decode("utf-8"))
    except (ValueError, RecursionError):
        raise CommandError(f"{path} is not JSON in UTF-8") from None


def _left_out(batch):
    return f"; {batch.left_out} lines without an answer were left out" if batch.left_out else ""
