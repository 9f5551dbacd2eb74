"""The employer's comment: one page, one comment, beside the record; off until the secretary opens it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from branches.actions import ActionRefused, answering
from tests import factories
from tests.branches import records

pytestmark = pytest.mark.django_db


@pytest.fixture
def reply():
    return records.reply(records.ask(records.campaign()), said="There is a group")


def opened(reply, days=5):
    return answering.open_right(
        record=reply, closes_on=timezone.localdate() + timedelta(days=days), by=factories.alice()
    )


def address(right):
    return f"/branches/answer/{answering.token_for(right)}/"


def test_nothing_is_open_until_the_secretary_opens_it(reply):
    assert not answering.open_rights(reply).exists()


def test_the_employer_sees_one_record_and_comments_once(client, reply):
    where = address(opened(reply))
    page = client.get(where).content.decode()
    assert "There is a group" in page
    client.post(where, {"comment": "It meets monthly."})
    reply.refresh_from_db()
    assert (reply.employers_comment, reply.said) == ("It meets monthly.", "There is a group")
    assert client.get(where).status_code == client.post(where, {"comment": "Again"}).status_code == 404


def test_a_link_withdrawn_or_past_its_day_or_forged_leads_nowhere(client, reply):
    right = opened(reply)
    assert (
        answering.right_behind(answering.token_for(right), timezone.localdate() + timedelta(days=6)) is None
    )
    answering.withdraw_right(right=right, by=factories.alice())
    assert client.get(address(right)).status_code == 404
    assert client.get("/branches/answer/forged/").status_code == 404


def test_a_second_link_waits_for_the_first(reply):
    opened(reply)
    with pytest.raises(ActionRefused, match="open link already"):
        opened(reply)


def test_what_was_typed_is_shown_as_words_never_as_a_page(client, reply):
    client.post(address(opened(reply)), {"comment": "<script>alert(1)</script>"})
    client.force_login(factories.alice())
    assert b"<script>alert" not in client.get(f"/branches/replies/{reply.pk}/").content
