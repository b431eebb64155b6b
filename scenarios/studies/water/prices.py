"""The price of a date: least constant yearly money by which everybody has water by a year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.capacity_expansion import CapacityExpansionSolution
from optimizer.engines import solve_linear
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel, ModelBuilder
from scenarios.language import said
from scenarios.studies.water.documented import at_once
from scenarios.studies.water.instance import period_years
from scenarios.studies.water.lots import UNTIED
from scenarios.studies.water.sequence import Rule, Settlement, sequence
from scenarios.studies.water.terms import FloatArray, IntArray, WaterTerms
from scenarios.studies.water.wishes import StartLimits, start_limits

DATES = (2030, 2035, 2040, 2045, 2050)
DOCUMENTED_ORDER = "documented order"
OPTIMISED_ORDER = "optimised order"

_DEAREST = 2**6  # times the lower bound: an order that does not manage by then never does
_CLOSE = 0.005  # relative width at which a bracket is narrow enough


@dataclass(frozen=True)
class DatePrice:
    """Yearly money between `low` (too little) and `high` (enough), mln KZT; inf: out of reach."""

    plan: str
    year: int
    low: float
    high: float
    why: str = ""


@dataclass(frozen=True)
class Relaxed:
    """What fractions of settlements would take: mln KZT a year, and (S,) started up to a year."""

    budget: float
    pace: FloatArray


def date_prices(
    terms: WaterTerms,
    documented: Sequence[Settlement],
    solution: CapacityExpansionSolution,
    clock: Clock,
) -> list[DatePrice]:
    """Brackets for every date of `DATES` and the target, by both orders; stops with the clock.

    For the optimised order `low` is proven for any order whatever: the linear relaxation, in which
    money buys fractions of settlements. For the documented order it is what was tried and did not
    suffice. `high` suffices by simulation, settlements starting in their order as soon as the
    money allows or at the relaxation's pace. What is ruled out binds the optimised order alone.
    """
    orders: dict[str, tuple[Sequence[Settlement], Rule, StartLimits | None]] = {
        OPTIMISED_ORDER: (
            _by_start(terms, solution),
            "given_order",
            start_limits(terms, terms.years),
        ),
        DOCUMENTED_ORDER: (at_once(terms, documented), "own_proportions", None),
    }
    found: list[DatePrice] = []
    for year in dates_asked(terms):
        if clock.expired:
            break
        relaxed = relax(terms, year, clock)
        for plan, (order, rule, held) in orders.items():
            if relaxed is None:
                why = _out_of_reach(terms, year)
                found.append(DatePrice(plan, year, math.inf, math.inf, why))
                continue
            tried, high = _enough(terms, order, rule, year, relaxed, held)
            low = relaxed.budget if plan == OPTIMISED_ORDER else tried
            found.append(DatePrice(plan, year, low, high))
    return found


def dates_asked(terms: WaterTerms) -> list[int]:
    """Dates of `DATES` and the target that lie within the scenario."""
    if not terms.scenario.water.date_prices:
        return []
    dates = {*DATES, terms.scenario.water.target_year}
    return [y for y in sorted(dates) if terms.first + terms.lead <= y <= terms.last]


def relax(terms: WaterTerms, year: int, clock: Clock) -> Relaxed | None:
    """Proven lower bound on what connects everybody by `year`; None where nothing does.

    minimise B over money x[g, s] >= 0 started in oblast g and year s <= year - lead:
        sum_s x[g, s] = cost of all settlements of g
        carry[t] + sum over started instalments <= carry[t-1] + B,  0 <= carry[t] <= share B
        instalments of g in t <= what g can build
    """
    starts = terms.years[terms.years <= year - terms.lead]
    fixed = terms.lots["fixed_start"].to_numpy()
    if ((fixed != UNTIED) & (fixed > year - terms.lead)).any():
        return None
    if (start_limits(terms, starts).up_to[:, -1] < terms.settlements).any():
        return None
    model, started = _relaxation(terms, starts)
    result = solve_linear(model, clock)
    if result.values is None or result.bound is None:
        return None
    pace = result.values[started].sum(axis=0).cumsum()
    return Relaxed(float(result.bound), pace)


def _relaxation(terms: WaterTerms, starts: IntArray) -> tuple[LinearModel, IntArray]:
    """The programme, and its variables (G, S) of money started."""
    oblasts, last = len(terms.oblasts), len(starts) + len(terms.profile) - 1
    open_lots = start_limits(terms, starts).in_year > 0
    allowed = np.array([open_lots[terms.oblast == g].any(axis=0) for g in range(oblasts)])
    model = ModelBuilder()
    budget = model.variables((1,), cost=1.0)
    started = model.variables((oblasts, len(starts)), upper=np.where(allowed, np.inf, 0.0))
    carry = model.variables((last,))
    whole = cost_by_oblast(terms)
    every = model.rows((oblasts,), lower=whole, upper=whole)
    model.add(every[:, None], started, 1.0)
    paid = model.rows((last,), upper=0.0)
    model.add(paid, carry, 1.0)
    model.add(paid[1:], carry[:-1], -1.0)
    model.add(paid, budget, -1.0)
    carried = model.rows((last,), upper=0.0)
    model.add(carried, carry, 1.0)
    model.add(carried, budget, -terms.carry_over_share)
    columns = terms.column(int(terms.years[0]) + np.arange(last))
    built = model.rows((oblasts, last), upper=terms.oblast_limit[:, columns])
    for age, share in enumerate(terms.profile):
        due = np.arange(len(starts)) + age
        instalment = share * terms.price_index[: len(starts)]
        model.add(paid[due], started, instalment)
        model.add(built[:, due], started, instalment)
    return model.build(), started


def cost_by_oblast(terms: WaterTerms) -> FloatArray:
    """(G,) mln KZT that connecting everybody takes at constant prices."""
    money = terms.settlements * terms.price
    return np.bincount(terms.oblast, weights=money, minlength=len(terms.oblasts)).astype(float)


def _out_of_reach(terms: WaterTerms, year: int) -> str:
    """Which oblasts cannot build all their settlements by then, whatever the money."""
    years = terms.years <= year - terms.lead + len(terms.profile) - 1
    slow = cost_by_oblast(terms) > terms.oblast_limit[:, years].sum(axis=1)
    names = [oblast for oblast, is_slow in zip(terms.oblasts, slow, strict=True) if is_slow]
    if names:
        return said("cannot build as fast: {oblasts}", oblasts=", ".join(names))
    return said("what is decided or ruled out, or building capacity, leaves no way")


def _enough(
    terms: WaterTerms,
    order: Sequence[Settlement],
    rule: Rule,
    year: int,
    relaxed: Relaxed,
    limits: StartLimits | None,
) -> tuple[float, float]:
    """(money that did not suffice, money that did), mln KZT a year."""
    pace = np.concatenate(
        [relaxed.pace, np.full(len(terms.years) - len(relaxed.pace), relaxed.pace[-1] + 1.0)]
    )
    pace[len(relaxed.pace) - 1] += 1.0

    def suffices(yearly: float) -> bool:
        budget: FloatArray = np.full(len(terms.years), yearly)
        for at in (None, pace):
            starts = sequence(
                terms, order, rule, budget, terms.carry_over_share * budget, at, limits
            )
            if all(s is not None and s + terms.lead <= year for s in starts):
                return True
        return False

    low, step = relaxed.budget, _CLOSE
    while not suffices(high := relaxed.budget * (1.0 + step)):
        low, step = high, 2.0 * step
        if step > _DEAREST:
            return low, math.inf
    while high - low > 2.0 * _CLOSE * relaxed.budget:
        middle = 0.5 * (low + high)
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return low, high


def _by_start(terms: WaterTerms, solution: CapacityExpansionSolution) -> list[Settlement]:
    """The optimised plan's settlements by start; those it leaves out follow, most people first."""
    years, soon = period_years(terms), terms.first + terms.lead
    order: list[tuple[float, float, int]] = []
    worth = terms.people / terms.price
    for lot, count in enumerate(terms.settlements):
        started = np.repeat(years, solution.starts[lot, 0])[:count].astype(float).tolist()
        started += [math.inf] * (int(count) - len(started))
        order += [(year, -float(worth[lot]), lot) for year in started]
    return [Settlement(lot, lot, soon) for _, _, lot in sorted(order)]
