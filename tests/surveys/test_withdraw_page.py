"""Using a deletion code: the page says the same for every code and drops the response at the close."""

import pytest

from surveys import mixing
from surveys.models import WithdrawalRequest
from surveys.waves import close_wave
from tests.surveys import making
from tests.surveys.asking import Respondent, one, open_wave, questionnaire

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    return Respondent(client, wave_of_one().slug)


def wave_of_one():
    return open_wave(questionnaire(one("a")))


def deletion_code(person):
    person.begin().press("finish", a="agree").press(may_withdraw="yes")
    return person.tree.xpath("//code")[0].text


def test_a_response_whose_code_is_used_never_reaches_the_store(client):
    wave = making.opened()
    receipts = [making.send(wave, number, may_withdraw=number < 5) for number in range(30)]
    for receipt in receipts[:5]:
        client.post(f"/survey/{wave.slug}/delete/", {"code": receipt.withdrawal_code})
    assert mixing.mix_wave(close_wave(wave=wave, by=None)).responses == 25


def test_the_page_says_the_same_whether_or_not_a_response_was_sent_with_the_code(person):
    from surveys.codes import new_code

    real = person.post("/survey/tiny/delete/", {"code": deletion_code(person)}).words
    assert person.has("withdrawn")
    assert person.post("/survey/tiny/delete/", {"code": new_code()}).words == real
    assert WithdrawalRequest.objects.count() == 2


def test_a_typing_error_is_told_and_what_was_typed_stays(person):
    person.post("/survey/tiny/delete/", {"code": "AAAA-BBBB"})
    assert "typing error" in person.errors
    assert person.value("code") == "AAAA-BBBB"
    assert not WithdrawalRequest.objects.exists()


def test_after_the_close_nothing_is_deleted_any_more(person):
    from surveys.models import Wave

    close_wave(wave=Wave.objects.get(), by=None)
    person.post("/survey/tiny/delete/", {"code": "AAAA"})
    assert person.response.status_code == 410
    assert person.has("closed")
