"""A thin wrapper around HiGHS: build a linear or integer programme from blocks of variables and rows, solve it. Pure."""

from __future__ import annotations

import highspy
import numpy as np

INFINITY = highspy.kHighsInf
_SECONDS = 120.0


class NotSolved(RuntimeError):
    """The solver stopped without an answer, so nothing may be concluded from it."""


class Programme:
    """Minimise costs over variables within bounds, under rows low ≤ Σ coefficient·variable ≤ high."""

    def __init__(self):
        self._lower: list[np.ndarray] = []
        self._upper: list[np.ndarray] = []
        self._cost: list[np.ndarray] = []
        self._whole: list[np.ndarray] = []
        self._rows: list[tuple[float, float, np.ndarray, np.ndarray]] = []
        self._columns = 0
        self._solver: highspy.Highs | None = None

    @property
    def rows(self) -> int:
        return len(self._rows)

    def add_variables(self, number, lower, upper, cost=0.0, whole=False) -> slice:
        """Adds a block; bounds and cost are one number or one each. Returns the block's place."""
        for store, value in (
            (self._lower, lower),
            (self._upper, upper),
            (self._cost, cost),
            (self._whole, whole),
        ):
            store.append(np.broadcast_to(np.asarray(value, float), number))
        self._columns += number
        return slice(self._columns - number, self._columns)

    def add_row(self, low, high, terms) -> None:
        """`terms`: pairs of a block and its coefficients."""
        where = [block.start + np.flatnonzero(values) for block, values in terms]
        what = [np.asarray(values, float)[np.flatnonzero(values)] for _, values in terms]
        self._rows.append((float(low), float(high), np.concatenate(where), np.concatenate(what)))

    def set_costs(self, block: slice, costs) -> None:
        """Aims anew; the solver goes on from where it stood."""
        places = np.arange(block.start, block.stop, dtype=np.int32)
        self._ready().changeColsCost(len(places), places, np.asarray(costs, float))

    def set_bounds(self, variable: int, lower: float, upper: float) -> None:
        """New bounds of one variable; the solver goes on from where it stood."""
        self._ready().changeColBounds(variable, float(lower), float(upper))

    def solve(self) -> np.ndarray | None:
        """The best value of every variable; None when there is no solution. Raises NotSolved on a time-out or fault."""
        solver = self._ready()
        solver.run()
        status = solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise NotSolved(f"The solver stopped with “{solver.modelStatusToString(status)}”.")
        return np.array(solver.getSolution().col_value)

    def duals(self) -> np.ndarray:
        return np.array(self._solver.getSolution().row_dual)

    def _ready(self) -> highspy.Highs:
        if self._solver is None:
            self._solver = highspy.Highs()
            for option, value in (("output_flag", False), ("threads", 1), ("time_limit", _SECONDS)):
                self._solver.setOptionValue(option, value)
            self._solver.passModel(self._model())
        return self._solver

    def _model(self) -> highspy.HighsLp:
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self._columns, len(self._rows)
        model.col_lower_, model.col_upper_ = np.concatenate(self._lower), np.concatenate(self._upper)
        model.col_cost_ = np.concatenate(self._cost)
        model.row_lower_ = np.array([low for low, *_ in self._rows])
        model.row_upper_ = np.array([high for _, high, *_ in self._rows])
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0] + [len(where) for *_, where, _ in self._rows]).astype(np.int32)
        matrix.index_ = np.concatenate([where for *_, where, _ in self._rows]).astype(np.int32)
        matrix.value_ = np.concatenate([what for *_, what in self._rows])
        whole = np.concatenate(self._whole)
        if whole.any():
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[int(flag)] for flag in whole]
        return model
