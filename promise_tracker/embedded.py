"""A PostgreSQL cluster of the project's own: made, started, found again after a kill, stopped.

For a demo, for development and for tests. It listens on a socket only, trusts whoever may open that socket's
folder and has no TLS, so it is never for production: there DATABASE_URL names a server.

From the shell: `python -m promise_tracker.embedded start|stop|url [--tests]`.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from promise_tracker.programs import programs, roots_folder

ROLE = DATABASE = "promise_tracker"
START_TRIES_FOR = 15  # seconds: a killed server's children and zombie take this long at worst
LONGEST_SOCKET_FOLDER = 90  # bytes: the kernel allows 107 for the whole address

ALWAYS = """
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
timezone = 'UTC'
log_timezone = 'UTC'
# The server's own log must never quote a row, a statement or a person.
log_statement = 'none'
log_min_duration_statement = -1
log_min_error_statement = panic
log_error_verbosity = terse
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_connections = ''
log_disconnections = off
log_checkpoints = off
log_autovacuum_min_duration = -1
log_temp_files = -1
log_lock_waits = off
"""
KEPT_DATA = """
fsync = on
full_page_writes = on
synchronous_commit = on
"""
THROWN_AWAY_DATA = """
# A cluster for tests: its data is thrown away, so speed goes first.
fsync = off
full_page_writes = off
synchronous_commit = off
max_wal_size = 256MB
"""
ONLY_THE_APP = f"local  {DATABASE}  {ROLE}  trust\nlocal  postgres  {ROLE}  trust\n"
ANYBODY = "local  all  all  trust\n"


@dataclass(frozen=True)
class Cluster:
    """One cluster of the project's; `link` is its place in the project's var folder."""

    link: Path
    for_tests: bool = False

    @property
    def folder(self):
        return self.link.resolve()

    @property
    def data(self):
        return self.folder / "data"

    @property
    def clients_folder(self):
        """Where clients find the socket, known before the cluster is made; short, as the kernel asks for."""
        inside = self.link / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        digest = hashlib.sha256(os.fsencode(self.link)).hexdigest()[:12]
        return Path(f"/tmp/promise-tracker-{os.geteuid()}-{digest}")

    @property
    def socket_folder(self):
        """The same folder as the server names it, which may not be allowed to follow the link."""
        return (
            self.folder / "socket" if self.clients_folder.is_relative_to(self.link) else self.clients_folder
        )

    @property
    def socket(self):
        return self.socket_folder / ".s.PGSQL.5432"


def cluster_at(var_dir, for_tests=False):
    return Cluster(Path(var_dir).absolute() / ("postgres-test" if for_tests else "postgres"), for_tests)


def ensure_started(cluster):
    """Make the cluster if there is none, start it if it is down; returns when it takes connections."""
    cluster.link.parent.mkdir(parents=True, exist_ok=True)
    with _locked(cluster.link.with_name(f".{cluster.link.name}.start")):
        if not (cluster.link.exists() and (cluster.data / "PG_VERSION").exists()):
            _create(cluster)
        if not is_answering(cluster):
            _start(cluster)


def is_answering(cluster):
    if not cluster.socket.exists():
        return False
    who = ("-h", cluster.socket_folder, "-U", ROLE, "-d", DATABASE)
    return programs().run("pg_isready", "-q", *who, "-t", 5).returncode == 0


def is_process_alive(cluster):
    """Cheap enough to ask each second: is the server's process there? (It may still refuse connections.)"""
    try:
        return _is_live_server((cluster.data / "postmaster.pid").read_text())
    except OSError:
        return False


def hold(cluster):
    """Say, for as long as this process lives, that the cluster is in use: `stop_if_idle` leaves it alone."""
    handle = open(cluster.link.with_name(f".{cluster.link.name}.users"), "w")  # noqa: SIM115 - held open
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def stop_if_idle(cluster):
    """Stop the server unless another process holds it; True if it was stopped or is down."""
    if not (cluster.link.exists() and (cluster.data / "postmaster.pid").exists()):
        return True
    with open(cluster.link.with_name(f".{cluster.link.name}.users"), "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        done = programs().run(
            "pg_ctl", "stop", "-D", cluster.data, "-m", "fast", "-w", "-t", 60, as_server=True
        )
    return done.returncode == 0


def _create(cluster):
    """Root's data folder stands in the system's lasting temporary folder, with a link to it in var."""
    home = _new_home(cluster)
    _server_run(
        "initdb", "-D", home / "data", "--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8",
        "-U", "postgres", "--auth=reject", "--data-checksums", "--no-instructions",
    )  # fmt: skip
    # Single-user mode takes one statement per line, and nobody ever has to connect as the superuser.
    statements = f"CREATE ROLE {ROLE} LOGIN {'CREATEDB' if cluster.for_tests else ''}\n"
    statements += f"CREATE DATABASE {DATABASE} OWNER {ROLE}\n"
    _server_run("postgres", "--single", "-D", home / "data", "postgres", input=statements)
    _write_settings(cluster, home)
    if home != cluster.link:
        cluster.link.unlink(missing_ok=True)
        cluster.link.symlink_to(home)


def _new_home(cluster):
    user = programs().user
    if user is None:
        if cluster.link.is_symlink():
            cluster.link.unlink()
        shutil.rmtree(cluster.link, ignore_errors=True)  # a start that was killed half-way through initdb
        cluster.link.mkdir(mode=0o700)
        return cluster.link
    home = Path(tempfile.mkdtemp(prefix=f"{cluster.link.name}-", dir=roots_folder()))
    os.chown(home, user.pw_uid, user.pw_gid)
    return home


def _write_settings(cluster, home):
    durability = THROWN_AWAY_DATA if cluster.for_tests else KEPT_DATA
    with (home / "data" / "postgresql.conf").open("a") as file:
        file.write(ALWAYS + durability)
    (home / "data" / "pg_hba.conf").write_text(ANYBODY if cluster.for_tests else ONLY_THE_APP)


def _start(cluster):
    _make_socket_folder(cluster)
    log = cluster.folder / "server.log"
    deadline = time.monotonic() + START_TRIES_FOR
    while True:
        _remove_stale_locks(cluster)
        done = programs().run(
            "pg_ctl", "start", "-D", cluster.data, "-l", log, "-w", "-t", 60,
            "-o", f"-c unix_socket_directories='{cluster.socket_folder}'", as_server=True,
        )  # fmt: skip
        if done.returncode == 0 and is_answering(cluster):
            return
        if time.monotonic() > deadline:
            last = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else ""
            raise RuntimeError(f"PostgreSQL did not start:\n{done.stdout}{done.stderr}\n{last}")
        time.sleep(0.5)


def _make_socket_folder(cluster):
    folder, user = cluster.socket_folder, programs().user
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
    owner = user.pw_uid if user else os.geteuid()
    if folder.is_symlink() or folder.stat().st_uid != owner:
        raise RuntimeError(f"{folder} belongs to somebody else; remove it.")


def _remove_stale_locks(cluster):
    """PostgreSQL takes an unreaped zombie, or another program with the old number, for a running server."""
    for lock in (cluster.data / "postmaster.pid", cluster.socket.with_name(cluster.socket.name + ".lock")):
        with contextlib.suppress(FileNotFoundError):
            if not _is_live_server(lock.read_text()):
                lock.unlink()
                cluster.socket.unlink(missing_ok=True)


def _is_live_server(lock_text):
    first_line = lock_text.partition("\n")[0].strip()
    if not first_line.isdigit():  # half written
        return False
    try:
        status = Path(f"/proc/{first_line}/stat").read_text()
    except OSError:
        return False
    name, state = status[status.index("(") + 1 : status.rindex(")")], status[status.rindex(")") + 2]
    return name == "postgres" and state not in "ZX"


def _server_run(name, *arguments, **options):
    done = programs().run(name, *arguments, as_server=True, **options)
    if done.returncode or "ERROR:" in done.stderr:
        raise RuntimeError(f"{name} failed:\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def _locked(path):
    with open(path, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def main(arguments):
    """The shell's way in; settings are not needed, only VAR_DIR."""
    base = Path(__file__).resolve().parent.parent
    cluster = cluster_at(os.environ.get("VAR_DIR") or base / "var", for_tests="--tests" in arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # finish what was begun
    if arguments[:1] == ["start"]:
        ensure_started(cluster)
    elif arguments[:1] == ["stop"]:
        return 0 if stop_if_idle(cluster) else 1
    elif arguments[:1] == ["url"]:
        print(f"postgresql://{ROLE}@/{DATABASE}?host={cluster.clients_folder}")
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
