"""The files that people put in, as a backup reads them and a restore writes them; knows nothing of backups."""

import os
from pathlib import Path

from django.conf import settings

from promise_tracker import dumping, sealed_stream


def every():
    """The path of each stored file, in order."""
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def pieces(path):
    with path.open("rb") as file:
        while piece := file.read(dumping.PIECE):
            yield piece


def write(path, data):
    """A new file, on the disk, with folder and permissions as the running site makes them."""
    _make(path.parent)
    with open(path, "xb", opener=_as_stored) as file:
        for piece in data:
            file.write(piece)
        sealed_stream.sync(file)


def _make(folder):
    """By a umask, as Django's storage does: `mode` holds for the last of several folders only."""
    mode = settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS
    before = os.umask(0o777 & ~mode)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=mode)
    finally:
        os.umask(before)


def _as_stored(path, flags):
    return os.open(path, flags, settings.FILE_UPLOAD_PERMISSIONS)
