"""Intervals, tests and weighted shares against published values, other libraries and a plain second implementation."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from reports.statistics import (
    benjamini_hochberg,
    cohen_kappa,
    funnel_limits,
    kish,
    newcombe_difference,
    shrunk_rates,
    two_sided_p,
    weighted_share,
    wilson,
)

DATA = Path(__file__).parents[1] / "data"
PUBLISHED = json.loads((DATA / "reference_numbers.json").read_text())


@pytest.mark.parametrize("case", PUBLISHED["wilson_newcombe_1998"] + PUBLISHED["wilson_phe"])
def test_wilson_agrees_with_published_intervals(case):
    expected = case.get("wilson") or case["ci"]
    assert wilson(case["x"], case["n"], case.get("level", 0.95)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("n", [1, 2, 7, 60])
def test_wilson_agrees_with_statsmodels_from_none_to_all(n):
    for x in range(n + 1):
        assert wilson(x, n) == pytest.approx(proportion_confint(x, n, method="wilson"), abs=1e-9)


def test_wilson_of_nobody_says_that_nothing_is_known():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(("x", "n"), [(-1, 5), (6, 5), (1, 0), (0, -1)])
def test_wilson_refuses_what_is_no_share(x, n):
    with pytest.raises(ValueError, match="not a share"):
        wilson(x, n)


@pytest.mark.parametrize("case", PUBLISHED["newcombe_difference"])
def test_newcombe_agrees_with_published_intervals(case):
    assert newcombe_difference(case["a"], case["m"], case["b"], case["n"]) == pytest.approx(
        case["ci"], abs=1e-6
    )


def test_newcombe_agrees_with_statsmodels_and_turns_round_with_its_arguments():
    theirs = confint_proportions_2indep(30, 80, 12, 50, method="newcomb", compare="diff")
    ours = newcombe_difference(30, 80, 12, 50)
    assert ours == pytest.approx(theirs, abs=1e-9)
    assert newcombe_difference(12, 50, 30, 80) == pytest.approx((-ours[1], -ours[0]))
    assert newcombe_difference(0, 0, 3, 5) == (-1.0, 1.0)


def test_benjamini_hochberg_rejects_what_the_paper_rejects_in_the_order_given():
    p = PUBLISHED["benjamini_hochberg_1995"]["p"]
    assert sum(benjamini_hochberg(p)) == PUBLISHED["benjamini_hochberg_1995"]["reject"]["bh"]
    turned = list(reversed(p))
    assert benjamini_hochberg(turned) == list(reversed(benjamini_hochberg(p)))
    assert benjamini_hochberg(p) == list(multipletests(p, 0.05, "fdr_bh")[0])
    assert benjamini_hochberg([]) == []
    assert benjamini_hochberg([math.nan, 0.04]) == [False, True]


def test_funnel_limits_follow_the_formula_and_stay_within_0_and_1():
    example = PUBLISHED["funnel_limits"]["example"]
    found = funnel_limits(example["rate"], example["n"], example["level"])
    assert found == pytest.approx(example["limits"], abs=1e-6)
    assert funnel_limits(0.02, 10, 0.998) == pytest.approx((0.0, 0.156808), abs=1e-3)
    assert funnel_limits(0.5, 0) == (0.0, 1.0)


def test_kish_counts_people_behind_rows():
    assert kish([1, 1, 1]) == 3
    assert kish([2, 1, 1, 1]) == pytest.approx(25 / 7)
    assert kish([2, 1], counts=[1, 3]) == pytest.approx(25 / 7)
    assert kish([]) == 0


def plain_error(values, weights):
    """The textbook formula, one person at a time."""
    inside = [(v, w) for v, w in zip(values, weights, strict=True) if not math.isnan(v)]
    total = sum(w for _, w in inside)
    share = sum(v * w for v, w in inside) / total
    scores = [0.0 if math.isnan(v) else w * (v - share) / total for v, w in zip(values, weights, strict=True)]
    mean = sum(scores) / len(scores)
    return share, math.sqrt(len(scores) / (len(scores) - 1) * sum((s - mean) ** 2 for s in scores))


def test_weighted_share_agrees_with_the_plain_formula_and_with_counted_rows():
    random = np.random.default_rng(3)
    values = random.choice([0.0, 1.0, np.nan], 60)
    weights = random.choice([0.5, 1.0, 2.0], 60)
    assert weighted_share(values, weights) == pytest.approx(plain_error(values, weights))
    cells = pd.DataFrame({"v": values, "w": weights}).value_counts(dropna=False).reset_index()
    counted = weighted_share(cells["v"], cells["w"], counts=cells["count"])
    assert counted == pytest.approx(weighted_share(values, weights))


def test_weighted_share_by_strata_adds_up_each_stratum():
    values, weights, strata = [1, 0, 1, 1, 0, 0], [1, 2, 1, 1, 1, 2], list("aaabbb")
    share, error = weighted_share(values, weights, strata=strata)
    total = sum(weights)
    scores = [w * (v - share) / total for v, w in zip(values, weights, strict=True)]
    squares = sum(3 / 2 * sum((s - np.mean(part)) ** 2 for s in part) for part in (scores[:3], scores[3:]))
    assert error == pytest.approx(math.sqrt(squares))


@pytest.mark.parametrize(
    ("values", "share", "has_error"),
    [
        ([], math.nan, False),
        ([math.nan], math.nan, False),
        ([1], 1.0, False),
        ([1, 1], 1.0, True),
        ([0, 0], 0.0, True),
    ],
)
def test_weighted_share_of_few_people(values, share, has_error):
    found, error = weighted_share(values, [1] * len(values))
    assert found == pytest.approx(share, nan_ok=True)
    assert (error == 0) if has_error else math.isnan(error)


def test_shrunk_rates_agree_with_the_moments_written_out():
    x, n = [3, 10, 45, 8], [10, 20, 60, 40]
    pooled = sum(x) / sum(n)
    within = [pooled * (1 - pooled) / size for size in n]
    q = sum((xi / ni - pooled) ** 2 / v for xi, ni, v in zip(x, n, within, strict=True))
    w = [1 / v for v in within]
    between = (q - 3) / (sum(w) - sum(wi**2 for wi in w) / sum(w))
    assert between > 0
    expected = [
        pooled + between / (between + v) * (xi / ni - pooled) for xi, ni, v in zip(x, n, within, strict=True)
    ]
    assert shrunk_rates(x, n) == pytest.approx(expected)


def test_shrunk_rates_of_alike_empty_or_no_groups():
    assert shrunk_rates([5, 10], [10, 20]) == pytest.approx([0.5, 0.5])
    assert shrunk_rates([0, 0], [10, 20]) == [0, 0]
    assert shrunk_rates([6, 0], [10, 0]) == pytest.approx([0.6, 0.6])
    assert all(math.isnan(rate) for rate in shrunk_rates([0], [0]))


def test_cohen_kappa_agrees_with_statsmodels():
    a = ["x"] * 20 + ["y"] * 15 + ["z"] * 5
    b = ["x"] * 16 + ["y"] * 14 + ["x"] * 5 + ["z"] * 5
    table = pd.crosstab(pd.Series(a), pd.Series(b))
    assert cohen_kappa(a, b) == pytest.approx(cohens_kappa(table.to_numpy(), return_results=False))
    assert cohen_kappa([1, 2], [1, 2]) == 1
    assert math.isnan(cohen_kappa([], []))
    assert math.isnan(cohen_kappa(["x"], ["x"]))


def test_a_difference_of_two_errors_has_a_p_of_five_percent_at_196():
    assert two_sided_p(1.959963985, 1) == pytest.approx(0.05)
    assert math.isnan(two_sided_p(1, 0))
