"""Tests of the simulator: plausible, repeatable, only ever in a simulated wave."""

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from surveys import counts, simulation, waves
from surveys.frozen import frozen
from surveys.models import StoreBlock, Wave
from surveys.simulate import add_simulated
from surveys.store import open_blocks, open_comments
from tests.surveys import making

pytestmark = pytest.mark.django_db


def test_a_draft_simulated_wave_is_filled_straight_into_its_store():
    wave = add_simulated(wave=making.draft(simulated=True), count=1500, seed=1, by=None)
    assert wave.state == Wave.State.MIXED
    assert wave.responses == sum(len(rows) for rows in open_blocks(wave)) == 1500
    assert all(comment["text"].startswith("Simulated:") for comment in open_comments(wave))
    assert StoreBlock.objects.filter(wave=wave).count() == 2


def test_an_open_simulated_wave_takes_colleagues_through_the_inbox():
    wave = making.opened(simulated=True)
    call_command("simulate_answers", "one", count=30, seed=1)
    making.send(wave)
    call_command("close_wave", "one")
    wave.refresh_from_db()
    assert (wave.state, wave.responses, wave.inbox_key_destroyed) == (Wave.State.MIXED, 31, True)


def test_nothing_simulated_enters_a_real_wave():
    making.mixed(responses=20)
    with pytest.raises(CommandError, match="real wave"):
        call_command("simulate_answers", "one", count=30, seed=1)
    wave = Wave.objects.get()
    with pytest.raises(DatabaseError, match="nothing simulated enters"), transaction.atomic():
        StoreBlock.objects.create(wave=wave, simulated=True, rows=1, body=b"x")
    with pytest.raises(DatabaseError, match="from its first day"), transaction.atomic():
        Wave.objects.update(simulated=True)


def test_nothing_is_added_once_a_release_was_frozen():
    wave = add_simulated(wave=making.draft(simulated=True), count=100, seed=1, by=None)
    waves.fix_responses(wave=wave, by=None)
    with pytest.raises(waves.WaveError):
        add_simulated(wave=wave, count=100, seed=2, by=None)


def test_the_same_seed_gives_the_same_counts_and_another_seed_others():
    def cells(slug, seed):
        cube = counts.count_wave(
            add_simulated(wave=making.draft(slug, simulated=True), count=800, seed=seed, by=None)
        )
        return {item.name: cube.counts["council"][item.name].tolist() for item in cube.items}

    assert cells("first", 1) == cells("second", 1) != cells("third", 2)


def test_every_made_up_value_is_one_the_questionnaire_allows_and_council_sizes_follow_people():
    form = frozen(making.draft(simulated=True))
    people = {"S12900001": 900_000, "S12900002": 100_000}
    (batch,) = simulation.simulate(form, count=4000, seed=3, populations=people)
    columns = dict(zip(form.layout.names, batch.rows.T, strict=True))
    assert 0.86 < np.mean(columns["council"][columns["council"] >= 0] == 0) < 0.94
    assert set(np.unique(columns["role"])) <= {-3, -1, 0, 1, 2}
    assert set(np.unique(columns["staffing"])) == {-5, -4, -1, 0, 1, 2}
    assert set(np.unique(columns["changes/staff"])) == {-1, 0, 1}
    assert columns["caseload"].max() <= 200
    assert columns["caseload"].min() == -1


@pytest.mark.parametrize(
    ("count", "seed", "words"),
    [(0, 1, "count must lie"), (1_000_001, 1, "count must lie"), (1, -1, "seed must be zero or more")],
)
def test_a_count_or_seed_out_of_range_changes_nothing(count, seed, words):
    making.draft(simulated=True)
    with pytest.raises(CommandError, match=words):
        call_command("simulate_answers", "one", count=count, seed=seed)
    assert Wave.objects.get().state == "draft"
