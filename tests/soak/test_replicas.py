"""More than one machine, on loopback: primary, streaming replica, PgBouncer, two web servers, nginx; each killed in turn."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from promise_tracker import embedded
from promise_tracker.programs import programs
from tests import site
from tests.respondent import Respondent
from tests.soak import processes
from tests.soak.test_load import behind_nginx

pytestmark = pytest.mark.slow
BOUNCER = """
[databases]
promise_tracker = host={primary} dbname=promise_tracker user=promise_tracker
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
unix_socket_mode = 0777
listen_port = 5432
auth_type = any
pool_mode = transaction
logfile = {folder}/log
pidfile = {folder}/pid
log_connections = 0
log_disconnections = 0
"""


class Machines:
    """All of them, by name, with what stops and starts each again."""

    def __init__(self, folder):
        self.folder, self.cluster = folder, embedded.cluster_at(folder)
        self.standby, self.pool = self._own_folder("standby"), self._own_folder("pool")
        self.bouncer = None

    @property
    def primary_socket(self):
        """Its true folder: the link to it stands where the database's own user may not go."""
        return self.cluster.folder / "socket"

    def _own_folder(self, name):
        """A short path that the database's own user may use, when we are root."""
        made = Path(f"/tmp/pt-{os.getpid()}-{name}")
        made.mkdir(mode=0o700)
        if programs().user:
            shutil.chown(made, programs().user.pw_uid, programs().user.pw_gid)
            made.chmod(0o755)
        return made

    def start_primary(self):
        embedded.ensure_started(self.cluster)

    def copy_primary(self):
        """Make the replica by a base backup that follows the primary from then on."""
        rules = self.cluster.data / "pg_hba.conf"
        rules.write_text(rules.read_text() + "local  replication  all  trust\n")
        master = int((self.cluster.data / "postmaster.pid").read_text().split()[0])
        os.kill(master, signal.SIGHUP)
        time.sleep(1)
        self._server(
            "pg_basebackup", "-D", self.standby / "data", "-R", "-X", "stream", "-c", "fast",
            "-h", self.primary_socket, "-U", "postgres",
        )  # fmt: skip

    def start_replica(self):
        (self.standby / "data/postmaster.pid").unlink(missing_ok=True)
        options = f"-c unix_socket_directories={self.standby} -c unix_socket_permissions=0777 -c port=5432"
        self._server(
            "pg_ctl", "-D", self.standby / "data", "-w", "-l", self.standby / "log", "-o", options, "start"
        )

    def start_bouncer(self):
        (self.pool / "pid").unlink(missing_ok=True)
        rules = self.pool / "pgbouncer.ini"
        rules.write_text(BOUNCER.format(primary=self.primary_socket, folder=self.pool))
        rules.chmod(0o644)
        user = programs().user
        own = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        program = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
        self.bouncer = subprocess.Popen([program, "-q", str(rules)], **own)

    def kill_primary(self):
        processes.kill(int((self.cluster.data / "postmaster.pid").read_text().split()[0]))

    def kill_replica(self):
        processes.kill(int((self.standby / "data/postmaster.pid").read_text().split()[0]))

    def kill_bouncer(self):
        self.bouncer.kill()
        self.bouncer.wait()

    def _server(self, *command):
        done = programs().run(*command, as_server=True, capture_output=False, stdout=subprocess.DEVNULL)
        assert done.returncode == 0, command

    def stop(self):
        if self.bouncer:
            self.kill_bouncer()
        programs().run("pg_ctl", "-D", self.standby / "data", "-m", "immediate", "stop", as_server=True)
        embedded.ensure_started(self.cluster)
        site.discard(self.cluster)
        for folder in (self.standby, self.pool):
            shutil.rmtree(folder, ignore_errors=True)


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
        machines.start_primary()
        for arguments in (
            ["migrate", "-v", "0"],
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
