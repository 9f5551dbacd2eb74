"""Tests of codes, invitations and deletion codes."""

import contextlib
import threading

import pytest
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from surveys import codes, intake, invitations, waves, withdrawal
from surveys.models import Invitation, RetryMark, SealedResponse, WithdrawalRequest
from tests.surveys import making


@given(st.binary(min_size=16, max_size=16))
def test_a_code_is_read_as_written_however_it_is_typed(secret):
    code = codes.write_code(secret)
    typed = code.lower().replace("-", " ").replace("o", "0").replace("i", "1")
    assert codes.read_code(typed) == codes.read_code(f" {code} ") == code


@given(st.binary(min_size=16, max_size=16), st.integers(0, 25))
def test_a_typing_error_is_told_without_asking_the_database(secret, place):
    text = codes.tidy(codes.write_code(secret))
    wrong = text[:place] + ("A" if text[place] != "A" else "C") + text[place + 1 :]
    with contextlib.suppress(codes.NotACode):  # one in 1,024 slips through, as another code
        assert codes.read_code(wrong) != codes.write_code(secret)


@pytest.mark.parametrize("typed", ["", "ABCD", "💥" * 28, "A" * 1000, "AAAA-" * 7])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(codes.NotACode):
        codes.read_code(typed)


def test_codes_are_all_different():
    assert len({codes.new_code() for _ in range(1000)}) == 1000


@pytest.mark.django_db
class TestInvitations:
    def test_a_code_lets_one_response_in(self):
        wave = making.opened(mode="invitation")
        first, second = invitations.issue_codes(wave=wave, count=2, by=None)
        making.send(wave, code=first)
        with pytest.raises(intake.CodeUsed):
            making.send(wave, code=first)
        assert RetryMark.objects.count() == 1
        making.send(wave, code=second.lower().replace("-", ""))
        assert SealedResponse.objects.count() == 2

    @pytest.mark.parametrize(
        "code", [None, "", "AAAA", codes.new_code()], ids=["none", "empty", "short", "foreign"]
    )
    def test_without_a_code_of_this_wave_nothing_is_stored_or_marked(self, code):
        wave = making.opened(mode="invitation")
        invitations.issue_codes(wave=wave, count=2, by=None)
        with pytest.raises(intake.CodeUnknown):
            making.send(wave, code=code)
        assert not SealedResponse.objects.exists()
        assert not RetryMark.objects.exists()

    def test_the_same_response_with_another_code_is_a_repeat_that_uses_no_code(self):
        wave, key = making.opened(mode="invitation"), b"k" * 32
        first, second = invitations.issue_codes(wave=wave, count=2, by=None)
        making.send(wave, key=key, code=first)
        assert making.send(wave, key=key, code=second).repeated
        assert Invitation.objects.filter(used=True).count() == 1

    def test_a_repeat_with_the_same_code_is_thanked_once_more(self):
        wave, key = making.opened(mode="invitation"), b"k" * 32
        (code,) = invitations.issue_codes(wave=wave, count=1, by=None)
        assert not making.send(wave, key=key, code=code).repeated
        assert making.send(wave, key=key, code=code).repeated

    def test_a_code_of_another_wave_does_not_count(self):
        (code,) = invitations.issue_codes(wave=making.opened("other", mode="invitation"), count=1, by=None)
        with pytest.raises(intake.CodeUnknown):
            making.send(making.opened(mode="invitation"), code=code)

    def test_a_refused_response_leaves_its_code_unused(self):
        wave = making.opened(mode="invitation")
        (code,) = invitations.issue_codes(wave=wave, count=1, by=None)
        with pytest.raises(intake.Unreadable):
            making.send(wave, code=code, answers=making.answers(1, staffing="nonsense"))
        assert not Invitation.objects.get().used

    def test_hashes_lie_in_their_own_order_not_in_that_of_the_file(self):
        making.emptied("surveys_invitation")
        wave = making.opened(mode="invitation")
        given = invitations.issue_codes(wave=wave, count=50, by=None)
        in_file = [intake.hash_code(wave, code) for code in given]
        with connection.cursor() as cursor:
            cursor.execute("SELECT code_hash FROM surveys_invitation ORDER BY ctid")
            stored = [row[0] for row in cursor.fetchall()]
        assert stored == sorted(in_file) != in_file

    @pytest.mark.parametrize("count", [0, 50_001])
    def test_a_senseless_number_of_codes_is_refused(self, count):
        with pytest.raises(waves.WaveError):
            invitations.issue_codes(wave=making.opened(mode="invitation"), count=count, by=None)

    def test_an_open_or_closed_wave_has_no_codes(self):
        with pytest.raises(waves.WaveError):
            invitations.issue_codes(wave=making.opened(), count=5, by=None)
        closed = waves.close_wave(wave=making.opened("two", mode="invitation"), by=None)
        with pytest.raises(waves.WaveError):
            invitations.issue_codes(wave=closed, count=5, by=None)

    def test_the_mailing_carries_the_code_behind_a_hash_sign(self):
        made = invitations.mail_merge(["AAAA"], "https://example.org/survey/one/")
        assert made.split() == ["code,address", "AAAA,https://example.org/survey/one/#AAAA"]


@pytest.mark.django_db
class TestWithdrawal:
    def test_an_unknown_code_gets_the_same_answer_as_a_known_one(self):
        wave = making.opened()
        known = making.send(wave, may_withdraw=True).withdrawal_code
        for code in (known, codes.new_code()):
            assert withdrawal.request(wave=wave, code=code) is None
        assert WithdrawalRequest.objects.count() == 2

    def test_a_typing_error_is_told(self):
        with pytest.raises(codes.NotACode):
            withdrawal.request(wave=making.opened(), code="AAAA")

    def test_the_code_comes_from_the_pages_key_alone_and_only_when_asked_for(self):
        wave, key = making.opened(), b"k" * 32
        assert making.send(wave, key=key, may_withdraw=True).withdrawal_code == withdrawal.code_for(key)
        assert making.send(wave).withdrawal_code is None

    def test_the_queue_holds_no_code(self):
        wave = making.opened()
        code = making.send(wave, may_withdraw=True).withdrawal_code
        withdrawal.request(wave=wave, code=code)
        assert code.replace("-", "") not in WithdrawalRequest.objects.get().tag.upper()


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    """The second sending meets the first before that is committed."""

    def at_once(self, keys, codes, undone=False):
        """Return what came of the second: its receipt or its refusal."""
        came = []

        def second():
            try:
                came.append(making.send(wave, key=keys[1], code=codes[1]))
            except intake.NotTaken as refusal:
                came.append(refusal)
            connections.close_all()

        wave, thread = making.opened(mode="invitation"), threading.Thread(target=second)
        issued = invitations.issue_codes(wave=wave, count=2, by=None)
        codes = [issued[number] for number in codes]
        with transaction.atomic():
            making.send(wave, key=keys[0], code=codes[0])
            thread.start()
            thread.join(0.5)
            assert thread.is_alive()
            transaction.set_rollback(undone)
        thread.join(10)
        return came[0]

    def test_one_code_lets_one_of_them_in(self):
        assert isinstance(self.at_once([b"a" * 32, b"b" * 32], [0, 0]), intake.CodeUsed)
        assert (SealedResponse.objects.count(), RetryMark.objects.count()) == (1, 1)

    def test_one_response_with_two_codes_uses_one(self):
        assert self.at_once([b"a" * 32, b"a" * 32], [0, 1]).repeated
        assert (SealedResponse.objects.count(), Invitation.objects.filter(used=True).count()) == (1, 1)

    def test_the_second_is_taken_when_the_first_was_not(self):
        assert not self.at_once([b"a" * 32, b"b" * 32], [0, 0], undone=True).repeated
        assert (SealedResponse.objects.count(), Invitation.objects.filter(used=True).count()) == (1, 1)
