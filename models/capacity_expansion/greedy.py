"""Orders that look at one start at a time: what a budget office does without a model.

In every period, as long as there is money, the start with the highest priority comes next; nothing
that was started is ever taken back. Both rules are the greedy of the knapsack problem (Dantzig
1957) carried through the periods: by need it serves who lacks most, by benefit what removes most
shortage for its money. Both judge a start by the period in which it opens: counting the shortage of
all later periods builds ahead of need and leaves more short. They prove nothing; `solve` says how
far from the best they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from models.capacity_expansion.instance import (
    BoolArray,
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
)

# Requirements that an order may miss; everything else in `check_plan` it keeps.
REQUIREMENTS = frozenset({"minimum programme", "overflow forbidden", "least group spending", "cap"})
_ROUND_OFF = 1e-9  # of money relative to the largest budget


class Priority(StrEnum):
    """What comes next."""

    NEED = "need"  # the area with the largest shortage in the period of opening
    BENEFIT = "benefit"  # most shortage removed in the period of opening per unit of money


def greedy_starts(
    instance: CapacityExpansionInstance, priority: Priority, area: IntArray | None = None
) -> IntArray:
    """Starts in the order of a priority, as soon as there is money.

    Budgets with carry-over, group envelopes, lead time, allowed starts and their number are kept:
    the result breaks none of them wherever the empty plan breaks none. What the minimum programme
    asks for in the period of opening comes before everything else; it, and the other
    `REQUIREMENTS`, are missed where the money is spent already. Demand is not moved between units.

    A start is affordable when its instalments and all that is committed already can be paid in
    every period; what is too dear lets a cheaper one pass. By need, the module that removes most of
    the shortage is next, the cheapest of equals; further ties go to the first unit and module.

    Parameters
    ----------
    area : (N,) area whose summed shortage counts as need; None: every unit is its own

    Returns
    -------
    (N, K, T) number of modules started
    """
    state = _State(instance, np.arange(len(instance.demand)) if area is None else area)
    for period in range(instance.demand.shape[1] - instance.lead):
        _fill(state, period, priority)
    return state.starts


@dataclass
class _State:
    """What has been started, and what it leaves of money and shortage."""

    instance: CapacityExpansionInstance
    area: IntArray
    starts: IntArray = field(init=False)
    new: FloatArray = field(init=False)
    left: FloatArray = field(init=False)
    group_left: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        instance = self.instance
        units, periods = instance.demand.shape
        self.starts = np.zeros((units, len(instance.size), periods), dtype=np.int64)
        self.new = np.zeros((units, periods))
        self.left = instance.budget - instance.committed_spending
        self.group_left = instance.group_budget.copy()
        self.slack = _ROUND_OFF * max(1.0, float(instance.budget.max()))

    def shortage(self, unit: int | slice) -> FloatArray:
        """(n, T) demand beyond capacity."""
        instance = self.instance
        capacity = instance.existing[unit] + self.new[unit]
        return np.maximum(instance.demand[unit] - instance.capacity_factor[unit] * capacity, 0.0)

    def affords(self, unit: int, price: float, period: int) -> bool:
        """Whether every period can still be paid if `price` is spread from `period` on."""
        left = self.left.copy()
        span = slice(period, period + len(self.instance.spend_profile))
        due = self.instance.spend_profile * price
        left[span] -= due
        if (self.group_left[self.instance.group[unit], span] < due - self.slack).any():
            return False
        purse = 0.0
        for amount, limit in zip(
            left.tolist(), self.instance.carry_over_limit.tolist(), strict=True
        ):
            purse += amount
            if purse < -self.slack:
                return False
            purse = min(max(purse, 0.0), limit)
        return True

    def start(self, unit: int, module: int, price: float, period: int) -> None:
        instance = self.instance
        span = slice(period, period + len(instance.spend_profile))
        self.starts[unit, module, period] += 1
        self.new[unit, period + instance.lead :] += instance.size[module]
        self.left[span] -= instance.spend_profile * price
        self.group_left[instance.group[unit], span] -= instance.spend_profile * price


def _fill(state: _State, period: int, priority: Priority) -> None:
    """Start in one period what its money allows."""
    instance = state.instance
    opening = period + instance.lead
    price = instance.cost * instance.price_index[period]
    open_ = instance.startable[:, :, period] & (instance.max_starts[:, period] > 0)[:, None]
    open_ &= instance.size <= _room(state, slice(None), opening)[:, None]
    relief = _relief(state, slice(None), opening)
    short = state.shortage(slice(None))[:, opening]
    while open_.any():
        required = state.new[:, opening] < instance.min_capacity[:, opening] - state.slack
        wanted = open_ & (required[:, None] | (relief > 0))
        first = wanted & required[:, None]
        pool = first if first.any() else wanted
        if not pool.any():
            return
        if priority is Priority.NEED:
            unit, module = _neediest(pool, short, relief, price, state.area)
        else:
            unit, module = _best(pool, relief / price)
        cost = float(price[unit, module])
        if not state.affords(unit, cost, period):
            # what is dearer in the same group is too dear as well
            open_ &= (instance.group != instance.group[unit])[:, None] | (price < cost)
            continue
        state.start(unit, module, cost, period)
        relief[unit] = _relief(state, slice(unit, unit + 1), opening)[0]
        short[unit] = state.shortage(unit)[opening]
        open_[unit] &= instance.size <= _room(state, unit, opening)
        if state.starts[unit, :, period].sum() >= instance.max_starts[unit, period]:
            open_[unit] = False


def _room(state: _State, unit: int | slice, opening: int) -> FloatArray:
    """(n,) capacity that may still come into service in a period and stay."""
    left = state.instance.max_capacity[unit, opening:] - state.new[unit, opening:]
    return np.asarray(left.min(axis=-1) + _ROUND_OFF)


def _relief(state: _State, unit: slice, opening: int) -> FloatArray:
    """(n, K) shortage that one more module removes in the period in which it opens."""
    served = state.instance.capacity_factor[unit, opening, None] * state.instance.size[None, :]
    return np.minimum(state.shortage(unit)[:, opening, None], served)


def _neediest(
    pool: BoolArray, short: FloatArray, relief: FloatArray, price: FloatArray, area: IntArray
) -> tuple[int, int]:
    """Of the area that lacks most, the module that removes most of it, the cheapest of equals."""
    total = np.bincount(area, weights=short)[area]
    total = np.where(pool.any(axis=1), total, -np.inf)
    here = pool & (area == area[int(np.argmax(total))])[:, None]
    most = relief[here].max()
    return _best(here & (relief >= most), -price)


def _best(pool: BoolArray, worth: FloatArray) -> tuple[int, int]:
    """Unit and module of the largest worth, the first of equals."""
    unit, module = np.unravel_index(int(np.argmax(np.where(pool, worth, -np.inf))), pool.shape)
    return int(unit), int(module)
