"""The ledger of everybody thanked agrees with what is stored; and the same ledger catches builds that cheat."""

import pytest

from promise_tracker import embedded
from tests import site
from tests.soak import durability, ready

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mutants")
    cluster, environment = ready.started(folder), ready.environment_of(folder)
    ready.with_starter(environment)
    yield cluster, environment
    embedded.ensure_started(cluster)
    site.discard(cluster)


def test_everybody_thanked_is_stored_once_and_everybody_who_sends_again_too(place):
    lost, doubled, thanked = durability.run(place, "none", kills=5)
    print(f"{thanked} thanked over 5 kills of the whole server: {lost} lost, {doubled} doubled")
    assert thanked > 100
    assert (lost, doubled) == (0, 0)


@pytest.mark.parametrize("mutation", ["commit without waiting for the disk", "thanks before the commit"])
def test_a_build_that_thanks_too_early_is_caught(place, mutation):
    lost, _, thanked = durability.run(place, mutation, kills=15, until_lost=True)
    print(f"{mutation}: {lost} of {thanked} thanked are lost")
    assert lost > 0


def test_a_build_whose_key_is_not_unique_is_caught(place):
    _, doubled, _ = durability.run(place, "key not unique", kills=1)
    print(f"key not unique: {doubled} doubled")
    assert doubled > 0
