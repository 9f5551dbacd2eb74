"""What people see when something went wrong; says what to do next and nothing about the inside."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from branches.branding import branding


def bad_request(request, exception=None):
    return _bare("errors/400.html", 400)


def forbidden(request, exception=None):
    return render(request, "errors/403.html", status=403)


def not_found(request, exception=None):
    if request.path.startswith("/api/"):  # a program wants no page
        return JsonResponse({"detail": "Not Found"}, status=404)
    return render(request, "errors/404.html", status=404)


def form_expired(request, reason=""):
    return _bare("errors/csrf.html", 403)


def server_error(request):
    """Django calls this while the exception is still being handled, so a lost database can be told apart."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return out_of_order(request)
    return _bare("errors/500.html", 500)


def out_of_order(request):
    """The database cannot be reached: an honest page, and machines are told to come back."""
    response = _bare("errors/503.html", 503)
    response.headers["Retry-After"] = "30"
    return response


def _bare(template, status):
    """Without the request: asking who is signed in could fail just as the page did."""
    return HttpResponse(render_to_string(template, branding(None)), status=status)
