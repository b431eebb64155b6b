"""What any plan does, period by period; knows nothing of solvers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scenarios.evaluation import Evaluation
from scenarios.plan import Plan
from scenarios.studies.logistics.costs import tonne_costs
from scenarios.studies.logistics.routing import NO_SITE, Routed, route
from scenarios.studies.logistics.terms import FloatArray, IntArray, LogisticsTerms
from scenarios.studies.money import account

NEAR_KM = (150, 300)


@dataclass(frozen=True)
class Simulation:
    """`evaluation` as for every study; `routed` a period; `capacity` (M, T) that stands."""

    evaluation: Evaluation
    routed: tuple[Routed, ...]
    capacity: FloatArray


def simulate(terms: LogisticsTerms, plan: Plan) -> Simulation:
    """Evaluate a plan period by period."""
    added, spent = plan.in_service(list(terms.sites["site_id"]), terms.periods)
    capacity = terms.existing[:, None] + added
    costs = tonne_costs(terms)
    routed = tuple(route(terms, costs, capacity[:, t], t) for t in range(len(terms.periods)))
    by_unit = pd.concat(
        [_by_unit(terms, routed[t], capacity[:, t], t) for t in range(len(terms.periods))],
        ignore_index=True,
    )
    by_year = pd.DataFrame(
        [_year(terms, routed[t], by_unit, spent[:, t], t) for t in range(len(terms.periods))]
    )
    money = account(terms.budget, np.full(len(terms.periods), np.inf), spent.sum(axis=0))
    by_year[["available", "overspending"]] = money[["available", "overspending"]]
    evaluation = Evaluation(
        plan.name, by_unit, by_year, _spending(terms, spent), _kpis(terms, plan, by_year, spent)
    )
    return Simulation(evaluation, routed, capacity)


def _nearest(terms: LogisticsTerms, capacity: FloatArray, t: int) -> tuple[IntArray, FloatArray]:
    """(N,) nearest centre of each place, gateway terminals apart, and the way to it by road."""
    centre = (capacity > 0) & (terms.sites["kind"] != "gateway").to_numpy()
    if not centre.any():
        return np.full(len(terms.places), NO_SITE), np.full(len(terms.places), np.inf)
    open_sites = np.flatnonzero(centre)
    km = terms.ways.access[:, open_sites, t]
    return open_sites[km.argmin(axis=1)], km.min(axis=1)


def _by_unit(terms: LogisticsTerms, routed: Routed, capacity: FloatArray, t: int) -> pd.DataFrame:
    """One row a place: freight, the part of it through centres, nearest centre, way to it."""
    site, km = _nearest(terms, capacity, t)
    through = routed.tonnes * (routed.first != NO_SITE)
    ends = np.concatenate([terms.flows.origin[routed.pair], terms.flows.destination[routed.pair]])
    n = len(terms.places)
    ids = np.append(terms.sites["site_id"].to_numpy(dtype=object), "")
    frame = terms.places[["place_id", "oblast_id", "kind"]].rename(columns={"place_id": "unit_id"})
    frame["year"] = terms.periods[t]
    frame["freight_t"] = np.bincount(ends, weights=np.tile(routed.tonnes, 2), minlength=n)
    frame["through_centres_t"] = np.bincount(ends, weights=np.tile(through, 2), minlength=n)
    frame["people"] = terms.people[:, t]
    frame["nearest_site"] = ids[site]
    frame["km_to_centre"] = km
    return frame


def _year(
    terms: LogisticsTerms, routed: Routed, by_unit: pd.DataFrame, spent: FloatArray, t: int
) -> dict[str, float]:
    """Totals of a period; tonnes and tonne-kilometres a year, money a year or of the period."""
    pair, ways = routed.pair, terms.ways
    origin, destination = terms.flows.origin[pair], terms.flows.destination[pair]
    rail = routed.first != NO_SITE
    first, last = routed.first[rail], routed.last[rail]
    road_km = np.where(rail, 0.0, ways.direct[origin, destination, t])
    road_km[rail] = ways.access[origin[rail], first, t] + ways.access[destination[rail], last, t]
    two = first != last
    road_km[rail] += two * (ways.siding[first, t] + ways.siding[last, t])
    rail_km = np.zeros(len(pair))
    rail_km[rail] = ways.rail[first, last, t]
    own = by_unit[(by_unit["year"] == terms.periods[t]) & (by_unit["kind"] == "unit")]
    row = {
        "year": terms.periods[t],
        "freight_mln_t": routed.tonnes.sum() / 1e6,
        "through_centres_mln_t": routed.tonnes[rail].sum() / 1e6,
        "past_centres_mln_t": routed.tonnes[~rail].sum() / 1e6,
        "share_through_centres": routed.tonnes[rail].sum() / routed.tonnes.sum(),
        "road_tkm_bn": float(routed.tonnes @ road_km) / 1e9,
        "rail_tkm_bn": float(routed.tonnes @ rail_km) / 1e9,
        "transport_cost_mln_kzt": float(routed.tonnes @ routed.cost),
        "spending": float(spent.sum()),
        "budget": float(terms.budget[t]),
        "discount_factor": float(terms.discount[t]),
        "mean_km": _mean(own, "freight_t"),
        "p90_km": _quantile(own, "freight_t", 0.9),
    }
    row["tkm_bn"] = row["road_tkm_bn"] + row["rail_tkm_bn"]
    reached = own["km_to_centre"] <= terms.reach_km
    row["freight_within_reach"] = own.loc[reached, "freight_t"].sum() / own["freight_t"].sum()
    row["out_of_reach"] = 1.0 - row["freight_within_reach"]
    for km in NEAR_KM:
        near = own["km_to_centre"] <= km
        row[f"freight_within_{km}"] = own.loc[near, "freight_t"].sum() / own["freight_t"].sum()
        row[f"people_within_{km}"] = own.loc[near, "people"].sum() / own["people"].sum()
    return row


def _mean(frame: pd.DataFrame, weight: str) -> float:
    reached = frame[np.isfinite(frame["km_to_centre"])]
    return (
        float(np.average(reached["km_to_centre"], weights=reached[weight]))
        if len(reached)
        else np.nan
    )


def _quantile(frame: pd.DataFrame, weight: str, share: float) -> float:
    """Distance within which a share of the weight lies."""
    ordered = frame.sort_values("km_to_centre")
    upto = ordered[weight].cumsum() / ordered[weight].sum()
    return float(ordered["km_to_centre"].to_numpy()[int(np.searchsorted(upto, share - 1e-12))])


def _spending(terms: LogisticsTerms, spent: FloatArray) -> pd.DataFrame:
    frame = pd.DataFrame(spent, columns=list(terms.periods))
    frame["oblast_id"] = terms.sites["oblast_id"].to_numpy()
    long = frame[terms.group >= 0].melt("oblast_id", var_name="year", value_name="spending")
    long["year"] = long["year"].astype("int64")
    return long.groupby(["year", "oblast_id"])["spending"].sum().reset_index()


def _kpis(
    terms: LogisticsTerms, plan: Plan, by_year: pd.DataFrame, spent: FloatArray
) -> dict[str, Any]:
    capex = float(spent.sum(axis=0) @ terms.discount)
    transport = float(by_year["transport_cost_mln_kzt"].to_numpy() @ terms.years)
    over = np.maximum(np.cumsum(spent.sum(axis=0)) - np.cumsum(terms.budget), 0.0)
    kpis: dict[str, Any] = {
        "total_cost_mln_kzt": capex + transport,
        "discounted_transport_mln_kzt": transport,
        "discounted_capex_mln_kzt": capex,
        "capex_mln_kzt": float(spent.sum()),
        "overspending_mln_kzt": float(over.max()),
        "centres_opened": len(plan.openings),
        "sites_opened": int(plan.openings["place_id"].nunique()),
    }
    for row in by_year.to_dict("records"):
        for name in (
            "tkm_bn", "road_tkm_bn", "rail_tkm_bn", "share_through_centres", "mean_km", "p90_km",
            "freight_within_reach",
            *(f"{what}_within_{km}" for what in ("freight", "people") for km in NEAR_KM),
        ):  # fmt: skip
            kpis[f"{name}_{int(row['year'])}"] = float(row[name])
    return kpis
