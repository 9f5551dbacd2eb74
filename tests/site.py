"""A whole Promise Tracker in a folder of its own, as `script/server` starts it, for tests from outside."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from promise_tracker import embedded

BASE = Path(__file__).resolve().parents[1]
LONGEST_START = 600  # seconds: database, demo data with its releases, web server
PASSWORD = "for tests of the demo only"


INHERITED = {
    name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PROMISE_SEEDS") if name in os.environ
}


@dataclass(frozen=True)
class Site:
    """A running site: its address, the supervisor's process, and the environment its commands need."""

    url: str
    port: int
    process: subprocess.Popen
    environment: dict

    def manage(self, *arguments):
        """What `manage.py` printed for this site. Raises CalledProcessError."""
        command = [sys.executable, "manage.py", *map(str, arguments)]
        done = subprocess.run(
            command, cwd=BASE, env=self.environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout

    def restart_web(self):
        """End the web server; its supervisor starts another, which has read nothing yet."""
        for web in _children(self.process.pid):
            if "gunicorn" in Path(f"/proc/{web}/cmdline").read_text():
                os.kill(web, signal.SIGTERM)
                _wait_until_gone(web)
        wait_for(self.port, 60)

    def is_well(self):
        return _answers(self.port)


def _children(parent):
    return [int(child) for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def _wait_until_gone(pid, seconds=30):
    deadline = time.monotonic() + seconds
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.1)


def discard(cluster):
    """Stop a test's cluster and remove it: as root it stands outside the test's own folder, and would stay."""
    assert embedded.stop_if_idle(cluster)
    if cluster.link.exists():
        shutil.rmtree(cluster.folder)


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@contextlib.contextmanager
def running(var_dir, when_ended=lambda: None, **environment):
    """Yields a Site and ends it, its database and its worker afterwards; then calls `when_ended`."""
    port = free_port()
    settings = {"VAR_DIR": str(var_dir), "PORT": str(port), "DEMO_PASSWORD": PASSWORD, "TESTING": "false"}
    log = Path(var_dir) / "site.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "promise_tracker.serve"],
            cwd=BASE,
            env=INHERITED | settings | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_well(port, process, log)
            yield Site(f"http://localhost:{port}", port, process, INHERITED | settings | environment)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
            when_ended()
            discard(embedded.cluster_at(var_dir))


def _wait_until_well(port, process, log):
    deadline = time.monotonic() + LONGEST_START
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(port):
            return
        time.sleep(0.2)
    raise RuntimeError(f"the site did not start:\n{log.read_text()[-3000:]}")


def wait_for(port, seconds=30):
    """Wait until the server at a port is well. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not _answers(port):
        if time.monotonic() > deadline:
            raise TimeoutError(f"nothing well at port {port}")
        time.sleep(0.2)


def _answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
