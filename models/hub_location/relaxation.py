"""The bound: cuts at solutions of the relaxation, family by family of capacity prices.

The first family has no prices: hub location without capacities. The second asks the least price
of capacity that a site's classes offer, spread over the periods that it serves. Each further one
asks the prices that press the relaxation at hand up most, until that gains nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.hub_location.capacity_prices import best_prices
from models.hub_location.instance import FloatArray, HubInstance
from models.hub_location.master import Master
from models.hub_location.periods import Period
from optimizer.limits import Clock

ROUGH, FINE = 1e-3, 1e-5  # money by which cuts are still violated, as a share of the bound
PRICE_ROUNDS = 6
KEEP = 8  # solves that a cut stays without binding
PAST = 2  # families that are still cut when a new one is there

Report = Callable[[float], bool]
Round = Callable[[FloatArray], None]


def relax(master: Master, report: Report, rounding: Round, clock: Clock) -> None:
    """Cut the relaxation, from the families of cuts that the master has, if any.

    Parameters
    ----------
    report : is told each bound and says whether that is enough
    rounding : makes plans of the solutions at which a family of cuts has converged
    """
    instance = master.instance
    least = least_prices(instance)
    again = bool(master.families)
    if not again:
        master.add_family(np.zeros_like(least))
    fine = FINE if master.ample else ROUGH / 5 if again else ROUGH
    values = _converge(master, fine, report, clock)
    if values is not None:
        rounding(values)
    if master.ample or values is None:
        return
    if not again:
        master.add_family(least)
        values = _converge(master, ROUGH, report, clock)
        if values is not None:
            rounding(values)
    for _ in range(PRICE_ROUNDS):
        if values is None or clock.expired:
            return
        price, gain = _prices(master, values, least, clock)
        if gain <= max(0.1 * clock.limits.gap, FINE) * abs(float(master.value(values))):
            return
        master.add_family(price)
        values = _converge(master, ROUGH / 5, report, clock)
        if values is not None:
            rounding(values)


def least_prices(instance: HubInstance) -> FloatArray:
    """(M, T) least money for a unit of capacity in a year of a period, if it is used in all."""
    each = np.where(instance.openable.any(axis=2), instance.class_cost / instance.size, np.inf)
    place = each.min(axis=1)
    fall = instance.discount - np.append(instance.discount[1:], 0.0)
    price: FloatArray = np.where(np.isfinite(place), place, 0.0)[:, None] * (fall / instance.years)
    return price


def _converge(master: Master, tolerance: float, report: Report, clock: Clock) -> FloatArray | None:
    """Cut until the bound hardly rises; the last solution, None where that is the end of it."""
    while not clock.expired:
        answer = master.program.solve(clock)
        if answer is None or report(answer.objective):
            return None
        missing = [
            master.cut_family(family, answer.values, 1e-7) for family in master.families[-PAST:]
        ]
        master.program.forget(KEEP)
        if max(missing) <= tolerance * abs(answer.objective):
            return answer.values
    return None


def _prices(
    master: Master, values: FloatArray, least: FloatArray, clock: Clock
) -> tuple[FloatArray, float]:
    """Best prices at a point, and the money by which they press the bound there up."""
    extent, capacity = master.extent(values), master.capacity(values)
    found, gain = np.zeros_like(least), 0.0
    for at in master.periods:
        t = at.index
        respond = _respond(master, at, extent[:, t])
        ceiling = float(at.direct.max(initial=1.0))
        price = best_prices(respond, capacity[:, t], least[:, t], ceiling, clock)
        scarce = np.isfinite(capacity[:, t])
        value = respond(price)[0].sum() - price[scarce] @ capacity[scarce, t]
        gain += at.years * max(0.0, float(value - values[master.layout.money[t]]))
        # where nothing stands yet, what is to pass must be bought
        found[:, t] = np.where(capacity[:, t] > 1e-9, price, np.maximum(price, least[:, t]))
    return found, gain


def _respond(
    master: Master, at: Period, extent: FloatArray
) -> Callable[[FloatArray], tuple[FloatArray, FloatArray]]:
    def respond(price: FloatArray) -> tuple[FloatArray, FloatArray]:
        cuts = master.evaluate(at, extent, price)
        return cuts.constant - cuts.by_hub @ extent, cuts.used

    return respond
