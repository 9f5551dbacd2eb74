"""What stops a backup or a restore is told in a sentence that says what to do."""

import errno
import os

import pytest
from django.core.management import CommandError, call_command
from nacl.public import PrivateKey

from promise_tracker import sealed_stream


@pytest.fixture(autouse=True)
def _public_key(settings):
    settings.BACKUP_PUBLIC_KEY = bytes(PrivateKey.generate().public_key).hex()


@pytest.mark.parametrize("folder", ["file/backups", "file"])
def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path, folder):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="no backup can be written to .*: choose a folder"):
        call_command("backup", tmp_path / folder)


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing_behind(tmp_path, monkeypatch):
    def sync(file):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(sealed_stream, "sync", sync)
    with pytest.raises(CommandError, match="No space left on device"):
        call_command("backup", tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize(("words", "told"), [(None, "cannot be read"), ("not hex", "64"), ("ab", "64")])
def test_a_private_key_that_cannot_be_read_is_told_in_a_sentence(tmp_path, monkeypatch, words, told):
    path = tmp_path / "key"
    if words:
        path.write_text(words)
    monkeypatch.setenv("BACKUP_PRIVATE_KEY_FILE", str(path))
    with pytest.raises(CommandError, match=told):
        call_command("restore", tmp_path)
