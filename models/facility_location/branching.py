"""Branch and bound on sites with the Lagrangian bound, for gaps that few sites have to close.

Every node is a smaller instance: sites closed by the branch or by its own bound leave the lists,
and no list reaches further than an improving plan could serve its demand point. A node costs a few
milliseconds, so where few sites are left this is much faster than linear programming.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from models.facility_location.interchange import Rules, nearest_two
from models.facility_location.lagrangian import LagrangianBound, ascend, fixed_by_bound
from models.facility_location.lists import BoolArray, FloatArray, IntArray, NeighbourLists
from optimizer.limits import Clock


@dataclass(frozen=True)
class Remainder:
    """What is left of an instance once the bound has closed and opened sites.

    Attributes
    ----------
    lists, rules : of the remaining sites
    index : (m,) their numbers in the whole instance
    """

    lists: NeighbourLists
    rules: Rules
    index: IntArray


def reduce(
    part: Remainder, found: LagrangianBound, cutoff: float, closed: BoolArray | None = None,
    opened: BoolArray | None = None,
) -> Remainder:  # fmt: skip
    """Fix what no plan cheaper than `cutoff` has otherwise; `closed`, `opened` are branched on.

    A plan that serves row i at c > price_i costs at least bound + c - price_i, so the lists end
    there; they also end at the nearest site that is surely open.
    """
    to_open, to_close = fixed_by_bound(found, part.rules, cutoff)
    if closed is not None:
        to_close = to_close | closed
    forced = part.rules.forced | to_open
    if opened is not None:
        forced = forced | opened
    lists = part.lists
    nearest = nearest_two(lists, forced)[0]
    reach = found.price + max(cutoff - found.bound, 0.0)
    cap = np.where(nearest < reach, np.nextafter(nearest, np.inf), reach)
    alive = ~to_close
    return Remainder(
        lists.restricted(alive, np.minimum(cap, lists.cap)),
        part.rules.restricted(alive, forced),
        part.index[alive],
    )


@dataclass
class _Node:
    part: Remainder
    price: FloatArray
    bound: float


def branch_and_bound(
    root: Remainder,
    price: FloatArray,
    bound: float,
    cutoff_of: Callable[[], float],
    offer: Callable[[IntArray], float],
    clock: Clock,
    *,
    report: Callable[[float], None],
    go_on: Callable[[int, float], bool],
) -> tuple[float, int]:
    """Search best bound first.

    Parameters
    ----------
    root, price, bound : the remainder with its prices and bound
    cutoff_of : plans as dear as this or dearer are of no interest
    offer : takes the open sites of a plan, in the numbers of the whole instance; returns its cost
    report : told the bound from time to time
    go_on : asked at every node, with the nodes done and the bound reached, whether to go on

    Returns
    -------
    (proven lower bound, nodes left open); the bound is at least the cutoff when none are left
    """
    nodes: list[tuple[float, int, _Node]] = [(bound, 0, _Node(root, price, bound))]
    born = 1
    visited = 0
    while nodes:
        lowest = nodes[0][0]
        if lowest >= cutoff_of():
            return cutoff_of(), 0
        if clock.expired or not go_on(visited, lowest):
            return lowest, len(nodes)
        node = heapq.heappop(nodes)[2]
        visited += 1
        for child in _children(node, cutoff_of, offer, first=visited == 1):
            if child.bound < cutoff_of():
                heapq.heappush(nodes, (child.bound, born, child))
                born += 1
        if visited % 50 == 0:
            report(min(nodes[0][0], cutoff_of()) if nodes else cutoff_of())
    return cutoff_of(), 0


def _children(
    node: _Node,
    cutoff_of: Callable[[], float],
    offer: Callable[[IntArray], float],
    *,
    first: bool,
) -> list[_Node]:
    """Bound a node; prune it, or finish it, or split it on the site it is least sure of."""
    part, price = node.part, node.price
    found = None
    for turn in range(3):
        if part.rules.forced.sum() > part.rules.high or len(part.index) < part.rules.low:
            return []
        found = ascend(
            part.lists,
            part.rules,
            price,
            cutoff_of(),
            iterations=300 if first else 80,
            step=0.3 if turn == 0 else 0.1,
            patience=5,
        )
        if found.bound >= cutoff_of():
            return []
        before = len(part.index) - int(part.rules.forced.sum())
        smaller = reduce(part, found, cutoff_of())
        after = len(smaller.index) - int(smaller.rules.forced.sum())
        if after > 0.8 * before and after > 0:
            break
        part, price = smaller, np.minimum(found.price, smaller.lists.cap)
        if after == 0:
            break
    if found is None:
        return []
    offer(part.index[found.chosen] if len(found.chosen) == len(part.index) else part.index)
    rules = part.rules
    free = np.flatnonzero(~rules.forced)
    if len(free) == 0 or int(rules.forced.sum()) == rules.high:
        offer(part.index[rules.forced])
        return []
    if rules.low == rules.high and len(part.index) == rules.low:
        offer(part.index)
        return []
    if len(found.share) != len(part.index):
        found = ascend(part.lists, rules, price, cutoff_of(), iterations=80, step=0.1, patience=5)
    share = found.share[free]
    chosen = int(free[np.argmin(np.abs(share - 0.6))])
    mark = np.zeros(len(part.index), dtype=bool)
    mark[chosen] = True
    bound = max(found.bound, node.bound)
    children = []
    for closed, opened in ((None, mark), (mark, None)):
        child = reduce(part, found, cutoff_of(), closed, opened)
        children.append(_Node(child, np.minimum(found.price, child.lists.cap), bound))
    return children
