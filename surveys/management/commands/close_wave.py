"""Closes a wave and mixes it."""

from surveys import mixing, waves
from surveys.management.wave_command import WaveCommand


class Command(WaveCommand):
    help = "Close a wave: nothing more is taken, then the inbox is mixed into the encrypted store."

    def act(self, wave, options):
        if not wave.is_closed:
            wave = waves.close_wave(wave=wave, by=None)
        wave = mixing.mix_wave(wave)
        self.stdout.write(f"{wave.slug}: {wave.get_state_display()}")
