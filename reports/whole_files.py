"""Writes a file at once or not at all, so that a reader sees the old one or the new one, never half."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Written beside its place under a hidden name, then renamed; its folder must be there. An OSError leaves nothing."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            os.chmod(
                file.name, 0o644
            )  # the worker makes it, the web server gives it out, perhaps as another user
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
