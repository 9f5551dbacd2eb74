"""Tests of `surveys.mixing`: nothing lost, nothing doubled, nothing readable, whenever it is killed."""

import json
import os
import secrets
import signal
import subprocess
import sys
import threading

import pytest
from django.db import connection, connections, transaction

from surveys import intake, keys, mixing, sealing, store, terms, waves, withdrawal
from surveys.frozen import frozen
from surveys.models import Invitation, RetryMark, SealedResponse, StoreBlock, Wave, WithdrawalRequest
from tests.surveys import making

STEPS = [
    "locked",
    "opened",
    "shuffled",
    "written",
    "inbox-deleted",
    "committed",
    "backed-up",
    "key-destroyed-0",
]


def caseloads(wave):
    return sorted(int(row[-1]) for rows in store.open_blocks(wave) for row in rows)


def closed(responses=25, **options):
    wave = making.opened(**options)
    for number in range(responses):
        making.send(wave, number)
    return waves.close_wave(wave=wave, by=None)


@pytest.mark.django_db
def test_every_response_is_in_the_store_once_and_nothing_is_left_of_the_inbox():
    wave = mixing.mix_wave(closed())
    assert (wave.state, wave.responses) == ("mixed", 25)
    assert caseloads(wave) == list(range(25))
    assert not SealedResponse.objects.exists()
    assert not RetryMark.objects.exists()
    assert not keys.has_key(wave, "inbox")
    assert keys.has_key(wave, "store")


@pytest.mark.django_db
def test_the_order_of_the_store_is_not_that_of_arrival():
    wave = closed(responses=60)
    with (
        connection.cursor() as cursor
    ):  # read the inbox in the order of arrival, not by its index of random numbers
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")
    wave = mixing.mix_wave(wave)
    order = [int(row[-1]) for rows in store.open_blocks(wave) for row in rows]
    assert order != [number % 30 for number in range(60)]


@pytest.mark.django_db
@pytest.mark.parametrize(("responses", "state"), [(0, "too_few"), (19, "too_few"), (20, "mixed")])
def test_a_wave_under_twenty_is_never_opened(responses, state):
    steps = []
    wave = mixing.mix_wave(closed(responses=responses), checkpoint=steps.append)
    assert wave.state == state
    assert ("opened" in steps) is (state == "mixed")
    assert not keys.has_key(wave, "inbox")
    assert not SealedResponse.objects.exists()
    assert list(store.open_blocks(wave)) == [] or state == "mixed"


@pytest.mark.django_db
def test_what_was_withdrawn_is_dropped_and_the_queue_is_emptied():
    wave, key = making.opened(), secrets.token_bytes(32)
    for number in range(24):
        making.send(wave, number)
    code = making.send(wave, 29, key=key, may_withdraw=True).withdrawal_code
    withdrawal.request(wave=wave, code=code.lower().replace("-", " "))
    withdrawal.request(wave=wave, code=code)
    wave = mixing.mix_wave(waves.close_wave(wave=wave, by=None))
    assert caseloads(wave) == list(range(24))
    assert not WithdrawalRequest.objects.exists()
    with pytest.raises(withdrawal.TooLate):
        withdrawal.request(wave=wave, code=code)


@pytest.mark.django_db
def test_a_response_sent_without_the_wish_cannot_be_withdrawn():
    wave, key = making.opened(), secrets.token_bytes(32)
    making.send(wave, 29, key=key)
    for number in range(20):
        making.send(wave, number)
    withdrawal.request(wave=wave, code=withdrawal.code_for(key))
    assert mixing.mix_wave(waves.close_wave(wave=wave, by=None)).responses == 21


@pytest.mark.django_db
def test_comments_stand_apart_with_the_role_only_where_fifty_share_it():
    wave = making.opened()
    for number in range(50):
        making.send(wave, answers=making.answers(0, more=f"word {number}"))
    making.send(wave, answers=making.answers(1, more="alone"))
    comments = store.open_comments(mixing.mix_wave(waves.close_wave(wave=wave, by=None)))
    assert {frozenset(comment) for comment in comments} == {frozenset({"question", "role", "text"})}
    assert {c["role"] for c in comments if c["text"] != "alone"} == {"social_worker"}
    assert [c["role"] for c in comments if c["text"] == "alone"] == [""]
    assert [c["text"] for c in comments] != [f"word {number}" for number in range(50)] + ["alone"]


@pytest.mark.django_db
def test_the_order_of_comments_is_not_that_of_the_rows():
    wave = making.opened()
    for number in range(30):
        making.send(wave, answers=making.answers(number, more=str(number)))
    wave = mixing.mix_wave(waves.close_wave(wave=wave, by=None))
    rows = [int(row[-1]) for block in store.open_blocks(wave) for row in block]
    assert [int(comment["text"]) for comment in store.open_comments(wave)] != rows


@pytest.mark.django_db
def test_an_open_wave_is_not_mixed():
    with pytest.raises(mixing.MixFailed):
        mixing.mix_wave(making.opened())


@pytest.mark.django_db
def test_mixing_twice_changes_nothing():
    wave = mixing.mix_wave(closed())
    blocks = set(StoreBlock.objects.values_list("id", flat=True))
    assert mixing.mix_wave(wave).responses == 25
    assert set(StoreBlock.objects.values_list("id", flat=True)) == blocks


@pytest.mark.django_db
def test_a_changed_sealed_response_stops_the_mix_with_an_error_that_says_nothing():
    wave = closed()
    with making.guard_off("surveys_sealedresponse", "guard_sealed_unchanged") as cursor:
        cursor.execute(
            "UPDATE surveys_sealedresponse SET body = set_byte(body, 60, (get_byte(body, 60) + 1) % 256)"
        )
    with pytest.raises(mixing.MixFailed) as failed:
        mixing.mix_wave(wave)
    assert failed.value.__cause__ is None
    assert failed.value.__context__ is None
    wave.refresh_from_db()
    assert (wave.state, SealedResponse.objects.count()) == ("closed", 25)


@pytest.mark.django_db
def test_without_any_key_folder_the_mix_stops_and_one_folder_is_enough(settings):
    wave = closed()
    first, second = settings.KEY_FOLDERS
    settings.KEY_FOLDERS = [first.parent / "lost"]
    with pytest.raises(keys.KeyMissing):
        mixing.mix_wave(wave)
    settings.KEY_FOLDERS = [first.parent / "lost", second]
    assert mixing.mix_wave(wave).responses == 25


@pytest.mark.django_db
def test_the_inbox_key_is_kept_while_the_backup_fails(settings):
    settings.BACKUP_AFTER_MIX = "tests.surveys.test_mixing.no_backup"
    wave = closed()
    with pytest.raises(OSError, match="no room"):
        mixing.mix_wave(wave)
    wave.refresh_from_db()
    assert (wave.state, wave.inbox_key_destroyed, keys.has_key(wave, "inbox")) == ("mixed", False, True)
    settings.BACKUP_AFTER_MIX = ""
    assert mixing.mix_wave(wave).inbox_key_destroyed
    assert not keys.has_key(wave, "inbox")


def no_backup(wave):
    raise OSError("no room")


@pytest.mark.django_db(transaction=True)
def test_the_inbox_key_is_kept_while_the_store_is_incomplete():
    def lose_a_block(step):
        if step == "committed":
            with making.guard_off("surveys_storeblock", "guard_block_stays") as cursor:
                cursor.execute("DELETE FROM surveys_storeblock")

    wave = closed()
    with pytest.raises(mixing.MixFailed, match="does not hold every response"):
        mixing.mix_wave(wave, checkpoint=lose_a_block)
    assert keys.has_key(wave, "inbox")


@pytest.mark.django_db
def test_the_ledger_is_written_anew_in_hash_order():
    making.emptied("surveys_invitation")
    wave = making.opened(mode="invitation")
    from surveys import invitations

    codes = invitations.issue_codes(wave=wave, count=40, by=None)
    for number, code in enumerate(reversed(codes[:25])):
        making.send(wave, number, code=code)
    mixing.mix_wave(waves.close_wave(wave=wave, by=None))
    with connection.cursor() as cursor:
        cursor.execute("SELECT code_hash FROM surveys_invitation ORDER BY ctid")
        order = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_invitation")
        assert cursor.fetchone() == (1,)
    assert order == sorted(order)
    assert Invitation.objects.filter(used=True).count() == 25


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_nothing_is_lost_doubled_or_readable(step, settings):
    wave = closed()
    run = kill_mix(wave, step, settings)
    assert run.returncode == -signal.SIGKILL
    wave.refresh_from_db()
    waiting, stored = SealedResponse.objects.count(), sum(StoreBlock.objects.values_list("rows", flat=True))
    assert (waiting, stored) in {(25, 0), (0, 25)}
    assert b"word of" not in b"".join(
        bytes(body) for body in StoreBlock.objects.values_list("body", flat=True)
    )
    wave = mixing.mix_wave(wave)
    assert caseloads(wave) == list(range(25))
    assert (wave.responses, wave.inbox_key_destroyed, keys.has_key(wave, "inbox")) == (25, True, False)


def kill_mix(wave, step, settings):
    database = {
        key: str(connection.settings_dict[key]) for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")
    }
    given = {"database": database, "key_folders": [str(folder) for folder in settings.KEY_FOLDERS]}
    command = [sys.executable, "-m", "tests.surveys.mix_until", wave.slug, step]
    return subprocess.run(
        command, env={**os.environ, "MIX_UNTIL": json.dumps(given)}, capture_output=True, timeout=60
    )


@pytest.mark.django_db(transaction=True)
def test_a_submission_held_open_over_the_close_is_waited_for_and_counted():
    wave = making.opened()
    for number in range(20):
        making.send(wave, number)
    may_commit, sent = threading.Event(), threading.Event()
    threads = [threading.Thread(target=_send_slowly, args=(wave, sent, may_commit))]
    threads[0].start()
    sent.wait(10)
    threads.append(threading.Thread(target=_close, args=(wave,)))
    threads[1].start()
    threads[1].join(0.7)
    assert threads[1].is_alive()  # the close waits at the door
    may_commit.set()
    for thread in threads:
        thread.join(10)
    wave = mixing.mix_wave(Wave.objects.get())
    assert wave.responses == 21


def _send_slowly(wave, sent, may_commit):
    with transaction.atomic():
        making.send(wave, 29)
        sent.set()
        may_commit.wait(10)
    connections.close_all()


def _close(wave):
    waves.close_wave(wave=wave, by=None)
    connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_comes_while_the_wave_closes_is_refused_not_lost():
    wave = making.opened()
    refused = []

    def send():
        try:
            making.send(wave, 29)
        except intake.WaveClosed:
            refused.append(True)
        connections.close_all()

    with transaction.atomic():
        waves.close_wave(wave=wave, by=None)
        thread = threading.Thread(target=send)
        thread.start()
        thread.join(0.7)
        assert thread.is_alive()
    thread.join(10)
    assert refused
    assert not SealedResponse.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_terms_that_were_changed_behind_the_guards_stop_the_mix():
    wave = closed()
    with making.guard_off("surveys_wave", "guard_wave_terms") as cursor:
        cursor.execute("UPDATE surveys_wave SET threshold = 11")
    with pytest.raises(terms.TermsBroken, match="not those it was opened with"):
        mixing.mix_wave(wave)


@pytest.mark.django_db(transaction=True)
def test_a_guard_that_is_switched_off_stops_the_mix():
    wave = closed()
    off = pytest.raises(terms.TermsBroken, match="switched off")
    with making.guard_off("surveys_wave", "guard_wave_terms"), off:
        mixing.mix_wave(wave)


@pytest.mark.django_db(transaction=True)
def test_new_terms_with_a_new_hash_do_not_fit_the_key_file():
    wave = closed()
    changed = Wave.objects.get()
    changed.threshold = 11
    with making.guard_off("surveys_wave", "guard_wave_terms") as cursor:
        cursor.execute("UPDATE surveys_wave SET threshold = 11, terms_hash = %s", [terms.hash_terms(changed)])
    with pytest.raises(keys.TermsDiffer):
        mixing.mix_wave(wave)


@pytest.mark.django_db
def test_a_response_sealed_under_other_terms_stops_the_mix():
    wave = making.opened()
    for number in range(20):
        making.send(wave, number)
    shape = frozen(wave).shape
    body = sealing.pack(shape, terms=b"x" * 32, row=[0] * shape.items, comments={})
    SealedResponse.objects.create(wave=wave, body=sealing.seal(bytes.fromhex(wave.public_key), body))
    with pytest.raises(mixing.MixFailed, match="other terms"):
        mixing.mix_wave(waves.close_wave(wave=wave, by=None))


def test_a_body_of_another_size_is_refused():
    with pytest.raises(sealing.SealingError):
        sealing.unpack(sealing.Shape(3), b"short")
