"""The files of `deploy/` say what the software and the deployment guide promise, and the programs they are for take them."""

import os
import re
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from promise_tracker import database_checks
from tests.promise_tracker.test_settings import read_settings

BASE = Path(__file__).resolve().parents[2]
DEPLOY = BASE / "deploy"
UNITS = ("promise-web.service", "promise-worker.service", "promise-backup.service")


def settings_of(name):
    """{setting: value} of a file of `setting = value` lines."""
    lines = (line.partition("#")[0].strip() for line in (DEPLOY / name).read_text().splitlines())
    return {
        key.strip(): value.strip().strip("'")
        for key, _, value in (line.partition("=") for line in lines if line)
    }


def unit(name):
    return settings_of(name)


def test_the_database_settings_are_those_that_the_start_asks_for():
    given = settings_of("postgresql.conf")
    wanted = (
        database_checks.KEEPS_NO_TRACES
        | database_checks.SHOULD_KEEP_NO_TRACES
        | database_checks.LOSES_NOTHING
    )
    wanted.pop("data_checksums")  # chosen when the cluster is made
    assert {name: given[name] in values for name, values in wanted.items()} == dict.fromkeys(wanted, True)


def example(tmp_path):
    given = settings_of("environment.example")
    own = {"SECRET_KEY": secrets.token_urlsafe(50), "VAR_DIR": str(tmp_path), "BACKUP_PUBLIC_KEY": "00" * 32}
    return given | own


def test_the_example_environment_is_a_complete_production(tmp_path):
    assert read_settings(tmp_path, "s.PRODUCTION", **example(tmp_path)) == (0, "True")


def test_the_example_environment_passes_the_deployment_check_without_a_warning(tmp_path):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {"PATH": os.environ["PATH"], **example(tmp_path)}
    done = subprocess.run(command, cwd=BASE, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_web_server_may_not_look_into_the_key_folders_and_the_worker_may():
    folders = settings_of("environment.example")["KEY_FOLDERS"].split(",")
    web, worker = unit("promise-web.service"), unit("promise-worker.service")
    hidden = web["InaccessiblePaths"].split()
    assert all(any(Path(folder).is_relative_to(path) for path in hidden) for folder in folders)
    assert set(folders) <= set(worker["ReadWritePaths"].split())
    assert web["User"] != worker["User"]
    assert worker["Group"] == web["User"]  # they share stored files


@pytest.mark.parametrize("name", UNITS)
def test_no_unit_leaves_a_memory_image_or_writes_a_log_of_visits(name):
    given = unit(name)
    assert given["LimitCORE"] == "0"
    assert "access" not in given["ExecStart"]
    assert given["ProtectSystem"] == "strict"


def test_nginx_writes_no_log_of_visits_and_no_answer_into_a_file():
    rules = (DEPLOY / "nginx.conf").read_text()
    assert re.findall(r"access_log (\w+);", rules) == ["off"] * rules.count("server_name")
    assert set(re.findall(r"error_log \S+ (\w+);", rules)) == {"crit"}
    assert "proxy_max_temp_file_size 0;" in rules
    assert "X-Forwarded-For $remote_addr;" in rules  # what a visitor sends of it is dropped


def test_nginx_lets_go_of_a_connection_before_the_web_server_does():
    """Else a form goes out on a connection that is just being closed, and somebody reads "502"."""
    ours = int(re.search(r"keepalive_timeout (\d+)s;", (DEPLOY / "nginx.conf").read_text())[1])
    theirs = int(re.search(r"--keep-alive (\d+)", unit("promise-web.service")["ExecStart"])[1])
    assert ours < theirs


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_understands_the_units(tmp_path):
    for name in (*UNITS, "promise-backup.timer"):
        text = (DEPLOY / name).read_text().replace("/opt/promise-tracker/.venv/bin/", "/usr/bin/env ")
        text = re.sub(r"^(User|Group)=.*$", r"\1=root", text, flags=re.MULTILINE)
        (tmp_path / name).write_text(text)
    command = ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(command, capture_output=True, text=True)
    about_ours = [line for line in done.stderr.splitlines() if "promise-" in line]
    assert (done.returncode, about_ours) == (0, []), done.stderr
