"""Reads what everybody may read from a streaming replica, if there is one; everything else goes to the primary.

Only strangers' reading of published pages: surveys, records and signed-in people always use the primary. A replica that
lags or is down falls back to the primary, and while the primary is down a replica serves even if it stands still.
"""

import logging
import threading
import time

from django.conf import settings
from django.db import DatabaseError, connections

PRIMARY, REPLICA = "default", "replica"
PUBLISHED = ("/national/", "/councils/", "/published/", "/api/v1/")
LONGEST_LAG = 10  # seconds behind the primary
ASKED_EVERY, LEFT_ALONE = 2, 15  # seconds
FITNESS = """
SELECT pg_is_in_recovery() AND EXISTS (SELECT 1 FROM pg_stat_wal_receiver)
   AND (pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
        OR now() - pg_last_xact_replay_timestamp() < make_interval(secs => %s))
"""
logger = logging.getLogger(__name__)
_request = threading.local()
_known = {"fit": False, "until": 0.0}


class Router:
    """Django's question which database: the replica only within a request that `prefer_replica` let through."""

    def db_for_read(self, model, **hints):
        return getattr(_request, "source", PRIMARY)

    def db_for_write(self, model, **hints):
        return PRIMARY

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == PRIMARY


def prefer_replica(get_response):
    """Middleware: published pages of strangers read from the replica while it is fit."""

    def middleware(request):
        _request.source = REPLICA if may_use_replica(request) and is_fit() else PRIMARY
        try:
            return get_response(request)
        finally:
            _request.source = PRIMARY

    def process_exception(request, error):
        """Answer once more from the other database when this one failed."""
        if not isinstance(error, DatabaseError) or not may_use_replica(request):
            return None
        if _request.source == REPLICA:
            avoid_replica()
        _request.source = PRIMARY if _request.source == REPLICA else REPLICA
        match = request.resolver_match
        try:
            return match.func(request, *match.args, **match.kwargs)
        except DatabaseError:
            return None

    middleware.process_exception = process_exception
    return middleware


def may_use_replica(request):
    return (
        REPLICA in settings.DATABASES
        and request.method in ("GET", "HEAD")
        and request.path.startswith(PUBLISHED)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


def is_fit():
    """Whether the replica streams and is close behind; asked every two seconds, left alone for a while when it fails."""
    now = time.monotonic()
    if now < _known["until"]:
        return _known["fit"]
    _known["until"] = now + LEFT_ALONE  # meanwhile other threads don't ask too
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(FITNESS, [LONGEST_LAG])
            _known.update(fit=bool(cursor.fetchone()[0]), until=now + ASKED_EVERY)
    except DatabaseError as error:
        logger.warning("the replica can't be asked: %s", type(error).__name__)
        avoid_replica()
    return _known["fit"]


def avoid_replica():
    """Leave the replica alone for a while."""
    _known.update(fit=False, until=time.monotonic() + LEFT_ALONE)
    connections[REPLICA].close()
