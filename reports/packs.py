"""Makes the briefings of all council areas: a file at a time, whole or not at all, so that a killed worker goes on."""

import gc
import logging
import os
import shutil
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone

from branches.audit import record_event
from branches.models import CouncilArea
from reports.documents.basis import Basis, CannotBuild, gather
from reports.documents.build import assemble, rendered
from reports.documents.outlines import OUTLINES
from reports.documents.reproducible import FIXED
from reports.models import BriefingPack
from reports.whole_files import write_whole

logger = logging.getLogger("promise_tracker.worker")
KINDS = ("pdf", "docx")
COLLECTED_EVERY = 4  # councils
KEPT_FOR = timedelta(days=7)


def folder_of(pack: BriefingPack) -> Path:
    return Path(settings.MEDIA_ROOT, "packs", str(pack.pk))


def zip_of(pack: BriefingPack) -> Path:
    return folder_of(pack).with_suffix(".zip")


@transaction.atomic
def ask_for_pack(*, by, template="council-briefing") -> BriefingPack:
    """An order that the worker takes up; the newest release that `by` may see today is what all files rest on."""
    ground = gather(by)
    pack = BriefingPack.objects.create(
        template=template,
        release=ground.reading.release if ground.reading else "",
        dated=ground.today,
        asked_by=by,
    )
    record_event(by=by, verb="asked for", subject=pack)
    return pack


def progress(pack: BriefingPack) -> tuple[int, int]:
    """How many files stand in the folder, and how many there will be."""
    total = CouncilArea.objects.count() * len(KINDS)
    if pack.state == BriefingPack.State.DONE:
        return total, total
    return min(len(_made(pack)), total), total


def latest(pack: BriefingPack) -> str:
    """The name of the file that was made last, or nothing."""
    return max(((_written_at(path), path.name) for path in _made(pack)), default=(0, ""))[1]


def _written_at(path):
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0  # the zip was made meanwhile, and the folder is gone


def _made(pack):
    """The whole files in the pack's folder: what is still being written has a hidden name."""
    return [path for kind in KINDS for path in folder_of(pack).glob(f"[!.]*.{kind}")]


def make_waiting() -> None:
    """Duty: make what was asked for, the oldest first, and drop packs of last week; may be killed and run again."""
    for pack in BriefingPack.objects.filter(state=BriefingPack.State.WAITING).order_by("pk"):
        try:
            make(pack)
        except CannotBuild as problem:
            _give_up(pack, str(problem))
        except (OperationalError, InterfaceError):
            raise  # the database went: the order stays and is taken up again
        # Tried again each time it would never end; and its words could quote the record.
        except Exception as problem:
            logger.error("%s failed: %s", pack.template, type(problem).__name__)
            _give_up(pack, f"One of the files could not be made ({type(problem).__name__}).")
    for pack in BriefingPack.objects.filter(asked_at__lt=timezone.now() - KEPT_FOR):
        _drop(pack)


def _give_up(pack, problem):
    pack.state, pack.problem = BriefingPack.State.FAILED, problem[:300]
    pack.save(update_fields=["state", "problem"])


def make(pack: BriefingPack) -> None:
    """Every file that is not there yet, then the zip. Raises CannotBuild when the release is no longer there."""
    folder = folder_of(pack)
    folder.mkdir(parents=True, exist_ok=True)
    ground = gather(pack.asked_by, wave=pack.release or None, today=pack.dated)
    for number, council in enumerate(CouncilArea.objects.select_related("family_group")):
        _make_files(pack, folder, ground, council)
        if number % COLLECTED_EVERY == 0:
            # A Word file's trees hang in cycles whose memory the collector does not count: it would come too late.
            gc.collect()
    _zip(pack, sorted(_made(pack)))
    pack.state = BriefingPack.State.DONE
    pack.save(update_fields=["state", "file_name"])
    shutil.rmtree(folder)


def _make_files(pack, folder, ground: Basis, council):
    wanted = [kind for kind in KINDS if not any(folder.glob(f"[!.]*-{council.gss_code}.{kind}"))]
    if not wanted:
        return
    document = assemble(OUTLINES[pack.template], ground.about(council))
    for kind in wanted:
        name = f"{Path(document.file_name(kind)).stem}-{council.gss_code}.{kind}"
        write_whole(folder / name, rendered(document, kind))


def _zip(pack, paths):
    simulated = any("simulated" in path.name for path in paths)
    words = [pack.template, "all-councils", "simulated" if simulated else "", pack.dated.isoformat()]
    pack.file_name = "-".join(word for word in words if word) + ".zip"
    # Under a hidden name in the pack's own folder: whatever a kill leaves there goes with the folder.
    with tempfile.NamedTemporaryFile(dir=folder_of(pack), prefix=".", delete=False) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
            for path in paths:
                made.writestr(zipfile.ZipInfo(path.name, FIXED), path.read_bytes(), zipfile.ZIP_DEFLATED)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, 0o644)  # made by the worker, given out by the web server, which may be another user
    os.replace(file.name, zip_of(pack))


def _drop(pack):
    shutil.rmtree(folder_of(pack), ignore_errors=True)
    zip_of(pack).unlink(missing_ok=True)
    pack.delete()
