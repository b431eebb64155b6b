"""The radius formulation on neighbour lists, small enough for a MIP solver after fixing.

z_S = 1 says that no site of the set S is open. Walking row i outwards, its cost is the first
distance plus, for every ring S reached, (next distance - this distance) z_S (Cornuejols, Nemhauser,
Wolsey 1980; Elloumi 2010, Computational Optimization and Applications 47; Garcia, Labbe, Marin
2011, INFORMS Journal on Computing 23). Demand points whose neighbourhoods are the same set share
one z_S, so fixing sites shrinks the programme far more than the number of pairs.

    min  sum_j f_j y_j + sum_S weight_S z_S + constant
    z_S + sum_{j in S minus S'} y_j >= z_S'     S' the set before S in the row, z_{} = 1
    low <= sum_j y_j <= high, budget, group limits, z_S >= 0, y binary
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from models.facility_location.interchange import Rules
from models.facility_location.lists import BoolArray, FloatArray, IntArray, NeighbourLists
from optimizer.linear_model import LinearModel, ModelBuilder


def radius_model(lists: NeighbourLists, rules: Rules, hard: BoolArray) -> LinearModel:
    """The formulation; its first M variables are y.

    Parameters
    ----------
    hard : (N,) demand points that a listed site must serve; the others may pay their cap
    """
    rings = _rings(lists, hard)
    constant, weight, before, row, site = rings
    builder = ModelBuilder()
    m, sets = lists.n_sites, len(weight)
    y = builder.variables((m,), cost=rules.fixed, lower=rules.forced, upper=1.0, integer=True)
    unreached = weight >= 0  # the last set of a hard row has no z: it must hold an open site
    z = np.full(sets, -1)
    z[unreached] = builder.variables((int(unreached.sum()),), cost=weight[unreached], upper=1.0)
    first = before < 0
    cover = builder.rows((sets,), lower=np.where(first, 1.0, 0.0))
    builder.add(cover[unreached], z[unreached], 1.0)
    builder.add(cover[row], y[site], 1.0)
    after = ~first
    after[after] = unreached[before[after]]  # after a set that must be covered nothing is missing
    builder.add(cover[after], z[before[after]], -1.0)
    number = builder.rows((1,), lower=rules.low, upper=rules.high)
    builder.add(number, y, 1.0)
    if np.isfinite(rules.budget):
        money = builder.rows((1,), upper=rules.budget)
        builder.add(money, y, rules.spend)
    if len(rules.group_limit):
        limit = builder.rows((len(rules.group_limit),), upper=rules.group_limit)
        inside = np.flatnonzero(rules.group >= 0)
        inside = inside[rules.group[inside] < len(rules.group_limit)]
        builder.add(limit[rules.group[inside]], y[inside], 1.0)
    model = builder.build()
    return LinearModel(
        model.cost, model.lower, model.upper, model.integer, model.matrix, model.row_lower,
        model.row_upper, constant,
    )  # fmt: skip


def _rings(
    lists: NeighbourLists, hard: BoolArray
) -> tuple[float, FloatArray, IntArray, IntArray, NDArray[np.int32]]:
    """Distinct sets: constant, weight (-1 where it must be covered), set before, (row, site)."""
    random = np.random.default_rng(20230601)
    mark = random.integers(1, 2**63 - 1, lists.n_sites, dtype=np.int64)
    constant, key, step, entry_from, entry_to, before = _walk(
        lists.start, lists.site, lists.cost, lists.cap, hard, mark
    )
    names, first, number = np.unique(key, return_index=True, return_inverse=True)
    must = np.zeros(len(names), dtype=bool)
    must[number[step < 0]] = True
    weight = np.bincount(number, weights=np.maximum(step, 0.0), minlength=len(names))
    weight[must] = -1.0
    previous = before[first]
    previous = np.where(previous >= 0, number[previous], -1)
    length = entry_to[first] - entry_from[first]
    row = np.repeat(np.arange(len(names)), length)
    offset = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    site = lists.site[np.repeat(entry_from[first], length) + offset]
    return (
        float(constant),
        np.asarray(weight, dtype=float),
        np.asarray(previous, dtype=np.int64),
        np.asarray(row, dtype=np.int64),
        np.asarray(site, dtype=np.int32),
    )


@njit(cache=True)
def _walk(start, site, cost, cap, hard, mark):  # type: ignore[no-untyped-def]
    n = len(cap)
    rings = len(site)
    key = np.empty(rings, dtype=np.int64)
    step = np.empty(rings)
    entry_from = np.empty(rings, dtype=np.int64)
    entry_to = np.empty(rings, dtype=np.int64)
    before = np.empty(rings, dtype=np.int64)
    count = 0
    constant = 0.0
    for i in range(n):
        if start[i] == start[i + 1]:
            constant += cap[i]
            continue
        constant += cost[start[i]]
        name = np.int64(0)
        last = -1
        e = start[i]
        while e < start[i + 1]:
            f = e
            while f < start[i + 1] and cost[f] == cost[e]:
                name += mark[site[f]]
                f += 1
            key[count] = name
            entry_from[count] = e
            entry_to[count] = f
            before[count] = last
            if f < start[i + 1]:
                step[count] = cost[f] - cost[e]
            elif hard[i]:
                step[count] = -1.0
            else:
                step[count] = cap[i] - cost[e]
            last = count
            count += 1
            e = f
    return constant, key[:count], step[:count], entry_from[:count], entry_to[:count], before[:count]
