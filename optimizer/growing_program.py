"""A linear programme that gains columns and is solved again from where it stood (HiGHS)."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.errors import OptimizerError

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class LinearAnswer:
    """An optimal basic solution: `objective`, `values` (columns,), `duals` (rows,)."""

    objective: float
    values: FloatArray
    duals: FloatArray


class GrowingProgram:
    """minimise c x, rows lower <= A x <= upper, columns added in blocks, warm-started simplex.

    Duals have the sign of a minimisation: the change of the objective for one more unit of a
    row's right-hand side, so they are <= 0 on rows bounded above.
    """

    def __init__(self, row_lower: FloatArray, row_upper: FloatArray) -> None:
        self._highs = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("solver", "simplex"),
        ):
            self._highs.setOptionValue(option, value)
        empty = np.zeros(0)
        no_index = np.zeros(0, dtype=np.int32)
        starts = np.zeros(len(row_lower), dtype=np.int32)
        self._highs.addRows(
            len(row_lower),
            np.asarray(row_lower, dtype=float),
            np.asarray(row_upper, dtype=float),
            0,
            starts,
            no_index,
            empty,
        )

    def add_columns(
        self, cost: FloatArray, lower: FloatArray, upper: FloatArray, matrix: sparse.csc_array
    ) -> None:
        """Append the columns of `matrix` (rows, new columns)."""
        self._highs.addCols(
            len(cost),
            np.asarray(cost, dtype=float),
            np.asarray(lower, dtype=float),
            np.asarray(upper, dtype=float),
            matrix.nnz,
            matrix.indptr[:-1].astype(np.int32),
            matrix.indices.astype(np.int32),
            np.asarray(matrix.data, dtype=float),
        )

    def set_upper(self, column: NDArray[np.int64], upper: FloatArray) -> None:
        """Change upper bounds; lower bounds of these columns stay 0."""
        self._highs.changeColsBounds(
            len(column), column.astype(np.int32), np.zeros(len(column)), np.asarray(upper, float)
        )

    def set_cost(self, column: NDArray[np.int64], cost: FloatArray) -> None:
        """Change objective coefficients."""
        self._highs.changeColsCost(len(column), column.astype(np.int32), np.asarray(cost, float))

    def solve(self, time_s: float) -> LinearAnswer | None:
        """Optimise; None when the time is over.

        A simplex that loses its way from where it stood begins once more from nothing.

        Raises
        ------
        OptimizerError
            it cannot be solved from nothing either
        """
        used = self._highs.getRunTime()  # its clock runs on from solve to solve
        self._highs.setOptionValue("time_limit", used + max(time_s, 0.01))
        ends = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit)
        self._highs.run()
        if self._highs.getModelStatus() not in ends:
            self._highs.clearSolver()
            self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kTimeLimit:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise OptimizerError(
                f"HiGHS ends with {self._highs.modelStatusToString(status)!r} "
                "on a linear programme that always has an optimum"
            )
        solution = self._highs.getSolution()
        return LinearAnswer(
            float(self._highs.getInfo().objective_function_value),
            np.asarray(solution.col_value),
            np.asarray(solution.row_dual),
        )
