"""The demo's and the developer's whole machine in one process: database, web server, worker, all kept alive.

`script/server` runs it. SIGTERM, SIGINT or SIGHUP stop everything, the database last. A production site uses its
own supervisor instead: see the deployment guide.
"""

import contextlib
import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("PORT") or 8000)
DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG
LONGEST_PAUSE = 30  # seconds between two tries to start a child that keeps ending

_stopping = threading.Event()


def main():
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, lambda *_: _stopping.set())
    _refuse_a_taken_port()
    os.environ.setdefault("DEMO_MODE", "true")
    os.environ.setdefault("STATIC_HASHED", "true")
    os.environ.setdefault("SITE_URL", f"http://localhost:{PORT}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "promise_tracker.settings")
    cluster = _embedded_cluster()
    try:
        return _serve(cluster)
    finally:
        if cluster:
            _stop_database(cluster)


def _serve(cluster):
    preparing = subprocess.Popen(
        [sys.executable, "-m", "promise_tracker.prepare"], cwd=BASE, preexec_fn=_die_with_parent
    )
    while preparing.poll() is None:
        if _stopping.wait(0.05):
            preparing.terminate()
            preparing.wait()
            return 0
    if preparing.returncode:
        return preparing.returncode
    children = [
        Child("the web server", _web_command()),
        Child("the worker", [sys.executable, "manage.py", "run_worker"]),
    ]
    try:
        _watch(children, cluster)
    finally:
        for child in children:
            child.stop()
    return 0


class Child:
    """A process that is started again whenever it ends, after a pause that grows while it keeps ending."""

    def __init__(self, name, command):
        self.name, self.command = name, command
        self.pause, self.not_before = 1, 0.0
        self.process = None

    def keep_alive(self):
        if self.process and self.process.poll() is None:
            if time.monotonic() > self.started + 2 * LONGEST_PAUSE:
                self.pause = 1
            return
        if self.process:
            print(
                f"{self.name} ended ({self.process.returncode}); starting it again",
                file=sys.stderr,
                flush=True,
            )
            self.process, self.not_before = None, time.monotonic() + self.pause
            self.pause = min(2 * self.pause, LONGEST_PAUSE)
        if time.monotonic() >= self.not_before:
            self.started = time.monotonic()
            self.process = subprocess.Popen(self.command, cwd=BASE, preexec_fn=_die_with_parent)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def _watch(children, cluster):
    told = False
    while not _stopping.is_set():
        for child in children:
            child.keep_alive()
        if cluster:
            _revive_database(cluster)
        if not told and _is_answering():
            told = True
            _announce()
        _stopping.wait(0.2 if not told else 1)


def _web_command():
    command = [sys.executable, "-m", "gunicorn", "promise_tracker.wsgi", "--bind", f"127.0.0.1:{PORT}"]
    command += [
        "--worker-class",
        "gthread",
        "--workers",
        os.environ.get("WEB_CONCURRENCY") or "2",
        "--threads",
        "4",
    ]
    # No access log: it would hold addresses and times of respondents.
    return command + [
        "--preload",
        "--no-control-socket",
        "--log-level",
        "warning",
        "--graceful-timeout",
        "10",
    ]


def _embedded_cluster():
    if os.environ.get("DATABASE_URL"):
        return None
    from django.conf import settings

    from promise_tracker.database import ensure_running

    ensure_running()
    return settings.DATABASES["default"]["EMBEDDED"]


def _revive_database(cluster):
    from promise_tracker import embedded

    if not embedded.is_process_alive(cluster):
        with contextlib.suppress(RuntimeError):  # tried again in a second
            embedded.ensure_started(cluster)


def _stop_database(cluster):
    from promise_tracker import database, embedded

    database.let_go()
    embedded.stop_if_idle(cluster)


def _refuse_a_taken_port():
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", PORT))
        except OSError:
            sys.exit(
                f"Port {PORT} is in use. Stop what runs there, or choose another: PORT=8001 script/server"
            )


def _is_answering():
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _announce():
    from django.conf import settings

    # localhost, not 127.0.0.1: passkeys refuse an address that is a number.
    lines = ["", f"Promise Tracker is ready: {settings.SITE_URL}/", ""]
    if settings.DEMO_MODE:
        lines += ["Demo accounts (or use the buttons on the home page):"]
        people = ("staff", "approver", "south-lanarkshire", "glasgow", "admin")
        lines += [f"  {person + '@demo.example':34} password {settings.DEMO_PASSWORD}" for person in people]
    print("\n".join([*lines, "", "Ctrl-C stops it."]), flush=True)


def _die_with_parent():
    """Even if this process is killed outright, no child is left behind holding the port."""
    ctypes.CDLL(None).prctl(DEATH_OF_PARENT, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
