"""A restored file's folders are as open as those that the running site makes."""

import os

import pytest

from promise_tracker import stored_files


@pytest.mark.parametrize("mode", [0o700, 0o2770])
def test_restored_folders_are_as_open_as_the_running_sites(tmp_path, settings, mode):
    settings.MEDIA_ROOT, settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS = tmp_path / "site" / "media", mode
    (tmp_path / "site").mkdir()
    (tmp_path / "site").chmod(mode)
    before = os.umask(0o022)
    try:
        stored_files.write(settings.MEDIA_ROOT / "evidence" / "ab" / "paper.pdf", [b"%PDF"])
    finally:
        assert os.umask(before) == 0o022
    folders = list((tmp_path / "site").rglob("*/"))
    assert len(folders) == 3
    assert {folder.stat().st_mode & 0o7777 for folder in folders} == {mode}
