"""Plans of one question, each a different order of spending the same money."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from scenarios.evaluation import KPI_OF_MEASURE, Evaluation
from scenarios.plan import Plan
from scenarios.scenario import MeasureName, StudyName
from scenarios.study import Answer, Measured
from scenarios.views.numbers import MLN_PER_BN

SPENDS_OVER = 1.0  # mln KZT beyond what is there in a year; below it is rounding
# Steps on the way to nothing left, as shares of what is there with nothing built in the first year.
REMAINING = (0.5, 0.25, 0.1, 0.0)
_MONEY = ("spending", "budget", "available", "overspending")
_FAIRNESS = ("mean_share", "worst_share", "worst_unit_id", "gini")
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
    measured : by which figures orders are judged
    listed : the orders, documented ones first, then greedy, optimised, the user's
    baseline, optimised : names of the two orders that are set against each other in detail
    nothing : what the simulator says when nothing is built
    turns : as `scenarios.sequencing.turns.moved_units`
    """

    answer: Answer
    measured: Measured
    listed: tuple[Order, ...]
    baseline: str
    optimised: str
    nothing: Evaluation
    turns: pd.DataFrame

    @property
    def names(self) -> list[str]:
        return [order.name for order in self.listed]

    @property
    def shares(self) -> bool:
        """Whether the study knows what share of its need each unit lacks."""
        return "worst_share" in self.nothing.by_year

    def __getitem__(self, name: str) -> Order:
        return next(order for order in self.listed if order.name == name)

    def counted(self, evaluation: Evaluation) -> pd.DataFrame:
        """The years that are judged."""
        table = evaluation.by_year
        return table[table["year"] >= self.measured.first]


def yearly(orders: Orders) -> pd.DataFrame:
    """One row an order and year (or period) of the question.

    Columns: order, kind, year, the study's curves, where it knows shares mean_share, worst_share,
    worst_unit_id, gini (of the units' shares), then spending, budget, available, overspending (bn
    KZT; budget and available empty where money has no limit).
    """
    curves = [orders.measured.curve, *orders.measured.beside]
    kept = ["year", *curves, *(_FAIRNESS if orders.shares else ())]
    parts = []
    for order in orders.listed:
        table = orders.counted(order.evaluation)
        part = table[kept].copy()
        for column in _MONEY:
            part[column] = table[column] / MLN_PER_BN
        part.insert(0, "order", order.name)
        part.insert(1, "kind", order.kind.value)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def totals(orders: Orders) -> pd.DataFrame:
    """One row an order: what it does over all years.

    Columns: order, kind, total (the study's), its further KPIs, facilities, capex, overspending,
    overspending_peak (bn KZT), overspending_year (of the peak; none without), and where the study
    knows shares: discounted_shortage_years (place-years or person-years), worst_share,
    worst_unit_id, worst_year, gini_mean, gini_of_short (mean weighted by what is short in the
    year), third_shift_end (year; none where it stays or there are no shifts), discounted_spending.
    """
    measured = orders.measured
    rows = []
    for order in orders.listed:
        kpis = order.evaluation.kpis
        counted = orders.counted(order.evaluation)
        over = counted["overspending"].to_numpy()
        peak = int(over.argmax())
        row: dict[str, Any] = {
            "order": order.name,
            "kind": order.kind.value,
            "total": float(kpis[measured.total]),
            **{name: kpis[name] for name in measured.kpis},
            "facilities": len(order.plan.openings),
            "capex": float(kpis[measured.money]) / MLN_PER_BN,
            "overspending": float(over.sum()) / MLN_PER_BN,
            "overspending_peak": float(over[peak]) / MLN_PER_BN,
            "overspending_year": int(counted["year"].iloc[peak])
            if over[peak] > SPENDS_OVER
            else None,
        }
        rows.append(row | (_fairness(kpis, counted) if orders.shares else {}))
    frame = pd.DataFrame(rows)
    years = [name for name in ("overspending_year", "third_shift_end") if name in frame]
    return frame.astype(dict.fromkeys(years, "Int64"))


def _fairness(kpis: dict[str, Any], counted: pd.DataFrame) -> dict[str, Any]:
    """Who is worst off under an order."""
    return {
        "discounted_shortage_years": float(
            (counted["shortage"] * counted["discount_factor"]).sum()
        ),
        "worst_share": float(kpis["worst_share"]),
        "worst_unit_id": str(kpis["worst_share_unit_id"]),
        "worst_year": int(kpis["worst_share_year"]),
        "gini_mean": float(kpis["gini_mean"]),
        "gini_of_short": _gini_of_short(counted),
        "third_shift_end": kpis.get("third_shift_end_year"),
        "discounted_spending": float(kpis["discounted_spending_mln_kzt"]) / MLN_PER_BN,
    }


def targets(orders: Orders) -> pd.DataFrame:
    """When each order has brought its curve down to shares of its start, for good.

    The start is the curve's value in the first year with nothing built.

    Columns: order, kind, remaining (share of the start), level (in the curve's unit), year (first
    from which the curve stays at or below it; none where it never does).
    """
    measured = orders.measured
    start = float(orders.counted(orders.nothing)[measured.curve].iloc[0])
    rows = []
    for order in orders.listed:
        counted = orders.counted(order.evaluation)
        for remaining in REMAINING:
            level = remaining * start
            rows.append(
                {
                    "order": order.name,
                    "kind": order.kind.value,
                    "remaining": remaining,
                    "level": level,
                    "year": _for_good(counted, measured.curve, max(level, measured.nothing_left)),
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
    them. Besides what the study itself holds, schools and preschool by district have such goals.

    Columns: order, kind, measure, level, value (in the measure's unit, over all years), kept.
    """
    columns = ["order", "kind", "measure", "level", "value", "kept"]
    scenario, base = orders.answer.scenario, orders[orders.baseline].evaluation.kpis
    asked = [(name, name, level, 0.0) for name, level in orders.measured.held.items()]
    programme = orders.shares and scenario.study is not StudyName.WATER
    for goal in scenario.objectives if programme else ():
        if goal.at_most is None:
            continue
        kpi = KPI_OF_MEASURE[goal.measure]
        level = float(base[kpi]) if goal.at_most == "documented" else float(goal.at_most)
        asked.append((goal.measure.value, kpi, level, _TOLERANCE[goal.measure]))
    rows = []
    for measure, kpi, level, tolerance in asked:
        for order in orders.listed:
            value = float(order.evaluation.kpis[kpi])
            kept = value <= level + tolerance
            rows.append((order.name, order.kind.value, measure, level, value, kept))
    return pd.DataFrame(rows, columns=columns)


def _for_good(table: pd.DataFrame, column: str, level: float) -> int | None:
    """First year from which a column never exceeds the level again."""
    years = table["year"].to_numpy()
    above = np.flatnonzero(table[column].to_numpy() > level)
    if not len(above):
        return int(years[0])
    last = int(above[-1])
    return int(years[last + 1]) if last + 1 < len(years) else None
