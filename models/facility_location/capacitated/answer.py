"""From a problem to its best plan and proof: the table of contents of the algorithm."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse

from models.facility_location.capacitated.branching import branch_and_bound
from models.facility_location.capacitated.plans import Layout, Plans
from models.facility_location.capacitated.polishing import exact_shares
from models.facility_location.capacitated.problem import IntArray, Problem
from models.facility_location.capacitated.program import program
from models.facility_location.capacitated.relaxation import Relaxation
from models.facility_location.capacitated.single_source import SingleSourcePlans
from optimizer.alarm import alarm
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.limits import Clock

FIRST_SHARE = 0.2  # of the time, for the bound that the first plan is made from


@dataclass(frozen=True)
class Answer:
    """What was found: levels (M,) or None, value, proven bound, who is served where."""

    level: IntArray | None
    value: float
    bound: float
    assignment: IntArray | sparse.csr_array
    infeasible: bool = False


def answer(problem: Problem, clock: Clock) -> Answer:
    """Solve a problem.

    A first plan comes from rounding the relaxation; where that fails because of rows on the
    levels or forbidden pairs, HiGHS finds one or proves that there is none.
    """
    with alarm(clock) as halt:
        return _answer(problem, Relaxation(problem, halt), clock)


def _answer(problem: Problem, relaxation: Relaxation, clock: Clock) -> Answer:
    kind = SingleSourcePlans if problem.single_source else Plans
    plans = kind(problem, relaxation, clock)
    stage = "cflp, single source" if problem.single_source else "cflp"
    with alarm(clock.until(clock.seconds + FIRST_SHARE * clock.remaining)) as soon:
        first = relaxation.bound(problem.allowed, relaxation.start, np.inf, 50, halt=soon)
    plans.learn(first.multipliers[: len(problem.demand)])
    level = plans.rounded(first.smooth)
    if level is not None:
        any(np.isfinite(plans.evaluate(trial)) for trial in plans.wider(level, first.smooth))
    if level is not None and plans.best is None and clock.expired:
        any(np.isfinite(plans.hurry(trial)) for trial in plans.wider(level, first.smooth))
    if plans.best is None and not clock.expired and not first_plan(plans, clock):
        return Answer(None, np.inf, np.inf, np.empty(0, dtype=np.int64), infeasible=True)
    if plans.best is None:
        return Answer(None, np.inf, first.value, np.empty(0, dtype=np.int64))
    outcome = branch_and_bound(problem, plans, relaxation, clock, stage)
    best = outcome.plan
    assert best is not None
    return _told(problem, best, outcome.bound)


def first_plan(plans: Plans, clock: Clock) -> bool:
    """Let HiGHS find any plan; False if it proves that there is none."""
    problem = plans.problem
    written = program(problem, strong=False)
    loose = replace(clock, limits=replace(clock.limits, gap=1e9, on_progress=None))
    result = solve_linear(written.model, loose)
    if result.status is Status.INFEASIBLE:
        return False
    if result.values is not None:
        level = written.levels(result.values, problem.arcs.sites)
        plans.evaluate(level)
        if isinstance(plans, SingleSourcePlans):
            plans.accept_assignment(level, written.assignment(result.values, len(problem.demand)))
    return True


def _told(problem: Problem, plan: Layout, bound: float) -> Answer:
    """The plan with exact shares and the value they have."""
    if plan.flow is None:
        assert plan.assignment is not None
        return Answer(plan.level, plan.value, bound, plan.assignment)
    opened = np.flatnonzero(plan.level > 0)
    room = np.append(problem.capacity[opened, plan.level[opened]], np.inf)
    flow = plan.flow
    row, point, share = exact_shares(flow.row, flow.point, flow.quantity, problem.demand, room)
    missed = row == len(opened)
    site = opened[row[~missed]]
    served, part = point[~missed], share[~missed]
    value = problem.costs_of(plan.level) + float(problem.arcs.cost_of(served, site) @ part)
    value += float(problem.penalty[point[missed]] @ share[missed])
    shape = (problem.arcs.points, problem.arcs.sites)
    return Answer(plan.level, value, bound, sparse.csr_array((part, (served, site)), shape=shape))
