"""Good designs by ruin and recreate, for networks of any size.

Terminals that lie close are taken out of the forest, with the pipes that only they need, and come
back one by one along the way whose pipes, new ones and those that must be larger, cost least; now
and then all that hangs on a node is moved to another way, a key path exchange. Worse designs are
kept for a while, by record-to-record travel.

Schrimpf et al. (2000), Journal of Computational Physics 159, 139-171; key paths as in Uchoa and
Werneck (2012), Journal of Experimental Algorithmics 17, 2.2; Dueck (1993), Journal of Computational
Physics 104, 86-92.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from scipy.sparse.csgraph import shortest_path

from models.network_design.pipes.forest import NONE, Forest, forest_of
from models.network_design.pipes.growth_kernels import (
    brought_in,
    forest_cost,
    scheduled,
    taken_out,
)
from models.network_design.pipes.instance import (
    BoolArray,
    FloatArray,
    IntArray,
    PipeNetworkInstance,
)
from optimizer.limits import Clock

BATCH = 100  # rounds between two looks at the clock
MOST = 8  # terminals taken out together
TRAVEL = 0.01  # share by which a design may be worse than the best one at the beginning
ASTRAY = 0.5  # share of rounds that see lengths up to 30 % beside the right ones
MOVE = 0.3  # share of rounds that move what hangs on a node


@njit(cache=True, nogil=True)
def rounds(
    count: int, seed: int, travel: float, least_cost: bool,
    start: IntArray, halves: IntArray, at: IntArray, length: FloatArray,
    room: FloatArray, capacity: FloatArray, price: FloatArray,
    terminals: IntArray, near: IntArray, demand: FloatArray, required: BoolArray,
    prize: FloatArray, years: FloatArray, node_cost: FloatArray,
    limit: FloatArray, budget: FloatArray, carry_over: bool,
    entering: IntArray, flow: FloatArray, inside: BoolArray,
    best_entering: IntArray, best_inside: BoolArray, best_period: IntArray, best: FloatArray,
) -> None:  # fmt: skip
    """Go on from a design, change it and the best one in place.

    `best` (2,) is the value of the best design and of the one at hand; larger is better.
    """
    np.random.seed(seed)  # numba's own generator  # noqa: NPY002
    nodes, many, last = len(entering), len(terminals), len(limit) - 1
    blocked = np.zeros(nodes, dtype=np.bool_)
    for _ in range(count):
        kept, carried, there = entering.copy(), flow.copy(), inside.copy()
        seen = length
        if np.random.random() < ASTRAY:  # noqa: NPY002
            seen = length * np.random.uniform(0.7, 1.3, len(length))  # noqa: NPY002
        if np.random.random() < MOVE:  # noqa: NPY002
            v = np.random.randint(nodes)  # noqa: NPY002
            if entering[v] < 0:
                continue
            blocked[:] = False
            for u in range(nodes):
                w = u
                while entering[w] >= 0 and w != v:
                    w = at[entering[w]]
                blocked[u] = w == v
            amount = flow[v]
            above = at[entering[v]]
            entering[v] = -1
            if room[above] >= 0.0 or entering[above] >= 0:
                taken_out(above, amount, at, entering, flow)
            flow[v] = 0.0
            cost = brought_in(
                v, amount, start, halves, at, seen, room, capacity, price,
                entering, flow, blocked, np.inf,
            )  # fmt: skip
            blocked[:] = False
            if cost == np.inf:
                entering[:], flow[:] = kept, carried
                continue
        else:
            blocked[:] = False
            centre = np.random.randint(many)  # noqa: NPY002
            out = 1 + np.random.randint(min(MOST, many))  # noqa: NPY002
            for i in range(out):
                k = near[centre, i]
                if inside[k]:
                    taken_out(terminals[k], demand[k], at, entering, flow)
                    inside[k] = False
            key = np.empty(many)
            for k in range(many):
                noise = np.random.random()  # noqa: NPY002
                if least_cost:
                    key[k] = noise - (demand[k] / demand.max() if noise < 0.7 else 0.0)
                else:
                    key[k] = noise * demand[k] / (prize[k] + 1e-12) - 1e9 * required[k]
            for k in np.argsort(key):
                if inside[k] or (least_cost and not required[k]):
                    continue
                money = np.inf
                if not least_cost:
                    money = limit[last] * (1.0 + 1e-9) - node_cost[terminals[k]]
                    money -= forest_cost(entering, flow, length, capacity, price)
                    for j in range(many):
                        if inside[j]:
                            money -= node_cost[terminals[j]]
                    if money < 0.0:
                        continue
                cost = brought_in(
                    terminals[k], demand[k], start, halves, at, seen, room, capacity, price,
                    entering, flow, blocked, money,
                )  # fmt: skip
                inside[k] = cost < np.inf
        total = forest_cost(entering, flow, length, capacity, price)
        missing = 0
        for k in range(many):
            total += node_cost[terminals[k]] * inside[k]
            missing += required[k] and not inside[k]
        period = np.zeros(many, dtype=np.int64)
        if least_cost:
            value = -total
        else:
            worth = prize * np.random.uniform(0.7, 1.3, many)  # noqa: NPY002
            period = scheduled(
                entering, flow, inside, terminals, worth, at, length, capacity, price,
                node_cost, limit, budget, carry_over,
            )  # fmt: skip
            value = -1e-6 * total / max(limit[last], 1e-300)
            for k in range(many):
                if period[k] <= last:
                    value += prize[k] * years[period[k]]
                elif required[k]:
                    missing += 1
            if total > limit[last] * (1.0 + 1e-9):
                missing += 1
        if missing:
            value -= 1e12 * missing
        if value >= best[0] - travel * abs(best[0]) or value >= best[1]:
            best[1] = value
        else:
            entering[:], flow[:], inside[:] = kept, carried, there
            continue
        if value > best[0] and missing == 0:
            best[0] = value
            best_entering[:], best_inside[:], best_period[:] = entering, inside, period


class Growth:
    """Designs that get better as long as they are given time."""

    def __init__(self, instance: PipeNetworkInstance) -> None:
        self.instance = instance
        self.terminals = instance.wanted
        at = instance.edges.ravel()
        halves = np.argsort(at, kind="stable")
        count = np.bincount(at, minlength=instance.nodes)
        self.room = np.full(instance.nodes, -1.0)
        self.room[instance.sources] = instance.source_capacity
        shape = (instance.nodes, instance.nodes)
        length = np.zeros(shape)
        longest_first = np.argsort(-instance.length_km, kind="stable")
        i, j = instance.edges[longest_first].T
        length[i, j] = length[j, i] = instance.length_km[longest_first]
        between = shortest_path(length, directed=False, indices=self.terminals)
        self.near = np.argsort(between[:, self.terminals], axis=1, kind="stable")
        self.graph = (np.append(0, np.cumsum(count)), halves, at, instance.length_km)
        self.entering = np.full(instance.nodes, NONE)
        self.flow = np.zeros(instance.nodes)
        self.inside = np.zeros(len(self.terminals), dtype=np.bool_)
        self.best_entering, self.best_inside = self.entering.copy(), self.inside.copy()
        self.best_period = np.full(len(self.terminals), instance.periods)
        self.best = np.full(2, -np.inf)
        self.turn = 0

    def run(self, clock: Clock, batches: int) -> Forest | None:
        """Improve for a number of batches, or until time is over; the best design so far.

        The first batch is run whatever the time: there is a design where one is easy to find.
        """
        instance = self.instance
        least_cost = instance.budget.size == 0
        for batch in range(batches):
            if self.turn and clock.expired:
                break
            rounds(
                BATCH, clock.limits.seed + self.turn, TRAVEL * (1.0 - batch / batches), least_cost,
                *self.graph, self.room, _own(instance.class_capacity), _own(instance.class_cost),
                self.terminals, self.near, instance.demand[self.terminals],
                instance.required[self.terminals], instance.prize[self.terminals],
                _own(instance.years), _own(instance.node_cost), _own(instance.limit),
                _own(instance.budget),
                instance.carry_over, self.entering, self.flow, self.inside,
                self.best_entering, self.best_inside, self.best_period, self.best,
            )  # fmt: skip
            self.turn += 1
        return self.forest()

    def forest(self) -> Forest | None:
        """The best design, None where none connects what is required."""
        if not np.isfinite(self.best[0]):
            return None
        node_period = np.full(self.instance.nodes, NONE)
        there = self.best_inside & (self.best_period < self.instance.periods)
        node_period[self.terminals[there]] = self.best_period[there]
        return forest_of(self.instance, self.best_entering, node_period)


def _own(values: FloatArray) -> FloatArray:
    """A copy of one memory layout: a kernel is compiled anew for views and read-only arrays."""
    return np.array(values, dtype=np.float64, order="C")
