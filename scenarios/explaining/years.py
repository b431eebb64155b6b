"""Year by year at a place: what is started, what one more would bring, and what stops it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from models.capacity_expansion import check_plan
from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.marginal import Worth
from models.capacity_expansion.prepared import Prepared
from models.capacity_expansion.solution import accounts, measures
from optimizer.certificate import Violation
from scenarios.explaining.ground import Ground
from scenarios.explaining.wishes import OneMore, Standing, best_more
from scenarios.language import marked
from scenarios.studies.money import MLN_PER_BN


class Reason(StrEnum):
    """Why one more is not started, the first that holds."""

    FORBIDDEN = marked("forbidden")
    STARTS = marked("starts a year")
    NO_NEED = marked("no need")
    OBLAST = marked("oblast budget")
    CONDITION = marked("condition")
    ELSEWHERE = marked("money elsewhere")  # serves more
    BUDGET = marked("budget")  # whose other uses serve no more
    OPEN = marked("nothing")


# What the check of a plan calls it, in order of precedence.
_BROKEN = {
    "start not allowed": Reason.FORBIDDEN,
    "most in service": Reason.FORBIDDEN,
    "starts in a period": Reason.STARTS,
    "group envelope": Reason.OBLAST,
    "cap": Reason.CONDITION,
    "budget": Reason.BUDGET,
}
_NOTICED = 0.5  # of the measure; less is arithmetic


@dataclass(frozen=True)
class Rival:
    """The start that would have to wait for one more here.

    Attributes
    ----------
    unit : index; year : of its start; capacity : it adds
    per_bn : of the measure lost for each bn KZT if it waits until its unit is short no more
    """

    unit: int
    year: int
    capacity: float
    per_bn: float


@dataclass(frozen=True)
class YearAt:
    """A year of starts at a place; amounts of the measure, money in bn KZT.

    Attributes
    ----------
    started : capacity that the plan starts; facilities : how many
    documented : capacity that the documented plan has come into service from such a start
    unit, size : where and how large the best further facility would be; -1 and 0 without one
    takes : its money within the periods; gain : of the measure by it
    money_worth : of the measure, what the same money is worth by the proof's prices of budget
    reason : what stops it; broken : what the plan with it would break; rival : what it competes
        with where money stops it
    needed : what the plan without its least useful start there would break
    loss_per_bn : of the measure lost without that start for each bn KZT, nan without one
    delay, delay_money : of the measure, lost if all that starts there starts a year later, and
        what the money that it frees and takes later is worth; nan where nothing starts or no later
        start is allowed
    """

    year: int
    started: float
    facilities: int
    documented: float
    unit: int
    size: float
    takes: float
    gain: float
    money_worth: float
    reason: Reason
    broken: tuple[Violation, ...]
    rival: Rival | None
    needed: tuple[Violation, ...]
    loss_per_bn: float
    delay: float
    delay_money: float

    @property
    def gain_per_bn(self) -> float:
        return self.gain / self.takes if self.takes else 0.0


def years_at(
    ground: Ground,
    standing: Standing,
    of: Worth,
    units: IntArray,
    years: Sequence[int],
    plan: str,
) -> list[YearAt]:
    """One row a year.

    Parameters
    ----------
    of : worth of one more and one less in the plan that stands
    units : of the place
    plan : the documented plan to show beside; empty for none
    """
    return [_year_at(ground, standing, of, units, year, plan) for year in years]


def _year_at(
    ground: Ground, standing: Standing, of: Worth, units: IntArray, year: int, plan: str
) -> YearAt:
    at, instance = ground.period(year), ground.instance
    here = standing.starts[units, :, at]
    more = best_more(ground, standing, of, units, at)
    loss, needed = _least_useful(ground, standing, of, units, at)
    later, later_money = delay(ground, standing, units, [year])
    return YearAt(
        year=year,
        started=float((here @ instance.size).sum()),
        facilities=int(here.sum()),
        documented=_documented(ground, units, at, plan),
        loss_per_bn=loss,
        needed=needed,
        delay=later,
        delay_money=later_money,
        **_one_more(ground, standing, of, more),
    )


def _documented(ground: Ground, units: IntArray, at: int, plan: str) -> float:
    """Capacity that comes into service from starts of a period."""
    if not plan:
        return 0.0
    service = min(at + ground.instance.lead, len(ground.years) - 1)
    new = ground.documented[plan][units].sum(axis=0)
    # what is in service before any start of the model could be counts with the first
    before = new[service - 1] if at else 0.0
    return float(new[service] - before)


def _one_more(
    ground: Ground, standing: Standing, of: Worth, more: OneMore | None
) -> dict[str, Any]:
    none: dict[str, Any] = {"unit": -1, "size": 0.0, "takes": 0.0, "gain": 0.0}
    if more is None:
        return {
            **none, "money_worth": 0.0, "reason": Reason.FORBIDDEN, "broken": (), "rival": None,
        }  # fmt: skip
    n, k, t = more.unit, more.module, more.period
    with_it = standing.starts.copy()
    with_it[n, k, t] += 1
    broken = tuple(check_plan(ground.instance, with_it, standing.flows))
    gain, price = float(of.gain[n, k, t]), float(of.price[n, k, t])
    paid = ground.instance.cost[n, k] * Prepared(ground.instance).payment_share[t]
    reasons = {_BROKEN[v.constraint] for v in broken if v.constraint in _BROKEN}
    first = next((r for r in _BROKEN.values() if r in reasons), Reason.OPEN)
    rival = None
    if first not in (Reason.FORBIDDEN, Reason.STARTS) and gain < _NOTICED:
        first = Reason.NO_NEED
    money_worth = float(paid @ ground.budget_value)
    if first is Reason.BUDGET:
        rival = _rival(ground, of, broken)
        other = max(money_worth, rival.per_bn * price / MLN_PER_BN if rival else 0.0)
        first = Reason.ELSEWHERE if other > gain else Reason.BUDGET
    return {
        "unit": n,
        "size": float(ground.instance.size[k]),
        "takes": price / MLN_PER_BN,
        "gain": gain,
        "money_worth": money_worth,
        "reason": first,
        "broken": broken,
        "rival": rival,
    }


def _rival(ground: Ground, of: Worth, broken: tuple[Violation, ...]) -> Rival | None:
    """The least useful start that pays in a year whose budget does not suffice."""
    short = [ground.period(int(v.where)) for v in broken if v.constraint == "budget"]
    paying = (Prepared(ground.instance).payment_share[:, short] > 0).any(axis=1)
    per_money = np.where(paying, of.wait / of.price, np.nan)
    if np.isnan(per_money).all():
        return None
    n, k, t = np.unravel_index(int(np.nanargmin(per_money)), per_money.shape)
    per_bn = float(per_money[n, k, t]) * MLN_PER_BN
    return Rival(int(n), int(ground.years[t]), float(ground.instance.size[k]), per_bn)


def _least_useful(
    ground: Ground, standing: Standing, of: Worth, units: IntArray, at: int
) -> tuple[float, tuple[Violation, ...]]:
    """Loss for each bn KZT without the least useful start of a period, and what needs it."""
    per_money = of.loss[units, :, at] / of.price[units, :, at]
    if np.isnan(per_money).all():
        return float("nan"), ()
    n, k = np.unravel_index(int(np.nanargmin(per_money)), per_money.shape)
    without = standing.starts.copy()
    without[units[n], k, at] -= 1
    needed = check_plan(ground.instance, without, standing.flows)
    return float(per_money[n, k]) * MLN_PER_BN, tuple(needed)


def delay(
    ground: Ground, standing: Standing, units: IntArray, years: Sequence[int]
) -> tuple[float, float]:
    """What it costs that all that starts at a place in some years starts a year later.

    Starts of the last year stay, because later is not decided.

    Returns
    -------
    of the measure: what is lost by it, and what the money is worth that it frees and takes later;
    nan where nothing starts that could be later
    """
    at = [ground.period(year) for year in years if year < ground.last]
    moved = standing.starts.copy()
    for t in reversed(at):
        here = standing.starts[units, :, t]
        moved[units, :, t] -= here
        moved[units, :, t + 1] += here
    if (moved == standing.starts).all():
        return float("nan"), float("nan")
    before, after = (
        accounts(ground.instance, starts, standing.flows) for starts in (standing.starts, moved)
    )
    lost = (
        measures(ground.instance, after)[ground.measure]
        - measures(ground.instance, before)[ground.measure]
    )
    freed: FloatArray = (before.spending - after.spending).sum(axis=0)
    return float(lost), float(freed @ ground.budget_value)
