"""The key files of waves, in every folder of KEY_FOLDERS; it alone writes, reads and destroys them, and logs nothing of them.

A wave has three: `inbox` opens sealed responses and dies after the mix; `store` and `comments` open the encrypted
blocks and die at the date of retention. Each file carries the hash of the wave's terms.
"""

import contextlib
import json
import os
import secrets
from pathlib import Path

from django.conf import settings

from surveys import sealing

KINDS = ("inbox", "store", "comments")


class KeyMissing(Exception):
    """No key folder holds a readable copy of a key."""


class KeyNotWritten(Exception):
    """A key folder did not take a key, or gave back something else; the wave must not open."""


class TermsDiffer(Exception):
    """A key file carries other terms than the wave: somebody changed the terms after opening."""


def folders() -> tuple[Path, ...]:
    return tuple(Path(folder) for folder in settings.KEY_FOLDERS)


def path_of(folder: Path, key_id: str, kind: str) -> Path:
    return folder / f"{key_id}.{kind}.json"


def make_keys() -> tuple[str, str, dict[str, bytes]]:
    """Return (key id, public key as hex, secret of each kind), all new; nothing is written."""
    secret, public = sealing.new_inbox_pair()
    others = {kind: secrets.token_bytes(32) for kind in KINDS[1:]}
    return secrets.token_hex(16), public.hex(), {"inbox": secret, **others}


def write_keys(*, key_id: str, terms_hash: str, made: dict[str, bytes]) -> None:
    """Write, fsync and read back each key in every folder, or raise KeyNotWritten and leave no copy."""
    try:
        for folder in folders():
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            for kind, secret in made.items():
                _write(
                    path_of(folder, key_id, kind),
                    _content(key_id, kind, terms_hash, secret),
                )
            _sync_folder(folder)
        for folder in folders():
            for kind, secret in made.items():
                if _read(path_of(folder, key_id, kind))["secret"] != secret.hex():
                    raise OSError
    except (OSError, ValueError, KeyError, TypeError):
        for kind in made:
            with contextlib.suppress(OSError):
                destroy(key_id, kind)
        raise KeyNotWritten("a key folder did not keep the key: the wave stays shut") from None


def _content(key_id: str, kind: str, terms_hash: str, secret: bytes) -> bytes:
    return json.dumps({"key": key_id, "kind": kind, "terms": terms_hash, "secret": secret.hex()}).encode()


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(path: Path) -> dict[str, str]:
    return json.loads(path.read_bytes())


def read_key(wave, kind: str) -> bytes:
    """Return the wave's secret from the first folder that has it; raise KeyMissing or TermsDiffer."""
    for folder in folders():
        try:
            found = _read(path_of(folder, wave.key_id, kind))
            secret = bytes.fromhex(found["secret"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if found["terms"] != wave.terms_hash:
            raise TermsDiffer(f"the key of {wave.slug} was made for other terms")
        return secret
    raise KeyMissing(f"no key folder holds the {kind} key of {wave.slug}")


def has_key(wave, kind: str) -> bool:
    """Say whether any folder still holds a file of this kind, as far as this process may look."""
    return any(_is_there(path_of(folder, wave.key_id, kind)) for folder in folders())


def _is_there(path: Path) -> bool:
    with contextlib.suppress(OSError):  # another user's folder raises instead of answering
        return path.exists()
    return False


def can_write() -> bool:
    """Say whether this process may put keys into every folder; in production only the worker's user may."""
    try:
        parents = [folder if folder.exists() else folder.parent for folder in folders()]
        return all(os.access(parent, os.W_OK | os.X_OK) or not parent.exists() for parent in parents)
    except OSError:  # another user's folder raises instead of answering
        return False


def working_copies(wave) -> int:
    """Return in how many folders the inbox key opens a canary sealed to the wave's public key."""
    return sum(_opens(path_of(folder, wave.key_id, "inbox"), wave) for folder in folders())


def _opens(path: Path, wave) -> bool:
    try:
        found = _read(path)
        secret = bytes.fromhex(found["secret"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return found.get("terms") == wave.terms_hash and sealing.opens_canary(
        secret, bytes.fromhex(wave.public_key)
    )


def destroy(key_id: str, kind: str, checkpoint=lambda name: None) -> None:
    """Overwrite and remove the key in every folder; doing it twice is harmless. An unreadable folder raises OSError."""
    for number, folder in enumerate(folders()):
        path = path_of(folder, key_id, kind)
        if path.exists():
            _overwrite(path)
            path.unlink()
            _sync_folder(folder)
        checkpoint(f"key-destroyed-{number}")


def _overwrite(path: Path) -> None:
    with open(path, "r+b") as handle:
        handle.write(secrets.token_bytes(path.stat().st_size))
        handle.flush()
        os.fsync(handle.fileno())
