"""Addresses of the API; every one of them is open to the public, and shows more to the bearer of a token."""

from django.urls import path

from branches.permissions import PUBLIC
from reports.api.reading import api


def _open(patterns):
    # Ninja makes its own view functions; the sign-in middleware and the access matrix read these two marks.
    for pattern in patterns:
        pattern.callback.login_required = False
        pattern.callback.permission = PUBLIC
    return patterns


# Ninja looks its own addresses up as reports:api, where this file puts them.
urlpatterns = [path("api/v1/", (_open(api.urls[0]), "api", "api"))]
