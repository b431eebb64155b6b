"""Primal search: greedy start, and fast interchange over open and closed sites.

One candidate j is looked at in one walk over its column: the same walk yields the gain of opening
j and, for every open site k, what closing k would then cost less (Whitaker 1983; Resende and
Werneck 2007, European Journal of Operational Research 179, 1205-1219). Moves are open, close and
swap; they respect numbers, committed sites, a budget and group limits. After a move only sites
near it are looked at again, which makes thousands of disturbed restarts cheap. The loops are in
`swaps`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.facility_location import swaps
from models.facility_location.lists import BoolArray, FloatArray, IntArray, NeighbourLists
from optimizer.limits import Clock

EFFORT = 20_000_000  # list entries walked between two looks at the clock


@dataclass(frozen=True)
class Rules:
    """What a set of open sites must satisfy, and what it costs beside serving demand.

    Attributes
    ----------
    fixed : (M,) cost of an open site, negative where closing costs
    forced : (M,) open in every plan
    low, high : number of open sites
    spend : (M,) money of an open site, for the budget
    budget : most money, inf for none
    group : (M,) group index, -1 for none
    group_limit : (G,) most open sites by group
    """

    fixed: FloatArray
    forced: BoolArray
    low: int
    high: int
    spend: FloatArray
    budget: float
    group: IntArray
    group_limit: IntArray

    @property
    def has_sides(self) -> bool:
        """Whether budget or group limits can bind at all."""
        return bool(np.isfinite(self.budget)) or len(self.group_limit) > 0

    def allow(self, is_open: BoolArray) -> bool:
        """Whether a set of open sites meets every rule."""
        count = int(is_open.sum())
        inside = self.group[is_open]
        used = np.bincount(inside[inside >= 0], minlength=len(self.group_limit))
        return bool(
            self.low <= count <= self.high
            and is_open[self.forced].all()
            and self.spend[is_open].sum() <= self.budget + 1e-9 * max(1.0, abs(self.budget))
            and (used <= self.group_limit).all()
        )

    def restricted(self, alive: BoolArray, forced: BoolArray) -> Rules:
        """The rules for the alive sites only; `forced` (M,) replaces the old one."""
        return Rules(
            self.fixed[alive],
            forced[alive],
            self.low,
            self.high,
            self.spend[alive],
            self.budget,
            self.group[alive],
            self.group_limit,
        )


def nearest_two(
    lists: NeighbourLists, is_open: BoolArray
) -> tuple[FloatArray, IntArray, FloatArray, IntArray]:
    """Cost and site of the nearest and second nearest open site of every row; -1 for none."""
    return swaps.nearest_two(lists.start, lists.site, lists.cost, lists.cap, is_open)  # type: ignore[no-any-return]


def evaluate(lists: NeighbourLists, rules: Rules, is_open: BoolArray) -> float:
    """Cost of a set of open sites; a demand point that no listed site serves pays its cap."""
    return float(nearest_two(lists, is_open)[0].sum() + rules.fixed[is_open].sum())


def greedy(lists: NeighbourLists, rules: Rules, clock: Clock | None = None) -> BoolArray:
    """Open one site after the other, each time the one that saves most, as far as rules allow.

    Once `clock` has expired, after `EFFORT` at least, the rest is chosen by what sites saved when
    last looked at.
    """
    is_open = rules.forced.copy()
    arrays, numbers, room = _arrays(lists), _numbers(rules), _rooms(rules, is_open)
    nearest = nearest_two(lists, is_open)[0]
    saving, stale = np.empty(lists.n_sites), np.zeros(lists.n_sites, dtype=bool)
    purse = np.array([rules.spend[is_open].sum(), float(is_open.sum())])
    swaps.savings(arrays, numbers, nearest, is_open, saving)
    more, effort = True, EFFORT
    while more:
        more = swaps.greedy(arrays, numbers, room, is_open, nearest, saving, stale, purse, effort)
        effort = 0 if clock is not None and clock.expired else EFFORT
    return is_open


def improve(
    lists: NeighbourLists,
    rules: Rules,
    is_open: BoolArray,
    random: np.random.Generator,
    *,
    restarts: int = 0,
    clock: Clock | None = None,
) -> float:
    """Interchange to a local optimum, in place; returns the cost reached.

    Parameters
    ----------
    restarts : how often to disturb the plan by a few neighbouring swaps and go on from there,
        keeping what is better
    clock : looked at now and then; what is reached when it has expired is returned
    """
    arrays, numbers, room = _arrays(lists), _numbers(rules), _rooms(rules, is_open)
    state = swaps.begin(arrays, numbers, is_open)
    eps = 1e-10 * max(1.0, float(state[1].sum()))
    queue, ends = random.permutation(lists.n_sites), np.array([0, lists.n_sites])
    waits = np.ones(lists.n_sites, dtype=bool)

    def expired() -> bool:
        return clock is not None and clock.expired

    while ends[0] < ends[1] and not expired():
        swaps.descend(arrays, numbers, room, state, queue, ends, waits, eps, EFFORT)
    turn = 0
    while turn < restarts and not expired():
        turn = swaps.restart(
            arrays, numbers, room, state, queue, ends, waits, eps, turn, restarts, EFFORT, random
        )
    return evaluate(lists, rules, is_open)


def _arrays(lists: NeighbourLists) -> tuple[object, ...]:
    return (
        lists.start,
        lists.site,
        lists.cost,
        lists.cap,
        lists.column_start,
        lists.column_row,
        lists.column_cost,
    )


def _numbers(rules: Rules) -> tuple[object, ...]:
    return (
        rules.fixed,
        rules.forced,
        rules.low,
        rules.high,
        rules.spend,
        float(rules.budget + 1e-9 * max(1.0, abs(rules.budget))),
        rules.group,
    )


def _rooms(rules: Rules, is_open: BoolArray) -> IntArray:
    inside = rules.group[is_open]
    used = np.bincount(inside[inside >= 0], minlength=len(rules.group_limit))
    return np.asarray(rules.group_limit - used, dtype=np.int64)
