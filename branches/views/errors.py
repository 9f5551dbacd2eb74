"""What people see when something is wrong; drawn without the session or the database, so that it works when those do not."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from branches.branding import branding
from branches.permissions import public

RETRY_AFTER = 60


def bad_request(request, exception):
    return _answer(request, 400)


def forbidden(request, exception):
    return _answer(request, 403)


def not_found(request, exception):
    return _answer(request, 404)


def server_error(request):
    """500, or 503 when it is the database that does not answer."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return database_down(request)
    return _answer(request, 500)


def database_down(request):
    response = _answer(request, 503)
    response["Retry-After"] = RETRY_AFTER
    return response


@public
def csrf_failure(request, reason=""):
    return _answer(request, 403, "csrf")


def _answer(request, status, name=None):
    page = render_to_string(f"errors/{name or status}.html", branding(request))
    return HttpResponse(page, status=status)
