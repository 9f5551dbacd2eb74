"""Counts the cells that several questions make together, only those that hold a response. Pure."""

import numpy as np

from surveys.question_base import MISSING_CODES

CODES = len(MISSING_CODES)
WIDEST = 1 << 16  # a value is a 16-bit number


class JointTally:
    """How many responses each pair of a cell's code and a value has."""

    def __init__(self):
        self.keys = self.found = np.zeros(0, np.int64)

    def add(self, codes: np.ndarray, values: np.ndarray) -> None:
        """`codes` (n): each response's cell; `values` (n): its value, or a missing code."""
        columns = np.where(values < 0, -1 - values, values + np.int64(CODES))
        keys = np.concatenate([self.keys, codes.astype(np.int64) * WIDEST + columns])
        weights = np.concatenate([self.found, np.ones(len(codes), np.int64)])
        self.keys, place = np.unique(keys, return_inverse=True)
        self.found = np.bincount(place, weights, len(self.keys)).astype(np.int64)

    def cells(self, values: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the codes of the cells (k), and their counts (k, 5 + values) laid out as a cube's."""
        codes, place = np.unique(self.keys // WIDEST, return_inverse=True)
        counts = np.zeros((len(codes), CODES + values), np.int64)
        counts[place, self.keys % WIDEST] = self.found
        return codes, counts
