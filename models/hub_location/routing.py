"""The cheapest routes of a period's flow when the capacity of every hub is given.

Where capacity does not bind, every pair takes its cheapest way. Where it does, the linear programme
over all ways is solved by column generation: prices on scarce hubs make every pair's cheapest way
a new column, until no way is cheaper than what its pair pays (the pricing step of Gilmore and
Gomory 1961; here it is one pass of the loops that also serve the uncapacitated case).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from models.hub_location.instance import FloatArray, HubInstance, IntArray
from models.hub_location.periods import Period, first_penalty, period_of
from models.hub_location.solution import Ways
from models.hub_location.warm_up import compile_kernels
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.growing_program import GrowingProgram
from optimizer.limits import Clock, Limits

REDUCED = 1e-9  # relative saving below which a way is no longer a new column
PRICE_STEPS = 12  # of prices tried before the first programme, each adding ways that may be needed


@dataclass(frozen=True)
class PeriodRoutes:
    """Routes of the pairs of a `Period`.

    Attributes
    ----------
    cost : money a year, without the period's constant
    bound : no routing costs less
    pair, first, last, amount : (W,) ways over hubs; `pair` counts within the period
    direct : (P,) units that go directly, or find no way where that is not possible
    price : (M,) what one more unit of capacity would save
    """

    cost: float
    bound: float
    pair: IntArray
    first: IntArray
    last: IntArray
    amount: FloatArray
    direct: FloatArray
    price: FloatArray


@dataclass(frozen=True)
class Routing:
    """Routes of a period's flow: `cost` a year, `ways`, `direct` (Q,), `throughput` (M,)."""

    cost: float
    ways: Ways
    direct: FloatArray
    throughput: FloatArray


def route(
    instance: HubInstance, capacity: FloatArray, period: int, limits: Limits | None = None
) -> Routing:
    """Route a period's flow at least cost with given capacities.

    Parameters
    ----------
    capacity : (M,) units a year; 0 for a closed hub, inf where it never binds

    Returns
    -------
    Optimal routes; their cost is money a year, not discounted.

    Raises
    ------
    ValueError
        capacity of a wrong shape, or negative
    InfeasibleError
        a pair with flow has no way that is possible and free
    NoPlanInTimeError
        stopped before the optimum was found
    """
    m = instance.shape[1]
    if capacity.shape != (m,):
        raise ValueError(f"capacity: shape {capacity.shape}, expected ({m},)")
    if not (capacity >= 0).all():
        wrong = int(np.argmin(np.nan_to_num(capacity, nan=-1.0)))
        raise ValueError(f"capacity[{wrong}]: {capacity[wrong]}, expected a number, 0 or larger")
    compile_kernels()
    at = period_of(instance, period, first_penalty(instance), capacity > 0)
    routes = route_period(at, capacity, (limits or Limits()).clock())
    if routes is None:
        raise NoPlanInTimeError("stopped before the cheapest routes were found")
    lost = np.flatnonzero((routes.direct > 1e-9 * at.flow) & at.hard)
    if lost.size:
        left = float(routes.direct[lost].sum())
        raise InfeasibleError(
            (
                f"capacity is short by {left:g} units in {instance.period_name(period)}, as "
                f"{instance.pair_name(int(at.pair[lost[0]]))} cannot go directly",
            )
        )
    direct = instance.flow[:, period].copy()
    direct[at.pair] = routes.direct
    ways = Ways(
        pair=at.pair[routes.pair],
        period=np.full(len(routes.pair), period),
        first=routes.first,
        last=routes.last,
        amount=routes.amount,
    )
    throughput = at.passing(routes.first, routes.last, routes.amount)
    return Routing(routes.cost + at.constant, ways, direct, throughput)


def route_period(at: Period, capacity: FloatArray, clock: Clock) -> PeriodRoutes | None:
    """Optimal routes of a period; None when the time is over first."""
    hubs = np.flatnonzero(capacity > 0)
    unit, first, last = at.cheapest(hubs)
    used = at.passing(first, last, at.flow)
    if (used <= capacity * (1 + 1e-12)).all():
        by_hub = np.flatnonzero(first >= 0)
        direct = at.flow.copy()
        direct[by_hub] = 0.0
        cost = float(at.flow @ unit)
        return PeriodRoutes(
            cost, cost, by_hub, first[by_hub], last[by_hub], at.flow[by_hub], direct,
            np.zeros(len(capacity)),
        )  # fmt: skip
    return _by_columns(at, capacity, hubs, first, last, clock)


def _by_columns(
    at: Period,
    capacity: FloatArray,
    hubs: IntArray,
    first: IntArray,
    last: IntArray,
    clock: Clock,
) -> PeriodRoutes | None:
    pool = _Columns(at, capacity)
    pool.add(np.flatnonzero(first >= 0), first, last)
    price = np.zeros(len(capacity))
    scale = float(np.median(at.direct[first >= 0]))
    finite = np.where(np.isfinite(capacity), capacity, 1.0)
    for step in range(PRICE_STEPS):
        used = at.passing(first, last, at.flow)
        over = np.where(np.isfinite(capacity), used / np.maximum(finite, 1e-12) - 1.0, 0.0)
        price = np.maximum(0.0, price + scale * 0.2 / (1 + step) * np.clip(over, -1.0, 1.0))
        _, first, last = at.cheapest(hubs, price)
        pool.add(np.flatnonzero(first >= 0), first, last)
    bound = -np.inf
    while True:
        answer = pool.solve(clock)
        if answer is None or clock.expired:
            return None
        value, price, pay = answer
        unit, first, last = at.cheapest(hubs, price)
        rent = float(price[np.isfinite(capacity)] @ capacity[np.isfinite(capacity)])
        bound = max(bound, float(at.flow @ unit) - rent)
        if value - bound <= REDUCED * abs(value):
            return pool.routes(min(bound, value), price)
        better = np.flatnonzero((unit < pay - REDUCED * np.abs(pay)) & (first >= 0))
        if not pool.add(better, first, last):
            return pool.routes(min(bound, value), price)


class _Columns:
    """The programme over the ways known so far; every pair may also go directly."""

    def __init__(self, at: Period, capacity: FloatArray) -> None:
        self._at = at
        self._scarce = np.flatnonzero(np.isfinite(capacity) & (capacity > 0))
        self._row = np.full(len(capacity), -1)
        pairs = len(at.pair)
        self._row[self._scarce] = pairs + np.arange(len(self._scarce))
        limits = capacity[self._scarce]
        self._program = GrowingProgram(
            np.concatenate([at.flow, np.full(len(limits), -np.inf)]),
            np.concatenate([at.flow, limits]),
        )
        rows = len(at.flow) + len(limits)
        matrix = sparse.csc_array(
            (np.ones(pairs), (np.arange(pairs), np.arange(pairs))), shape=(rows, pairs)
        )
        self._rows = rows
        self._program.add_columns(at.direct, np.zeros(pairs), np.full(pairs, np.inf), matrix)
        self._known: IntArray = np.zeros(0, dtype=np.int64)
        self._pair: list[IntArray] = []
        self._first: list[IntArray] = []
        self._last: list[IntArray] = []
        self._values: FloatArray = np.zeros(pairs)
        self._objective = np.inf

    def add(self, pair: IntArray, first: IntArray, last: IntArray) -> int:
        """Add the ways of `pair` that are new; returns how many are."""
        at, hubs = self._at, len(self._row)
        code = (pair * hubs + first[pair]) * hubs + last[pair]
        new = ~np.isin(code, self._known)
        pair, code = pair[new], code[new]
        if len(pair) == 0:
            return 0
        self._known = np.concatenate([self._known, code])
        k, j = first[pair], last[pair]
        unit = at.access[at.origin[pair], k] + at.haul[k, j] + at.access[at.destination[pair], j]
        column = np.arange(len(pair))
        two = (k != j) & (self._row[j] >= 0)
        one = self._row[k] >= 0
        row = np.concatenate([pair, self._row[k[one]], self._row[j[two]]])
        where = np.concatenate([column, column[one], column[two]])
        matrix = sparse.csc_array((np.ones(len(row)), (row, where)), shape=(self._rows, len(pair)))
        self._program.add_columns(unit, np.zeros(len(pair)), np.full(len(pair), np.inf), matrix)
        self._pair.append(pair)
        self._first.append(k)
        self._last.append(j)
        return len(pair)

    def solve(self, clock: Clock) -> tuple[float, FloatArray, FloatArray] | None:
        """Money, (M,) prices of capacity, (P,) what a unit of each pair pays."""
        answer = self._program.solve(clock.remaining)
        if answer is None:
            return None
        self._values, self._objective = answer.values, answer.objective
        price = np.zeros(len(self._row))
        pairs = len(self._at.pair)
        price[self._scarce] = np.maximum(0.0, -answer.duals[pairs:])
        return answer.objective, price, answer.duals[:pairs]

    def routes(self, bound: float, price: FloatArray) -> PeriodRoutes:
        pairs = len(self._at.pair)
        amount = np.maximum(self._values[pairs:], 0.0)
        used = amount > 0
        return PeriodRoutes(
            cost=self._objective,
            bound=bound,
            pair=np.concatenate(self._pair)[used],
            first=np.concatenate(self._first)[used],
            last=np.concatenate(self._last)[used],
            amount=amount[used],
            direct=np.maximum(self._values[:pairs], 0.0),
            price=price,
        )
