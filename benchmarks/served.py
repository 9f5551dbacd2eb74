"""Serves an application as in production (gunicorn, two workers of four threads) and reads how much CPU it took."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil

COMMAND = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
COMMAND += ["--preload", "--no-control-socket", "--log-level", "error"]
STARTING = 60  # seconds


@dataclass(frozen=True)
class Server:
    """A server that answers on 127.0.0.1."""

    port: int
    process: psutil.Process

    def cpu(self):
        """CPU seconds of the server's processes so far; PostgreSQL's are its own."""
        return sum(_cpu(each) for each in (self.process, *self.process.children()))


def _cpu(process):
    """The scheduler's own count, in nanoseconds, of each thread; `cpu_times` knows hundredths of a second only."""
    threads = Path(f"/proc/{process.pid}/task").glob("*/schedstat")
    return sum(int(each.read_text().split()[0]) for each in threads) / 1e9


@contextlib.contextmanager
def served(application, **environment):
    """Start gunicorn for `module:name`, wait until it answers, and stop it at the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*COMMAND, "--bind", f"127.0.0.1:{port}", application]
    child = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
    try:
        _wait(child, port)
        yield Server(port, psutil.Process(child.pid))
    finally:
        child.terminate()
        child.wait()


def _wait(child, port):
    until = time.monotonic() + STARTING
    while child.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse()
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


class Visitor:
    """A browser's requests over one kept connection; it follows redirects and, unless told not to, keeps cookies."""

    def __init__(self, port, cookies=True):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies, self.keeps = {}, cookies
        self.text = ""

    def get(self, address):
        return self._ask("GET", address)

    def post(self, address, data):
        return self._ask("POST", address, urlencode(data))

    def zipped(self, address):
        """Return a page's bytes as browsers get them, zipped."""
        self.connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != 200 or answer.headers["Content-Encoding"] != "gzip":
            raise RuntimeError(f"{address}: {answer.status}, not zipped")
        return content

    def send(self, address, data):
        """Post without going where the answer leads."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.connection.request("POST", address, urlencode(data), headers)
        answer = self.connection.getresponse()
        answer.read()
        if answer.status != 303 and answer.status != 302:
            raise RuntimeError(f"{address}: {answer.status}")

    def _ask(self, method, address, body=None):
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, address, body, headers)
        answer = self.connection.getresponse()
        self.text = answer.read().decode()
        self._keep(answer)
        if answer.status in (302, 303):
            return self._ask("GET", urlsplit(answer.headers["Location"]).path)
        if answer.status >= 400:
            raise RuntimeError(f"{address}: {answer.status}")
        self.address = address
        return self

    def _keep(self, answer):
        for line in answer.headers.get_all("Set-Cookie") or () if self.keeps else ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if not self.cookies[name]:
                del self.cookies[name]
