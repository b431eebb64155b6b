"""Plans of the single-source problem, and how a node of its search is finished."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from models.facility_location.capacitated.assignment import assign
from models.facility_location.capacitated.plans import Flow, Layout, Plans
from models.facility_location.capacitated.problem import BoolArray, FloatArray, IntArray, Problem
from models.facility_location.capacitated.program import program
from models.facility_location.capacitated.relaxation import Bound, Relaxation
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel

ROUNDS = 40  # descents in the search for an assignment
FEW_ARCS = 150  # what is left of a node goes to HiGHS in one piece


class SingleSourcePlans(Plans):
    """Evaluates levels by the best assignment found; proves what is left with HiGHS."""

    def __init__(self, problem: Problem, relaxation: Relaxation, clock: Clock) -> None:
        super().__init__(problem, relaxation, clock)
        random = np.random.default_rng(clock.limits.seed)
        self._shake = random.random((ROUNDS, max(len(problem.demand) // 20, 2), 2))

    def serve(self, level: IntArray, service: float, flow: Flow, price: FloatArray) -> None:
        """Look for an assignment near the transportation plan, whose value is a bound."""
        problem = self.problem
        fixed = problem.costs_of(level)
        if service + fixed >= self.target():
            return
        sites = np.flatnonzero(level > 0)
        value, row = assign(
            problem.arcs.start,
            problem.arcs.point,
            problem.arcs.cost,
            problem.demand,
            problem.penalty,
            sites,
            problem.capacity[sites, level[sites]],
            flow.row,
            flow.point,
            flow.quantity,
            float(price.max(initial=0.0)),
            self._shake,
            self.relaxation.halt,
        )
        if np.isfinite(value):
            self.accept_assignment(level, np.append(sites, -1)[row])

    def keep_hurried(self, level: IntArray, service: float, flow: Flow) -> None:
        """Accept the assignment that the flow is."""
        assignment = np.full(len(self.problem.demand), -1, dtype=np.int64)
        assignment[flow.point] = np.append(np.flatnonzero(level > 0), -1)[flow.row]
        self.accept_assignment(level, assignment)

    def accept_assignment(self, level: IntArray, assignment: IntArray) -> None:
        """Remember an assignment, unless an engine's tolerance let it exceed a capacity."""
        problem = self.problem
        points = np.flatnonzero(assignment >= 0)
        sites = np.arange(len(level))
        load = np.bincount(assignment[points], problem.demand[points], minlength=len(sites))
        if (load > problem.capacity[sites, level] * (1 + 1e-9)).any():
            return
        value = problem.costs_of(level) + float(problem.penalty[assignment < 0].sum())
        value += float(problem.arcs.cost_of(points, assignment[points]).sum())
        self.accept(level, value, Layout(level.copy(), value, assignment=assignment))

    def settled(self, node: BoolArray, allowed: BoolArray, bound: Bound) -> float | None:
        """Solve a node of few arcs, or with all levels decided; see `Plans.settled`."""
        decided = bool((allowed.sum(axis=1) == 1).all())
        if decided:
            level = allowed.argmax(axis=1)
            if not self.problem.keeps_rows(level):
                return np.inf
            self.evaluate(level)
        target = self.target()
        if bound.value >= target:
            return np.inf
        arcs = self._competitive(allowed, bound, target)
        if not decided and arcs.sum() > FEW_ARCS:
            return None
        written = program(replace(self.problem, allowed=allowed), arcs)
        result = solve_linear(_better_than(written.model, target), self.clock)
        if result.values is not None:
            level = written.levels(result.values, len(allowed))
            self.accept_assignment(
                level, written.assignment(result.values, len(self.problem.demand))
            )
        if result.status is Status.INFEASIBLE:
            return np.inf
        proven = bound.value if result.bound is None else max(result.bound, bound.value)
        return np.inf if proven >= self.target() else min(proven, target)

    def _competitive(self, allowed: BoolArray, bound: Bound, target: float) -> BoolArray:
        """(X,) the arcs that a plan better than `target` can have, by reduced cost."""
        lam = bound.multipliers[: len(self.problem.demand)]
        value = np.where(allowed, bound.level_value, np.inf)
        opening = value[:, 1:].min(axis=1) - bound.level_value.min(axis=1)
        arcs = self.problem.arcs
        extra = np.maximum(arcs.cost - lam[arcs.point], 0.0)
        return np.asarray(bound.value + opening[arcs.site] + extra < target)


def _better_than(model: LinearModel, target: float) -> LinearModel:
    """The model with a row that asks for less than `target`, which cuts the search short."""
    if not np.isfinite(target):
        return model
    size = max(abs(target), 1.0)
    row = sparse.csr_array(model.cost[None] / size)
    return replace(
        model,
        matrix=sparse.csr_array(sparse.vstack([model.matrix, row])),
        row_lower=np.append(model.row_lower, -np.inf),
        row_upper=np.append(model.row_upper, target / size),
    )
