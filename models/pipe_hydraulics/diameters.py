"""The cheapest diameters of a forest whose flows are known, by dynamic programming.

In a tree the flows do not depend on the diameters, so that every choice of a class for a pipe has
a known price and a known loss of head. With F(v, x) the least price of everything beyond node v
when head x arrives there,

    F(v, x) = sum over the pipes p below v of  min over classes c of  price(p, c) + F(end of p,
              x - loss(p, c)),    infinite where x is less than v needs,

a falling step function: a front of pairs (head needed, price) without dominated ones. Fronts are
built from the ends of the trees towards the sources. Yates, Templeman, Boffey (1984): The
computational complexity of the problem of determining least capital cost designs for water supply
networks, Engineering Optimization 7, 143-155, show that the question is NP-hard; fronts can grow
beyond measure. A front longer than a limit is thinned twice: to pairs that exist, which gives
diameters that can be built, and to pairs no worse than those left out, which gives a bound. What
the longest fronts leave open, as in long lines of pipes, goes to HiGHS as a programme in whole
numbers, with the best diameters to start from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.pipe_hydraulics.forest import FloatArray, IntArray
from models.pipe_hydraulics.options import SAME_HEAD, Options
from models.pipe_hydraulics.programme import solve_programme
from optimizer.certificate import relative_gap
from optimizer.limits import Clock

# longest fronts, tried one after the other until the gap is closed or time is over
LENGTHS = (100, 1_000, 10_000)
# metres of head that diameters of another engine may lack
TRUSTED_M = 1e-6
DYNAMIC = "dynamic programming over heads"
# prices that differ by less are the same sum added up in another order
SAME_PRICE = 1e-12


@dataclass(frozen=True)
class Front:
    """A falling step function: with at least head[i] metres, the rest costs price[i].

    Attributes
    ----------
    head : (n,) rising
    price : (n,) falling
    choice : (n,) class of the pipe above that is chosen with this pair
    """

    head: FloatArray
    price: FloatArray
    choice: IntArray


@dataclass(frozen=True)
class Choice:
    """Classes (P,), a bound below which no price is, who found them, why the search ended."""

    classes: IntArray
    cost: float
    bound: float
    engine: str
    reason: str


class _Expired(Exception):
    """Time is over; what was found before stands."""


def cheapest(options: Options, clock: Clock) -> Choice:
    """The cheapest classes; every node must get its head with the largest ones.

    Stops when the gap of `clock` is reached or its time is over; the first pass is always made.
    """
    options = options.tightened()
    best, bound = np.full(options.forest.pipes, options.loss.shape[1] - 1), 0.0
    engine = DYNAMIC

    def found(reason: str) -> Choice:
        cost = options.cost(best)
        return Choice(best, cost, min(bound, cost), engine, reason)

    def closed() -> bool:
        clock.report("pipe diameters", options.cost(best), bound)
        gap = relative_gap(options.cost(best), bound)
        return gap is not None and gap <= clock.limits.gap

    try:
        for turn, length in enumerate(LENGTHS):
            limit = clock if turn else None
            built, complete = fronts(options, length, relaxed=False, clock=limit)
            best = min(trace(options, built), best, key=options.cost)
            if complete:
                bound = options.cost(best)
                return found("fronts complete")
            below, _ = fronts(options, length, relaxed=True, clock=limit)
            bound = max(bound, total(options, below))
            if closed():
                return found("gap reached")
    except _Expired:
        return found("time over")
    if not clock.expired:
        classes, result = solve_programme(options, clock, best)
        engine = f"{DYNAMIC}, then {result.engine}"
        if classes is not None and (options.heads(classes) >= options.need - TRUSTED_M).all():
            best = min(best, classes, key=options.cost)
        if result.bound is not None:
            bound = max(bound, result.bound)
    return found("gap reached" if closed() else "time over")


def fronts(
    options: Options, length: int, *, relaxed: bool, clock: Clock | None = None
) -> tuple[dict[int, Front], bool]:
    """For every fed node the front of the pipe that feeds it, and whether none was thinned.

    Parameters
    ----------
    options : the question
    length : longest front
    relaxed : thin to pairs no worse than those left out, instead of to pairs that exist
    clock : looked at before every node

    Raises
    ------
    _Expired
        time is over
    """
    forest = options.forest
    largest = np.full(forest.pipes, options.loss.shape[1] - 1)
    most, least = options.heads(largest), options.heads(options.first)
    below: list[list[Front]] = [[] for _ in range(forest.nodes)]
    found: dict[int, Front] = {}
    exact = True
    for node in forest.order[: len(forest.sources) - 1 : -1].tolist():
        if clock is not None and clock.expired:
            raise _Expired
        pipe, above = int(forest.parent_pipe[node]), int(forest.parent[node])
        head, price = added(options.need[node], below[node])
        below[node] = []
        front = chosen(options, pipe, head, price)
        front = reachable(front, float(least[above]), float(most[above]))
        if len(front.head) > length:
            front, exact = thinned(front, length, relaxed), False
        found[node] = front
        below[above].append(front)
    return found, exact


def added(need: float, parts: list[Front]) -> tuple[FloatArray, FloatArray]:
    """Head and price of the step function that adds up `parts`, infinite below `need`."""
    start = max([need, *(float(part.head[0]) for part in parts)])
    head = np.concatenate([[start], *(part.head for part in parts)])
    step = np.concatenate([[0.0], *(np.diff(part.price, prepend=0.0) for part in parts)])
    head = np.maximum(head, start)
    order = np.argsort(head, kind="stable")
    head, price = head[order], np.cumsum(step[order])
    last = np.append(np.diff(head) > 0, True)
    return head[last], price[last]


def chosen(options: Options, pipe: int, head: FloatArray, price: FloatArray) -> Front:
    """The front at the upper end of a pipe, given head and price at its lower end."""
    classes = np.arange(options.first[pipe], options.loss.shape[1])
    heads = np.add.outer(options.loss[pipe, classes], head).ravel()
    prices = np.add.outer(options.price[pipe, classes], price).ravel()
    # of equal pairs the one with the smaller class comes first
    order = np.lexsort((prices, heads))
    so_far = np.minimum.accumulate(prices[order])
    better = prices[order][1:] < so_far[:-1] - SAME_PRICE * np.abs(so_far[:-1])
    kept = order[np.append(True, better)]
    return Front(heads[kept], prices[kept], classes[kept // len(head)])


def reachable(front: Front, least: float, most: float) -> Front:
    """The front without what no head between `least` and `most` would ask for."""
    first = max(int(np.searchsorted(front.head, least + SAME_HEAD, side="right")) - 1, 0)
    last = max(int(np.searchsorted(front.head, most + SAME_HEAD, side="right")), first + 1)
    part = slice(first, last)
    return Front(front.head[part], front.price[part], front.choice[part])


def thinned(front: Front, length: int, relaxed: bool) -> Front:
    """The front cut into at most `length` steps of about equal price."""
    fallen = front.price[0] - front.price
    bucket = np.ceil(fallen * (length - 1) / fallen[-1])
    last = np.append(np.diff(bucket) > 0, True)
    opening = np.append(True, last[:-1])
    head = front.head[opening if relaxed else last]
    return Front(head, front.price[last], front.choice[last])


def trace(options: Options, found: dict[int, Front]) -> IntArray:
    """(P,) the classes that fronts of pairs which exist stand for."""
    forest = options.forest
    classes = np.zeros(forest.pipes, dtype=np.int64)
    head = np.zeros(forest.nodes)
    head[forest.sources] = forest.source_head_m
    for node in forest.order[len(forest.sources) :].tolist():
        front, pipe = found[node], int(forest.parent_pipe[node])
        arriving = head[forest.parent[node]]
        place = int(np.searchsorted(front.head, arriving + SAME_HEAD, side="right")) - 1
        classes[pipe] = front.choice[max(place, 0)]
        head[node] = arriving - options.loss[pipe, classes[pipe]]
    return classes


def total(options: Options, found: dict[int, Front]) -> float:
    """Price of all trees: fronts at a source hold the one pair that its head pays for."""
    at_source = np.flatnonzero(np.isin(options.forest.parent, options.forest.sources))
    return sum(float(found[node].price[-1]) for node in at_source.tolist())
