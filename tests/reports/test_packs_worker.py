"""Briefings in bulk by the real worker: killed half-way it leaves whole files only, and the next one goes on from them."""

import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.db import connection

from reports import freshness, packs
from reports.models import BriefingPack
from tests import factories
from tests.reports import shelves
from tests.template_database import address_of

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST = 60  # seconds


@pytest.fixture
def begin(tmp_path):
    """Begins workers of this test's own database and folder, each a process; none outlives the test."""
    begun = []
    yield lambda: begun.append(_worker(tmp_path)) or begun[-1]
    for process in begun:
        process.kill()
        process.wait()


def _worker(folder):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"],
        cwd=settings.BASE_DIR,
        env=kept
        | {
            "DATABASE_URL": address_of(connection.settings_dict["NAME"]),
            "VAR_DIR": str(folder),
            "DEMO_MODE": "true",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def until(condition, process):
    end = time.monotonic() + LONGEST
    while not condition():
        assert time.monotonic() < end, "the worker did nothing"
        assert process.poll() is None, "the worker ended by itself"
        time.sleep(0.002)


def whole(path):
    data = path.read_bytes()
    return bool(pypdf.PdfReader(io.BytesIO(data)).pages) if path.suffix == ".pdf" else _whole_zip(data)


def _whole_zip(data):
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return found.testzip() is None


def test_a_worker_killed_half_way_leaves_whole_files_and_the_next_goes_on(settings, tmp_path, begin):
    freshness.forget()
    settings.MEDIA_ROOT = tmp_path / "media"
    shelves.release()
    pack = packs.ask_for_pack(by=factories.staff())
    first = begin()
    until(lambda: packs.progress(pack)[0] >= 2, first)
    first.send_signal(signal.SIGKILL)
    first.wait()
    made = {path: path.stat().st_mtime_ns for path in packs.folder_of(pack).glob("[!.]*")}
    pack.refresh_from_db()
    assert pack.state == BriefingPack.State.WAITING
    assert 2 <= len(made) < packs.progress(pack)[1]
    assert all(whole(path) for path in made)
    assert not packs.zip_of(pack).exists()
    # What was being written when it was killed.
    Path(packs.folder_of(pack), ".half").write_bytes(b"%PDF-half")
    second = begin()
    done = BriefingPack.objects.filter(pk=pack.pk, state=BriefingPack.State.DONE)
    until(lambda: _kept(packs.folder_of(pack), made) and done.exists(), second)
    until(lambda: not packs.folder_of(pack).exists(), second)
    with zipfile.ZipFile(packs.zip_of(pack)) as found:
        assert found.testzip() is None
        assert len(found.namelist()) == packs.progress(pack)[1]
        assert not [name for name in found.namelist() if name.startswith(".")]
    assert [path.name for path in packs.zip_of(pack).parent.iterdir()] == [packs.zip_of(pack).name]


def _kept(folder, made):
    """True; fails when a file that stood already was written again."""
    for path in folder.glob("[!.]*") if folder.exists() else ():
        try:
            assert path not in made or path.stat().st_mtime_ns == made[path]
        except FileNotFoundError:
            continue
    return True
