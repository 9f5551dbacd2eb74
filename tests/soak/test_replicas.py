"""More than one machine, on loopback: primary, streaming replica, PgBouncer, two web servers, nginx; each killed in turn."""

import http.client
import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from promise_tracker import embedded
from tests import site
from tests.respondent import Respondent
from tests.soak import processes, ready
from tests.soak.machines import Machines
from tests.soak.test_load import behind_nginx

pytestmark = pytest.mark.slow


class Spread:
    """The same site seen from outside: its address, its machines, and how it answers."""

    def __init__(self, url, machines, environment):
        self.url, self.machines, self.environment = url, machines, environment
        self.port = urlsplit(url).port

    def status(self, address, timeout=15):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("GET", address)
            return connection.getresponse().status
        finally:
            connection.close()

    def becomes(self, address, status, within):
        deadline = time.monotonic() + within
        while (now := self.status(address)) != status:
            assert time.monotonic() < deadline, f"{address} still answers {now}, not {status}"
            time.sleep(0.3)

    def answered(self, seed):
        person = Respondent(self.url, "spread", {"role": "social_worker"}, seed)
        return person.answer_all(patience=15)

    def stored(self):
        return self.ask(self.machines.cluster.clients_folder, "SELECT count(*) FROM surveys_sealedresponse")

    def ask(self, host, sql):
        made = psycopg2.connect(dbname=embedded.DATABASE, user=embedded.ROLE, host=str(host))
        try:
            with made.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchone()[0]
        finally:
            made.close()


@pytest.fixture(scope="module")
def spread(tmp_path_factory):
    if not (shutil.which("pgbouncer") or Path("/usr/sbin/pgbouncer").exists()):
        pytest.skip("pgbouncer is not installed")
    folder = tmp_path_factory.mktemp("spread")
    machines = Machines(folder)
    environment = site.INHERITED | {"VAR_DIR": str(folder), "DEMO_MODE": "true", "TESTING": "false"}
    environment |= {"STATIC_HASHED": "true"}
    with ExitStack() as stack:
        stack.callback(machines.stop)
        ready.started(folder)
        for arguments in (
            ["load_reference"],
            ["import_questionnaire", "surveys/questionnaires/starter.xlsx", "--slug", "starter"],
            ["create_wave", "starter", "spread", "--mode", "open", "--open", "--simulated"],
            ["collectstatic", "--noinput", "-v", "0"],
        ):
            command = [sys.executable, "manage.py", *arguments]
            subprocess.run(command, cwd=site.BASE, env=environment, check=True, stdout=subprocess.DEVNULL)
        machines.copy_primary()
        machines.start_replica()
        machines.start_bouncer()
        several = environment | {
            "DATABASE_URL": f"postgresql://promise_tracker@/promise_tracker?host={machines.pool}",
            "DATABASE_REPLICA_URL": f"postgresql://promise_tracker@/promise_tracker?host={machines.standby}",
            "DATABASE_POOLED": "true",
            "KEY_FOLDERS": str(folder / "keys"),
        }
        pretended = type("Pretended", (), {"environment": several})
        url = stack.enter_context(behind_nginx(pretended, folder, 2))
        yield Spread(url, machines, several)


def test_answers_go_through_the_pool_to_the_primary_and_reach_the_replica(spread):
    assert spread.answered(1)
    assert spread.stored() == 1
    time.sleep(1)
    assert spread.ask(spread.machines.standby, "SELECT count(*) FROM surveys_sealedresponse") == 1


def test_published_pages_are_read_from_the_replica(spread):
    assert spread.status("/councils/south-lanarkshire/") == 200
    readers = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'promise-tracker-reader'"
    assert spread.ask(spread.machines.standby, readers) >= 1


def test_without_the_replica_published_pages_come_from_the_primary(spread):
    spread.machines.kill_replica()
    assert [spread.status(f"/councils/{name}/") for name in ("glasgow-city", "fife", "moray")] == [200] * 3
    assert spread.answered(2)
    time.sleep(1)
    spread.machines.start_replica()


def test_without_the_pool_pages_are_read_and_answers_wait(spread):
    time.sleep(16)  # the replica is left alone for a while after its death
    assert spread.status("/councils/highland/") == 200
    spread.machines.kill_bouncer()
    assert spread.status("/healthz") == 503
    assert spread.status("/survey/spread/") == 200
    assert spread.status("/councils/dundee-city/") == 200
    spread.machines.start_bouncer()
    spread.becomes("/healthz", 200, within=10)
    assert spread.answered(3)


def test_without_the_primary_pages_are_read_and_nobody_is_thanked(spread):
    before = spread.stored()
    spread.machines.kill_primary()
    assert spread.status("/healthz") == 503
    assert spread.status("/councils/east-lothian/") == 200
    person = Respondent(spread.url, "spread", {"role": "social_worker"}, 4)
    assert not person.answer_all(patience=1)
    spread.machines.start_primary()
    spread.becomes("/healthz", 200, within=15)
    assert spread.answered(5)
    assert spread.stored() == before + 1


def test_without_one_web_server_the_other_takes_over(spread):
    masters = [pid for pid, line in processes.children_of(os.getpid()).items() if "gunicorn" in line]
    processes.kill(masters[0])
    for child in processes.children_of(masters[0]):
        processes.kill(child)
    assert spread.answered(6)
    assert spread.status("/councils/") == 200
