"""The answer of every facility-location model, with what is proven about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from optimizer.certificate import Status, Violation


@dataclass(frozen=True)
class LocationSolution:
    """Which sites are open and who is served where.

    Attributes
    ----------
    open : (P,) indices of open sites, ascending
    enlarged : (E,) indices of open sites that are enlarged
    modules : (P,) index of the module added to each open site, -1 for none; empty where the model
        knows no modules
    assignment : (N,) site index of each demand point, -1 where unserved; or, where demand may be
        split, a sparse (N, M) matrix of shares
    objective : value of the plan; bound : proven bound on any plan's value
    gap : relative difference of the two, 0 when proven optimal
    status : OPTIMAL (gap closed), FEASIBLE, NO_SOLUTION or INFEASIBLE
    seconds : wall time; engine : what found and proved it
    reason : why there is no plan, in the planner's words, with the smallest relaxation that works
    """

    open: NDArray[np.int64]
    assignment: NDArray[np.int64] | csr_array
    objective: float | None
    bound: float | None
    gap: float | None
    status: Status
    seconds: float
    engine: str
    enlarged: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    modules: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    reason: str = ""
    _check: Callable[[LocationSolution], list[Violation]] = field(
        default=lambda _: [], repr=False, compare=False
    )

    def check(self) -> list[Violation]:
        """Verify feasibility and objective in plain NumPy from the instance's own data."""
        return self._check(self)
