"""Made-up exact counts for tests of disclosure control: 12 councils in 3 named groups, 3 roles, one question."""

import datetime

import numpy as np
import pandas as pd

from reports.exact_counts import Headline, QuestionCounts, Split
from reports.safe_tables import Provenance

COUNCILS = tuple(f"S{number}" for number in range(12))
GROUPS = {council: str(number % 3 + 1) for number, council in enumerate(COUNCILS)}
ROLES = ("worker", "senior", "assistant")
CHOICES = (("all", "All the time"), ("often", "Often"), ("rarely", "Rarely"), ("never", "Never"))
PROVENANCE = Provenance("test", "Test", "test/1", datetime.date(2026, 5, 1), "May 2026", "open", True, 300)
SPLITS = (
    Split((), ((),)),
    Split(("named_group",), (("1",), ("2",), ("3",))),
    Split(("council",), tuple((council,) for council in COUNCILS)),
    Split(("role",), tuple((role,) for role in ROLES)),
    Split(("named_group", "role"), tuple((group, role) for group in "123" for role in ROLES)),
)


def atoms(groups=GROUPS):
    return pd.DataFrame(
        [(council, groups[council], role) for council in COUNCILS for role in ROLES],
        columns=["council", "named_group", "role"],
    )


def question(people=300, seed=1, weights=None, kind="one", chances=(0.4, 0.3, 0.2, 0.1)):
    """People spread unevenly over councils and roles, and what they answered."""
    random = np.random.default_rng(seed)
    council = random.choice(12, people, p=np.arange(1, 13) / 78)
    role = random.choice(3, people, p=[0.6, 0.25, 0.15])
    places = council * 3 + role
    if kind == "number":
        values = np.zeros((36, 60), int)
        np.add.at(values, (places, random.poisson(18, people)), 1)
        return QuestionCounts(
            "caseload", "How many?", kind, (), atoms(), values, values.sum(axis=1), weights=weights
        )
    counts = np.zeros((36, 4), int)
    np.add.at(counts, (places, random.choice(4, people, p=chances)), 1)
    return QuestionCounts(
        "breaks", "How often?", "one", CHOICES, atoms(), counts, counts.sum(axis=1), HEADLINE, weights=weights
    )


HEADLINE = Headline(("all", "often"), "Often or always", "Less often")
