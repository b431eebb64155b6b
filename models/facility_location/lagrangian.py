"""Lagrangian bound: the assignment rows priced into the objective, the rest solved by inspection.

With a price v_i per demand point, min sum_i v_i + sum_j y_j (f_j + rho_j),
rho_j = sum_i min(0, c_ij - v_i), over numbers of open sites only: open the forced and the cheapest.
Prices never exceed a row's cap, so entries left out of the lists cannot contribute and the bound
holds for the whole instance (Cornuejols, Fisher, Nemhauser 1977, Management Science 23, 789-810;
Beasley 1993, European Journal of Operational Research 65, 383-399).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit

from models.facility_location.interchange import Rules, nearest_two
from models.facility_location.lists import BoolArray, FloatArray, NeighbourLists


@dataclass(frozen=True)
class LagrangianBound:
    """The best bound found and its prices.

    Attributes
    ----------
    bound : proven lower bound
    price : (N,) its prices
    value : (M,) f_j + rho_j at these prices
    chosen : (M,) the sites that the relaxation opens at these prices
    share : (M,) how often a site was opened lately, 0 to 1: an estimate of the LP solution
    step : step length reached
    """

    bound: float
    price: FloatArray
    value: FloatArray
    chosen: BoolArray
    share: FloatArray
    step: float


def first_prices(lists: NeighbourLists, is_open: BoolArray) -> FloatArray:
    """Prices between the nearest and second nearest open site: where those of an optimum lie."""
    d1, _, d2, _ = nearest_two(lists, is_open)
    return np.asarray(np.minimum(0.5 * (d1 + d2), 3.0 * d1 + 1e-9), dtype=float)


def ascend(
    lists: NeighbourLists,
    rules: Rules,
    price: FloatArray,
    upper: float,
    *,
    iterations: int,
    step: float = 1.5,
    patience: int = 15,
) -> LagrangianBound:
    """Subgradient ascent with deflected directions from `price`.

    Parameters
    ----------
    upper : cost of the best plan known, what the steps aim at; the ascent ends when it is reached
    step : first step length, shortened after `patience` iterations without a better bound
    """
    bound, best, chosen, share, step = _ascend(
        lists.start,
        lists.site,
        lists.cost,
        lists.cap,
        lists.column_start,
        lists.column_row,
        lists.column_cost,
        rules.fixed,
        rules.forced,
        rules.low,
        rules.high,
        np.minimum(price, lists.cap),
        upper,
        iterations,
        step,
        patience,
    )
    value = rules.fixed + _site_values(lists.start, lists.site, lists.cost, best, lists.n_sites)
    return LagrangianBound(float(bound), best, value, chosen, share, float(step))


def fixed_by_bound(
    found: LagrangianBound, rules: Rules, cutoff: float
) -> tuple[BoolArray, BoolArray]:
    """Sites that are open, and sites that are closed, in every plan cheaper than `cutoff`."""
    value = found.value
    chosen = found.chosen
    free_in = chosen & ~rules.forced
    out = ~chosen
    count = int(chosen.sum())
    cheapest_out = float(value[out].min(initial=np.inf))
    dearest_in = float(value[free_in].max(initial=-np.inf))
    # opening one more replaces the dearest chosen, or comes on top if the number allows
    enter = value - dearest_in
    if count < rules.high:
        enter = np.minimum(enter, np.maximum(value, 0.0))
    leave = cheapest_out - value
    if count > rules.low:
        leave = np.minimum(leave, np.maximum(-value, 0.0))
    return free_in & (found.bound + leave > cutoff), out & (found.bound + enter > cutoff)


@njit(cache=True)
def _site_values(start, site, cost, price, n_sites):  # type: ignore[no-untyped-def]
    value = np.zeros(n_sites)
    for i in range(len(price)):
        v = price[i]
        for e in range(start[i], start[i + 1]):
            if cost[e] >= v:
                break
            value[site[e]] += cost[e] - v
    return value


@njit(cache=True)
def _served(cstart, crow, ccost, price, chosen):  # type: ignore[no-untyped-def]
    times = np.zeros(len(price))
    for j in range(len(chosen)):
        if chosen[j]:
            for e in range(cstart[j], cstart[j + 1]):
                if ccost[e] < price[crow[e]]:
                    times[crow[e]] += 1.0
    return times


@njit(cache=True)
def _choose(value, forced, low, high):  # type: ignore[no-untyped-def]
    """Open the forced sites, then the cheapest: all that pay, at least `low`, at most `high`."""
    m = len(value)
    chosen = forced.copy()
    free, pays, already = 0, 0, 0
    candidates = np.empty(m)
    for j in range(m):
        if forced[j]:
            already += 1
        else:
            candidates[free] = value[j]
            free += 1
            if value[j] < 0.0:
                pays += 1
    number = min(max(pays, low - already), high - already, free)
    if number <= 0:
        return chosen
    limit = np.partition(candidates[:free], number - 1)[number - 1]
    taken = 0
    for j in range(m):
        if not forced[j] and value[j] < limit:
            chosen[j] = True
            taken += 1
    for j in range(m):
        if taken == number:
            break
        if not forced[j] and value[j] == limit:
            chosen[j] = True
            taken += 1
    return chosen


@njit(cache=True)
def _ascend(  # type: ignore[no-untyped-def]
    start, site, cost, cap, cstart, crow, ccost, fixed, forced, low, high, price, upper,
    iterations, step, patience,
):  # fmt: skip
    n, m = len(price), len(fixed)
    best_bound = -np.inf
    best_price = price.copy()
    best_chosen = forced.copy()
    share = np.zeros(m)
    direction = np.zeros(n)
    quiet = 0
    for turn in range(iterations):
        value = fixed + _site_values(start, site, cost, price, m)
        chosen = _choose(value, forced, low, high)
        bound = price.sum()
        weight = max(0.05, 1.0 / (turn + 1.0))
        for j in range(m):
            share[j] *= 1.0 - weight
            if chosen[j]:
                bound += value[j]
                share[j] += weight
        quiet += 1
        if bound > best_bound:
            if bound > best_bound + 1e-7 * abs(best_bound):
                quiet = 0
            best_bound = bound
            best_price[:] = price
            best_chosen[:] = chosen
            if best_bound >= upper:
                break
        if quiet >= patience:
            step, quiet = 0.8 * step, 0
            if step < 1e-4:
                break
            price[:] = best_price
            direction[:] = 0.0
            continue
        times = _served(cstart, crow, ccost, price, chosen)
        norm = 0.0
        for i in range(n):
            direction[i] = 1.0 - times[i] + 0.5 * direction[i]
            norm += direction[i] * direction[i]
        if norm < 1e-12:
            break
        length = step * max(upper - best_bound, 1e-9 * abs(upper)) / norm
        for i in range(n):
            price[i] = min(max(price[i] + length * direction[i], 0.0), cap[i])
    return best_bound, best_price, best_chosen, share, step
