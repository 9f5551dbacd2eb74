"""Writes a file at once or not at all, so that a reader sees the old one or the new one, never half."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Written beside its place under a hidden name, then renamed; its folder must be there."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)  # made by the worker, given out by the web server, which may be another user
    os.replace(file.name, path)
