"""Mixes a closed wave, or finishes a mix that was cut short."""

from surveys import mixing
from surveys.management.wave_command import WaveCommand


class Command(WaveCommand):
    help = "Mix a closed wave: inbox to shuffled encrypted blocks, then destroy the inbox key."

    def act(self, wave, options):
        wave = mixing.mix_wave(wave)
        self.stdout.write(f"{wave.slug}: {wave.get_state_display()}")
