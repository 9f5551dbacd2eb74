"""A file that is refused whole, with every fault and the row or line it stands in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`place` is a row or line number of the file, counted from 1, or None for the file as a whole."""

    place: int | None
    sentence: str
    unit: str = "line"

    def __str__(self):
        return f"{self.unit.capitalize()} {self.place}: {self.sentence}" if self.place else self.sentence


class FileRefused(Exception):
    """Nothing of the file was taken; `faults` says why, in the file's own order."""

    def __init__(self, faults):
        self.faults = tuple(sorted(faults, key=lambda fault: fault.place or 0))
        super().__init__("\n".join(str(fault) for fault in self.faults))
