"""Answers /healthz for machines: each check named in settings.HEALTH_CHECKS, and no detail."""

import logging

from django.conf import settings
from django.db import connection, transaction
from django.http import JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from branches.permissions import public

logger = logging.getLogger(__name__)


def database():
    """The database answers and takes writes."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_read_only")  # a replica's always are
        if cursor.fetchone()[0] == "on":
            raise RuntimeError("the database is read-only")


# A sort too large for the memory it is given: it writes a file of half a megabyte and leaves nothing behind.
NEEDS_ROOM = """
SELECT sum(length(filling)) FROM (
  SELECT repeat('x', 100) AS filling FROM generate_series(1, 4000) AS number ORDER BY md5(number::text) OFFSET 0
) AS sorted
"""


def room():
    """The database's disk is not full: reading would go on for a long time before anybody noticed."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64kB'")
        cursor.execute(NEEDS_ROOM)


@public
@never_cache
@require_safe
def healthz(request):
    """200 when every check passes, else 503. A check is a function that raises when something is wrong."""
    results = {name: _passes(path) for name, path in settings.HEALTH_CHECKS.items()}
    well = all(results.values())
    answer = {"ok": well, "checks": {name: "ok" if passed else "failed" for name, passed in results.items()}}
    return JsonResponse(answer, status=200 if well else 503)


def _passes(path):
    try:
        import_string(path)()
    except Exception as error:
        logger.error("health check %s failed: %s", path, type(error).__name__)
        return False
    return True
