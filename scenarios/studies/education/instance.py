"""From the planner's terms to the model's arrays, and from its starts back to a plan."""

from __future__ import annotations

import numpy as np

from models.capacity_expansion import (
    Cap,
    CapacityExpansionInstance,
    CapacityExpansionSolution,
    Measure,
    Stage,
    Transfers,
)
from scenarios.evaluation import KPI_OF_MEASURE, Evaluation
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Goal, MeasureName
from scenarios.studies import calendar
from scenarios.studies.calendar import discount_factors, weights_with_tail
from scenarios.studies.education.neighbours import Neighbours
from scenarios.studies.education.terms import FloatArray, IntArray, Terms
from scenarios.studies.money import MLN_PER_BN

OPTIMISED = "optimised"

# The model's money row is in mln KZT; a start year that never limits stands for "no limit".
NO_LIMIT = 10**6

# Places lost to floating point when a share is turned into places and back.
ROUNDING_PLACES = 1e-6

MEASURES = {
    MeasureName.THIRD_SHIFT: Measure.OVERFLOW,
    MeasureName.SHORTAGE: Measure.SHORTAGE,
    MeasureName.WORST_SHARE: Measure.WORST_SHARE,
    MeasureName.COST: Measure.COST,
}


def model_years(terms: Terms) -> IntArray:
    """Calendar years of the model's periods; the last stands for the whole tail."""
    return calendar.model_years(
        terms.first,
        terms.last,
        lead=terms.lead,
        instalments=len(terms.spend_profile),
        tail=int(terms.assumptions.value("tail_years")),
    )


def build_instance(
    terms: Terms,
    documented: Evaluation,
    fixed: Plan,
    neighbours: Neighbours | None,
    *,
    fair: bool = True,
) -> CapacityExpansionInstance:
    """Arrays for `models.capacity_expansion`; sizes in places, money in mln KZT.

    Parameters
    ----------
    documented : the baseline's evaluation, which goals `at_most: documented` read
    fixed : the buildings that are decided already
    neighbours : pairs of units that may teach each other's pupils, if the scenario allows it
    fair : whether the worst share is held at the documented plan's, where the scenario asks for it
    """
    years = model_years(terms)
    columns = np.clip(years, terms.years[0], terms.years[-1]) - terms.years[0]
    n_units, n_periods = len(terms.units), len(years)
    counted = years <= terms.last
    scenario = terms.scenario
    money = terms.budget[columns]
    existing = terms.stock[:, columns] + _fixed_places(terms, fixed, years)
    shift = terms.shift_factor[columns]
    oblasts = list(dict.fromkeys(terms.oblasts))
    overflow = counted & terms.programme.shifts
    return CapacityExpansionInstance(
        demand=terms.need[:, columns] * _tail_growth(terms, years),
        existing=np.maximum(0.0, existing),
        size=terms.sizes,
        cost=terms.cost,
        price_index=terms.price_index[columns],
        lead=terms.lead,
        spend_profile=terms.spend_profile,
        budget=money,
        committed_spending=_fixed_spending(terms, fixed, years),
        carry_over_limit=terms.carry_over_limit[columns],
        startable=_startable(terms, years),
        max_starts=np.full((n_units, n_periods), terms.max_starts, dtype=np.int64),
        max_capacity=np.full((n_units, n_periods), np.inf),
        min_capacity=np.maximum(
            _minimum_programme(terms, fixed, years),
            _fair_minimum(terms, documented, np.maximum(0.0, existing), years) if fair else 0.0,
        ),
        shortage_weight=_weights(terms, years),
        overflow_weight=overflow.astype(float),
        cost_weight=_discount(terms, years),
        capacity_factor=np.repeat(shift[None, :], n_units, axis=0),
        overflow_factor=2.0,
        overflow_forbidden=_overflow_forbidden(terms, documented, years),
        equity_period=(years >= terms.equity_from) & counted,
        equity_weight=terms.equity_weight,
        group=np.array([oblasts.index(o) for o in terms.oblasts], dtype=np.int64),
        group_budget=_oblast_budget(terms, oblasts, n_periods),
        group_min_spending=_oblast_minimum(terms, oblasts, years),
        stages=tuple(
            Stage(MEASURES[g.measure], g.tolerance)
            for g in scenario.objectives
            if g.at_most is None
        ),
        caps=tuple(
            Cap(MEASURES[g.measure], _level(terms, g, documented, fixed, years))
            for g in scenario.objectives
            if g.at_most is not None and not _held_by_year(g)
        ),
        transfers=_transfers(terms, neighbours, columns),
        unit_labels=terms.units,
        period_labels=tuple(str(y) for y in years),
        module_labels=tuple(f"{s} places" for s in terms.sizes),
        group_labels=tuple(oblasts),
    )


def fixed_plan(terms: Terms) -> Plan:
    """The buildings that the scenario has decided already."""
    rows = [
        _opening(terms, f.place, float(f.size), f.start_year, Origin.FIXED)
        for f in terms.scenario.fixed
        for _ in range(f.count)
    ]
    return Plan.from_rows("fixed", rows)


def plan_from(
    terms: Terms,
    instance: CapacityExpansionInstance,
    solution: CapacityExpansionSolution,
    fixed: Plan,
) -> Plan:
    """The optimised plan: one row a building, the fixed ones included."""
    rows = _rows_of_starts(terms, solution.starts, fixed)
    years = model_years(terms)
    if solution.flows is not None and instance.transfers is not None:
        for a, t in np.argwhere(solution.flows > 0.5):
            if years[t] > terms.last:
                continue
            origin, target = instance.transfers.arcs[a]
            pupils = float(solution.flows[a, t])
            rows.append(
                {
                    "place_id": terms.units[origin],
                    "to_place_id": terms.units[target],
                    "asset": terms.programme.asset,
                    "action": Action.TRANSFER,
                    "size": pupils,
                    "unit": terms.programme.demand_word,
                    "start_year": int(years[t]),
                    "in_service_year": int(years[t]),
                    "capex_mln_kzt": 0.0,
                    "opex_mln_kzt": pupils * float(instance.transfers.cost[a]),
                    "origin": Origin.OPTIMISED,
                }
            )
    return Plan.from_rows(OPTIMISED, rows)


def plan_of_starts(terms: Terms, name: str, starts: IntArray, fixed: Plan) -> Plan:
    """A plan of `starts` (N, K, T) in the model's periods, the fixed buildings included."""
    return Plan.from_rows(name, _rows_of_starts(terms, starts, fixed))


def _rows_of_starts(terms: Terms, starts: IntArray, fixed: Plan) -> list[dict[str, object]]:
    rows = [{str(k): v for k, v in row.items()} for row in fixed.actions.to_dict("records")]
    years = model_years(terms)
    for n, k, t in np.argwhere(starts > 0):
        size = float(terms.sizes[k])
        row = _opening(terms, terms.units[n], size, int(years[t]), Origin.OPTIMISED)
        rows += [row] * int(starts[n, k, t])
    return rows


def _opening(terms: Terms, unit: str, size: float, start: int, origin: Origin) -> dict[str, object]:
    return {
        "place_id": unit,
        "to_place_id": "",
        "asset": terms.programme.asset,
        "action": Action.OPEN,
        "size": size,
        "unit": "places",
        "start_year": start,
        "in_service_year": start + terms.lead,
        "capex_mln_kzt": terms.building_price(unit, size, start),
        "opex_mln_kzt": 0.0,
        "origin": origin,
    }


def _level(terms: Terms, goal: Goal, documented: Evaluation, fixed: Plan, years: IntArray) -> float:
    """Turn the goal's level into the model's measure.

    The model's shortage also counts the tail, where the documented plan stays as short as in the
    last year; its cost does not count the fixed buildings.
    """
    if goal.at_most == "documented":
        level = float(documented.kpis[KPI_OF_MEASURE[goal.measure]])
        if goal.measure is MeasureName.SHORTAGE:
            left = float(documented.by_year["shortage"].iloc[-1])
            level += left * float(_weights(terms, years)[years > terms.last].sum())
    else:
        level = float(goal.at_most or 0.0)
    if goal.measure is MeasureName.COST:
        level -= float(_fixed_spending(terms, fixed, years) @ _discount(terms, years))
    return max(0.0, level)


def _discount(terms: Terms, years: IntArray) -> FloatArray:
    return discount_factors(years, terms.first, terms.discount_rate)


def _weights(terms: Terms, years: IntArray) -> FloatArray:
    """Discount factors of the periods; the last carries every remaining year of the tail."""
    return weights_with_tail(
        years,
        terms.first,
        terms.last,
        rate=terms.discount_rate,
        tail=int(terms.assumptions.value("tail_years")),
    )


def _tail_growth(terms: Terms, years: IntArray) -> FloatArray:
    """Growth of need after the last year; the last period stands for the middle of the tail."""
    age = np.maximum(0, years - terms.last).astype(float)
    end = int(terms.assumptions.value("tail_years"))
    age[-1] = max(age[-1], (age[-1] + end) / 2.0)
    return np.asarray((1.0 + terms.assumptions.value("tail_need_growth")) ** age)


def _startable(terms: Terms, years: IntArray) -> np.ndarray:
    allowed = np.zeros((len(terms.units), len(terms.sizes), len(years)), dtype=bool)
    decided = terms.scenario.years.decided_until or terms.first - 1
    allowed[:, :, (years > decided) & (years <= terms.last)] = True
    for ban in terms.scenario.forbidden:
        sizes = np.isin(terms.sizes, ban.sizes) if ban.sizes else np.ones(len(terms.sizes), bool)
        when = (years >= ban.first) & (years <= ban.last)
        allowed[terms.unit_index[ban.place]][np.ix_(sizes, when)] = False
    return allowed


def _minimum_programme(terms: Terms, fixed: Plan, years: IntArray) -> FloatArray:
    """New places in service beyond the fixed ones, from the year each minimum names."""
    least = np.zeros((len(terms.units), len(years)))
    already = _fixed_places(terms, fixed, years)
    for minimum in terms.scenario.minimum_programme:
        n = terms.unit_index[minimum.place]
        due = years >= minimum.by
        least[n, due] = np.maximum(least[n, due], minimum.places - already[n, due])
    return np.maximum(0.0, least)


def _held_by_year(goal: Goal) -> bool:
    """Whether the goal compares the worst share with the documented plan's, year by year."""
    return goal.measure is MeasureName.WORST_SHARE and goal.at_most == "documented"


def _fair_minimum(
    terms: Terms, documented: Evaluation, existing: FloatArray, years: IntArray
) -> FloatArray:
    """New places below which a unit would be worse off than the documented plan's worst one.

    A cap on the worst share over all years would bind in its worst year alone; held year by year,
    no unit is ever worse off than the worst unit of the same year under the documented plan.
    """
    if not any(_held_by_year(goal) for goal in terms.scenario.objectives):
        return np.zeros_like(existing)
    shares = documented.by_unit.pivot_table(
        index="unit_id", columns="year", values="shortage_share"
    )
    weighted = shares.loc[list(terms.units)].to_numpy() * terms.equity_weight[:, None]
    worst = np.zeros(len(years))
    held = (years >= terms.first + terms.lead) & (years <= terms.last)
    worst[held] = weighted.max(axis=0)[years[held] - terms.years[0]]
    columns = np.clip(years - terms.years[0], 0, len(terms.years) - 1)
    need, shift = terms.need[:, columns], terms.shift_factor[columns]
    served = need * (1.0 - worst[None, :] / terms.equity_weight[:, None])
    least = served / shift[None, :] - existing - ROUNDING_PLACES
    return np.where(held[None, :], np.maximum(0.0, least), 0.0)


def _overflow_forbidden(terms: Terms, documented: Evaluation, years: IntArray) -> np.ndarray:
    end = terms.scenario.shifts.third_shift_end
    held = [g for g in terms.scenario.objectives if g.measure is MeasureName.THIRD_SHIFT]
    if end is None and any(g.at_most == "documented" for g in held):
        end = documented.kpis["third_shift_end_year"]
    forbidden = np.zeros((len(terms.units), len(years)), dtype=bool)
    if end is not None and terms.programme.shifts:
        forbidden[:, (years >= end) & (years <= terms.last)] = True
    return forbidden


def _oblast_budget(terms: Terms, oblasts: list[str], n_periods: int) -> FloatArray:
    most = np.full((len(oblasts), n_periods), np.inf)
    for oblast, amount in terms.scenario.money.oblast_budget_bn_per_year.items():
        most[oblasts.index(oblast)] = amount * MLN_PER_BN
    return most


def _oblast_minimum(terms: Terms, oblasts: list[str], years: IntArray) -> FloatArray:
    least = np.zeros((len(oblasts), len(years)))
    total = float(terms.budget[terms.counted].sum())
    for oblast, share in terms.scenario.money.oblast_min_share.items():
        least[oblasts.index(oblast), years >= terms.last] = share * total
    return least


def _fixed_places(terms: Terms, fixed: Plan, years: IntArray) -> FloatArray:
    places = np.zeros((len(terms.units), len(years)))
    rows = fixed.actions
    for unit, size, year in zip(
        rows["place_id"], rows["size"], rows["in_service_year"], strict=True
    ):
        places[terms.unit_index[unit], years >= year] += size
    return places


def _fixed_spending(terms: Terms, fixed: Plan, years: IntArray) -> FloatArray:
    spent = np.zeros(len(years))
    rows = fixed.actions
    for start, capex in zip(rows["start_year"], rows["capex_mln_kzt"], strict=True):
        for age, share in enumerate(terms.spend_profile):
            spent[years == start + age] += share * capex
    return spent


def _transfers(
    terms: Terms, neighbours: Neighbours | None, columns: np.ndarray
) -> Transfers | None:
    if neighbours is None or len(neighbours.arcs) == 0:
        return None
    cost = terms.assumptions.value("transfer_cost_pupil_year")
    limit = terms.scenario.transfers.max_share * terms.need[neighbours.arcs[:, 0]][:, columns]
    return Transfers(arcs=neighbours.arcs, cost=np.full(len(neighbours.arcs), cost), limit=limit)
