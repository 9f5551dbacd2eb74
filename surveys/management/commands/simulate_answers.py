"""Puts simulated responses into a wave that is marked simulated."""

from surveys.management.wave_command import WaveCommand
from surveys.simulate import add_simulated


class Command(WaveCommand):
    help = "Add simulated responses to a wave that is marked simulated."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--count", type=int, required=True)
        parser.add_argument("--seed", type=int, required=True)

    def act(self, wave, options):
        wave = add_simulated(wave=wave, count=options["count"], seed=options["seed"], by=None)
        self.stdout.write(f"{wave.slug}: {options['count']} simulated responses added")
