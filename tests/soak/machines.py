"""A primary, a streaming replica and a PgBouncer of a test's own on loopback, each to be stopped and started again."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from promise_tracker import embedded
from promise_tracker.programs import programs
from tests import site
from tests.soak import processes

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
        """Processes of a killed replica may hold its memory a moment longer; until they have gone it does not start."""
        deadline = time.monotonic() + 30
        while not self._replica_starts():
            assert time.monotonic() < deadline, (self.standby / "log").read_text()[-2000:]
            time.sleep(0.5)

    def _replica_starts(self):
        (self.standby / "data/postmaster.pid").unlink(missing_ok=True)
        options = f"-c unix_socket_directories={self.standby} -c unix_socket_permissions=0777 -c port=5432"
        return self._succeeds(
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

    def let_primary_wait_for_replica(self):
        """A commit counts once the replica has it on its disk."""
        (self.cluster.data / "postgresql.auto.conf").write_text("synchronous_standby_names = '*'\n")
        os.kill(int((self.cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGHUP)
        time.sleep(1)

    def receiver_of_replica(self):
        master = int((self.standby / "data/postmaster.pid").read_text().split()[0])
        return next(pid for pid, line in processes.children_of(master).items() if "walreceiver" in line)

    def promote_replica(self):
        self._server("pg_ctl", "-D", self.standby / "data", "-w", "promote")

    def kill_primary(self):
        processes.kill(int((self.cluster.data / "postmaster.pid").read_text().split()[0]))

    def kill_replica(self):
        processes.kill(int((self.standby / "data/postmaster.pid").read_text().split()[0]))

    def kill_bouncer(self):
        self.bouncer.kill()
        self.bouncer.wait()

    def _server(self, *command):
        assert self._succeeds(*command), command

    def _succeeds(self, *command):
        done = programs().run(*command, as_server=True, capture_output=False, stdout=subprocess.DEVNULL)
        return done.returncode == 0

    def stop(self):
        if self.bouncer:
            self.kill_bouncer()
        programs().run("pg_ctl", "-D", self.standby / "data", "-m", "immediate", "stop", as_server=True)
        embedded.ensure_started(self.cluster)
        site.discard(self.cluster)
        for folder in (self.standby, self.pool):
            shutil.rmtree(folder, ignore_errors=True)
