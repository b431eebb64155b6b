"""Branch and bound and breeding of plans, against every choice of sites there is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facility_location.branching import Remainder, Tree
from models.facility_location.interchange import Rules, evaluate
from models.facility_location.lists import BoolArray, IntArray, NeighbourLists
from models.facility_location.population import breed
from optimizer.limits import Limits


@st.composite
def remainders(draw: st.DrawFn) -> Remainder:
    """At most 8 sites; costs from a small range, so with ties; forced sites, free numbers."""
    n, m = draw(st.integers(1, 12)), draw(st.integers(2, 8))
    random = np.random.default_rng(draw(st.integers(0, 10**6)))
    cost = random.integers(0, draw(st.sampled_from([2, 10, 1000])), (n, m)).astype(float)
    low = draw(st.integers(1, m))
    high = draw(st.sampled_from([low, m]))
    forced = np.zeros(m, dtype=bool)
    forced[: draw(st.integers(0, low - 1))] = True
    fixed = random.integers(0, draw(st.sampled_from([1, 30])), m).astype(float)
    rules = Rules(
        fixed, forced, low, high, np.zeros(m), np.inf, np.full(m, -1), np.zeros(0, dtype=np.int64)
    )
    return Remainder(NeighbourLists.of_dense(cost, np.full(n, 1e5)), rules, np.arange(m))


def best_of_all(part: Remainder) -> float:
    m = part.lists.n_sites
    plans = []
    for count in range(part.rules.low, part.rules.high + 1):
        for chosen in combinations(range(m), count):
            plan = np.zeros(m, dtype=bool)
            plan[list(chosen)] = True
            if (plan >= part.rules.forced).all():
                plans.append(evaluate(part.lists, part.rules, plan))
    return min(plans)


class Best:
    """Keeps the cheapest plan it is offered."""

    def __init__(self, part: Remainder, cost: float) -> None:
        self.part, self.cost = part, cost

    def offer(self, index: IntArray) -> float:
        plan = np.zeros(self.part.lists.n_sites, dtype=bool)
        plan[index] = True
        cost = evaluate(self.part.lists, self.part.rules, plan)
        if self.part.rules.allow(plan):
            self.cost = min(self.cost, cost)
        return cost

    def cutoff(self) -> float:
        return self.cost - 1.0 + 1e-6


def plan_of(part: Remainder) -> BoolArray:
    """The forced sites and as many more as must be open."""
    plan = part.rules.forced.copy()
    plan[np.flatnonzero(~plan)[: part.rules.low - int(plan.sum())]] = True
    return plan


@settings(max_examples=80, deadline=None)
@given(remainders(), st.integers(1, 4))
def test_a_tree_left_and_taken_up_again_ends_at_the_optimum(part: Remainder, steps: int) -> None:
    optimum = best_of_all(part)
    best = Best(part, evaluate(part.lists, part.rules, plan_of(part)))
    zero = np.zeros(part.lists.n_rows)
    tree = Tree(part, zero, min(0.0, best.cost) - 1.0, best.cutoff, best.offer)
    assert tree.hopeless
    clock = Limits(time_s=60.0).clock()
    for _ in range(2000):
        if tree.ended:
            break
        left = iter([True] * steps)
        tree.explore(clock, lambda bound: None, lambda spent, left=left: next(left, False))
        assert min(tree.bound, best.cost) <= optimum + 1e-6
    assert tree.ended
    assert best.cost == pytest.approx(optimum)
    assert tree.bound == best.cutoff()


@settings(max_examples=40, deadline=None)
@given(remainders(), st.integers(0, 1000))
def test_bred_plans_keep_the_rules_and_find_small_optima(part: Remainder, seed: int) -> None:
    first = plan_of(part)
    best = Best(part, evaluate(part.lists, part.rules, first))
    offered: list[BoolArray] = []

    def offer(index: IntArray) -> float:
        plan = np.zeros(part.lists.n_sites, dtype=bool)
        plan[index] = True
        offered.append(plan)
        return best.offer(index)

    random = np.random.default_rng(seed)
    breed(part, first, np.full(len(first), 0.5), random, 20, offer, lambda: True)
    assert all(part.rules.allow(plan) for plan in offered)
    assert best.cost == pytest.approx(best_of_all(part))


def test_breeding_stops_when_told() -> None:
    part = Remainder(
        NeighbourLists.of_dense(np.eye(4), np.full(4, 9.0)),
        Rules(
            np.zeros(4), np.zeros(4, dtype=bool), 2, 2, np.zeros(4), np.inf, np.full(4, -1),
            np.zeros(0, dtype=np.int64),
        ),
        np.arange(4),
    )  # fmt: skip
    offered: list[IntArray] = []
    plan = plan_of(part)
    random = np.random.default_rng(0)
    breed(part, plan, np.ones(4), random, 5, lambda i: offered.append(i) or 0.0, lambda: False)
    assert offered == []
