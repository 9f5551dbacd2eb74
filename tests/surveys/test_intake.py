"""Tests of `surveys.intake`: taken once, sealed, durable, refused honestly."""

import secrets

import pytest
from django.db import connection

from surveys import intake, sealing, waves
from surveys.models import RetryMark, SealedResponse
from tests.surveys import making

pytestmark = pytest.mark.django_db


def test_a_response_is_stored_sealed_and_padded_to_the_one_size_of_its_wave():
    wave = making.opened()
    making.send(wave, answers={})
    making.send(wave, answers=making.answers(5, more="A long comment " * 10))
    sizes = {len(sealed.body) for sealed in SealedResponse.objects.filter(wave=wave)}
    assert sizes == {wave.body_size + sealing.SEAL_OVERHEAD}


def test_sending_the_same_again_stores_it_once():
    wave, key = making.opened(), secrets.token_bytes(32)
    assert not making.send(wave, key=key).repeated
    assert making.send(wave, key=key).repeated
    assert SealedResponse.objects.filter(wave=wave).count() == 1


def test_the_same_key_with_other_answers_is_refused():
    wave, key = making.opened(), secrets.token_bytes(32)
    making.send(wave, 1, key=key)
    with pytest.raises(intake.SentDifferently):
        making.send(wave, 2, key=key)
    assert SealedResponse.objects.filter(wave=wave).count() == 1


def test_after_the_close_nothing_is_taken_but_a_repeat_is_still_thanked():
    wave, key = making.opened(), secrets.token_bytes(32)
    making.send(wave, key=key)
    waves.close_wave(wave=wave, by=None)
    type(wave).objects.update(closes_at=None)  # the state alone must do
    with pytest.raises(intake.WaveClosed):
        making.send(wave)
    assert making.send(wave, key=key).repeated
    assert SealedResponse.objects.filter(wave=wave).count() == 1


def test_nothing_is_taken_after_the_announced_close_even_before_the_worker_closes():
    import datetime

    from django.utils import timezone

    wave = making.opened()
    type(wave).objects.filter(pk=wave.pk).update(
        closes_at=timezone.now() + datetime.timedelta(milliseconds=300)
    )
    making.send(wave)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.4)")
    with pytest.raises(intake.WaveClosed):
        making.send(wave)


def test_a_draft_takes_nothing():
    wave = making.opened()
    wave.pk += 1000
    with pytest.raises(intake.WaveClosed):
        making.send(wave)


def test_a_paused_wave_takes_nothing_and_marks_nothing():
    wave = making.opened()
    type(wave).objects.filter(pk=wave.pk).update(paused=True)
    with pytest.raises(intake.WavePaused):
        making.send(wave)
    assert not RetryMark.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"staffing": "not a choice"},
        {"caseload": "many"},
        {"caseload": "99999999"},
        {"changes": 7},
        {"more": "x" * 401},
        {"more": "half \ud800 a character"},
        {"more": 5},
    ],
)
def test_answers_that_do_not_fit_are_refused_without_repeating_them(wrong):
    wave = making.opened()
    with pytest.raises(intake.Unreadable) as refused:
        making.send(wave, answers=making.answers(1, **wrong))
    assert str(refused.value) == "the answers do not fit the questionnaire"
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("key", [b"", b"short"])
def test_a_short_page_key_is_refused(key):
    with pytest.raises(intake.Unreadable):
        making.send(making.opened(), key=key)


def test_a_submission_takes_one_statement_and_a_repeat_two(django_assert_num_queries):
    wave, key = making.opened(), secrets.token_bytes(32)
    making.send(wave)
    with django_assert_num_queries(1):
        making.send(wave, key=key)
    with django_assert_num_queries(2):
        making.send(wave, key=key)


def test_a_commit_waits_for_the_disk_even_where_the_role_would_not():
    wave = making.opened()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        making.send(wave)
        cursor.execute("SHOW synchronous_commit")
        assert cursor.fetchone() == ("on",)
