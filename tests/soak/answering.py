"""A generator of load in a process of its own: sends complete responses at a steady rate and reads pages, and times both.

Run as: python -m tests.soak.answering URL RATE SECONDS READERS PAGE… with addresses and drafts to send on its input,
one a line, a tab between. Prints one JSON object.
"""

import http.client
import json
import queue
import sys
import threading
import time
from collections import Counter
from urllib.parse import urlencode, urlsplit

SENDERS = 32
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def main(url, rate, seconds, readers, *pages):
    host, lines = urlsplit(url).netloc, [line.split("\t") for line in sys.stdin.read().splitlines()]
    work, sent, read, stop = queue.Queue(), [], [], threading.Event()
    senders = [threading.Thread(target=_send, args=(host, work, sent), daemon=True) for _ in range(SENDERS)]
    watching = [
        threading.Thread(target=_read, args=(host, pages, read, stop), daemon=True)
        for _ in range(int(readers))
    ]
    began, spent = time.monotonic(), time.process_time()
    for thread in (*senders, *watching):
        thread.start()
    for number, line in enumerate(lines[: int(float(rate) * float(seconds))]):
        due = began + number / float(rate)
        time.sleep(max(0, due - time.monotonic()))
        work.put((due, *line))
    for _ in senders:
        work.put(None)
    for thread in senders:
        thread.join()
    took = time.monotonic() - began
    stop.set()
    print(json.dumps(_figures(sent, read, took, time.process_time() - spent)))


def _send(host, work, sent):
    """Waiting in the queue counts: time runs from when the response was due."""
    connection = http.client.HTTPConnection(host, timeout=30)
    while (item := work.get()) is not None:
        due, address, draft = item
        status = _ask(connection, "POST", address, urlencode({"draft": draft, "go": "send"}))
        sent.append((status, time.monotonic() - due))


def _read(host, pages, read, stop):
    connection, number = http.client.HTTPConnection(host, timeout=30), 0
    while not stop.wait(1):
        began = time.monotonic()
        status = _ask(connection, "GET", pages[number % len(pages)])
        read.append((status, time.monotonic() - began))
        number += 1


def _ask(connection, method, address, body=None, may_reopen=True):
    """A server closes a connection that was idle for two seconds; a browser then opens another, and so do we, once."""
    was_open = connection.sock is not None
    try:
        connection.request(method, address, body, FORM if body else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        connection.close()
        if was_open and may_reopen:
            return _ask(connection, method, address, body, may_reopen=False)
        return 0


def _figures(sent, read, took, cpu):
    return {
        "sent": len(sent),
        "taken": sum(status == 303 for status, _ in sent),
        "answered": dict(Counter(status for status, _ in sent)),
        "seconds": round(took, 1),
        "rate": round(len(sent) / took, 1),
        "send ms": _percentiles(sent),
        "read": len(read),
        "read well": sum(status == 200 for status, _ in read),
        "read ms": _percentiles(read),
        "generator's CPU s": round(cpu, 1),
    }


def _percentiles(timed):
    times = sorted(seconds for _, seconds in timed) or [0]
    return {f"p{p}": round(1000 * times[min(len(times) - 1, len(times) * p // 100)]) for p in (50, 95, 99)}


if __name__ == "__main__":
    main(*sys.argv[1:])
