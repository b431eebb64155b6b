"""A linear programme that gains rows and is solved again from where it stood (HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.certificate import Status
from optimizer.highs import to_highs, watch
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

NEVER = -1


@dataclass(frozen=True)
class RelaxedAnswer:
    """An optimal basic solution: `objective`, `values` and `reduced` costs (columns,)."""

    objective: float
    values: FloatArray
    reduced: FloatArray


@dataclass(frozen=True)
class Cuts:
    """Rows matrix x >= lower; `lasting` ones are never forgotten."""

    matrix: sparse.csr_array
    lower: FloatArray
    lasting: bool


class CuttingProgram:
    """The relaxation of a `LinearModel` with rows and columns added in blocks.

    Rows that were given with the model stay; `forget` drops added ones that have not been binding
    for a while. With a `clock` a solve looks at its stop flag as well as at the time.
    """

    def __init__(self, model: LinearModel, clock: Clock | None = None) -> None:
        self._model = model
        self._base_rows = len(model.row_lower)
        self._idle = np.zeros(0, dtype=np.int64)
        self._highs = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("solver", "simplex")):
            self._highs.setOptionValue(option, value)
        if clock is not None:
            watch(self._highs, clock, "", is_mip=False)
        self._highs.passModel(to_highs(self.relaxed))
        self.status = Status.NO_SOLUTION

    @property
    def model(self) -> LinearModel:
        """The programme as it stands, with its whole-number requirements."""
        return self._model

    @property
    def relaxed(self) -> LinearModel:
        return replace(self._model, integer=np.zeros(len(self._model.cost), dtype=bool))

    def add_columns(self, count: int) -> IntArray:
        """Append free-standing columns from 0 up, without cost; returns their indices."""
        old = self._model
        more = np.zeros(count)
        wider = sparse.csr_array(
            (old.matrix.data, old.matrix.indices, old.matrix.indptr),
            shape=(old.matrix.shape[0], len(old.cost) + count),
        )
        self._model = replace(
            old,
            cost=np.concatenate([old.cost, more]),
            lower=np.concatenate([old.lower, more]),
            upper=np.concatenate([old.upper, np.full(count, np.inf)]),
            integer=np.concatenate([old.integer, np.zeros(count, dtype=bool)]),
            matrix=wider,
        )
        nothing = np.zeros(0)
        starts = np.zeros(count, dtype=np.int32)
        self._highs.addCols(
            count, more, more, np.full(count, np.inf), 0, starts, starts[:0], nothing
        )
        return np.arange(len(old.cost), len(old.cost) + count)

    def add_rows(
        self, matrix: sparse.csr_array, lower: FloatArray, *, lasting: bool = False
    ) -> None:
        """Append the rows matrix x >= lower; `lasting` ones are never forgotten."""
        count = len(lower)
        upper = np.full(count, np.inf)
        old = self._model
        self._model = replace(
            old,
            matrix=sparse.csr_array(sparse.vstack([old.matrix, matrix], format="csr")),
            row_lower=np.concatenate([old.row_lower, lower]),
            row_upper=np.concatenate([old.row_upper, upper]),
        )
        self._idle = np.concatenate([self._idle, np.full(count, NEVER if lasting else 0)])
        self._highs.addRows(
            count,
            np.asarray(lower, dtype=float),
            upper,
            matrix.nnz,
            matrix.indptr[:-1].astype(np.int32),
            matrix.indices.astype(np.int32),
            np.asarray(matrix.data, dtype=float),
        )

    def added(self) -> tuple[Cuts, Cuts]:
        """Rows beyond the model's own: lasting ones, and those that may be forgotten."""
        matrix = sparse.csr_array(self._model.matrix[self._base_rows :])
        lower = self._model.row_lower[self._base_rows :]
        stays = self._idle == NEVER

        def part(rows: NDArray[np.bool_], lasting: bool) -> Cuts:
            return Cuts(sparse.csr_array(matrix[rows]), lower[rows], lasting)

        return part(stays, True), part(~stays, False)

    def set_bounds(self, column: IntArray, lower: FloatArray, upper: FloatArray) -> None:
        """Change the bounds of columns."""
        low, high = self._model.lower.copy(), self._model.upper.copy()
        low[column], high[column] = lower, upper
        self._model = replace(self._model, lower=low, upper=high)
        self._highs.changeColsBounds(
            len(column), column.astype(np.int32), np.asarray(lower, float), np.asarray(upper, float)
        )

    def solve(self, clock: Clock) -> RelaxedAnswer | None:
        """Optimise the relaxation; None, with `status`, where time or numbers do not allow it."""
        used = self._highs.getRunTime()
        self._highs.setOptionValue("time_limit", used + max(clock.remaining, 0.01))
        self._highs.run()
        outcome = self._highs.getModelStatus()
        states = highspy.HighsModelStatus
        if outcome == states.kUnknown:  # from where it stood it lost its way: from the beginning
            self._highs.clearSolver()
            self._highs.run()
            outcome = self._highs.getModelStatus()
        if outcome in (states.kInfeasible, states.kUnboundedOrInfeasible):
            self.status = Status.INFEASIBLE
            return None
        if outcome != states.kOptimal:  # time is over, or the numbers are too far apart
            self.status = Status.NO_SOLUTION
            return None
        self.status = Status.OPTIMAL
        solution = self._highs.getSolution()
        dual = np.asarray(solution.row_dual)[self._base_rows :]
        counted = np.where(np.abs(dual) > 1e-9, 0, self._idle + 1)
        self._idle = np.where(self._idle == NEVER, NEVER, counted)
        return RelaxedAnswer(
            float(self._highs.getInfo().objective_function_value),
            np.asarray(solution.col_value),
            np.asarray(solution.col_dual),
        )

    def forget(self, rounds: int) -> int:
        """Drop added rows that were not binding in the last `rounds` solves; returns how many."""
        idle = np.flatnonzero(self._idle >= rounds)
        if idle.size == 0:
            return 0
        gone = self._base_rows + idle
        kept = np.ones(len(self._model.row_lower), dtype=bool)
        kept[gone] = False
        self._model = replace(
            self._model,
            matrix=sparse.csr_array(self._model.matrix[kept]),
            row_lower=self._model.row_lower[kept],
            row_upper=self._model.row_upper[kept],
        )
        self._idle = np.delete(self._idle, idle)
        self._highs.deleteRows(len(gone), gone.astype(np.int32))
        return len(gone)
