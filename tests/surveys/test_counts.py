"""Tests of `surveys.counts` against a slow plain count of the same rows."""

from collections import Counter

import numpy as np
import pytest

from surveys import counts
from surveys.frozen import frozen
from surveys.store import open_blocks
from tests.surveys import making

pytestmark = pytest.mark.django_db


def rows_of(wave):
    return [tuple(int(value) for value in row) for block in open_blocks(wave) for row in block]


def test_every_cell_agrees_with_a_plain_count_of_the_rows():
    wave = making.mixed(responses=40, declared_pairs=[["role", "staffing"]])
    cube, rows = counts.count_wave(wave), rows_of(wave)
    names = frozen(wave).layout.names
    role, council = names.index("role"), names.index("council")
    keys = {
        "scotland": lambda row: (),
        "council": lambda row: (("S12900001", "S12900002")[row[council]],),
        "role": lambda row: (making.ROLES[row[role]],),
        "named_group": lambda row: ("3",),
        "named_group_role": lambda row: ("3", making.ROLES[row[role]]),
    }
    for cut, key in keys.items():
        for column, item in enumerate(cube.items):
            plain = Counter((key(row), row[column]) for row in rows)
            assert _cells(cube, cut, item.name) == dict(plain)
    plain = Counter(((making.ROLES[row[role]],), row[names.index("staffing")]) for row in rows)
    assert _cells(cube, "role*staffing", "staffing") == dict(plain)


def _cells(cube, cut, item):
    found = {}
    for group, line in zip(cube.cuts[cut].groups, cube.counts[cut][item], strict=True):
        for column, count in enumerate(line):
            if count:
                found[group, -1 - column if column < 5 else column - 5] = int(count)
    return found


def test_skipped_not_reached_and_apart_answers_are_counted_by_their_own_codes():
    wave = making.opened()
    for number in range(20):
        making.send(wave, number)
    making.send(wave, answers={"role": "senior", "staffing": "prefer_not_to_say"})
    making.send(wave, answers={"role": "senior"}, place="you")
    from surveys import mixing, waves

    wave = mixing.mix_wave(waves.close_wave(wave=wave, by=None))
    cube = counts.count_wave(wave)
    assert cube.missing("scotland", "staffing").tolist() == [[0, 0, 1, 1, 0]]
    assert cube.missing("scotland", "council").tolist() == [[2, 0, 0, 0, 0]]
    assert cube.cuts["council"].groups[-1] == ("",)
    assert int(cube.sizes("council")[-1]) == 2
    assert cube.responses == 22


def test_a_wave_with_coarser_geography_has_no_council_cut():
    wave = making.mixed(geography="named_groups")
    assert "council" not in counts.count_wave(wave).cuts


def test_numbers_keep_every_value_so_that_medians_come_from_cells():
    cube = counts.count_wave(making.mixed(responses=30))
    line = cube.values("scotland", "caseload")[0]
    assert line.tolist() == [1] * 30
    assert int(np.arange(30) @ line) == sum(range(30))
