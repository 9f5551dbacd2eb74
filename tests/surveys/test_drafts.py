"""The sealed draft: what comes back, what is refused, what its size tells. No database."""

import pytest

from surveys.drafts import Draft, newer, seal, unseal
from surveys.sealed_token import UnreadableToken

HERE = b"wave|1|hash"


def test_a_draft_comes_back_as_it_was():
    draft = Draft(
        answers={"a": "x", "b": ["y", "z"], "c": "ünï"},
        raw={"n": ["abc"]},
        furthest=3,
        code="AB",
        may_withdraw=True,
    )
    assert unseal(seal(draft, HERE), HERE) == draft


@pytest.mark.parametrize("token", ["", "nonsense", "é", "A" * 2000, "A" * 500_000])
def test_what_this_server_did_not_seal_is_refused(token):
    with pytest.raises(UnreadableToken):
        unseal(token, HERE)


def test_a_changed_draft_is_refused_at_every_place():
    token = seal(Draft(), HERE)
    for place in range(0, len(token), 97):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(UnreadableToken):
            unseal(changed, HERE)


def test_a_draft_is_bound_to_its_wave_and_what_that_asks():
    with pytest.raises(UnreadableToken):
        unseal(seal(Draft(), HERE), b"wave|1|other")


def test_the_size_does_not_tell_what_was_answered():
    few, many = Draft(answers={"a": "x"}), Draft(answers={f"q{n}": "agree" for n in range(60)})
    assert len(seal(few, HERE)) == len(seal(many, HERE))


def test_a_key_that_was_turned_in_still_opens_old_drafts(settings):
    settings.SECRET_KEY = "old"
    token = seal(Draft(answers={"a": "x"}), HERE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["old"]
    assert unseal(token, HERE).answers == {"a": "x"}


def test_nothing_of_a_draft_is_readable_in_its_token():
    token = seal(Draft(answers={"c": "canary"}), HERE)
    assert "canary" not in token


def test_two_people_on_one_device_never_see_each_others_answers():
    mine, theirs = Draft(step=1), Draft(step=9)
    assert newer(mine, theirs) is mine
    assert newer(Draft(key=mine.key, step=1), later := Draft(key=mine.key, step=2)) is later
