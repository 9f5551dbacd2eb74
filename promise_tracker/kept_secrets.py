"""Secrets that a demo makes for itself and keeps in its var folder; production never comes here."""

import os
import secrets
import string
from pathlib import Path


def kept(path, make):
    """The secret in the file, made on the first call; readable by its owner only."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        text = path.read_text()
        if text:
            return text
        path.unlink()  # a start that was killed before it wrote
        return kept(path, make)
    with os.fdopen(handle, "w") as file:
        file.write(make())
    return path.read_text()


def random_key():
    return secrets.token_urlsafe(50)


def readable_password():
    """Four groups of four letters: easy to type, about 90 bits."""
    letters = string.ascii_letters.translate(str.maketrans("", "", "lIO"))
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
