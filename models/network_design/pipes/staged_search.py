"""Which nodes in which period, for a few terminals: best first search over periods.

A plan says which terminals are connected at the end, then in which period each of them is. Until
period t it connects a set W_t, and three things say what cannot be had:

- W_t alone costs no more than the money until t; `send_and_split` knows the cost of every set;
- pipes are laid for their last flow: once the set U of the end is known, what W_t costs in pipes
  that carry all of U must not be more than the money either (one run of send and split with no
  price on pipes that only others use), nor does a set that contains W_t cost less;
- prices on the money until each period, see `periods_given`; nor can more nodes, nor any earlier.

The largest prizes of the sets that are left, times the years of the periods, bound the value.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np
from numba import njit

from models.network_design.pipes.forest import NONE, Forest
from models.network_design.pipes.instance import FloatArray, IntArray, PipeNetworkInstance
from models.network_design.pipes.periods_given import PeriodsGiven
from models.network_design.pipes.send_and_split import SendAndSplit, SubsetCosts, Ways, subset_sums
from optimizer.limits import Clock

ROUNDS = 30  # prices tried for a plan with all periods decided
GLANCES = 3  # and for one with some decided
EQUAL = 1e-9
SLICE = 2.0  # seconds for a plan before others are looked at


@njit(cache=True)
def first_agreeing(order: IntArray, decided: int, there: int) -> int:
    """Place of the first set in `order` that has of what is `decided` just what is `there`."""
    for i in range(len(order)):
        if order[i] & decided == there:
            return i
    return -1


@dataclass(frozen=True)
class StagedAnswer:
    """`forest` is the best plan found, None where none; no plan is worth more than `bound`."""

    forest: Forest | None
    bound: float


class StagedSearch:
    """Search over the periods of the terminals of `instance`."""

    def __init__(self, instance: PipeNetworkInstance, costs: SubsetCosts) -> None:
        self.instance, self.costs = instance, costs
        self.terminals, self.ways = costs.question.terminals, costs.question.ways
        self.prize = subset_sums(instance.prize[self.terminals])
        self.bits = 1 << np.arange(len(self.terminals))
        self.branching = np.argsort(-instance.prize[self.terminals], kind="stable")
        needed = int(self.bits[instance.required[self.terminals]].sum())
        groups = np.argsort(-self.prize, kind="stable")
        self.orders = [groups[costs.cost[groups] <= most * (1 + EQUAL)] for most in instance.limit]
        self.orders[-1] = self.orders[-1][self.orders[-1] & needed == needed]
        self.ends: dict[int, list[IntArray]] = {}  # the same once the set of the end is known
        self.parting: dict[int, Ways] = {}
        self.affordable: set[tuple[int, int]] = set()
        self.worth: FloatArray | None = None  # prices that told most about the last plan
        self.best: Forest | None = None
        self.value = -np.inf
        self.impossible: list[IntArray] = []

    def run(self, clock: Clock, incumbent: Forest | None) -> StagedAnswer:
        """Search until the best plan is proven, or as near as asked for, or time is over."""
        self.offer(incumbent)
        start = np.full(len(self.terminals), self.instance.periods)  # periods: never
        heap = [(-self.limit(start, 0, clock), 0, 0, start)]
        number = 0
        left: list[tuple[float, IntArray]] = []  # plans that are neither possible nor impossible
        while heap and not clock.expired:
            value, _, depth, plan = heap[0]
            if -value <= self.value + max(clock.limits.gap, EQUAL) * abs(self.value):
                break
            heapq.heappop(heap)
            now = self.limit(plan, depth, clock)  # more is known by now
            if now < -value:
                if now > self.value:
                    number += 1
                    heapq.heappush(heap, (-now, number, depth, plan))
                continue
            members = np.flatnonzero(plan[self.branching] < self.instance.periods)
            whole = depth == len(plan) + (len(members) if self.instance.periods > 1 else 0)
            if depth >= len(plan):
                state = self.tested(plan, whole, clock, SLICE)
                if whole and state is None:
                    left.append((-value, plan))
                if whole or state is False:
                    continue
            for child in self.children(plan, depth, members):
                limit = self.limit(child, depth + 1, clock)
                if limit > self.value:
                    number += 1
                    heapq.heappush(heap, (-limit, number, depth + 1, child))
        further = -heap[0][0] if heap else -np.inf
        while left and left[0][0] > max(self.value, further):  # best first, with all the time
            if clock.expired or self.tested(left[0][1], True, clock) is None:
                return StagedAnswer(self.best, max(left[0][0], further))
            left.pop(0)
        return StagedAnswer(self.best, max(further, self.value))

    def children(self, plan: IntArray, depth: int, members: IntArray) -> list[IntArray]:
        """Plans with one more decision: whether, then when."""
        last = self.instance.periods - 1
        if depth < len(plan):
            at, choices = self.branching[depth], [last, last + 1]
            if self.instance.required[self.terminals[at]]:
                choices = [last]
        else:
            at, choices = self.branching[members[depth - len(plan)]], list(range(last + 1))
        children = []
        for choice in choices:
            child = plan.copy()
            child[at] = choice
            children.append(child)
        return children

    def offer(self, forest: Forest | None) -> None:
        """Keep a plan that is feasible and better."""
        if forest is None or not forest.within(self.instance):
            return
        missing = self.instance.required & (forest.node_period == NONE)
        value = forest.gain(self.instance)
        if not missing.any() and value > self.value:
            self.best, self.value = forest, value

    def limit(self, plan: IntArray, depth: int, clock: Clock) -> float:
        """No plan that agrees with the first `depth` decisions is worth more."""
        weight, periods = self.instance.weight, self.instance.periods
        if depth < len(plan):
            known = self.branching[:depth]
            decided = int(self.bits[known].sum())
            inside = int(self.bits[known[plan[known] < periods]].sum())
            total = 0.0
            for t, order in enumerate(self.orders):
                last = t == periods - 1
                seen = decided if last else decided ^ inside
                place = int(first_agreeing(order, seen, inside if last else 0))
                if place < 0:
                    return -np.inf
                total += float(weight[t] * self.prize[order[place]])
            return total
        end = int(self.bits[plan < periods].sum())
        members = self.branching[plan[self.branching] < periods]
        known = members[: depth - len(plan)]
        decided = int(self.bits[known].sum())
        total = float(weight[-1] * self.prize[end])
        for t in range(periods - 1):
            there = int(self.bits[known[plan[known] <= t]].sum())
            group = self._largest(end, t, decided, there, clock)
            if group < 0:
                return -np.inf
            total += float(weight[t] * self.prize[group])
        return total

    def _largest(self, end: int, t: int, decided: int, there: int, clock: Clock) -> int:
        """The set of the largest prize that may be connected by `t` when `end` is at the end."""
        if end not in self.ends:
            self.ends[end] = [order[order & ~end == 0] for order in self.orders[:-1]]
        orders = self.ends[end]
        while True:
            place = int(first_agreeing(orders[t], decided, there))
            if place < 0:
                return -1
            group = int(orders[t][place])
            if group == 0 or (end, group) in self.affordable or clock.expired:
                return group
            least = self._until(end, group, t, clock)
            limit = self.instance.limit
            for s in range(len(orders)):
                if least > limit[s] * (1.0 + EQUAL):
                    orders[s] = orders[s][orders[s] & group != group]
            if least <= limit[t] * (1.0 + EQUAL):
                self.affordable.add((end, group))

    def _until(self, end: int, group: int, t: int, clock: Clock) -> float:
        """Bound on the money until `t` for a set when `end` is connected at the end."""
        periods = self.instance.periods
        chosen = np.flatnonzero(end & self.bits)
        inside = group & self.bits[chosen] != 0
        period = np.where(inside, t, periods - 1)
        ways = self.ways_of(end, clock)
        given = PeriodsGiven(self.instance, self.terminals[chosen], period, ways)
        return given.least_until(t, clock)

    def ways_of(self, end: int, clock: Clock) -> Ways:
        """Ways that part where they may when all of `end` is connected within the money."""
        if end not in self.parting:
            chosen = np.flatnonzero(end & self.bits)
            question = SendAndSplit(self.instance, self.terminals[chosen], self.ways)
            costs = question.run(clock)
            most = float(self.instance.limit[-1])
            self.parting[end] = (
                self.ways
                if costs is None
                else self.ways.among(question.parting(costs, most, clock))
            )
        return self.parting[end]

    def tested(
        self, plan: IntArray, whole: bool, clock: Clock, slice_s: float | None = None
    ) -> bool | None:
        """Whether the nodes with a period can be connected by then; None where that is open.

        A `whole` plan is given all the time, or `slice_s` seconds.
        """
        if any((plan <= known).all() for known in self.impossible):
            return False
        chosen = np.flatnonzero(plan < self.instance.periods)
        ways = self.ways_of(int(self.bits[chosen].sum()), clock)
        given = PeriodsGiven(self.instance, self.terminals[chosen], plan[chosen], ways)
        rounds = ROUNDS if whole else GLANCES
        possible, tried = given.possible(rounds, clock, self.worth)
        for one in tried:
            self.offer(one.forest)
        if tried:
            self.worth = tried[-1].paid * given.scale
        if whole and possible is None:
            patient = clock if slice_s is None else clock.until(clock.seconds + slice_s)
            forest, bound = given.cheapest(patient, tried=tried)
            self.offer(forest)
            possible = True if forest is not None else False if np.isinf(bound) else None
        if possible is False:
            self.impossible.append(plan)
        return possible
