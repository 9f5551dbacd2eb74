"""A real PostgreSQL is stopped or killed while somebody answers: pages go on, sending says so in time, nothing is lost.

Its own cluster and its own web server, as they stand in use; what the browser holds is all that a respondent has.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from promise_tracker import database_wait, embedded
from surveys.questionnaire import load
from surveys.xlsform_writing import write_workbook
from tests.respondent import Browser
from tests.site import INHERITED, discard, free_port
from tests.soak.processes import children_of
from tests.surveys.asking import ask, one, page

BASE = Path(__file__).resolve().parents[2]
# Seconds. The promise is five, by a limit of four that the code sets; the rest is room for a machine that does much
# else. Two waits in one answer would still be too long. script/soak, alone on its machine, asks for five.
HONEST_WITHIN = 1.9 * database_wait.LONGEST_WAIT
BACK_WITHIN = 30


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    made = embedded.cluster_at(tmp_path_factory.mktemp("gone"), for_tests=True)
    embedded.ensure_started(made)
    yield made
    discard(made)


@pytest.fixture(scope="module")
def site(cluster, tmp_path_factory):
    """The address of a web server with one open wave; no page of it was opened yet."""
    folder, port = tmp_path_factory.mktemp("gone-site"), free_port()
    own = {
        "DATABASE_URL": f"postgresql://{embedded.ROLE}@/{embedded.DATABASE}?host={cluster.clients_folder}",
        "VAR_DIR": str(folder),
        "TESTING": "true",
        "DEMO_MODE": "false",
    }
    environment = {**INHERITED, **own}
    (folder / "tiny.xlsx").write_bytes(write_workbook(tiny()))
    for command in (
        ("migrate", "-v", "0"),
        ("import_questionnaire", folder / "tiny.xlsx", "--slug", "tiny"),
        ("create_wave", "tiny", "tiny", "--mode", "open", "--open"),
    ):
        subprocess.run(
            [sys.executable, "manage.py", *map(str, command)], cwd=BASE, env=environment, check=True
        )
    command = [sys.executable, "-m", "gunicorn", "promise_tracker.wsgi", "--bind", f"127.0.0.1:{port}"]
    options = [
        "--worker-class",
        "gthread",
        "--threads",
        "4",
        "--no-control-socket",
        "--log-level",
        "critical",
    ]
    process = subprocess.Popen([*command, *options], cwd=BASE, env=environment)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(30)


def tiny():
    return load(
        {
            "title": "Tiny",
            "pages": [page("first", one("a"), ask("b", "integer")), page("words", ask("c", "text"))],
        }
    )


@pytest.fixture
def person(site):
    """Somebody who has begun; the server has seen the wave once."""
    deadline = time.monotonic() + 60
    while True:
        try:
            return Browser(site).get("/survey/tiny/").press()
        except (OSError, KeyError):
            assert time.monotonic() < deadline, "the web server did not start"
            time.sleep(0.3)


def postmaster(cluster):
    return int((cluster.data / "postmaster.pid").read_text().split()[0])


def stopped(cluster):
    """Stop every process of the cluster, as a machine does that hangs; return what lets them go on."""
    every = [postmaster(cluster), *children_of(postmaster(cluster))]
    for process in every:
        os.kill(process, signal.SIGSTOP)

    def go_on():
        for process in every:
            os.kill(process, signal.SIGCONT)

    return go_on


def killed(cluster):
    """Kill the server outright; return what starts it again."""
    os.kill(postmaster(cluster), signal.SIGKILL)
    return lambda: embedded.ensure_started(cluster)


def responses(cluster):
    from psycopg2 import connect

    connection = connect(host=str(cluster.clients_folder), user=embedded.ROLE, dbname=embedded.DATABASE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM surveys_sealedresponse")
        found = cursor.fetchone()[0]
    connection.close()
    return found


@pytest.mark.parametrize("loss", [stopped, killed])
def test_with_the_database_gone_pages_go_on_sending_says_so_in_time_and_works_again_by_itself(
    cluster, person, loss
):
    before = responses(cluster)
    time.sleep(6)  # what a posted page knows of the wave is older than it trusts: it will ask
    come_back = loss(cluster)
    try:
        person.press(a="agree", b="12")
        assert (person.status, person.took < HONEST_WITHIN) == (200, True), person.words
        assert "c?" in person.words
        person.press("back", c="More time.")
        assert person.tree.get_element_by_id("page").fields["b"] == "12"
        person.press().press().press()
        assert person.status == 503
        assert person.took < HONEST_WITHIN
        assert "Nothing was saved" in person.words
        assert "3 of 3 questions answered" in person.words
    finally:
        come_back()
    deadline = time.monotonic() + BACK_WITHIN
    while not person.press("send").is_thanked():
        assert person.status == 503
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert responses(cluster) == before + 1


def test_stopping_to_come_back_says_in_time_that_nothing_was_kept(cluster, person):
    come_back = stopped(cluster)
    try:
        person.press("pause", a="agree", b="7")
        assert person.status == 503
        assert person.took < HONEST_WITHIN
        assert "still on this page" in person.words
        assert person.tree.get_element_by_id("page").fields["b"] == "7"
    finally:
        come_back()
    deadline = time.monotonic() + BACK_WITHIN
    while "Come back with this code" not in person.press("pause").words:
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_a_survey_that_this_server_never_saw_says_that_it_is_out_of_reach(cluster, person):
    come_back = stopped(cluster)
    try:
        person.get("/survey/another/")
        assert person.status == 503
        assert person.took < HONEST_WITHIN
    finally:
        come_back()
