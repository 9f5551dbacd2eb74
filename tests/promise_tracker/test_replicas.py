"""Which database a request reads from: published pages of strangers may use the replica, nothing else ever does."""

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import RequestFactory

from branches.models import CouncilArea
from promise_tracker import replicas

pytestmark = pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")


@pytest.fixture
def with_replica(settings, monkeypatch):
    settings.DATABASES = {**settings.DATABASES, "replica": settings.DATABASES["default"]}
    monkeypatch.setattr(replicas, "is_fit", lambda: True)
    monkeypatch.setattr(replicas, "avoid_replica", lambda: None)


def asked(method, path, **cookies):
    request = getattr(RequestFactory(), method)(path)
    request.COOKIES.update(cookies)
    return request


def source_of(request):
    """The database that a model would be read from within this request."""
    seen = []

    def view(request):
        seen.append(replicas.Router().db_for_read(CouncilArea))
        return HttpResponse()

    replicas.prefer_replica(view)(request)
    assert replicas.Router().db_for_read(CouncilArea) == "default"  # and not a moment longer
    return seen[0]


@pytest.mark.parametrize(
    "path", ["/national/", "/councils/fife/", "/published/report/1/", "/api/v1/releases"]
)
def test_a_strangers_reading_uses_the_replica(path, with_replica):
    assert source_of(asked("get", path)) == "replica"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/survey/open/"),
        ("get", "/branches/"),
        ("get", "/waves/"),
        ("post", "/national/"),
        ("get", "/"),
    ],
)
def test_everything_else_uses_the_primary(method, path, with_replica):
    assert source_of(asked(method, path)) == "default"


def test_who_is_signed_in_uses_the_primary(with_replica, settings):
    assert source_of(asked("get", "/national/", **{settings.SESSION_COOKIE_NAME: "x"})) == "default"


def test_without_a_replica_or_with_a_lagging_one_the_primary_is_read(with_replica, settings, monkeypatch):
    monkeypatch.setattr(replicas, "is_fit", lambda: False)
    assert source_of(asked("get", "/national/")) == "default"
    settings.DATABASES = {"default": settings.DATABASES["default"]}
    monkeypatch.setattr(replicas, "is_fit", lambda: True)
    assert source_of(asked("get", "/national/")) == "default"


@pytest.mark.parametrize("fit", [True, False])
def test_the_other_database_is_tried_once_when_one_fails(fit, with_replica, monkeypatch):
    monkeypatch.setattr(replicas, "is_fit", lambda: fit)
    request, used = asked("get", "/national/"), []

    def view(request):
        used.append(replicas.Router().db_for_read(CouncilArea))
        return HttpResponse("well")

    class Match:
        func, args, kwargs = staticmethod(view), (), {}

    request.resolver_match = Match
    answers = []

    def failing(request):
        answers.append(middleware.process_exception(request, DatabaseError()))
        return HttpResponse()

    middleware = replicas.prefer_replica(failing)
    middleware(request)
    assert answers[0].content == b"well"
    assert used == ["default" if fit else "replica"]


def test_writing_and_migrations_stay_on_the_primary():
    router = replicas.Router()
    assert router.db_for_write(CouncilArea) == "default"
    assert router.allow_migrate("default", "branches")
    assert not router.allow_migrate("replica", "branches")
