"""What protect shows, hides, merges and rounds."""

import math
from dataclasses import replace

import numpy as np
import pytest

from reports.disclosure import Memory, NotProtected, SafeRow, SafeTable, protect
from reports.draft_rows import row_key
from reports.exact_counts import merge_rare
from reports.rounding import half_up, percent, rounded_base, rounded_range
from reports.routed import not_told
from reports.statistics import wilson
from tests.reports.figures import PROVENANCE, ROLES, SPLITS, question


def tables(counts, **values):
    return {
        (table.by, table.weighted): table for table in protect(counts, SPLITS, PROVENANCE, **values).tables
    }


def shown_rows(made):
    return [(table, row) for table in made.values() for row in table.rows if not row.hidden]


def test_nobody_makes_a_safe_table_by_hand():
    with pytest.raises(NotProtected):
        SafeRow({}, 40, {"yes": 50}, {}, {})
    with pytest.raises(NotProtected):
        SafeTable("q", "w", "one", (), False, (), (), PROVENANCE)


def test_a_stored_table_reads_back_as_it_was():
    for table in tables(question()).values():
        assert SafeTable.from_json(table.to_json()) == table


def test_halves_go_up_as_readers_expect():
    assert [half_up(value) for value in (0.5, 1.5, 2.5, 3.5)] == [1, 2, 3, 4]
    assert percent(1, 8) == 13
    assert [rounded_base(people) for people in (10, 14, 15, 24, 25)] == [10, 10, 20, 20, 30]
    assert half_up(2.25, 1) == 2.3


def test_a_range_comes_from_the_printed_figures_and_is_rounded_outward():
    low, high = wilson(0.74 * 260, 260)
    assert rounded_range(74, 260) == (math.floor(100 * low), math.ceil(100 * high))
    assert rounded_range(0, 20)[0] == 0
    assert rounded_range(100, 20)[1] == 100


def test_every_figure_of_every_row_has_its_printed_form():
    counts = question(seed=4)
    for table, row in shown_rows(tables(counts)):
        people = counts.people[counts.members(row.group)].sum()
        assert people >= 10
        assert row.base == rounded_base(people)
        if not table.weighted and row.shares.get("finding_yes") is not None:
            yes = counts.counts[counts.members(row.group)][:, :2].sum()
            assert row.shares["finding_yes"] == percent(yes, people)
            assert 3 <= yes <= people - 3
        if people < 50:
            assert set(row.shares) == {"finding_yes", "finding_no"}


def test_without_a_finding_groups_under_fifty_have_their_base_alone_and_bigger_ones_every_choice():
    counts, small = replace(question(), headline=None), 0
    for table, row in shown_rows(tables(counts)):
        people = counts.people[counts.members(row.group)].sum()
        assert table.headline is None
        assert set(row.shares) == ({name for name, _ in table.choices} if people >= 50 else set())
        assert row.base == rounded_base(people)
        small += people < 50
    assert small


def test_two_choices_without_a_finding_are_told_from_fifty_on_and_never_merged():
    base = question(people=300, chances=(0.98, 0.02, 0, 0))
    counts = replace(base, choices=base.choices[:2], counts=base.counts[:, :2], headline=None)
    assert 0 < counts.national()[1] < 10
    assert merge_rare(counts).names == ("all", "often")
    assert all(set(row.shares) <= {"all", "often"} for _, row in shown_rows(tables(counts)))
    assert not any(row.shares for _, row in shown_rows(tables(counts)) if row.base < 50)


def test_groups_that_have_their_base_alone_are_not_told_by_what_a_question_leads_to():
    made = tables(replace(question(), headline=None))
    small = {row_key(table.by, row.group) for table, row in shown_rows(made) if not row.shares}
    large = {row_key(table.by, row.group) for table, row in shown_rows(made) if row.shares and not row.note}
    told = not_told(made.values())
    assert small and small <= told
    assert large and not large & told
    numbers = tables(question(kind="number", people=2000))
    assert not_told(numbers.values()) == {
        row_key(table.by, row.group) for table in numbers.values() for row in table.rows if row.note
    }


def test_groups_under_ten_are_there_but_hidden():
    table = tables(question(people=120))[("council",), False]
    assert len(table.rows) == 12
    hidden = [row for row in table.rows if row.hidden]
    assert hidden
    assert all(row.base is None and not row.shares and row.note == "c" for row in hidden)


def test_a_base_under_ten_is_hidden_for_its_own_sake():
    counts = question(people=300)
    groups = [group for split in SPLITS for group in split.named()]
    small = sum(counts.people[counts.members(group)].sum() < 10 for group in groups)
    assert small
    assert protect(counts, SPLITS, PROVENANCE).hidden_base == small


def test_a_count_under_three_or_all_but_under_three_is_not_printed():
    counts = question(people=40, chances=(0.97, 0.01, 0.01, 0.01))
    scotland = tables(counts)[(), False].row()
    assert scotland.base == 40
    assert scotland.note == "u"
    assert scotland.shares["finding_yes"] is None


def test_a_lone_small_choice_takes_a_partner_along():
    counts = question(people=400, seed=2)
    column = counts.counts.copy()
    column[:, 3] = 0
    column[np.flatnonzero(counts.people)[:12], 3] = 1
    counts = replace(counts, counts=column, people=column.sum(axis=1))
    for table, row in shown_rows(tables(counts)):
        if row.shows_every_choice and not table.weighted:
            unseen = [name for name, _ in table.choices if row.shares[name] is None]
            assert len(unseen) != 1


def test_rare_choices_across_scotland_are_merged_on_their_side_of_the_finding():
    counts = merge_rare(question(people=200, chances=(0.4, 0.35, 0.22, 0.03)))
    assert counts.names == ("all", "often", "rarely+never")
    assert counts.choices[2][1] == "Rarely or never"
    assert counts.headline.counting == ("all", "often")
    assert counts.counts.sum() == 200


def test_means_medians_and_quartiles_need_their_bases():
    counts = question(kind="number")
    for _, row in shown_rows(tables(counts)):
        people = counts.people[counts.members(row.group)].sum()
        assert (row.mean is not None) == (people >= 50)
        assert (row.median is not None) == (people >= 20)
        assert (row.quartiles is not None) == (people >= 40)
    scotland = tables(counts)[(), False].row()
    everyone = np.repeat(np.arange(60), counts.national())
    assert scotland.mean == half_up(everyone.mean(), 1)
    assert scotland.median == half_up(float(np.median(everyone)))


def test_weighted_figures_stand_for_scotland_groups_and_roles_of_a_hundred_only():
    weights = np.tile([1.2, 0.8, 0.6], 12)
    counts = question(people=500, weights=weights)
    assert any(10 <= counts.people[counts.members({"role": role})].sum() < 100 for role in ROLES)
    made = tables(counts)
    assert {by for by, weighted in made if weighted} == {(), ("named_group",), ("role",)}
    for table, row in shown_rows(made):
        if table.weighted:
            assert counts.people[counts.members(row.group)].sum() >= 100
            assert row.effective_base % 10 == 0
    yes = (weights @ counts.counts[:, :2]).sum() / (weights @ counts.people)
    assert made[(), True].row().shares["finding_yes"] == half_up(100 * yes)


@pytest.mark.parametrize("people", [0, 1, 9])
def test_a_question_that_hardly_anybody_answered_shows_nothing(people):
    made = tables(question(people=people))
    assert all(row.hidden for table in made.values() for row in table.rows)


def test_hiding_for_the_sake_of_others_stays_under_ten_percent_of_the_cells():
    made = [
        protect(question(people=900, seed=seed), SPLITS, PROVENANCE, memory=memory)
        for memory in [Memory()]
        for seed in range(8)
    ]
    assert sum(one.hidden_secondary for one in made) < 0.1 * sum(one.cells for one in made)


def test_memory_changes_no_verdict():
    memory = Memory()
    protect(question(seed=1), SPLITS, PROVENANCE, memory=memory)
    fresh, taught = (protect(question(seed=2), SPLITS, PROVENANCE, memory=one) for one in (Memory(), memory))
    assert fresh.audit.faults == taught.audit.faults == []
