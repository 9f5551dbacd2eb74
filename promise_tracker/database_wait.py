"""How long a page waits for the database: four seconds altogether, then it says so.

A database that hangs (a stopped process, a lost disk) keeps a query waiting for ever: neither statement_timeout
nor TCP helps on a socket. For web processes only: `COPY` cannot be used with it, and long work may wait longer.
"""

import select
import threading
import time

import psycopg2
from psycopg2 import extensions

LONGEST_WAIT = 4.0  # seconds of waiting for the database in one request

_request = threading.local()


def install(application):
    """The application, with its waiting bounded afresh for each request."""
    extensions.set_wait_callback(wait)

    def bounded(environ, start_response):
        _request.left = LONGEST_WAIT
        return application(environ, start_response)

    return bounded


def wait(connection):
    """psycopg2 calls this instead of blocking; raises OperationalError when the request's waiting is used up."""
    began = time.monotonic()
    left = getattr(_request, "left", LONGEST_WAIT)
    try:
        _wait_until(connection, began + left)
    finally:
        _request.left = max(0.0, left - (time.monotonic() - began))


def _wait_until(connection, deadline):
    state = connection.poll()
    while state != extensions.POLL_OK:
        if not _ready(connection.fileno(), state, deadline - time.monotonic()):
            raise psycopg2.OperationalError("the database did not answer in time")
        state = connection.poll()


def _ready(descriptor, state, left):
    """`poll`, not `select`: a busy process has descriptors above select's 1,023."""
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
    return waiting.poll(max(0, left) * 1000)
