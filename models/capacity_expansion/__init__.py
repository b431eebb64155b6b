"""Multi-period modular capacity expansion under budgets: what to build where, when, how large.

`solve` is the fast algorithm, `Resolver` the same for several instances on the same data,
`reference.solve_reference` the textbook formulation it is proven against.
Heavy libraries are imported on the first solve, not with the package.
"""

from __future__ import annotations

from collections.abc import Callable

from models.capacity_expansion.instance import (
    Cap,
    CapacityExpansionInstance,
    IntArray,
    Measure,
    Stage,
    Transfers,
)
from models.capacity_expansion.resolver import Resolver
from models.capacity_expansion.solution import CapacityExpansionSolution, check_plan
from optimizer.limits import Limits

__all__ = [
    "Cap",
    "CapacityExpansionInstance",
    "CapacityExpansionSolution",
    "Measure",
    "Resolver",
    "SolveExpansion",
    "Stage",
    "Transfers",
    "check_plan",
    "solve",
]


SolveExpansion = Callable[[CapacityExpansionInstance, Limits], CapacityExpansionSolution]


def solve(
    instance: CapacityExpansionInstance, limits: Limits, start: IntArray | None = None
) -> CapacityExpansionSolution:
    """Find a plan and prove how good it is.

    Parameters
    ----------
    instance : the problem, validated when it was made
    limits : seconds, relative gap, threads, seed, stop flag, progress callback; the gap applies to
        every stage; the seconds do not count what the first solve of a machine compiles
    start : (N, K, T) a plan to begin from; passed over where it does not meet every requirement

    Returns
    -------
    CapacityExpansionSolution, checked; after a time limit or a stop the best plan found

    Raises
    ------
    optimizer.errors.InfeasibleError if no plan meets every requirement, with the reasons
    optimizer.errors.NoPlanInTimeError if it was stopped before any plan was found
    """
    from models.capacity_expansion.algorithm import solve_instance

    solution, _ = solve_instance(instance, limits, start)
    return solution
