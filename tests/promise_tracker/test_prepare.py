"""The start loads reference data again when a file or the loader that reads it has changed."""

import inspect
from pathlib import Path

from branches import reference
from promise_tracker.prepare import REFERENCE

BASE = Path(__file__).resolve().parents[2]


def is_covered(path):
    return any(path.is_relative_to(BASE / name) for name in REFERENCE)


def test_a_changed_loader_of_reference_data_is_run_again():
    sources = {Path(inspect.getsourcefile(loader)) for loader in reference._LOADERS}
    assert sources
    assert [path.name for path in sources if not is_covered(path)] == []


def test_a_changed_file_of_reference_data_is_loaded_again():
    files = [path for app in ("branches", "reports") for path in (BASE / app / "reference").iterdir()]
    assert files
    assert [path.name for path in files if not is_covered(path)] == []


def test_all_that_the_start_looks_at_is_there():
    assert [name for name in REFERENCE if not (BASE / name).exists()] == []
