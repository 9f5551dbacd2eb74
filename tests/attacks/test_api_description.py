"""The API holds what its own description says, whatever is asked that the description allows, or does not."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core.failures import FailureGroup

from branches import guessing
from reports.models import ApiToken
from tests import factories
from tests.reports import shelves

pytestmark = pytest.mark.django_db
SCHEMA = "/api/v1/schema"


@pytest.fixture
def described():
    """The description as the site serves it, with a published release and a token to ask for."""
    shelves.release()
    guessing.WRONG_ONES.forget()
    # As Django's own test client does: the test's connection outlives each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def ask(schema, most, token=""):
    """Ask each described operation `most` times; returns how many requests were made. Raises schemathesis' failures."""
    headers, asked = {"Authorization": f"Bearer {token}"} if token else {}, 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=most,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=st.one_of(operation.as_strategy(), operation.as_strategy(generation_mode=NEGATIVE)))
        def holds(case):
            nonlocal asked
            asked += 1
            guessing.WRONG_ONES.forget()
            case.call_and_validate(headers=headers)

        holds()
    return asked


NEGATIVE = schemathesis.GenerationMode.NEGATIVE


@pytest.mark.parametrize("most", [4, pytest.param(200, marks=pytest.mark.slow)])
@pytest.mark.parametrize("who", ["a stranger", "a program of staff"])
def test_each_answer_is_as_described(described, most, who):
    token = ApiToken.make(owner=factories.staff(), label="a program")[1] if who != "a stranger" else ""
    assert ask(described, most, token) >= 8


def test_an_answer_that_is_not_as_described_is_noticed(described, monkeypatch):
    from reports.api import answers

    monkeypatch.setattr(answers, "council_out", lambda place: {"name": 7})
    with pytest.raises(FailureGroup):
        ask(described, 4)
