"""Every tonne takes its cheapest way through the centres that stand; knows nothing of solvers.

Where centres are full, tolls on them rise until the freight that still chooses them about fits,
as a market would do it; what then does not fit goes another way, those first that gain least.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.studies.logistics.costs import TonneCosts
from scenarios.studies.logistics.terms import FloatArray, IntArray, LogisticsTerms

NO_SITE = -1
TOLL_ROUNDS = 80
ROUNDS = 40  # after so many attempts to find room, what is left goes by road
LEAST_TONNES = 1e-6


@dataclass(frozen=True)
class Routed:
    """How a period's freight goes: one entry a way used.

    Attributes
    ----------
    pair, first, last : (P,) pair of places; sites near its origin and its destination, -1 by road
    tonnes : (P,) tonnes a year
    cost : (P,) mln KZT for a tonne
    """

    pair: IntArray
    first: IntArray
    last: IntArray
    tonnes: FloatArray
    cost: FloatArray


@dataclass(frozen=True)
class _Ways:
    """Ways of pairs of places through the best two centres: sites, money with and without tolls."""

    first: IntArray
    last: IntArray
    cost: FloatArray
    saving: FloatArray


def route(terms: LogisticsTerms, costs: TonneCosts, capacity: FloatArray, t: int) -> Routed:
    """Send a period's freight, the centres' capacities kept."""
    hubs = np.flatnonzero(capacity > 0)
    left = terms.flows.tonnes[:, t].copy()
    room = capacity.copy()
    direct = costs.direct[:, t]
    pairs = np.flatnonzero(left > LEAST_TONNES)
    toll = _tolls(terms, costs, capacity, pairs, t)
    parts: list[Routed] = []
    for turn in range(ROUNDS):
        usable = hubs[room[hubs] > LEAST_TONNES]
        found = _best(terms, costs, usable, pairs, t, toll if turn == 0 else np.zeros_like(toll))
        gains = found.saving > 0
        sent = np.where(gains, _fitting(found, left[pairs], room), 0.0)
        parts.append(Routed(pairs, found.first, found.last, sent, found.cost))
        _take(room, found, sent)
        left[pairs] -= sent
        # what gains nothing without a toll goes by road for good
        pairs = pairs[(left[pairs] > LEAST_TONNES) & (gains | (turn == 0))]
        if not pairs.size:
            break
    by_road = np.flatnonzero(left > LEAST_TONNES)
    none = np.full(len(by_road), NO_SITE)
    parts.append(Routed(by_road, none, none, left[by_road], direct[by_road]))
    used = [np.concatenate([getattr(p, name) for p in parts]) for name in Routed.__annotations__]
    kept = used[3] > LEAST_TONNES
    return Routed(*(column[kept] for column in used))


def _tolls(
    terms: LogisticsTerms, costs: TonneCosts, capacity: FloatArray, pairs: IntArray, t: int
) -> FloatArray:
    """(M,) mln KZT a tonne on each site: nothing where no more than its capacity wants to pass."""
    hubs = np.flatnonzero(capacity > 0)
    toll, mean = np.zeros(len(capacity)), np.zeros(len(capacity))
    finite = hubs[np.isfinite(capacity[hubs])]
    if not finite.size:
        return toll
    tonnes = terms.flows.tonnes[pairs, t]
    for turn in range(TOLL_ROUNDS):
        found = _best(terms, costs, hubs, pairs, t, toll)
        load = _load(found, np.where(found.saving > 0, tonnes, 0.0), len(capacity))
        if turn == 0:
            if (load[finite] <= capacity[finite]).all():
                return toll
            step = 0.3 * float(np.median(found.saving[found.saving > 0]))
        over = np.clip(load[finite] / capacity[finite] - 1.0, -1.0, 1.0)
        toll[finite] = np.maximum(toll[finite] + step / (1 + turn / 8) * over, 0.0)
        if turn >= TOLL_ROUNDS // 2:
            mean += toll
    return mean / (TOLL_ROUNDS - TOLL_ROUNDS // 2)


def _best(
    terms: LogisticsTerms,
    costs: TonneCosts,
    hubs: IntArray,
    pairs: IntArray,
    t: int,
    toll: FloatArray,
) -> _Ways:
    """Cheapest ways through centres by pair; savings against the road, tolls paid."""
    if not hubs.size:
        none, high = np.full(len(pairs), NO_SITE), np.full(len(pairs), np.inf)
        return _Ways(none, none, high, -high)
    access, between = costs.access[:, hubs, t], costs.linehaul[np.ix_(hubs, hubs)][:, :, t]
    paid = access + toll[hubs]
    origin, destination = terms.flows.origin[pairs], terms.flows.destination[pairs]
    # cheapest way from every place to every last site, and the first site on it
    onward = np.full((len(access), len(hubs)), np.inf)
    through = np.zeros(onward.shape, dtype=np.int64)
    for k in range(len(hubs)):
        way = paid[:, k, None] + between[k]
        better = way < onward
        onward[better] = way[better]
        through[better] = k
    total = onward[origin] + paid[destination]
    last = total.argmin(axis=1)
    first = through[origin, last]
    cost = access[origin, first] + between[first, last] + access[destination, last]
    rows = np.arange(len(pairs))
    return _Ways(hubs[first], hubs[last], cost, costs.direct[pairs, t] - total[rows, last])


def _fitting(found: _Ways, tonnes: FloatArray, room: FloatArray) -> FloatArray:
    """Tonnes that fit: those that gain most come first, at the first of the two that fills."""
    share = np.ones(len(tonnes))
    for site in np.unique(np.concatenate([found.first, found.last])):
        if site == NO_SITE or not np.isfinite(room[site]):
            continue
        here = ((found.first == site) | (found.last == site)) & (found.saving > 0)
        ordered = np.flatnonzero(here)
        ordered = ordered[np.argsort(-found.saving[ordered], kind="stable")]
        before = np.cumsum(tonnes[ordered]) - tonnes[ordered]
        fits = (room[site] - before) / np.maximum(tonnes[ordered], LEAST_TONNES)
        share[ordered] = np.minimum(share[ordered], np.clip(fits, 0.0, 1.0))
    return share * tonnes


def _load(found: _Ways, tonnes: FloatArray, sites: int) -> FloatArray:
    """(M,) tonnes that pass a site; once where it is first and last."""
    two = found.first != found.last
    ends = np.concatenate([np.maximum(found.first, 0), found.last[two]])
    passing = np.concatenate([tonnes, tonnes[two]])
    return np.bincount(ends, weights=passing, minlength=sites).astype(np.float64)


def _take(room: FloatArray, found: _Ways, tonnes: FloatArray) -> None:
    gone = tonnes > 0
    sent = _Ways(found.first[gone], found.last[gone], found.cost[gone], found.saving[gone])
    np.maximum(room - _load(sent, tonnes[gone], len(room)), 0.0, out=room)
