"""Changes between two waves: a real one found, chance left alone, broken series and small bases told as such."""

from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from reports import changes as comparing
from reports.changes import BROKEN, FEW, NOT_BEFORE, changes
from reports.disclosure import protect
from reports.sealed_counts import exact_rows
from reports.statistics import newcombe_difference, two_sided_p
from tests.reports.figures import HEADLINE, PROVENANCE, SPLITS, question

LOW, HIGH = (0.2, 0.2, 0.3, 0.3), (0.5, 0.3, 0.1, 0.1)


def released(*questions, wave="one"):
    """Tables and sealed counts as a release of these questions holds them."""
    tables, exact = [], {}
    for counts in questions:
        made = protect(counts, SPLITS, replace(PROVENANCE, wave=wave)).tables
        tables += made
        exact[counts.question] = exact_rows(made, counts)
    return tables, exact


def named(name, **values):
    return replace(question(**values), question=name)


def scotland(entries, name="breaks"):
    return next(entry for entry in entries if entry["question"] == name and not entry["by"])


def compare(later, earlier):
    return changes(*released(*later, wave="two"), *released(*earlier, wave="one"))


def test_a_real_change_is_found_with_its_interval_from_the_printed_figures():
    entry = scotland(compare([question(chances=HIGH, seed=2)], [question(chances=LOW)]))
    now, then = entry["later"], entry["earlier"]
    assert entry["changed"] is True
    assert entry["difference"] == now["share"] - then["share"] > 20
    low, high = newcombe_difference(
        now["share"] * now["base"] / 100, now["base"], then["share"] * then["base"] / 100, then["base"]
    )
    assert entry["low"] <= 100 * low < entry["low"] + 1
    assert entry["high"] - 1 < 100 * high <= entry["high"]
    assert (then["wave"], now["wave"]) == ("one", "two")


def test_the_same_figures_twice_are_no_change():
    entries = compare([question()], [question()])
    assert entries
    assert not any(entry["changed"] for entry in entries)
    assert scotland(entries)["changed"] is False


def test_nothing_that_only_the_test_needs_reaches_the_release():
    assert all("p" not in entry for entry in compare([question(seed=2)], [question()]))


@pytest.mark.parametrize(
    "later",
    [
        replace(question(), wording="Asked in other words?"),
        replace(question(), headline=replace(HEADLINE, counting=("all",))),
        replace(question(), choices=(*question().choices[:3], ("at_no_time", "At no time"))),
    ],
)
def test_another_wording_choice_or_count_breaks_the_series(later):
    entry = scotland(compare([later], [question(chances=HIGH)]))
    assert entry["note"] == BROKEN
    assert entry["changed"] is None
    assert "difference" not in entry


def test_a_question_that_was_new_says_so():
    assert scotland(compare([question()], []))["note"] == NOT_BEFORE


def test_a_question_without_a_finding_is_told_but_not_among_the_changes():
    """Whatever most people answered may be another choice in the next wave: no series hangs on it."""
    plain = replace(question(), question="plain", headline=None)
    flipped = replace(question(chances=HIGH[::-1], seed=2), question="plain", headline=None)
    entries = compare([question(seed=2), flipped], [question(), plain])
    assert {entry["question"] for entry in entries} == {"breaks"}
    tables, exact = released(plain)
    assert exact == {"plain": {}}
    assert any(row.shares for table in tables for row in table.rows)


def test_groups_of_under_thirty_are_not_compared():
    entries = compare([question(people=140, chances=HIGH)], [question(people=140)])
    small = [entry for entry in entries if entry["later"]["base"] < 30]
    assert small
    assert all(entry["note"] == FEW and entry["changed"] is None for entry in small)


def test_councils_and_crossed_groups_are_never_compared():
    assert {tuple(entry["by"]) for entry in compare([question()], [question()])} == {
        (),
        ("named_group",),
        ("role",),
    }


def one_of(n, yes):
    """A Scotland-only question with this many on the finding's side."""
    base = question()
    counts = np.zeros_like(base.counts)
    counts[:, 0], counts[:, 2] = np.full(36, yes // 36), np.full(36, (n - yes) // 36)
    return replace(base, counts=counts, people=counts.sum(axis=1))


def test_twenty_questions_need_more_than_one_small_p():
    """p is about 0.03: significant alone, by chance to be expected among twenty."""
    early, late = one_of(720, 360), one_of(720, 396)
    p = two_sided_p(396 / 720 - 0.5, sqrt(2 * 0.525 * 0.475 / 720))
    assert 0.02 < p < 0.06
    alone = scotland(compare([one_of(720, 432)], [early]))
    assert alone["changed"] is True
    same = [replace(early, question=f"q{number}") for number in range(19)]
    together = compare([replace(late, question="breaks"), *same], [early, *same])
    assert scotland(together)["changed"] is False


def test_a_p_between_five_and_five_twentieths_of_a_percent_is_decided_over_all_questions(monkeypatch):
    entries = [
        {"by": [], "group": {}, "weighted": False, "question": str(number), "p": p}
        for number, p in enumerate([0.03, *[0.9] * 19])
    ]
    assert comparing._decide([dict(entries[0])])[0]["changed"]
    assert not comparing._decide(entries)[0]["changed"]
