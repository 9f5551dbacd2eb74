"""Raking to workforce margins and trimming, as R `survey` does them. Pure: no Django, no models."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

FEWEST = 10  # responses in a category of one margin
_PASSES = 1000


class CannotWeight(ValueError):
    """The responses can't be weighted to these margins; the message says why and what to merge."""


def rake(
    frame: pd.DataFrame,
    margins: Mapping[str, Mapping[object, float]],
    trim: tuple[float, float] | None = (0.3, 3),
    tolerance: float = 1e-6,
    counts=None,
) -> np.ndarray:
    """One weight per row of `frame`, summing (times `counts`) to the margins' total.

    `frame` has one column per margin; `margins` is {column: {category: total}}; `counts` says how many people each row
    stands for (each gets the row's weight). `trim` bounds the weights as multiples of the mean weight, as R's
    trimWeights(strict=TRUE): not raked again; None leaves them as raked. Converged when every margin is met
    to `tolerance` of the total. Raises CannotWeight when not converged, a category has no margin, or a category of one
    margin has under 10 responses. Source: Deming and Stephan 1940; Lumley's R package survey.
    """
    counts = np.ones(len(frame)) if counts is None else np.asarray(counts, float)
    if len(counts) != len(frame):
        raise ValueError("counts has one entry per row.")
    _refuse(frame, margins, counts)
    total = _common_total(margins)
    codes = {
        column: pd.Categorical(frame[column], categories=list(margins[column])).codes for column in margins
    }
    targets = {column: np.array(list(margins[column].values()), float) for column in margins}
    weights = _raked(codes, targets, counts, total, tolerance)
    return weights if trim is None else _trimmed(weights, counts, total / counts.sum(), trim)


def _refuse(frame, margins, counts) -> None:
    faults = []
    for column in margins:
        if column not in frame:
            raise CannotWeight(f"The responses have no column “{column}”, which a margin names.")
        people = pd.Series(counts, index=frame.index).groupby(frame[column], dropna=False).sum()
        strangers = [
            str(category) for category in people[people > 0].index if category not in margins[column]
        ]
        if strangers:
            faults.append(f"{column}: no margin is given for {_listed(strangers)}")
        few = [category for category in margins[column] if people.get(category, 0) < FEWEST]
        if few:
            faults.append(_advice(column, few, margins[column], people))
        if any(not total > 0 for total in margins[column].values()):
            faults.append(f"{column}: every margin must be above zero")
    if faults:
        raise CannotWeight("; ".join(faults) + ".")


def _advice(column, few, margin, people) -> str:
    rest = [category for category in margin if category not in few]
    partner = min(rest, key=lambda category: people.get(category, 0), default=None)
    names = [str(category) for category in few] + ([str(partner)] if partner is not None else [])
    return f"{column}: under {FEWEST} responses in {_listed(few)}; merge {_listed(names)}"


def _listed(names) -> str:
    names = [str(name) for name in names]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _common_total(margins) -> float:
    totals = {column: float(sum(margin.values())) for column, margin in margins.items()}
    if not totals:
        raise CannotWeight("There is no margin to weight to.")
    first = next(iter(totals.values()))
    if any(abs(total - first) > 1e-6 * first for total in totals.values()):
        said = _listed([f"{column} {total:g}" for column, total in totals.items()])
        raise CannotWeight(f"The margins don't add up to one total: {said}.")
    return first


def _raked(codes, targets, counts, total, tolerance) -> np.ndarray:
    weights = np.full(len(counts), total / counts.sum())
    for _ in range(_PASSES):
        for column, code in codes.items():
            reached = np.bincount(code, counts * weights, minlength=len(targets[column]))
            weights = weights * (targets[column] / reached)[code]
        off = max(
            np.abs(
                np.bincount(code, counts * weights, minlength=len(targets[column])) - targets[column]
            ).max()
            for column, code in codes.items()
        )
        if off <= tolerance * 1e-3 * total:
            return weights
    if off <= tolerance * total:
        return weights
    raise CannotWeight(
        f"Raking did not converge to {tolerance:g} after {_PASSES} rounds: the margins contradict the responses; "
        f"merge categories of {_listed(codes)} that hardly occur together."
    )


def _trimmed(weights, counts, mean, trim) -> np.ndarray:
    """Cuts what lies outside and gives the excess in equal parts to the others, until none is outside."""
    lower, upper = trim[0] * mean, trim[1] * mean
    if not lower <= mean <= upper:
        raise ValueError("trim holds a lower and an upper multiple of the mean weight, around 1.")
    slack = 1e-12 * mean
    for _ in range(_PASSES):
        outside = (weights < lower - slack) | (weights > upper + slack)
        if not outside.any():
            break
        if not counts[~outside].sum():
            raise CannotWeight("Trimming would move every weight; widen the bounds.")
        cut = np.clip(weights, lower, upper)
        excess = float((counts * (weights - cut)).sum())
        cut[~outside] += excess / counts[~outside].sum()
        weights = cut
    return weights


def trimmed_share(raked: np.ndarray, trim: tuple[float, float] = (0.3, 3), counts=None) -> float:
    """The share of people whose weight as raked lies outside `trim` times the mean, for the method statement."""
    counts = np.ones(len(raked)) if counts is None else np.asarray(counts, float)
    mean = float((counts * raked).sum() / counts.sum())
    outside = (raked < trim[0] * mean) | (raked > trim[1] * mean)
    return float(counts[outside].sum() / counts.sum())
