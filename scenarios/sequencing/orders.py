"""Plans of one programme, each a different order of spending the same money."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from scenarios.evaluation import KPI_OF_MEASURE, Evaluation
from scenarios.plan import Plan
from scenarios.scenario import MeasureName, StudyName
from scenarios.study import Answer
from scenarios.views.numbers import MLN_PER_BN

SPENDS_OVER = 1.0  # mln KZT beyond what is there in a year; below it is rounding
# Steps on the way to no shortage at all, as shares of what is short in the first year.
REMAINING = (0.5, 0.25, 0.1, 0.0)
_ONE = 0.5  # a place or a person: below it nothing is short
# What a goal may be exceeded by before an order counts as breaking it.
_TOLERANCE = {
    MeasureName.THIRD_SHIFT: 0.5,
    MeasureName.SHORTAGE: 0.5,
    MeasureName.WORST_SHARE: 5e-4,
    MeasureName.COST: 0.5,
}


class Kind(StrEnum):
    """Who has made an order."""

    DOCUMENTED = "documented"
    GREEDY = "greedy"
    OPTIMISED = "optimised"
    USER = "user"


@dataclass(frozen=True)
class Order:
    """A plan, what the simulator says of it, and who has made it."""

    name: str
    kind: Kind
    plan: Plan
    evaluation: Evaluation


@dataclass(frozen=True)
class Orders:
    """What is compared.

    Attributes
    ----------
    answer : the scenario's own answer, optimised against the documents
    listed : the orders, documented ones first, then greedy, optimised, the user's
    baseline, optimised : names of the two orders that are set against each other in detail
    """

    answer: Answer
    listed: tuple[Order, ...]
    baseline: str
    optimised: str

    @property
    def names(self) -> list[str]:
        return [order.name for order in self.listed]

    @property
    def first(self) -> int:
        return self.answer.scenario.years.first

    def __getitem__(self, name: str) -> Order:
        return next(order for order in self.listed if order.name == name)


def yearly(orders: Orders) -> pd.DataFrame:
    """One row an order and year of the scenario.

    Columns: order, kind, year, shortage (places or people), mean_share, worst_share, worst_unit_id,
    gini (of the units' shares), spending, budget, available, overspending (bn KZT).
    """
    parts = []
    for order in orders.listed:
        table = order.evaluation.by_year
        part = table.loc[
            table["year"] >= orders.first,
            ["year", "shortage", "mean_share", "worst_share", "worst_unit_id", "gini"],
        ].copy()
        for column in ("spending", "budget", "available", "overspending"):
            part[column] = table[column] / MLN_PER_BN
        part.insert(0, "order", order.name)
        part.insert(1, "kind", order.kind.value)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def totals(orders: Orders) -> pd.DataFrame:
    """One row an order: what it does over all years.

    Columns: order, kind, shortage_years (place-years or person-years), discounted_shortage_years,
    worst_share, worst_unit_id, worst_year, gini_mean, gini_of_short (mean weighted by what is
    short in the year), third_shift_end (year; none where it stays or
    there are no shifts), facilities, capex, discounted_spending, overspending, overspending_peak
    (bn KZT), overspending_year (of the peak; none without).
    """
    rows = []
    for order in orders.listed:
        kpis = order.evaluation.kpis
        table = order.evaluation.by_year
        counted = table[table["year"] >= orders.first]
        over = counted["overspending"].to_numpy()
        spends_over = bool(over.max() > SPENDS_OVER)
        rows.append(
            {
                "order": order.name,
                "kind": order.kind.value,
                "shortage_years": float(counted["shortage"].sum()),
                "discounted_shortage_years": float(
                    (counted["shortage"] * counted["discount_factor"]).sum()
                ),
                "worst_share": float(kpis["worst_share"]),
                "worst_unit_id": str(kpis["worst_share_unit_id"]),
                "worst_year": int(kpis["worst_share_year"]),
                "gini_mean": float(kpis["gini_mean"]),
                "gini_of_short": _gini_of_short(counted),
                "third_shift_end": kpis.get("third_shift_end_year"),
                "facilities": len(order.plan.openings),
                "capex": float(kpis["capex_mln_kzt"]) / MLN_PER_BN,
                "discounted_spending": float(kpis["discounted_spending_mln_kzt"]) / MLN_PER_BN,
                "overspending": float(over.sum()) / MLN_PER_BN,
                "overspending_peak": float(over.max()) / MLN_PER_BN,
                "overspending_year": int(counted["year"].to_numpy()[int(over.argmax())])
                if spends_over
                else None,
            }
        )
    frame = pd.DataFrame(rows)
    return frame.astype({"overspending_year": "Int64", "third_shift_end": "Int64"})


def targets(orders: Orders) -> pd.DataFrame:
    """When each order has brought what is short down to shares of the first year's, for good.

    Columns: order, kind, remaining (share of the shortage of the first year), level (places or
    people), year (first from which the shortage stays at or below it; none where it never does).
    """
    rows = []
    for order in orders.listed:
        table = order.evaluation.by_year
        counted = table[table["year"] >= orders.first]
        start = float(counted["shortage"].iloc[0])
        for remaining in REMAINING:
            level = remaining * start
            rows.append(
                {
                    "order": order.name,
                    "kind": order.kind.value,
                    "remaining": remaining,
                    "level": level,
                    "year": _for_good(counted, max(level, _ONE)),
                }
            )
    return pd.DataFrame(rows).astype({"year": "Int64"})


def _gini_of_short(counted: pd.DataFrame) -> float:
    """Mean gini of the years, each with the weight of what is short in it; 0 where nothing is."""
    short = counted["shortage"].to_numpy()
    total = float(short.sum())
    return float(counted["gini"].to_numpy() @ short) / total if total > 0 else 0.0


def conditions(orders: Orders) -> pd.DataFrame:
    """What the scenario holds down, and whether each order keeps it.

    Only the optimised order is made to keep these; a greedy one may leave less short by breaking
    them. Water has no such goals.

    Columns: order, kind, measure, level, value (in the measure's unit, over all years), kept.
    """
    columns = ["order", "kind", "measure", "level", "value", "kept"]
    scenario, base = orders.answer.scenario, orders[orders.baseline].evaluation.kpis
    rows = []
    for goal in scenario.objectives if scenario.study is not StudyName.WATER else ():
        if goal.at_most is None:
            continue
        kpi = KPI_OF_MEASURE[goal.measure]
        level = float(base[kpi]) if goal.at_most == "documented" else float(goal.at_most)
        for order in orders.listed:
            value = float(order.evaluation.kpis[kpi])
            kept = value <= level + _TOLERANCE[goal.measure]
            rows.append((order.name, order.kind.value, goal.measure.value, level, value, kept))
    return pd.DataFrame(rows, columns=columns)


def _for_good(table: pd.DataFrame, level: float) -> int | None:
    """First year from which the shortage never exceeds the level again."""
    years = table["year"].to_numpy()
    above = np.flatnonzero(table["shortage"].to_numpy() > level)
    if not len(above):
        return int(years[0])
    last = int(above[-1])
    return int(years[last + 1]) if last + 1 < len(years) else None
