"""The short way of a respondent's request, and that no other view goes it."""

import pytest
from django.http import HttpResponse
from django.urls import path

from branches.permissions import public
from promise_tracker.urls import urlpatterns
from tests import factories


def known_of_the_visitor(request):
    known = [name for name in ("session", "user", "_messages") if hasattr(request, name)]
    return HttpResponse(", ".join(known))


@public
def for_respondents(request):
    return known_of_the_visitor(request)


def for_members(request):
    return known_of_the_visitor(request)


for_respondents.asks_nobody = True
urlpatterns = [
    *urlpatterns,
    path("survey/some/respondents/", for_respondents),
    path("survey/some/members/", for_members),
]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_a_respondents_view_is_told_nothing_of_who_came(client):
    client.force_login(factories.alice())
    answer = client.get("/survey/some/respondents/")
    assert answer.content == b""
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.resolver_match.func is for_respondents


def test_a_view_among_the_surveys_that_does_not_mark_itself_is_guarded_like_any_other(client):
    assert client.get("/survey/some/members/").headers["Location"].startswith("/account/login/")
    client.force_login(factories.alice())
    assert client.get("/survey/some/members/").content == b"session, user, _messages"
