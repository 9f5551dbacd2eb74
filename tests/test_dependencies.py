"""What the software stands on: exact versions with their hashes, and no careless Python of our own."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
# What bandit calls careless and why it is not: what is put into SQL are names from our own code; the lasting temporary
# folder holds a cluster whose folder belongs to a user of its own and is made for nobody else to enter.
LOOKED_AT = {"B608", "B108"}


def packages(lock):
    """[(name==version, its lines)] of a lock."""
    blocks = re.split(r"\n(?=[A-Za-z0-9])", (BASE / lock).read_text())
    return [
        (block.split(" ")[0].split("\n")[0], block) for block in blocks if re.match(r"[A-Za-z0-9]", block)
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_hashes(lock):
    found = packages(lock)
    assert len(found) > 40
    assert [name for name, block in found if "==" not in name or not HASH.search(block)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_what_we_ask_for_is_what_is_locked(lock):
    asked = re.findall(
        r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)", (BASE / lock.replace(".lock", ".txt")).read_text(), re.M
    )
    locked = {name.split("[")[0].lower() for name, _ in packages(lock)}
    assert asked
    assert [
        f"{name}=={version}" for name, version in asked if f"{name}=={version}".lower() not in locked
    ] == []


def test_only_installs_that_check_hashes_are_made():
    installs = re.findall(r"pip install.*", (BASE / "script/set-up").read_text())
    assert [line for line in installs if "--require-hashes" not in line and " uv " not in f"{line} "] == []


def test_psycopg_3_is_nowhere():
    assert [
        name for lock in LOCKS for name, _ in packages(lock) if re.match(r"psycopg\b|psycopg-", name)
    ] == []


def test_the_judges_are_locked_with_their_hashes():
    locks = [BASE / "tests/browser/npm/package-lock.json", BASE / "tests/browser/npm/html/package-lock.json"]
    lists = [json.loads(lock.read_text())["packages"] for lock in locks]
    fetched = {name: one for each in lists for name, one in each.items() if name and not one.get("link")}
    assert len(fetched) > 100 and "node_modules/vnu-jar" in fetched
    assert [name for name, one in fetched.items() if not one.get("integrity", "").startswith("sha512-")] == []
    script = (BASE / "script/judges").read_text()
    assert "npm ci" in script and "--ignore-scripts" in script and "npm install" not in script


def faults_of(*paths):
    command = [
        sys.executable,
        "-m",
        "bandit",
        "-q",
        "-r",
        "-ll",
        "-c",
        "pyproject.toml",
        "-f",
        "json",
        *map(str, paths),
    ]
    done = subprocess.run(command, cwd=BASE, stdout=subprocess.PIPE, text=True)
    return [
        f"{one['filename']}:{one['line_number']} {one['test_id']} {one['issue_text']}"
        for one in json.loads(done.stdout)["results"]
        if one["test_id"] not in LOOKED_AT
    ]


def test_bandit_finds_no_careless_python():
    assert faults_of("branches", "surveys", "reports", "promise_tracker", "docs") == []


def test_bandit_finds_planted_careless_code(tmp_path):
    (tmp_path / "careless.py").write_text(
        "import pickle\n\n\ndef read(data):\n    return pickle.loads(eval(data))\n"
    )
    assert len(faults_of(tmp_path)) == 2


def test_a_lock_without_hashes_is_noticed():
    assert not HASH.search("django==5.2.19 \\\n    --hash=md5:abc\n")
