"""Both audits against slow plain searches, and the mutants of disclosure control that they must catch."""

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from reports.audit import Figure, World, exactly_known, smallest_exposed
from reports.disclosure import protect
from reports.draft_rows import draft_tables, row_key, safe_table
from reports.exact_counts import Split
from reports.question_audit import audit_question
from reports.safe_tables import SafeTable
from reports.table_form import form_faults
from tests.reports.figures import COUNCILS, GROUPS, PROVENANCE, ROLES, SPLITS, question


def rank(rows):
    """Rank by plain elimination over fractions."""
    rows, found = [[Fraction(int(value)) for value in row] for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            factor = rows[i][column] / rows[found][column]
            rows[i] = [a - factor * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found


def plain_smallest(members, people, limit=9):
    """Every set of at most `limit` people, tried: it is exposed when leaving its atoms out lowers the rank."""
    atoms = [a for a in range(len(people)) if people[a] > 0]
    full, best = rank(members[:, atoms].tolist()), None
    for size in range(1, len(atoms) + 1):
        for chosen in itertools.combinations(atoms, size):
            heads = int(people[list(chosen)].sum())
            if heads > limit or (best is not None and heads >= best):
                continue
            rest = [a for a in atoms if a not in chosen]
            if rank(members[:, rest].tolist()) < full:
                best = heads
    return best


@pytest.mark.parametrize("seed", range(25))
def test_audit_a_finds_a_small_group_just_when_trying_every_set_finds_one(seed):
    random = np.random.default_rng(seed)
    members = random.random((random.integers(2, 6), 8)) < 0.5
    people = random.integers(0, 8, 8)
    expected, found = plain_smallest(members, people), smallest_exposed(members, people)
    assert (found is None) == (expected is None)
    if found:
        assert expected <= found.people <= 9


def test_audit_a_sees_the_one_person_between_two_figures():
    members = np.array([[True, True], [True, False]])
    found = smallest_exposed(members, np.array([40, 1]))
    assert (found.people, found.atoms, found.rows) == (1, (1,), (0, 1))
    assert smallest_exposed(members, np.array([40, 10])) is None


def plain_known(world, figures, group, choices):
    """All tables of whole counts, one by one; the counts of the group that can be true."""
    ranges = [range(int(world.people[a]) + 1) for a in range(len(world.people))]
    seen = set()
    for counts in itertools.product(*ranges):
        table = np.array([[c, p - c] for c, p in zip(counts, world.people, strict=True)])
        if all(f.low <= table[f.atoms][:, list(f.choices)].sum() <= f.high for f in figures):
            seen.add(int(table[group][:, list(choices)].sum()))
    return seen


@pytest.mark.parametrize("seed", range(12))
def test_audit_b_never_calls_certain_what_another_table_contradicts(seed):
    random = np.random.default_rng(seed)
    people = random.integers(1, 5, 4)
    yes = np.array([random.integers(0, n + 1) for n in people])
    world = World(np.stack([yes, people - yes], axis=1), people, exclusive=True)
    masks = random.random((3, 4)) < 0.6
    figures = [
        Figure(i, mask, (0,), *(2 * [float(yes[mask].sum())])) for i, mask in enumerate(masks) if mask.any()
    ]
    groups = [np.eye(4, dtype=bool)[a] for a in range(4)]
    known = {(one.test, one.choices) for one in exactly_known(world, figures, groups, [(0,), (1,)])}
    for test, group in enumerate(groups):
        for choices in [(0,), (1,)]:
            truths = plain_known(world, figures, group, choices)
            if (test, choices) in known:
                assert len(truths) == 1
                assert truths.pop() > 0


def test_audit_b_sees_that_all_of_a_small_group_gave_one_answer():
    people = np.array([4, 20])
    world = World(np.array([[4, 0], [20, 0]]), people, exclusive=True)
    everyone = Figure(0, np.array([True, True]), (0,), 24, 24)
    found = exactly_known(world, [everyone], [np.array([True, False])], [(0,)])
    assert [(one.count, one.people) for one in found] == [(4, 4)]


def shown(counts, splits=SPLITS, hide=()):
    """Tables as a careless program would print them: the threshold on the base, nothing else."""
    rows = {row_key(split.by, group): (split.by, group) for split in splits for group in split.named()}
    large = {
        key
        for key, (_, group) in rows.items()
        if counts.people[counts.members(group)].sum() >= 10 and key not in hide
    }
    return [(table, counts) for table in draft_tables(counts, rows, large, PROVENANCE)]


def protected(counts, **values):
    made = protect(counts, SPLITS, PROVENANCE, **values)
    return made, [(table, counts) for table in made.tables]


@pytest.mark.parametrize("seed", range(6))
def test_what_protect_made_passes_both_audits(seed):
    counts = question(seed=seed)
    made, tables = protected(counts)
    assert audit_question(counts, tables).faults == []
    assert all(form_faults(table) == [] for table in made.tables)


def test_the_mutant_with_a_threshold_only_is_caught():
    caught = [audit_question(c := question(seed=seed), shown(c)).smallest for seed in range(6)]
    assert any(caught)
    assert all(found < 10 for found in caught if found)


def test_the_mutant_with_free_filters_is_caught():
    counts = question(people=500)
    free = Split(("council", "role"), tuple((council, role) for council in COUNCILS for role in ROLES))
    assert audit_question(counts, shown(counts, (*SPLITS, free))).smallest < 10


def test_the_mutant_with_a_second_release_after_more_responses_is_caught():
    """One more person in one council: the two bases of that council differ by one."""
    counts = question()
    made, _ = protected(counts)
    doubled = two_eras(counts)
    later = counts.atoms.assign(era="later")
    both = replace(doubled, atoms=later_and_earlier(counts.atoms, later))
    earlier_only = EraReader(both, "earlier")
    faults = audit_question(
        both,
        [(table, both) for table in made.tables] + [(table, earlier_only) for table in made.tables],
    )
    assert faults.smallest == 1


def two_eras(counts):
    added = np.zeros_like(counts.counts)
    added[int(counts.people.argmax()), 0] = 1
    return replace(
        counts,
        counts=np.concatenate([counts.counts, added]),
        people=np.concatenate([counts.people, added.sum(axis=1)]),
    )


def later_and_earlier(earlier, later):
    import pandas as pd

    return pd.concat([earlier.assign(era="earlier"), later], ignore_index=True)


class EraReader:
    """Reads a release's groups as the responses stood when it was made."""

    def __init__(self, counts, era):
        self.counts, self.inside, self.weights = counts, (counts.atoms["era"] == era).to_numpy(), None

    def members(self, group):
        return self.counts.members(group) & self.inside


def test_the_mutant_with_a_named_group_that_changes_between_releases_is_caught():
    counts = question(people=500)
    made, tables = protected(counts)
    sizes = {council: counts.people[counts.members({"council": council})].sum() for council in COUNCILS}
    small = min((c for c in COUNCILS if 1 <= sizes[c] < 10), key=sizes.get)
    moved = counts.with_groups({**GROUPS, small: "1" if GROUPS[small] != "1" else "2"})
    again = [(table, moved) for table in made.tables if table.by == ("named_group",)]
    assert audit_question(counts, tables).faults == []
    assert audit_question(counts, tables + again).smallest <= sizes[small]


def test_a_correction_is_protected_jointly_with_what_is_out_already():
    counts = question(people=500)
    made, tables = protected(counts)
    moved = counts.with_groups({**GROUPS, COUNCILS[0]: "2"})
    second = protect(moved, SPLITS, PROVENANCE, published=[(t, counts) for t in made.tables])
    together = tables + [(table, moved) for table in second.tables]
    assert audit_question(moved, together).faults == []


def test_the_mutant_with_exact_weighted_beside_unweighted_for_a_council_is_caught():
    weights = np.array([{"worker": 1.1, "senior": 0.8, "assistant": 0.6}[role] for role in ROLES] * 12)
    counts = question(people=900, weights=weights)
    council = SPLITS[2]
    keys = {row_key(council.by, group) for group in council.named()}
    plain = safe_table(counts, council, PROVENANCE, keys, weighted=False)
    weighted = SafeTable.from_json(plain.to_json() | {"weighted": True})
    assert audit_question(counts, [(plain, counts)]).smallest is None
    assert audit_question(counts, [(plain, counts), (weighted, counts)]).smallest < 10
    assert any("weighted figures are for Scotland" in fault for fault in form_faults(weighted))


def changed(table, **values):
    data = table.to_json()
    first = next(row for row in data["rows"] if row["note"] != "c" and row["shares"])
    for name, value in values.items():
        if isinstance(value, dict):
            first[name] = {**first[name], **value}
        else:
            first[name] = value
    return SafeTable.from_json(data)


def test_the_mutant_with_ranges_from_exact_figures_is_caught():
    table = protected(question())[0].tables[0]
    key = next(iter(table.rows[0].shares))
    narrower = changed(table, low={key: table.rows[0].low[key] + 1})
    assert form_faults(table) == []
    assert any("range" in fault for fault in form_faults(narrower))


@pytest.mark.parametrize("values", [{"base": 123}, {"base": 9}, {"shares": {"all": 41.3}}])
def test_the_mutant_that_rounds_outside_protect_is_caught(values):
    table = protected(question())[0].tables[0]
    assert form_faults(changed(table, **values))


def test_the_mutant_that_splits_a_small_group_without_a_finding_is_caught():
    counts = replace(question(), headline=None)
    council = next(table for table, _ in protected(counts)[1] if table.by == ("council",))
    assert form_faults(council) == []
    data = council.to_json()
    small = next(row for row in data["rows"] if row["base"] and row["base"] < 50)
    small["shares"] = small["low"] = small["high"] = {"finding_yes": 40, "finding_no": 60}
    assert any("no finding" in fault for fault in form_faults(SafeTable.from_json(data)))


def test_the_mutant_that_lets_a_hidden_row_keep_its_figures_is_caught():
    table = protected(question())[0].tables[0]
    assert any("hidden" in fault for fault in form_faults(changed(table, note="c")))


def test_audit_b_sees_what_a_printed_weighted_share_adds():
    """One person weighs three times as much: the weighted share settles that one answer is theirs."""
    people = np.array([1, 20])
    world = World(np.array([[1, 0], [4, 16]]), people, exclusive=True)
    everyone, alone = np.array([True, True]), [np.array([True, False])]
    plain = Figure(0, everyone, (0,), 5, 5)
    weights = np.array([3.0, 1.0])
    base = float(weights @ people)
    share = round(100 * float(weights @ world.counts[:, 0]) / base)
    weighted = Figure(1, everyone, (0,), (share - 0.5) / 100 * base, (share + 0.5) / 100 * base, weights)
    assert exactly_known(world, [plain], alone, [(0,)]) == []
    assert [known.count for known in exactly_known(world, [plain, weighted], alone, [(0,)])] == [1]


def test_the_mutant_that_prints_weighted_shares_of_small_groups_is_caught_by_their_weights():
    """Heavy single people: protect must hide what weighted beside unweighted would give away."""
    weights = np.tile([1.0, 3.0, 0.3], 12)
    for seed in range(3):
        counts = question(people=400, seed=seed, weights=weights)
        made, tables = protected(counts)
        assert any(table.weighted for table, _ in tables)
        assert audit_question(counts, tables).faults == []


def test_the_mutant_that_chooses_rows_without_the_weighted_ones_in_view_is_caught():
    weights, caught = np.tile([1.0, 3.0, 0.3], 12), 0
    for seed in range(3):
        counts = question(people=400, seed=seed, weights=weights)
        blind = protect(replace(counts, weights=None), SPLITS, PROVENANCE)
        rows = {row_key(split.by, group): (split.by, group) for split in SPLITS for group in split.named()}
        seen = {row_key(t.by, row.group) for t in blind.tables for row in t.rows if not row.hidden}
        tables = [(table, counts) for table in draft_tables(counts, rows, seen, PROVENANCE)]
        caught += bool(audit_question(counts, tables).faults)
    assert caught
