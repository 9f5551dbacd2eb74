"""Files that a command is given by name: read whole or written, and an error with the reason when they can't be."""

from pathlib import Path

from django.core.management.base import CommandError


def read_given(path: Path) -> bytes:
    """Return what a file holds."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} can't be read: {error.strerror}") from None


def write_given(path: Path, content: bytes) -> None:
    """Write a file, in place of one that is there."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path} can't be written: {error.strerror}") from None
