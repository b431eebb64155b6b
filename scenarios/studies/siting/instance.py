"""From terms to the model's arrays, and from its solution to a plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.dynamic_location import DynamicLocationInstance, DynamicLocationSolution
from scenarios.plan import Action, Origin, Plan
from scenarios.studies.siting.terms import IntArray, SitingTerms


def build_instance(terms: SitingTerms) -> DynamicLocationInstance:
    """Pupils that their own settlement's standing places leave over, and where they may go."""
    existing = terms.existing[:, None]
    return DynamicLocationInstance(
        demand=np.maximum(terms.need - existing, 0.0),
        existing=np.maximum(existing - terms.need, 0.0),
        origin=terms.origin,
        site=terms.site,
        distance=terms.km,
        travel_cost=terms.value("school_bus_cost_pupil_km"),
        unserved_cost=terms.value("school_unserved_cost"),
        years=terms.years,
        discount=terms.discount,
        size=terms.size,
        module_cost=terms.cost,
        startable=terms.startable,
        max_sites=terms.max_sites,
        budget=terms.budget,
        min_capacity=terms.decided,
        site_labels=tuple(terms.settlements["name"]),
        demand_labels=tuple(terms.settlements["name"]),
        period_labels=tuple(str(year) for year in terms.periods),
    )


def documented_only(
    instance: DynamicLocationInstance, terms: SitingTerms
) -> DynamicLocationInstance:
    """The same question with the scheme's service centres, and what is decided, as only sites."""
    there = terms.decided[:, -1] > 0
    there[terms.documented] = True
    return replace(instance, startable=instance.startable & there[:, None, None])


def plan_from(
    terms: SitingTerms, solution: DynamicLocationSolution, name: str, origin: Origin
) -> Plan:
    """One row a building: opened in the settlement's first period, expanded in later ones."""
    return plan_of_modules(terms, solution.modules, name, origin)


def plan_of_modules(terms: SitingTerms, modules: IntArray, name: str, origin: Origin) -> Plan:
    """The same from modules (M, K, T)."""
    opened = np.argmax(modules.sum(axis=1) > 0, axis=1)
    rows = []
    for j, k, t in np.argwhere(modules > 0):
        first = opened[j] == t
        row = {
            "place_id": terms.settlements["settlement_id"].iloc[j],
            "to_place_id": "",
            "asset": "school",
            "action": (Action.OPEN if first else Action.EXPAND).value,
            "size": terms.size[k],
            "unit": "places",
            "start_year": terms.periods[t],
            "in_service_year": terms.periods[t],
            "capex_mln_kzt": terms.cost[j, k],
            "opex_mln_kzt": 0.0,
            "origin": origin.value,
        }
        rows += [dict(row) for _ in range(int(modules[j, k, t]))]
    return Plan.from_rows(name, rows)


def modules_of(terms: SitingTerms, plan: Plan) -> IntArray:
    """(N, K, T) buildings that a plan opens."""
    modules = np.zeros(terms.startable.shape, dtype=np.int64)
    sizes = terms.size.tolist()
    columns = ["place_id", "size", "in_service_year"]
    for place, size, year in plan.openings[columns].itertuples(index=False):
        since = int(np.searchsorted(terms.periods, year))
        modules[terms.ids.index(place), sizes.index(size), since] += 1
    return modules
