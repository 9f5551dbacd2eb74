"""Attacks on what stands in the database and its files. Each attack is shown to succeed against a broken build."""

import os
import random
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from surveys import anonymity, invitations, keys, mixing, sealing, store, waves
from surveys.frozen import encode_response, frozen
from surveys.models import SealedResponse
from tests.surveys import attackers, making

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 24


def answered(close=True, **options):
    """Return a wave by invitation to which 24 people sent, one by one, in an order of their own."""
    wave = making.opened(mode="invitation", **options)
    codes = invitations.issue_codes(wave=wave, count=PEOPLE, by=None)
    for number, code in enumerate(codes):
        making.send(wave, answers=canary_answers(number), code=code)
    return mixing.mix_wave(waves.close_wave(wave=wave, by=None)) if close else wave


RUN = os.urandom(4).hex()  # another run, or another process, leaves its own words in the same server's files
# Large, and this run's own: a row of small numbers stands in many a page of PostgreSQL's own tables by chance.
CASELOADS = random.sample(range(100, 200), PEOPLE)


def canary(number):
    return f"canary-{number:03d}-{RUN}"


def canary_answers(number):
    return making.answers(number, more=canary(number), caseload=str(CASELOADS[number]))


def row_bytes(wave, number):
    row, _ = encode_response(frozen(wave), canary_answers(number), None)
    return sealing.np.asarray(row, dtype=sealing.STORED).tobytes()


@pytest.fixture
def naive():
    """A broken build's tables: plain answers with random ids and no times, beside a ledger."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_ledger (id uuid, marker int, used bool)")
        cursor.execute("CREATE TABLE naive_answers (id uuid, marker int, body bytea)")
        yield cursor
        cursor.execute("DROP TABLE naive_ledger, naive_answers")


def fill_naive(cursor, bodies, one_by_one=True):
    """Store as a build would that trusts in random ids alone."""
    for number, body in enumerate(bodies):
        with transaction.atomic():
            cursor.execute("INSERT INTO naive_ledger VALUES (%s, %s, true)", [uuid.uuid4(), number])
            if one_by_one:
                cursor.execute("INSERT INTO naive_answers VALUES (%s, %s, %s)", [uuid.uuid4(), number, body])


class TestTransactionNumber:
    def test_after_the_mix_no_code_points_at_anything_that_can_be_opened(self):
        answered()
        assert attackers.ask("SELECT count(*) FROM surveys_sealedresponse") == [(0,)]
        assert attackers.linked_by_transaction("surveys_invitation", "surveys_sealedresponse") == 0
        assert attackers.ask("SELECT count(DISTINCT xmin::text) FROM surveys_storeblock") == [(1,)]
        assert attackers.ask("SELECT count(DISTINCT xmin::text) FROM surveys_invitation") == [(1,)]

    def test_it_links_every_person_in_a_naive_build(self, naive):
        fill_naive(naive, [b"x"] * PEOPLE)
        assert attackers.linked_by_transaction("naive_ledger", "naive_answers") == PEOPLE


class TestPlaceAndDumpOrder:
    def test_the_ledger_lies_in_hash_order_and_the_store_in_no_order(self):
        making.emptied("surveys_invitation")
        wave = answered()
        hashes = [row[0] for row in attackers.ask("SELECT code_hash FROM surveys_invitation ORDER BY ctid")]
        assert hashes == sorted(hashes)
        order = [CASELOADS.index(row[-1]) for rows in store.open_blocks(wave) for row in rows]
        assert order != list(range(PEOPLE))
        assert sorted(order) == list(range(PEOPLE))

    def test_it_links_every_person_in_a_naive_build(self, naive):
        fill_naive(naive, [b"x"] * PEOPLE)
        assert attackers.linked_by_place("naive_ledger", "naive_answers") == 1


class TestBytesInFiles:
    def test_no_answer_stands_in_any_file_of_the_server_before_or_after_the_mix(self, settings):
        wave = answered(close=False)
        wanted = [canary(7).encode(), row_bytes(wave, 7)]
        assert [attackers.files_with(each, *settings.KEY_FOLDERS) for each in wanted] == [[], []]
        mixing.mix_wave(waves.close_wave(wave=wave, by=None))
        assert [attackers.files_with(each, *settings.KEY_FOLDERS) for each in wanted] == [[], []]

    def test_the_search_finds_what_a_build_without_sealing_leaves(self, naive):
        bodies = [f"bare-{RUN}-{number:03d}".encode() for number in range(PEOPLE)]
        random.shuffle(bodies)
        fill_naive(naive, bodies)
        assert attackers.files_with(f"bare-{RUN}-007".encode())

    def test_shuffling_without_sealing_leaves_the_order_of_arrival_in_the_log(self, naive):
        mark = os.urandom(4).hex()
        bodies = [f"{mark}-{number:04d}".encode() for number in range(PEOPLE)]
        fill_naive(naive, bodies)
        naive.execute("CREATE TEMP TABLE mixed AS SELECT * FROM naive_answers ORDER BY random()")
        naive.execute("TRUNCATE naive_answers")
        naive.execute("INSERT INTO naive_answers SELECT * FROM mixed")
        places = attackers.wal_positions(bodies)
        assert -1 not in places
        assert places == sorted(places)


class TestLength:
    def test_every_sealed_response_has_the_same_length(self):
        wave = making.opened()
        making.send(wave, answers={})
        making.send(wave, answers=making.answers(3, more="A much longer comment than the others. " * 5))
        assert len(attackers.sizes("surveys_sealedresponse")) == 1

    def test_bodies_without_padding_are_told_apart(self, monkeypatch):
        monkeypatch.setattr(sealing, "_pack_comment", lambda name, limit, text: text.encode())
        wave = making.opened()
        making.send(wave, answers={})
        making.send(wave, answers=making.answers(3, more="A longer comment"))
        assert len(attackers.sizes("surveys_sealedresponse")) == 2
        assert any(result.broken for result in anonymity.attempts(wave))


class TestKeys:
    def test_copies_of_the_inbox_taken_before_the_mix_open_with_nothing_that_is_left(self, settings):
        wave = answered(close=False)
        (stolen, *_) = [bytes(body) for body in SealedResponse.objects.values_list("body", flat=True)]
        mixing.mix_wave(waves.close_wave(wave=wave, by=None))
        assert not _opens(stolen, settings)

    def test_a_build_that_keeps_the_key_is_found_out(self, monkeypatch, settings):
        wave = answered(close=False)
        (stolen, *_) = [bytes(body) for body in SealedResponse.objects.values_list("body", flat=True)]
        monkeypatch.setattr(keys, "destroy", lambda *args: None)
        wave = mixing.mix_wave(waves.close_wave(wave=wave, by=None))
        assert _opens(stolen, settings)
        assert any(result.broken for result in anonymity.attempts(wave))


def _opens(stolen, settings):
    """Try every key file that is left on a stolen copy of the inbox."""
    import json

    for folder in settings.KEY_FOLDERS:
        for path in folder.glob("*.json"):
            try:
                sealing.unseal(bytes.fromhex(json.loads(path.read_text())["secret"]), stolen)
            except sealing.SealingError:
                continue
            return True
    return False


class TestRetryMarks:
    def candidates(self, wave):
        terms = bytes.fromhex(wave.terms_hash)
        for number in range(PEOPLE):
            row, comments = encode_response(frozen(wave), canary_answers(number), None)
            yield sealing.pack(frozen(wave).shape, terms=terms, row=row, comments=comments)

    def test_a_mark_cannot_be_guessed_from_the_answers(self):
        wave = answered(close=False)
        marks = [row[0] for row in attackers.ask("SELECT body_mac FROM surveys_retrymark")]
        assert len(marks) == PEOPLE
        salts = (b"", b"body|", wave.terms_hash.encode(), bytes.fromhex(wave.public_key))
        assert attackers.guessed_bodies(marks, list(self.candidates(wave)), salts) == 0

    def test_a_plain_hash_of_the_body_gives_everybody_away(self, monkeypatch):
        import hashlib

        from surveys import intake

        def plain(wave, key, body, code):
            return intake.Marks(
                hashlib.sha256(key).hexdigest(),
                hashlib.sha256(body).hexdigest(),
                intake.hash_code(wave, code),
            )

        monkeypatch.setattr(intake, "_marks", plain)
        wave = answered(close=False)
        marks = [row[0] for row in attackers.ask("SELECT body_mac FROM surveys_retrymark")]
        assert attackers.guessed_bodies(marks, list(self.candidates(wave))) == PEOPLE


class TestCommand:
    def test_it_reports_that_every_promise_holds(self, capsys):
        answered()
        call_command("check_anonymity", "one")
        told = capsys.readouterr().out
        assert "BROKEN" not in told
        assert "destroyed" in told

    @pytest.mark.parametrize("guard", ["guard_wave_terms", "guard_wave_stays"])
    def test_it_reports_a_guard_that_is_switched_off(self, guard, capsys):
        answered()
        with making.guard_off("surveys_wave", guard), pytest.raises(CommandError):
            call_command("check_anonymity", "one")
        assert "switched off" in capsys.readouterr().out

    def test_it_reports_a_column_that_could_tell_a_time(self, capsys):
        answered()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE surveys_sealedresponse ADD COLUMN sent_at timestamptz DEFAULT now()")
            try:
                with pytest.raises(CommandError):
                    call_command("check_anonymity", "one")
            finally:
                cursor.execute("ALTER TABLE surveys_sealedresponse DROP COLUMN sent_at")
        assert "surveys_sealedresponse.sent_at" in capsys.readouterr().out
