"""From the planner's terms to the model's arrays, and from its starts back to a plan."""

from __future__ import annotations

from typing import Literal

import numpy as np

from models.capacity_expansion import (
    CapacityExpansionInstance,
    CapacityExpansionSolution,
    Measure,
    Stage,
)
from scenarios.plan import Action, Origin, Plan
from scenarios.studies.calendar import discount_factors, model_years, weights_with_tail
from scenarios.studies.water.lots import TECHNOLOGIES, UNTIED
from scenarios.studies.water.terms import FloatArray, IntArray, WaterTerms
from scenarios.studies.water.wishes import StartLimits, start_limits

OPTIMISED = "optimised"

STAGES = {
    "people_years": (Stage(Measure.SHORTAGE),),
    "cost_to_target": (Stage(Measure.COST),),
}


def period_years(terms: WaterTerms) -> IntArray:
    """Calendar years of the model's periods; the last stands for the whole tail."""
    return model_years(
        terms.first,
        terms.last,
        lead=terms.lead,
        instalments=len(terms.profile),
        tail=terms.tail,
    )


def build_instance(terms: WaterTerms) -> CapacityExpansionInstance:
    """Arrays for `models.capacity_expansion`: units are lots, capacity is counted in settlements.

    A settlement serves its people, times its oblast's equity weight. One module is enough: the
    allowed technologies of a lot serve the same people, so none but the cheapest is ever worth it.
    """
    years = period_years(terms)
    columns = terms.column(years)
    lots, periods = len(terms.lots), len(years)
    limits = start_limits(terms, years)
    # a limit counts what is in service; what never is within the periods would escape it
    late = np.arange(periods) + terms.lead >= periods
    most_starts = np.where(late & np.isfinite(limits.up_to), 0, limits.in_year)
    each = terms.people[:, None] * terms.growth[terms.oblast][:, columns]
    served = each * terms.weight[terms.oblast][:, None]
    counts = terms.settlements
    return CapacityExpansionInstance(
        demand=counts[:, None] * served,
        existing=np.zeros((lots, periods)),
        size=np.array([1], dtype=np.int64),
        cost=terms.price[:, None],
        price_index=terms.price_index[columns],
        lead=terms.lead,
        spend_profile=terms.profile,
        budget=terms.budget[columns],
        committed_spending=np.zeros(periods),
        carry_over_limit=terms.carry_over_limit[columns],
        startable=((most_starts > 0) & (years <= terms.last))[:, None, :],
        max_starts=most_starts,
        min_capacity=_minimum(terms, years),
        max_capacity=_maximum(terms, limits),
        shortage_weight=weights_with_tail(
            years, terms.first, terms.last, rate=terms.discount_rate, tail=terms.tail
        ),
        overflow_weight=np.zeros(periods),
        cost_weight=discount_factors(years, terms.first, terms.discount_rate),
        capacity_factor=served,
        # no settlement overflows: nobody drinks twice
        overflow_factor=float(served.max()),
        overflow_forbidden=np.zeros((lots, periods), dtype=bool),
        equity_period=(years >= terms.equity_from) & (years <= terms.last),
        equity_weight=np.ones(lots),
        group=terms.oblast,
        group_budget=terms.oblast_limit[:, columns],
        group_min_spending=_least_spending(terms, years),
        stages=STAGES[terms.scenario.water.objective],
        unit_labels=tuple(terms.lots["lot_id"]),
        period_labels=tuple(map(str, years)),
        module_labels=("settlement",),
        group_labels=terms.oblasts,
    )


def plan_from(terms: WaterTerms, solution: CapacityExpansionSolution) -> Plan:
    """The optimised plan: one row a settlement."""
    return plan_of_starts(terms, OPTIMISED, solution.starts)


def plan_of_starts(terms: WaterTerms, name: str, starts: IntArray) -> Plan:
    """A plan of `starts` (N, 1, T) in the model's periods: one row a settlement."""
    years = period_years(terms)
    rows: list[dict[str, object]] = []
    for lot in range(len(terms.lots)):
        started = np.repeat(years, starts[lot, 0])
        fixed = terms.lots["fixed_start"].iat[lot] != UNTIED
        origin = Origin.FIXED if fixed else Origin.OPTIMISED
        # a plan stopped early may start a settlement that is connected already
        rows += [
            connection(terms, lot, int(year), int(year) + terms.lead, origin)
            for year in started[: terms.settlements[lot]]
        ]
    return Plan.from_rows(name, rows)


def connection(
    terms: WaterTerms, lot: int, start: int, in_service: int, origin: Origin
) -> dict[str, object]:
    """A settlement of a lot as a row of a plan: people of the year of first water."""
    return {
        "place_id": terms.oblasts[terms.oblast[lot]],
        "to_place_id": "",
        "asset": TECHNOLOGIES[terms.cheapest[lot]],
        "action": Action.CONNECT,
        "size": terms.people_in(lot, in_service),
        "unit": "people",
        "start_year": start,
        "in_service_year": in_service,
        "capex_mln_kzt": float(terms.price[lot] * terms.price_index[terms.column(start)]),
        "opex_mln_kzt": 0.0,
        "origin": origin,
    }


def starts_by_lot(
    terms: WaterTerms, plan: Plan, years: IntArray, by: Literal["start_year", "in_service_year"]
) -> IntArray:
    """(N, 1, T) settlements of a plan by lot and year: those of an oblast, technology and size.

    Lots that agree in all three cost and serve the same, so which of them a row stands for does
    not matter as long as none gives more settlements than it has.
    """
    starts = np.zeros((len(terms.lots), 1, len(years)), dtype=np.int64)
    left = terms.settlements.copy()
    technology = np.array(TECHNOLOGIES)[terms.cheapest]
    fixed = terms.lots["fixed_start"].to_numpy()
    columns = ["place_id", "asset", "size", "start_year", "in_service_year", "origin"]
    for place, asset, people, start, service, origin in plan.openings[columns].itertuples(
        index=False
    ):
        lots = np.flatnonzero(
            (terms.oblast == terms.oblast_index[place]) & (technology == asset) & (left > 0)
        )
        if not len(lots):
            continue
        growth = terms.growth[terms.oblast[lots], terms.column(int(service))]
        away = np.abs(np.log(people / (terms.people[lots] * growth)))
        tied = fixed[lots] == start if origin == Origin.FIXED.value else fixed[lots] < 0
        lot = int(lots[np.lexsort((~tied, np.round(away, 9)))[0]])
        left[lot] -= 1
        year = start if by == "start_year" else service
        position = int(np.searchsorted(years, year))
        if position < len(years):
            starts[lot, 0, position] += 1
    return starts


def decided_starts(terms: WaterTerms) -> IntArray:
    """(N, 1, T) starts in the model's periods of the lots whose year is decided."""
    years = period_years(terms)
    fixed = terms.lots["fixed_start"].to_numpy()
    return np.where(
        years[None, None, :] == fixed[:, None, None], terms.settlements[:, None, None], 0
    )


def _minimum(terms: WaterTerms, years: IntArray) -> FloatArray:
    """(N, T) settlements of a lot that must have water: fixed ones, and all by the target."""
    fixed = terms.lots["fixed_start"].to_numpy()
    due = (fixed != UNTIED)[:, None] & (years[None, :] >= fixed[:, None] + terms.lead)
    if terms.scenario.water.objective == "cost_to_target":
        due |= (years >= terms.scenario.water.target_year)[None, :]
    return np.where(due, terms.settlements[:, None], 0).astype(float)


def _maximum(terms: WaterTerms, limits: StartLimits) -> FloatArray:
    """(N, T) settlements of a lot that may have water: those that may be begun a lead before."""
    before = np.full((len(terms.lots), terms.lead), np.inf)
    return np.hstack([before, limits.up_to])[:, : limits.up_to.shape[1]]


def _least_spending(terms: WaterTerms, years: IntArray) -> FloatArray:
    least = np.zeros((len(terms.oblasts), len(years)))
    total = float(terms.budget.sum())
    for oblast, share in terms.scenario.money.oblast_min_share.items():
        least[terms.oblast_index[oblast], years >= terms.last] = share * total
    return least
