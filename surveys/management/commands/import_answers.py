"""Takes responses from a CSV file into a closed or imported wave, all or nothing."""

import json
from pathlib import Path

from django.core.management.base import CommandError

from surveys import waves
from surveys.frozen import frozen
from surveys.importing import ImportFaults, read_responses
from surveys.management.wave_command import WaveCommand
from surveys.models import Wave
from surveys.simulate import into_store


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
        if wave.is_open:
            raise CommandError(f"{wave.slug} is open: responses come in by its pages until it closes")
        batch = self._read(wave, options)
        count = len(batch.rows)
        if options["dry_run"]:
            self.stdout.write(f"{count} responses could be imported into {wave.slug}; nothing was stored")
            return
        if wave.state == Wave.State.DRAFT:
            wave = waves.begin_import(wave=wave, by=None)
        into_store(wave=wave, batches=[batch], count=count, by=None, verb="wave-responses-imported")
        self.stdout.write(f"{wave.slug}: {count} responses imported")

    def _read(self, wave, options):
        try:
            mapping = json.loads(options["mapping"].read_text("utf-8"))
            return read_responses(frozen(wave), options["file"].read_bytes(), mapping)
        except OSError as error:
            raise CommandError(f"{error.filename} can't be read") from None
        except ValueError:
            raise CommandError(f"{options['mapping']} is not JSON in UTF-8") from None
        except ImportFaults as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            raise CommandError(f"nothing was imported: {len(error.faults)} faults") from None
