"""Intervals, tests and weighted shares as plain functions of numbers. Pure: no Django, no models, no rounding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, nan, sqrt
from statistics import NormalDist

import numpy as np
import pandas as pd

_RAKING_PASSES = 10  # as R survey 4.1 does when it takes residuals on the raking margins


def _z(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError("A level lies between 0 and 1, such as 0.95.")
    return NormalDist().inv_cdf((1 + level) / 2)


def _check_count(x: float, n: float) -> None:
    if n < 0 or x < 0 or x > n:
        raise ValueError(f"{x} of {n} is not a share: the count must lie between 0 and the base.")


def wilson(x: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Wilson's score interval for x of n, as (low, high) in 0 to 1; (0, 1) when n is 0, for nothing is known.

    x and n may be fractions (an effective n). Raises ValueError when x is not within 0..n.
    Source: Wilson 1927; Newcombe 1998, Stat Med 17:857-872, method 3.
    """
    _check_count(x, n)
    z = _z(level)
    if n == 0:
        return 0.0, 1.0
    share, spread = x / n, z * sqrt(z * z / (4 * n * n) + (x / n) * (1 - x / n) / n)
    centre, scale = share + z * z / (2 * n), 1 + z * z / n
    low = 0.0 if x == 0 else max(0.0, (centre - spread) / scale)
    high = 1.0 if x == n else min(1.0, (centre + spread) / scale)
    return low, high


def newcombe_difference(
    x1: float, n1: float, x2: float, n2: float, level: float = 0.95
) -> tuple[float, float]:
    """Interval for x1/n1 minus x2/n2 of two independent groups, as (low, high) in -1 to 1.

    Newcombe's hybrid score interval without continuity correction; (-1, 1) when a base is 0.
    Source: Newcombe 1998, Stat Med 17:873-890, method 10.
    """
    low1, high1 = wilson(x1, n1, level)
    low2, high2 = wilson(x2, n2, level)
    if n1 == 0 or n2 == 0:
        return -1.0, 1.0
    p1, p2 = x1 / n1, x2 / n2
    down = sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    up = sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return p1 - p2 - down, p1 - p2 + up


def benjamini_hochberg(p_values: Sequence[float], level: float = 0.05) -> list[bool]:
    """Which hypotheses to reject so that the false discovery rate is at most `level`: one bool a p-value, in order.

    NaN (no test possible) is never rejected and not counted. Source: Benjamini and Hochberg 1995, JRSS B 57:289-300.
    """
    tested = sorted((p, i) for i, p in enumerate(p_values) if not np.isnan(p))
    if any(not 0 <= p <= 1 for p, _ in tested):
        raise ValueError("A p-value lies between 0 and 1.")
    passing = [rank for rank, (p, _) in enumerate(tested, 1) if p <= rank * level / len(tested)]
    rejected = {i for _, i in tested[: max(passing, default=0)]}
    return [i in rejected for i in range(len(p_values))]


def funnel_limits(rate: float, n: float, level: float = 0.95) -> tuple[float, float]:
    """Limits within which a group of n falls by chance when all share `rate`: rate ± z·sqrt(rate(1−rate)/n), in 0..1.

    (0, 1) when n is 0. Source: Spiegelhalter 2005, Stat Med 24:1185-1202.
    """
    _check_count(rate, 1)
    if n < 0:
        raise ValueError("A base is not negative.")
    if n == 0:
        return 0.0, 1.0
    spread = _z(level) * sqrt(rate * (1 - rate) / n)
    return max(0.0, rate - spread), min(1.0, rate + spread)


def kish(weights: Sequence[float], counts: Sequence[float] | None = None) -> float:
    """Kish's effective number of responses, (Σw)²/Σw²; `counts`: how many people each weight stands for; 0 for none.

    Source: Kish 1965, Survey Sampling, 11.7.
    """
    weights = np.asarray(weights, float)
    counts = np.ones_like(weights) if counts is None else np.asarray(counts, float)
    squares = float((counts * weights**2).sum())
    return float((counts * weights).sum()) ** 2 / squares if squares else 0.0


def weighted_share(values, weights, strata=None, counts=None, margins=None) -> tuple[float, float]:
    """Weighted mean of `values` (1 yes, 0 no) and its linearised standard error, as (share, se).

    One entry per row in each argument. NaN in `values`: outside the domain, kept in n. `strata`: a label per row.
    `counts`: how many people each row stands for (each with the row's weight). `margins`: the columns that the weights
    were raked to (frame, or mapping of column to categories); the error is then taken on residuals, as R's after `rake`.
    (nan, nan) without anyone in the domain; se is nan where a single person or stratum of one gives no error.
    Source: Taylor linearisation, Lumley 2010, Complex Surveys; agrees with R survey's svymean.
    """
    values, weights = np.asarray(values, float), np.asarray(weights, float)
    counts = np.ones_like(weights) if counts is None else np.asarray(counts, float)
    if not values.shape == weights.shape == counts.shape:
        raise ValueError("values, weights and counts have one entry per row.")
    inside = ~np.isnan(values)
    total = float((counts * weights)[inside].sum())
    if total <= 0:
        return nan, nan
    share = float((counts * weights)[inside] @ values[inside]) / total
    influence = np.where(inside, weights * (np.where(inside, values, 0) - share) / total, 0.0)
    if margins is not None:
        influence = _residuals_on_margins(influence, weights, counts, _columns(margins, len(values)))
    return share, _standard_error(influence, counts, strata)


def _columns(margins, rows: int) -> list[np.ndarray]:
    frame = margins if isinstance(margins, pd.DataFrame | Mapping) else np.asarray(margins, object)
    if isinstance(frame, np.ndarray) and frame.shape[0] != rows:
        frame = frame.T
    frame = pd.DataFrame(frame)
    if len(frame) != rows:
        raise ValueError("margins has one category per row.")
    return [pd.factorize(frame[column])[0] for column in frame.columns]


def _residuals_on_margins(influence, weights, counts, columns) -> np.ndarray:
    """Sweeps each margin's category means out of influence / weight, pass after pass, and weighs again."""
    positive = weights > 0
    residual = np.where(positive, influence / np.where(positive, weights, 1), 0.0)
    for _ in range(_RAKING_PASSES):
        for codes in columns:
            people = np.bincount(codes, counts)
            sums = np.bincount(codes, counts * residual)
            residual = residual - (sums / np.where(people > 0, people, 1))[codes]
    return residual * weights


def _standard_error(influence, counts, strata) -> float:
    codes = np.zeros(len(counts), int) if strata is None else pd.factorize(np.asarray(strata))[0]
    people = np.bincount(codes, counts)
    if (people[people > 0] < 2).any():
        return nan
    safe = np.where(people > 0, people, 2)
    means = (np.bincount(codes, counts * influence) / safe)[codes]
    squares = np.bincount(codes, counts * (influence - means) ** 2)
    return sqrt(float((squares * safe / (safe - 1)).sum()))


def shrunk_rates(x: Sequence[float], n: Sequence[float]) -> list[float]:
    """Each group's rate drawn towards the pooled rate, the more so the smaller the group: one rate a group.

    Empirical Bayes under a normal approximation: within-group variance p(1−p)/n at the pooled rate p, between-group
    variance by the method of moments, not below 0. A group of nobody gets the pooled rate; all nan when all are empty.
    Source: DerSimonian and Laird 1986 for the moments; Efron and Morris 1975 for the shrinkage.
    """
    x, n = np.asarray(x, float), np.asarray(n, float)
    for count, base in zip(x, n, strict=True):
        _check_count(count, base)
    if n.sum() == 0:
        return [nan] * len(n)
    pooled = x.sum() / n.sum()
    rates = np.where(n > 0, x / np.where(n > 0, n, 1), pooled)
    variance = pooled * (1 - pooled)
    if variance == 0:
        return [float(pooled)] * len(n)
    between = _between_groups(rates, n[n > 0] / variance, n > 0, pooled)
    trust = between / (between + variance / np.where(n > 0, n, 1)) if between > 0 else np.zeros_like(n)
    return [float(rate) for rate in pooled + trust * (rates - pooled)]


def _between_groups(rates, precision, present, pooled) -> float:
    spread = float((precision * (rates[present] - pooled) ** 2).sum())
    scale = float(precision.sum() - (precision**2).sum() / precision.sum())
    return max(0.0, (spread - (present.sum() - 1)) / scale) if scale > 1e-12 else 0.0


def cohen_kappa(a: Sequence, b: Sequence) -> float:
    """Agreement of two coders beyond chance, one label an item each; nan when none is coded or chance agrees fully.

    Source: Cohen 1960, Educ Psychol Meas 20:37-46.
    """
    if len(a) != len(b):
        raise ValueError("Both coders give one label to each item.")
    if not len(a):
        return nan
    a, b = list(a), list(b)
    agreed = sum(x == y for x, y in zip(a, b, strict=True)) / len(a)
    chance = sum(a.count(label) * b.count(label) for label in set(a)) / len(a) ** 2
    return (agreed - chance) / (1 - chance) if chance < 1 else nan


def two_sided_p(difference: float, error: float) -> float:
    """The p-value of a normal test of difference = 0; nan without a finite, positive error."""
    if not isfinite(difference) or not isfinite(error) or error <= 0:
        return nan
    return 2 * (1 - NormalDist().cdf(abs(difference) / error))
