"""Which process is which, so that a test can kill one of its own site's and no other."""

import os
import signal
from pathlib import Path


def children_of(parent):
    """{pid: command line} of the direct children."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text()
            if int(status[status.rindex(")") + 2 :].split()[1]) == parent:
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (OSError, ValueError):
            continue
    return found


def web_master(site):
    return next(pid for pid, line in children_of(site.process.pid).items() if "gunicorn" in line)


def web_workers(site):
    return list(children_of(web_master(site)))


def worker(site):
    return next(pid for pid, line in children_of(site.process.pid).items() if "run_worker" in line)


def postmaster(site):
    return int((Path(site.environment["VAR_DIR"]) / "postgres/data/postmaster.pid").read_text().split()[0])


def kill(pid):
    os.kill(pid, signal.SIGKILL)


def stop(pids):
    """Stop them where they are, as a machine does that hangs."""
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)


def go_on(pids):
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
