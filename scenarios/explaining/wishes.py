"""What may be wished of a place, as another instance of the same data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from models.capacity_expansion import CapacityExpansionInstance
from models.capacity_expansion.instance import BoolArray, FloatArray, IntArray
from models.capacity_expansion.marginal import Worth
from models.capacity_expansion.solution import accounts
from scenarios.explaining.ground import Ground


class Kind(StrEnum):
    IN = "in"  # in service by the year what a documented plan has there
    MORE = "more"  # one more facility in service by the year than the plan has there
    NOT_THEN = "not then"  # nothing started there in the year
    OUT = "out"  # nothing started there at all


@dataclass(frozen=True)
class Wish:
    """One wish.

    Attributes
    ----------
    kind : what is wished
    year : IN, MORE: by which it is in service; NOT_THEN: in which nothing starts; OUT: the last
    capacity : IN: in service by then; MORE: added; NOT_THEN, OUT: what the plan has there instead
    plan : IN: whose it is; else empty
    instance : the question with the wish
    """

    kind: Kind
    year: int
    capacity: float
    plan: str
    instance: CapacityExpansionInstance


@dataclass(frozen=True)
class Standing:
    """The plan that is explained: (N, K, T) starts, (A, T) flows.

    `new`, `short` (N, T) are the capacity that it adds and what stays short.
    """

    starts: IntArray
    flows: FloatArray | None
    new: FloatArray
    short: FloatArray

    @classmethod
    def of(
        cls, instance: CapacityExpansionInstance, starts: IntArray, flows: FloatArray | None
    ) -> Standing:
        books = accounts(instance, starts, flows)
        return cls(starts, flows, books.new, books.shortage)


@dataclass(frozen=True)
class OneMore:
    """One more facility started at a place in a year: unit, module, period."""

    unit: int
    module: int
    period: int


def wishes(
    ground: Ground,
    standing: Standing,
    units: IntArray,
    year: int | None,
    plan: str,
    more: OneMore | None,
) -> Iterator[Wish]:
    """What to price: about one year of starts, or about the horizons and the place as a whole.

    Parameters
    ----------
    year : in which something is or would be started
    plan : the documented plan to force in; empty for none
    more : the further facility to force in
    """
    lead = ground.instance.lead
    due = ground.horizons if year is None else (year + lead,)
    for by in due if plan else ():
        if by > ground.last or ground.period(by) < lead:
            continue
        yield _documented(ground, units, by, plan)
    if year is None:
        yield _out(ground, standing, units)
    elif (started := standing.starts[units, :, ground.period(year)]).any():
        yield _not_then(ground, units, year, float((started @ ground.instance.size).sum()))
    if more is not None:
        yield _one_more(ground, standing, more)


def _documented(ground: Ground, units: IntArray, by: int, plan: str) -> Wish:
    at = ground.period(by)
    wanted = ground.documented[plan][units, at]
    least = ground.instance.min_capacity.copy()
    least[units, at:] = np.maximum(least[units, at:], wanted[:, None])
    instance = replace(ground.instance, min_capacity=least)
    return Wish(Kind.IN, by, float(wanted.sum()), plan, instance)


def _one_more(ground: Ground, standing: Standing, more: OneMore) -> Wish:
    at = more.period + ground.instance.lead
    size = float(ground.instance.size[more.module])
    least = ground.instance.min_capacity.copy()
    wanted = standing.new[more.unit, at] + size
    least[more.unit, at:] = np.maximum(least[more.unit, at:], wanted)
    instance = replace(ground.instance, min_capacity=least)
    return Wish(Kind.MORE, int(ground.years[at]), size, "", instance)


def _not_then(ground: Ground, units: IntArray, year: int, capacity: float) -> Wish:
    allowed = ground.instance.startable.copy()
    allowed[units, :, ground.period(year)] = False
    return Wish(Kind.NOT_THEN, year, capacity, "", replace(ground.instance, startable=allowed))


def _out(ground: Ground, standing: Standing, units: IntArray) -> Wish:
    allowed = ground.instance.startable.copy()
    allowed[units] = False
    capacity = float(standing.new[units, ground.period(ground.last)].sum())
    return Wish(Kind.OUT, ground.last, capacity, "", replace(ground.instance, startable=allowed))


def best_more(
    ground: Ground, standing: Standing, of: Worth, units: IntArray, period: int
) -> OneMore | None:
    """The further facility of a period that gains most for its money; None where none may start.

    One that a limit of its unit stops only where all are stopped by theirs.
    """
    allowed = ground.instance.startable[units, :, period]
    room = allowed & _room(ground.instance, standing, units, period)
    per_money = of.gain[units, :, period] / of.price[units, :, period]
    per_money = np.where(room if room.any() else allowed, per_money, -np.inf)
    n, k = np.unravel_index(int(per_money.argmax()), per_money.shape)
    if not np.isfinite(per_money[n, k]):
        return None
    return OneMore(int(units[n]), int(k), period)


def _room(
    instance: CapacityExpansionInstance, standing: Standing, units: IntArray, period: int
) -> BoolArray:
    """(n, K) whether one more of a module would keep the limits of its unit."""
    crowded = standing.starts[units, :, period].sum(axis=1) >= instance.max_starts[units, period]
    after = slice(period + instance.lead, None)
    left = (instance.max_capacity[units, after] - standing.new[units, after]).min(
        axis=1, initial=np.inf
    )
    return np.asarray(~crowded[:, None] & (instance.size <= left[:, None]))
