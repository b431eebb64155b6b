"""The answer, its measures, and a check that shares no code with any solver.

Everything here is written out from the definitions of the instance in plain NumPy: what a start
costs and when, when it serves, who is short. The algorithm's own arithmetic is not used.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from models.capacity_expansion.instance import (
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
    Measure,
)
from optimizer.certificate import Certificate, Status, Violation

RELATIVE_TOLERANCE = 1e-6


@dataclass(frozen=True)
class Accounts:
    """What a plan does in every period.

    Attributes
    ----------
    spending : (N, T) money paid for modules
    moving : (T,) money paid for moving demand
    carry_over : (T,) money left at the end of a period and taken into the next
    missing : (T,) money spent that was not there
    new : (N, T) new capacity in service
    shortage, overflow : (N, T)
    """

    spending: FloatArray
    moving: FloatArray
    carry_over: FloatArray
    missing: FloatArray
    new: FloatArray
    shortage: FloatArray
    overflow: FloatArray


def accounts(
    instance: CapacityExpansionInstance, starts: IntArray, flows: FloatArray | None = None
) -> Accounts:
    """Book a plan period by period.

    Parameters
    ----------
    starts : (N, K, T) number of modules started
    flows : (A, T) demand moved along the transfer arcs, or None
    """
    units, periods = instance.demand.shape
    spending = np.zeros((units, periods))
    new = np.zeros((units, periods))
    for t in range(periods):
        price = (starts[:, :, t] * instance.cost).sum(axis=1) * instance.price_index[t]
        for delay, share in enumerate(instance.spend_profile):
            if t + delay < periods:
                spending[:, t + delay] += share * price
        if t + instance.lead < periods:
            new[:, t + instance.lead :] += (starts[:, :, t] @ instance.size)[:, None]
    demand = instance.demand.copy()
    moving = np.zeros(periods)
    if flows is not None and instance.transfers is not None:
        for (source, target), flow, cost in zip(
            instance.transfers.arcs, flows, instance.transfers.cost, strict=True
        ):
            demand[source] -= flow
            demand[target] += flow
            moving += cost * flow * instance.price_index
    capacity = instance.existing + new
    shortage = np.maximum(demand - instance.capacity_factor * capacity, 0.0)
    overflow = np.maximum(demand - instance.overflow_factor * capacity, 0.0)
    carry_over, missing = np.zeros(periods), np.zeros(periods)
    purse = 0.0
    for t in range(periods):
        purse += instance.budget[t] - instance.committed_spending[t]
        purse -= spending[:, t].sum() + moving[t]
        missing[t] = max(-purse, 0.0)
        purse = min(max(purse, 0.0), instance.carry_over_limit[t])
        carry_over[t] = purse
    return Accounts(spending, moving, carry_over, missing, new, shortage, overflow)


def measures(instance: CapacityExpansionInstance, books: Accounts) -> dict[Measure, float]:
    """Every measure of a booked plan. COST counts modules and moving, not committed spending."""
    paid = books.spending.sum(axis=0) + books.moving
    counted = instance.equity_period[None, :] & (instance.demand > 0)
    share = np.zeros_like(instance.demand)
    np.divide(books.shortage, instance.demand, out=share, where=counted)
    return {
        Measure.OVERFLOW: float((books.overflow @ instance.overflow_weight).sum()),
        Measure.SHORTAGE: float((books.shortage @ instance.shortage_weight).sum()),
        Measure.WORST_SHARE: float((share * instance.equity_weight[:, None]).max(initial=0.0)),
        Measure.COST: float(paid @ instance.cost_weight),
    }


@dataclass(frozen=True)
class CapacityExpansionSolution:
    """A plan with what is proven about it.

    Attributes
    ----------
    starts : (N, K, T) number of modules started
    flows : (A, T) demand moved along the transfer arcs; None without transfers
    certificates : one per stage, in order
    budget_value : (T,) >= 0, by how much `budget_value_measure` would fall for one more unit of
        money in a period (multiplier of the budget row that proves the bound of that stage)
    budget_value_measure : SHORTAGE if it is a stage, otherwise the first additive stage's measure
    measures : value of every measure
    stage_levels : level at which each finished stage was held afterwards, in the order of stages
    status : OPTIMAL if every certificate is, otherwise FEASIBLE
    """

    starts: IntArray
    flows: FloatArray | None
    certificates: tuple[Certificate, ...]
    budget_value: FloatArray
    budget_value_measure: Measure
    measures: dict[Measure, float]
    stage_levels: tuple[float, ...] = field(default=())

    @property
    def status(self) -> Status:
        optimal = all(c.status is Status.OPTIMAL for c in self.certificates)
        return Status.OPTIMAL if optimal else Status.FEASIBLE

    def check(self, instance: CapacityExpansionInstance) -> list[Violation]:
        """Every requirement of the instance that the plan breaks; empty when it meets all."""
        found = check_plan(instance, self.starts, self.flows)
        actual = measures(instance, accounts(instance, self.starts, self.flows))
        for measure, stated in self.measures.items():
            if abs(stated - actual[measure]) > _slack(actual[measure]):
                found.append(
                    Violation("stated measure", measure.value, abs(stated - actual[measure]))
                )
        for stage, level in zip(instance.stages, self.stage_levels, strict=False):
            excess = actual[stage.measure] - level
            if excess > _slack(level):
                found.append(Violation("level of earlier stage", stage.measure.value, excess))
        return found


def check_plan(
    instance: CapacityExpansionInstance, starts: IntArray, flows: FloatArray | None = None
) -> list[Violation]:
    """Every requirement of the instance that `starts` and `flows` break."""
    found: list[Violation] = []

    def demand_that(excess: FloatArray, slack: float, what: str, where: Callable[..., str]) -> None:
        for index in np.argwhere(excess > slack):
            key = tuple(int(i) for i in index)
            found.append(Violation(what, where(*key), float(excess[key])))

    unit, period = _namer(instance.unit_labels), _namer(instance.period_labels)
    module, group = _namer(instance.module_labels), _namer(instance.group_labels)
    books = accounts(instance, starts, flows)
    money_slack = _slack(float(np.abs(instance.budget).max(initial=1.0)))
    demand_slack = _slack(float(instance.demand.max(initial=1.0)))

    def three(n: int, k: int, t: int) -> str:
        return f"{unit(n)}, {module(k)}, {period(t)}"

    def two(n: int, t: int) -> str:
        return f"{unit(n)}, {period(t)}"

    demand_that(-starts.astype(float), 0.0, "negative number of starts", three)
    demand_that(np.asarray(starts * ~instance.startable, float), 0.0, "start not allowed", three)
    demand_that(
        np.asarray(starts.sum(axis=1) - instance.max_starts, float), 0.0, "starts in a period", two
    )
    demand_that(books.missing, money_slack, "budget", period)
    demand_that(instance.min_capacity - books.new, demand_slack, "minimum programme", two)
    demand_that(books.new - instance.max_capacity, demand_slack, "most in service", two)
    demand_that(
        books.overflow * instance.overflow_forbidden, demand_slack, "overflow forbidden", two
    )
    by_group = np.zeros(instance.group_budget.shape)
    for n, g in enumerate(instance.group):
        by_group[g] += books.spending[n]
    demand_that(
        by_group - instance.group_budget,
        money_slack,
        "group envelope",
        lambda g, t: f"{group(g)}, {period(t)}",
    )
    demand_that(
        instance.group_min_spending - np.cumsum(by_group, axis=1),
        money_slack,
        "least group spending",
        lambda g, t: f"{group(g)}, up to {period(t)}",
    )
    actual = measures(instance, books)
    for cap in instance.caps:
        excess = actual[cap.measure] - cap.level
        if excess > _slack(cap.level):
            found.append(Violation("cap", cap.measure.value, excess))
    found += _flow_violations(instance, flows, demand_slack)
    return found


def _flow_violations(
    instance: CapacityExpansionInstance, flows: FloatArray | None, slack: float
) -> list[Violation]:
    if instance.transfers is None:
        return [] if flows is None else [Violation("flows without transfers", "", 1.0)]
    if flows is None:
        return []
    found = []
    unit, period = _namer(instance.unit_labels), _namer(instance.period_labels)
    out = np.zeros_like(instance.demand)
    for a, (source, target) in enumerate(instance.transfers.arcs):
        out[source] += flows[a]
        excess = np.maximum(flows[a] - instance.transfers.limit[a], -flows[a])
        for t in np.flatnonzero(excess > slack):
            where = f"{unit(int(source))} to {unit(int(target))}, {period(int(t))}"
            found.append(Violation("transfer limit", where, float(excess[t])))
    excess = out - instance.demand
    for n, t in np.argwhere(excess > slack):
        where = f"{unit(int(n))}, {period(int(t))}"
        found.append(Violation("more moved than demand", where, float(excess[n, t])))
    return found


def _namer(labels: tuple[str, ...]) -> Callable[[int], str]:
    return lambda position: labels[position] if position < len(labels) else str(position)


def _slack(level: float) -> float:
    return RELATIVE_TOLERANCE * max(1.0, abs(level)) if math.isfinite(level) else 0.0
