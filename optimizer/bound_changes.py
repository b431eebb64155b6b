"""A linear programme solved again and again with other bounds on its variables (HiGHS)."""

from __future__ import annotations

from dataclasses import replace

import highspy
import numpy as np
from numpy.typing import NDArray

from optimizer.errors import OptimizerError
from optimizer.growing_program import LinearAnswer
from optimizer.highs import to_highs, watch
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel

FloatArray = NDArray[np.float64]


class BoundChanges:
    """The linear relaxation of a model, held by the solver; each solve changes bounds only.

    Every solve after the first starts from the first one's optimal basis, so that an answer does
    not depend on what was asked before. After few changes a re-solve takes few dual simplex steps.

    Parameters
    ----------
    interior : solve each time afresh by an interior point method that ends in a basis, which is
        quicker where a programme is large and most bounds change
    """

    def __init__(self, model: LinearModel, *, interior: bool = False) -> None:
        self._lower, self._upper = model.lower.copy(), model.upper.copy()
        self._highs = highspy.Highs()
        self._interior = interior
        solver = "ipm" if interior else "simplex"
        for option, value in (("output_flag", False), ("threads", 1), ("solver", solver)):
            self._highs.setOptionValue(option, value)
        continuous = np.zeros(len(model.cost), dtype=bool)
        self._highs.passModel(to_highs(replace(model, integer=continuous)))
        self._basis: highspy.HighsBasis | None = None

    @property
    def engine(self) -> str:
        """Name and version."""
        return f"HiGHS {self._highs.version()}"

    def solve(self, lower: FloatArray, upper: FloatArray, clock: Clock) -> LinearAnswer | None:
        """Minimise with `lower` and `upper` (columns,); None without a solution or without time.

        Raises
        ------
        OptimizerError
            the solver breaks down
        """
        changed = np.flatnonzero((lower != self._lower) | (upper != self._upper))
        self._highs.changeColsBounds(
            len(changed), changed.astype(np.int32), lower[changed], upper[changed]
        )
        self._lower, self._upper = lower.copy(), upper.copy()
        if self._interior:
            self._highs.clearSolver()
        elif self._basis is not None:
            self._highs.setBasis(self._basis)
        used = self._highs.getRunTime()  # its clock runs on from solve to solve
        self._highs.setOptionValue("time_limit", used + max(clock.remaining, 0.01))
        watch(self._highs, clock, "", is_mip=False)
        self._highs.run()
        states = highspy.HighsModelStatus
        status = self._highs.getModelStatus()
        stopped = (states.kTimeLimit, states.kInterrupt)
        if status in (states.kInfeasible, states.kUnboundedOrInfeasible, *stopped):
            return None
        if status != states.kOptimal:
            raise OptimizerError(
                f"HiGHS ends with {self._highs.modelStatusToString(status)!r} "
                "on a linear programme with changed bounds"
            )
        if self._basis is None:
            self._basis = self._highs.getBasis()
        solution = self._highs.getSolution()
        return LinearAnswer(
            float(self._highs.getInfo().objective_function_value),
            np.asarray(solution.col_value),
            np.asarray(solution.row_dual),
        )
