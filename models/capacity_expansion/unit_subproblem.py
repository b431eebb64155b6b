"""The subproblem of one unit: its cheapest expansion path at given prices.

For a unit alone, with money priced period by period, the problem is an exact dynamic programme
over (period, new capacity in steps): in each period any number of modules may be started, an
unbounded knapsack, and the capacity reached is charged with the weighted shortage and overflow
of the period in which it comes into service. States below the least capacity of a period are
cut off. One pass costs states x periods x modules operations.

Source: Luss, H. (1982), Operations research and capacity expansion problems: a survey,
Operations Research 30(5), 907-947, sections on dynamic programming for finite facility sizes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.prepared import Prepared


@dataclass(frozen=True)
class Prices:
    """What the master problem tells the units.

    Attributes
    ----------
    money : (N, T) price of one unit of money spent in a period
    shortage, overflow : (N, T) price of one unit of shortage, overflow
    capacity : (N, T) price of one unit of new capacity in service (negative: it is wanted)
    """

    money: FloatArray
    shortage: FloatArray
    overflow: FloatArray
    capacity: FloatArray


@dataclass(frozen=True)
class CheapestPaths:
    """`value` (N,) cost of the cheapest path at the prices, inf if none; `starts` (N, K, T)."""

    value: FloatArray
    starts: IntArray


def cheapest_paths(
    prepared: Prepared, prices: Prices, least_state: IntArray, units: IntArray
) -> CheapestPaths:
    """Solve the subproblems of some units.

    Parameters
    ----------
    prepared : N units, K modules, T periods
    prices : see `Prices`, for all N units
    least_state : (N, T) steps of new capacity that must be in service
    units : (B,) the units to solve

    Returns
    -------
    CheapestPaths of these units: value (B,), starts int16 (B, K, T)
    """
    instance = prepared.instance
    money = prices.money[units] @ prepared.payment_share.T
    arguments = (
        prepared.module_steps,
        instance.cost[units][:, :, None] * money[:, None, :],
        instance.startable[units],
        prepared.shortage_gap[units],
        instance.capacity_factor[units] * prepared.step,
        prices.shortage[units],
        prepared.overflow_gap[units],
        float(instance.overflow_factor * prepared.step),
        prices.overflow[units],
        prices.capacity[units] * prepared.step,
        least_state[units],
        prepared.most_state[units],
        prepared.largest_state[units],
        instance.lead,
    )
    most = instance.max_starts[units]
    value, starts = _unlimited(most, *arguments)
    crowded = np.flatnonzero((starts.sum(axis=1) > most).any(axis=1))
    if crowded.size:
        _limited(crowded, most, *arguments, value, starts)
    return CheapestPaths(value, starts)


@njit(cache=True, nogil=True)
def _charge_state(  # type: ignore[no-untyped-def]
    row, top, least, most, gap, per_step, price, over_gap, over_per_step, over_price, linear
):
    """Add the cost of a period to every state in `row`; cut off those outside `least` to `most`."""
    for c in range(min(least, top + 1)):
        row[c] = np.inf
    for c in range(most + 1, top + 1):
        row[c] = np.inf
    if price > 0.0 and gap > 0.0:
        last = min(top, int(gap / per_step))
        for c in range(least, last + 1):
            row[c] += price * (gap - per_step * c)
    if over_price > 0.0 and over_gap > 0.0:
        last = min(top, int(over_gap / over_per_step))
        for c in range(least, last + 1):
            row[c] += over_price * (over_gap - over_per_step * c)
    if linear != 0.0:
        for c in range(least, top + 1):
            row[c] += linear * c


@njit(cache=True, nogil=True)
def _charge_before_lead(  # type: ignore[no-untyped-def]
    n, lead, gap, price, over_gap, over_price, least
):
    """Cost of the periods in which no decision is in service yet; inf if one asks for more."""
    total = 0.0
    for u in range(min(lead, gap.shape[1])):
        if least[n, u] > 0:
            return np.inf
        total += price[n, u] * max(gap[n, u], 0.0) + over_price[n, u] * max(over_gap[n, u], 0.0)
    return total


@njit(cache=True, nogil=True)
def _unlimited(  # type: ignore[no-untyped-def]
    max_starts, module_steps, start_price, startable, gap, per_step, price,
    over_gap, over_per_step, over_price, linear, least, most, top, lead,
):  # fmt: skip
    """Every unit's cheapest path; limits on starts only bound the states that can be reached."""
    n_units, n_modules, n_periods = start_price.shape
    value = np.empty(n_units)
    starts = np.zeros((n_units, n_modules, n_periods), dtype=np.int16)
    widest = top.max() + 1
    row = np.empty(widest)
    choice = np.empty((n_periods, widest), dtype=np.int8)
    for n in range(n_units):
        last = top[n]
        row[: last + 1] = np.inf
        row[0] = _charge_before_lead(n, lead, gap, price, over_gap, over_price, least)
        high = 0
        for t in range(n_periods):
            high = min(last, high + max_starts[n, t] * module_steps.max())
            _start_any(row, choice[t], high, module_steps, start_price[n, :, t], startable[n, :, t])
            u = t + lead
            if u < n_periods:
                _charge_state(
                    row, high, least[n, u], most[n, u], gap[n, u], per_step[n, u], price[n, u],
                    over_gap[n, u], over_per_step, over_price[n, u], linear[n, u],
                )  # fmt: skip
        best = 0
        for c in range(1, last + 1):
            if row[c] < row[best]:
                best = c
        value[n] = row[best]
        if np.isfinite(value[n]):
            for t in range(n_periods - 1, -1, -1):
                while choice[t, best] >= 0:
                    k = choice[t, best]
                    starts[n, k, t] += 1
                    best -= module_steps[k]
    return value, starts


@njit(cache=True, nogil=True)
def _limited(  # type: ignore[no-untyped-def]
    units, max_starts, module_steps, start_price, startable, gap, per_step, price,
    over_gap, over_per_step, over_price, linear, least, most, top, lead, value, starts,
):  # fmt: skip
    """Solve the units `units` again, with layers for the number of starts in crowded periods.

    Only periods that had too many starts get layers; if that crowds another period, it gets them
    too, until no period has too many. Leaving the limit out of the others is a relaxation, so the
    last answer is optimal.
    """
    n_periods = start_price.shape[2]
    for n in units:
        last = top[n]
        layers = min(max_starts[n].max(), last // module_steps.min()) + 1
        current = np.empty((layers, last + 1))
        row = np.empty(last + 1)
        choice = np.empty((n_periods, layers, last + 1), dtype=np.int8)
        layer_of = np.empty((n_periods, last + 1), dtype=np.int16)
        layered = np.zeros(n_periods, dtype=np.bool_)
        crowded = True
        while crowded:
            for t in range(n_periods):
                if starts[n, :, t].sum() > max_starts[n, t]:
                    layered[t] = True
            row[:] = np.inf
            row[0] = _charge_before_lead(n, lead, gap, price, over_gap, over_price, least)
            high = 0  # no state above it is reached yet
            for t in range(n_periods):
                if layered[t]:
                    high = _start_few(
                        row, current, choice[t], layer_of[t], high,
                        min(max_starts[n, t], layers - 1), module_steps, start_price[n, :, t],
                        startable[n, :, t],
                    )  # fmt: skip
                else:
                    high = min(last, high + max_starts[n, t] * module_steps.max())
                    _start_any(
                        row, choice[t, 0], high, module_steps, start_price[n, :, t],
                        startable[n, :, t],
                    )  # fmt: skip
                u = t + lead
                if u < n_periods:
                    _charge_state(
                        row, high, least[n, u], most[n, u], gap[n, u], per_step[n, u], price[n, u],
                        over_gap[n, u], over_per_step, over_price[n, u], linear[n, u],
                    )  # fmt: skip
            best = 0
            for c in range(1, last + 1):
                if row[c] < row[best]:
                    best = c
            value[n] = row[best]
            starts[n] = 0
            crowded = False
            if not np.isfinite(value[n]):
                continue
            for t in range(n_periods - 1, -1, -1):
                if layered[t]:
                    for m in range(layer_of[t, best], 0, -1):
                        k = choice[t, m, best]
                        starts[n, k, t] += 1
                        best -= module_steps[k]
                else:
                    count = 0
                    while choice[t, 0, best] >= 0:
                        k = choice[t, 0, best]
                        starts[n, k, t] += 1
                        count += 1
                        best -= module_steps[k]
                    crowded = crowded or count > max_starts[n, t]


@njit(cache=True, nogil=True)
def _start_any(row, choice, high, module_steps, price, startable):  # type: ignore[no-untyped-def]
    """Unbounded knapsack within a period over the states up to `high`."""
    choice[: high + 1] = -1
    for k in range(len(module_steps)):
        if not startable[k]:
            continue
        step, cost = module_steps[k], price[k]
        for c in range(step, high + 1):
            candidate = row[c - step] + cost
            if candidate < row[c]:
                row[c] = candidate
                choice[c] = k


@njit(cache=True, nogil=True)
def _start_few(  # type: ignore[no-untyped-def]
    row, current, choice, layer_of, high, most, module_steps, price, startable
):
    """Knapsack within a period with at most `most` modules; returns the highest state reached."""
    last = len(row) - 1
    widest = module_steps.max()
    layer_of[:] = 0
    current[0, : high + 1] = row[: high + 1]
    for m in range(1, most + 1):
        before, after = current[m - 1], current[m]
        reached = min(high + widest, last)
        after[: reached + 1] = np.inf
        for k in range(len(module_steps)):
            if not startable[k]:
                continue
            step, cost = module_steps[k], price[k]
            for c in range(step, min(high + step, last) + 1):
                candidate = before[c - step] + cost
                if candidate < after[c]:
                    after[c] = candidate
                    choice[m, c] = k
        for c in range(reached + 1):
            if after[c] < row[c]:
                row[c] = after[c]
                layer_of[c] = m
        high = reached
    return high
