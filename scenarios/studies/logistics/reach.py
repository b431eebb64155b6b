"""The other objective: as much freight as possible within reach of a centre."""

from __future__ import annotations

import numpy as np

from models.dynamic_location import DynamicCoverInstance, DynamicCoverSolution
from models.hub_location import HubInstance
from scenarios.studies.logistics.terms import IntArray, LogisticsTerms


def cover_instance(instance: HubInstance, terms: LogisticsTerms) -> DynamicCoverInstance:
    """Freight of the units to be covered, under the limits on sites of an instance.

    A centre has the standard cost, because reach asks for no capacity. Gateways count for nothing:
    they have no freight of the units within reach and are no centres.
    """
    units = np.flatnonzero((terms.places["kind"] == "unit").to_numpy())
    periods = len(terms.periods)
    within = terms.ways.access[units] <= terms.reach_km
    open_ = (terms.group >= 0) & (instance.max_at_site > 0)
    within &= (open_ | (terms.existing > 0) & (terms.group >= 0))[None, :, None]
    demand, site = np.nonzero(within.any(axis=2))
    earliest = np.where(open_, np.minimum(instance.earliest, periods), periods)
    return DynamicCoverInstance(
        weight=terms.tonnes[units],
        demand=demand,
        site=site,
        within=within[demand, site],
        years=terms.years,
        existing=(terms.existing > 0) & (terms.group >= 0),
        cost=instance.class_cost[:, 0],
        max_new=instance.max_new,
        group=instance.group,
        group_min=instance.group_min,
        group_max=instance.group_max,
        budget=instance.budget,
        forced=(instance.forced > 0) & (terms.existing <= 0)[:, None],
        earliest=earliest,
        site_labels=tuple(terms.sites["name"]),
        demand_labels=tuple(terms.places["name"].iloc[units]),
        period_labels=tuple(map(str, terms.periods)),
        group_labels=terms.oblasts,
    )


def openings_of(terms: LogisticsTerms, solution: DynamicCoverSolution) -> IntArray:
    """(M, T) centres up to a period: one at every site opened."""
    first = np.where(solution.opened >= 0, solution.opened, len(terms.periods))
    return (np.arange(len(terms.periods)) >= first[:, None]).astype(np.int64)
