"""Slows down whoever tries addresses and tokens that stand for a key: so many wrong ones an hour, then 429.

The keys have 128 bits or more, or a signature, so trying is hopeless anyway; this keeps it from costing us anything.
"""

from functools import wraps

from django.http import Http404
from django.shortcuts import render

from branches.pace import Pace, address_of

# Generous: a whole office shares one address, and a calendar program asks for an ended address all day long.
WRONG_ONES = Pace(most=300, seconds=3600)
WRONG = (401, 404, 410)


def guessable(view):
    """For a view whose address is a key: wrong ones are counted, and after too many nobody is answered for a while."""

    @wraps(view)
    def counted(request, *args, **kwargs):
        if WRONG_ONES.is_spent(address_of(request)):
            return too_many(request)
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            WRONG_ONES.allows(address_of(request))
            raise
        if response.status_code in WRONG:
            WRONG_ONES.allows(address_of(request))
        return response

    return counted


def too_many(request):
    response = render(request, "errors/429.html", status=429)
    response.headers["Retry-After"] = "3600"
    return response
