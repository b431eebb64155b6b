"""Better plans by moving single centres: to another site, class or period.

A move is judged by the prices of capacity in the routes of the plan at hand: with them every pair
takes its cheapest way and pays for the hubs it passes, which takes a few milliseconds and is never
more than what the moved plan really costs. Only the most promising moves are routed exactly.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.hub_location.instance import FloatArray, HubInstance, IntArray
from models.hub_location.kernels import priced_haul, total_costs
from models.hub_location.periods import Period
from models.hub_location.solution import check_centres

MOVES = 300  # looked at in a turn
ROUTED = 6  # of them routed exactly
QUIET = 2  # turns without a better plan after which the search ends

Move = tuple[float, IntArray]


def promising_moves(
    instance: HubInstance,
    periods: tuple[Period, ...],
    centres: IntArray,
    price: FloatArray,
    below: float,
    random: np.random.Generator,
    stop: Callable[[], bool],
) -> list[IntArray]:
    """Centres (M, S, T) after the moves that promise most, best first.

    Parameters
    ----------
    price : (M, T) prices of capacity in the routes of the plan
    below : money that a moved plan must promise to stay below
    stop : whether to end before all moves are looked at
    """
    opened = np.argwhere(centres > 0)
    target = np.argwhere(instance.openable)
    if len(opened) == 0 or len(target) == 0:
        return []
    expected = _expected_price(centres, price)
    found: list[Move] = []
    for _ in range(MOVES):
        if stop():
            break
        j, s, t = opened[random.integers(len(opened))]
        to = target[random.integers(len(target))]
        moved = centres.copy()
        moved[j, s, t] -= 1
        kind = random.random()
        if kind < 0.7:  # elsewhere, same period
            to = np.array([to[0], to[1], t])
        elif kind < 0.85:  # same site
            to = np.array([j, to[1], to[2]])
        if not instance.openable[tuple(to)] or (to == (j, s, t)).all():
            continue
        moved[tuple(to)] += 1
        if check_centres(instance, moved):
            continue
        promise = promised_cost(instance, periods, moved, expected)
        if promise < below:
            found.append((promise, moved))
    found.sort(key=lambda move: move[0])
    return [moved for _, moved in found[:ROUTED]]


def promised_cost(
    instance: HubInstance, periods: tuple[Period, ...], centres: IntArray, price: FloatArray
) -> float:
    """Least money that a plan may cost, by the Lagrangian bound for the prices (M, T)."""
    capacity = instance.capacity_of(centres)
    total = float(np.einsum("mst,ms,t->", centres, instance.class_cost, instance.discount))
    for at in periods:
        t = at.index
        here = capacity[:, t]
        finite = np.isfinite(here)
        own = np.where(finite, price[:, t], 0.0)
        paid = total_costs(
            at.origin, at.destination, at.flow, at.direct, at.access,
            priced_haul(at.haul, own), (here > 0)[None, :],
        )[0]  # fmt: skip
        total += at.years * (float(paid) - float(own[finite] @ here[finite]) + at.constant)
    return total


def _expected_price(centres: IntArray, price: FloatArray) -> FloatArray:
    """Prices at sites without capacity are not known: those of the typical open hub stand in."""
    is_open = np.cumsum(centres.sum(axis=1), axis=1) > 0
    out = price.copy()
    for t in range(price.shape[1]):
        if is_open[:, t].any():
            typical = float(np.median(price[is_open[:, t], t]))
            out[~is_open[:, t], t] = np.maximum(price[~is_open[:, t], t], typical)
    return out
