"""A plan without a solver: the sites that save most, in turn.

It meets every requirement of the programme over sites and is far from best; what a search that
ran out of time falls back to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.dynamic_location.instance import (
    BoolArray,
    DynamicLocationInstance,
    FloatArray,
    IntArray,
)


@dataclass(frozen=True)
class FirstPlan:
    """Sites open (M, T), places up to a period (M, T), flow (A, T), unserved (N, T)."""

    open: BoolArray
    places: FloatArray
    flow: FloatArray
    unserved: FloatArray


def first_plan(instance: DynamicLocationInstance) -> FirstPlan:
    """Open what must be, then greedily what is worth its places, as numbers and money allow.

    Every demand point goes to its cheapest open site; places follow demand and stop growing where
    the money is gone.
    """
    must = required(instance)
    opened = _opened(instance, _order(instance), must)
    smallest = np.where(opened, instance.smallest[:, None], 0.0)
    least = np.maximum.accumulate(np.maximum(must, smallest), axis=1)
    places = np.zeros(opened.shape)
    flow = np.zeros((len(instance.origin), opened.shape[1]))
    standing = np.zeros(len(opened))
    for t in range(opened.shape[1]):
        wanted = _assigned(instance, opened[:, t], t)
        used = np.bincount(instance.site, wanted, minlength=len(opened)).astype(float)
        standing = _grown(instance, standing, least[:, t:], used, t)
        room = standing + instance.existing[:, t]
        share = np.divide(room, used, out=np.ones(len(used)), where=used > room)
        flow[:, t] = wanted * share[instance.site]
        places[:, t] = standing
    served = np.zeros(instance.demand.shape)
    np.add.at(served, instance.origin, flow)
    return FirstPlan(opened, places, flow, np.maximum(instance.demand - served, 0.0))


def required(instance: DynamicLocationInstance) -> FloatArray:
    """(M, T) places that must stand, as early as they can still be built."""
    least = instance.min_capacity.copy()
    for t in range(least.shape[1] - 2, -1, -1):
        stuck = ~instance.startable[:, :, t + 1].any(axis=1)
        least[stuck, t] = np.maximum(least[stuck, t], least[stuck, t + 1])
    return np.where(least > 0, np.maximum(least, instance.smallest[:, None]), 0.0)


def _unit_cost(instance: DynamicLocationInstance) -> FloatArray:
    """(A,) money for a unit served along an arc in a year; a place's price spread over all."""
    price = _prices(instance) / instance.years.sum()
    return np.asarray(instance.travel_cost * instance.distance + price[instance.site])


def _order(instance: DynamicLocationInstance) -> IntArray:
    """Sites by what each saves beside those before it; what saves nothing is left out."""
    cost, weight = _unit_cost(instance), instance.demand @ instance.years
    left = np.asarray(instance.openable & ~instance.forced)
    best = np.full(len(weight), float(instance.unserved_cost))
    np.minimum.at(best, instance.origin, np.where(instance.forced[instance.site], cost, np.inf))
    order = []
    while left.any():
        saved = np.maximum(best[instance.origin] - cost, 0.0) * weight[instance.origin]
        gain = np.bincount(instance.site, saved, minlength=len(left))
        j = int(np.where(left, gain, -np.inf).argmax())
        if gain[j] <= 0:
            break
        order.append(j)
        left[j] = False
        here = instance.site == j
        np.minimum.at(best, instance.origin[here], cost[here])
    return np.array(order, dtype=np.int64)


def _opened(instance: DynamicLocationInstance, order: IntArray, must: FloatArray) -> BoolArray:
    """(M, T) what must be open, and of `order` what numbers and money leave room for."""
    price = _prices(instance)
    opened = must > 0
    spare = instance.max_sites - opened.sum(axis=0)
    purse = np.cumsum(instance.budget) - price @ must
    count, money = np.zeros(len(spare)), np.zeros(len(spare))
    may = np.asarray(instance.startable.any(axis=1))
    for j in order:
        smallest = price[j] * instance.smallest[j]
        room = (count + 1 <= spare) & (money + smallest <= purse)
        fits = may[j] & np.logical_and.accumulate(room[::-1])[::-1]  # what opens stays
        if fits.any():
            since = int(fits.argmax())
            opened[j, since:] = True
            count[since:] += 1
            money[since:] += smallest
    return opened


def _prices(instance: DynamicLocationInstance) -> FloatArray:
    return np.where(np.isfinite(instance.place_cost), instance.place_cost, 0.0)


def _assigned(instance: DynamicLocationInstance, opened: BoolArray, t: int) -> FloatArray:
    """(A,) all demand on the cheapest arc to an open site, where that beats being unserved."""
    cost = _unit_cost(instance)
    arcs = np.flatnonzero(opened[instance.site] & (cost < instance.unserved_cost))
    arcs = arcs[np.lexsort((cost[arcs], instance.origin[arcs]))]
    points, first = np.unique(instance.origin[arcs], return_index=True)
    flow = np.zeros(len(instance.origin))
    flow[arcs[first]] = instance.demand[points, t]
    return flow


def _grown(
    instance: DynamicLocationInstance,
    standing: FloatArray,
    least: FloatArray,
    used: FloatArray,
    t: int,
) -> FloatArray:
    """(M,) places that stand in period t: what must, then demand as far as money goes.

    Parameters
    ----------
    least : (M, T - t) places that must stand from t on
    """
    may = np.asarray(instance.startable[:, :, t].any(axis=1) & (least[:, 0] > 0))
    now = np.maximum(standing, least[:, 0])
    wanted = np.minimum(used - instance.existing[:, t], instance.most)
    more = np.where(may, np.maximum(wanted - now, 0.0), 0.0)
    price = _prices(instance)
    ahead = price @ np.maximum(now[:, None], least)
    room = float((np.cumsum(instance.budget)[t:] - ahead).min())
    cost = float(price @ more)
    share = 1.0 if cost <= room else max(0.0, room / cost)
    return np.asarray(now + share * more)
