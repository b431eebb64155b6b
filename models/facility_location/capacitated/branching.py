"""Best-first branch and bound on the sites' levels with Lagrangian bounds.

A node is a table of allowed levels. Its bound starts from its parent's multipliers, reduced costs
take levels away, and a node in which every site has one level left is a transportation problem.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from models.facility_location.capacitated.perturbation import perturbed_search
from models.facility_location.capacitated.plans import Layout, Plans
from models.facility_location.capacitated.problem import BoolArray, FloatArray, Problem
from models.facility_location.capacitated.relaxation import Bound, Relaxation
from optimizer.alarm import alarm
from optimizer.limits import Clock

ROOT_SHARE = 0.5  # of the time left, for each step at the root
FIRST_ITERATIONS, ROOT_ITERATIONS, NODE_ITERATIONS = 150, 1500, 150
NODE_STEP = 0.02


@dataclass(order=True)
class Node:
    bound: float
    order: int
    allowed: BoolArray = field(compare=False)
    multipliers: FloatArray = field(compare=False)


@dataclass(frozen=True)
class Outcome:
    """Best plan, proven bound (inf if there is no plan at all) and number of nodes."""

    plan: Layout | None
    bound: float
    nodes: int


def root(plans: Plans, relaxation: Relaxation, problem: Problem) -> Bound:
    """The root's bound and the first plans."""
    began = plans.clock.seconds
    with alarm(_part(plans.clock)) as halt:
        first = relaxation.bound(
            problem.allowed, relaxation.start, np.inf, FIRST_ITERATIONS, halt=halt
        )
    _try_rounding(plans, first, _part(plans.clock))
    with alarm(_part(plans.clock)) as halt:
        bound = relaxation.bound(
            problem.allowed, first.multipliers, plans.target(), ROOT_ITERATIONS, first.step, halt
        )
    plans.learn(bound.multipliers[: len(problem.demand)])
    _try_rounding(plans, bound, _part(plans.clock))
    if plans.best is not None and not problem.single_source:
        # as long again as it took to get here
        spent = plans.clock.seconds - began
        perturbed_search(plans, bound, _part(plans.clock).until(plans.clock.seconds + spent))
    return bound


def _part(clock: Clock) -> Clock:
    return clock.until(clock.seconds + ROOT_SHARE * clock.remaining)


def branch_and_bound(
    problem: Problem, plans: Plans, relaxation: Relaxation, clock: Clock, stage: str = "cflp"
) -> Outcome:
    """Minimise; the best of `plans` at the end is optimal within the gap of `clock`.

    Parameters
    ----------
    problem : with its capacity rows
    plans : with a plan found before, if any
    stage : name in progress reports
    """
    number = count()
    bound = root(plans, relaxation, problem)
    heap = [Node(bound.value, next(number), problem.allowed, bound.multipliers)]
    step = max(bound.step, NODE_STEP)
    nodes = 0
    left_bound = np.inf
    while heap and not clock.expired:
        node = heapq.heappop(heap)
        if node.bound >= plans.target():
            continue
        nodes += 1
        clock.report(stage, None if plans.best is None else plans.value, node.bound)
        children, proven = _explored(problem, plans, relaxation, node, step)
        left_bound = min(left_bound, proven)
        for allowed, value, multipliers in children:
            heapq.heappush(heap, Node(value, next(number), allowed, multipliers))
    open_bound = min((node.bound for node in heap), default=np.inf)
    if left_bound < plans.target():
        open_bound = min(open_bound, left_bound)
    closed_bound = plans.value if plans.closes else plans.target()
    return Outcome(plans.best, min(open_bound, closed_bound), nodes)


def _explored(
    problem: Problem, plans: Plans, relaxation: Relaxation, node: Node, step: float
) -> tuple[list[tuple[BoolArray, float, FloatArray]], float]:
    """What is left of a node: two children as (allowed, bound, multipliers), or none and a bound.

    The bound of a node without children is inf unless it was given up, out of time.
    """
    target = plans.target()
    bound = relaxation.bound(node.allowed, node.multipliers, target, NODE_ITERATIONS, step)
    value = max(bound.value, node.bound)
    if value < target:
        _try_rounding(plans, bound)
        target = plans.target()
    if value >= target:
        return [], np.inf
    allowed = node.allowed & bound.allowed(problem, target)
    if not allowed.any(axis=1).all():
        return [], np.inf
    settled = plans.settled(node.allowed, allowed, bound)
    if settled is not None:
        return [], max(settled, value)
    site = _branching_site(bound, allowed)
    upper = allowed.copy()
    lower = allowed.copy()
    if allowed[site, 0]:
        upper[site, 0] = False
        lower[site, 1:] = False
    else:
        likely = int(np.where(allowed[site], bound.smooth[site], -1.0).argmax())
        upper[site, likely] = False
        lower[site] = False
        lower[site, likely] = True
    return [(part, value, bound.multipliers) for part in (upper, lower)], np.inf


def _branching_site(bound: Bound, allowed: BoolArray) -> int:
    """The undecided site whose averaged level is the least decided."""
    undecided = allowed.sum(axis=1) > 1
    closed = np.where(allowed[:, 0], bound.smooth[:, 0], bound.smooth.max(axis=1))
    fraction = np.minimum(closed, 1.0 - closed)
    ordered = np.where(allowed, bound.level_value, np.inf)
    ordered.sort(axis=1)
    spread = ordered[:, 1] - ordered[:, 0]
    tie_break = 1e-3 / (1.0 + spread / (np.median(spread[undecided]) + 1e-12))
    return int(np.where(undecided, fraction + tie_break, -1.0).argmax())


def _try_rounding(plans: Plans, bound: Bound, clock: Clock | None = None) -> None:
    """Round the averaged levels; search around the plan until `clock`, or if it is the best."""
    level = plans.rounded(bound.smooth)
    if level is None:
        return
    before = plans.value
    if len(plans.cuts.constant) and plans.cuts.of(level).max() >= before:
        return
    if plans.evaluate(level) < before or clock is not None:
        plans.improve(level, clock)
