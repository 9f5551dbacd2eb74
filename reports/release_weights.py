"""Weights a wave to the imported workforce totals, or says in a sentence why it is not weighted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reports import tables as counting
from reports.models import WorkforceTable
from reports.safe_tables import NO, YES
from reports.sealed_counts import row_name
from reports.statistics import kish, weighted_share
from reports.weighting import CannotWeight, rake, trimmed_share

TRIM = (0.3, 3)


@dataclass(frozen=True)
class Weights:
    """A person's weight by atom (None: unweighted), and the facts for the method statement."""

    by_atom: np.ndarray | None
    note: str
    source: str = ""
    efficiency: float | None = None
    trimmed: float | None = None


def weights_for(wave, cube) -> Weights:
    """Rakes to the newest workforce table. Who named no council or role gets the mean weight."""
    table = WorkforceTable.objects.first()
    if table is None:
        return Weights(None, "Not weighted: no workforce figures by family group and role were imported.")
    frame = counting.atoms(cube, counting.geography_of(wave))
    people = counting.sizes(cube).astype(float)
    margins = table.as_margins()
    try:
        return _raked(frame, people, margins, str(table))
    except CannotWeight as reason:
        return Weights(None, f"Not weighted: {reason}")


def _raked(frame, people, margins, source) -> Weights:
    known = (people > 0) & frame[list(margins)].ne("").all(axis=1).to_numpy()
    inside, counts = frame.loc[known, list(margins)], people[known]
    raked = rake(inside, margins, trim=None, counts=counts)
    trimmed = rake(inside, margins, trim=TRIM, counts=counts)
    mean = float((trimmed * counts).sum() / counts.sum())
    weights = np.ones(len(people))
    weights[known] = trimmed / mean
    return Weights(
        weights,
        f"Weighted by {_columns(margins)} to {source}.",
        source,
        kish(weights, people) / people.sum(),
        trimmed_share(raked, TRIM, counts),
    )


def _columns(margins) -> str:
    words = {"named_group": "family group", "role": "role"}
    return " and ".join(words.get(column, column) for column in margins)


def weighted_estimates(tables, counts, people) -> dict:
    """{"weighted|by|group": [share, linearised error]} of every shown weighted row's finding; `people`: responses an
    atom, for those who gave no answer stay in n."""
    if counts.weights is None or not counts.headline:
        return {}
    yes, no = (counts.counts[:, list(counts.choice_set(side))].sum(axis=1) for side in (YES, NO))
    if counts.kind == "many":
        no = counts.people - yes
    rest = people - yes - no
    margins = counts.atoms[["named_group", "role"]]
    found = {}
    for table in tables:
        for row in table.rows if table.weighted else ():
            if row.hidden or row.shares.get(YES) is None:
                continue
            inside = counts.members(row.group)
            values = np.concatenate(
                [np.where(inside, 1.0, np.nan), np.where(inside, 0.0, np.nan), np.full(len(rest), np.nan)]
            )
            estimate = weighted_share(
                values,
                np.tile(counts.weights, 3),
                counts=np.concatenate([yes, no, rest]),
                margins=pd.concat([margins] * 3, ignore_index=True),
            )
            found["weighted|" + row_name(table.by, row.group)] = list(estimate)
    return found
