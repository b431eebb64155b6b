"""What any plan does: pupils go to the nearest free place within the standard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

from scenarios.evaluation import Evaluation
from scenarios.plan import Plan
from scenarios.studies.money import account
from scenarios.studies.siting.terms import FloatArray, SitingTerms

YEARLY = {
    "shortage": "unserved",
    "share_served": "share_within_standard",
    "served_elsewhere": "pupils_elsewhere",
    "pupil_km": "pupil_km",
    "mean_way_km": "mean_way_km",
}


@dataclass(frozen=True)
class Simulation:
    """`evaluation` as for every study; `flow` (A, T) pupils by pair, own settlement included."""

    evaluation: Evaluation
    flow: FloatArray


def simulate(terms: SitingTerms, plan: Plan) -> Simulation:
    """Evaluate a plan period by period.

    Places that stand serve their own settlement first; the pupils left are taught where all ways
    together are shortest within the standard, none without a place as long as one is in reach.
    """
    n, periods = terms.need.shape
    new, spent = plan.in_service(list(terms.settlements["settlement_id"]), terms.periods)
    flow = np.column_stack([_assign(terms, new[:, t], t) for t in range(periods)])
    at_home = np.minimum(terms.need, terms.existing[:, None])
    here, away = np.zeros((n, periods)), np.zeros((n, periods))
    ways = np.zeros((n, periods))
    own = terms.origin == terms.site
    np.add.at(here, terms.origin[own], flow[own])
    np.add.at(away, terms.origin[~own], flow[~own])
    np.add.at(ways, terms.origin, flow * terms.km[:, None])
    short = np.maximum(terms.need - at_home - here - away, 0.0)
    by_unit = _by_settlement(terms, new, at_home + here, away, short, ways)
    by_year = _by_year(terms, by_unit, spent, ways)
    spending = _spending(terms, spent)
    kpis = _kpis(terms, plan, by_year, spent, ways, short)
    return Simulation(Evaluation(plan.name, by_unit, by_year, spending, kpis), flow)


def unserved(terms: SitingTerms, new: FloatArray, t: int) -> FloatArray:
    """(N,) pupils without a place in period t, where `new` (N,) places have been added."""
    flow = _assign(terms, new, t)
    here = np.minimum(terms.need[:, t], terms.existing)
    taught = np.bincount(terms.origin, weights=flow, minlength=len(here))
    return np.asarray(np.maximum(terms.need[:, t] - here - taught, 0.0))


def _assign(terms: SitingTerms, new: FloatArray, t: int) -> FloatArray:
    """(A,) pupils along the pairs in period t, by a transportation programme; new : (N,) places."""
    n = len(terms.need)
    left = np.maximum(terms.need[:, t] - terms.existing, 0.0)
    room = np.maximum(terms.existing - terms.need[:, t], 0.0) + new
    usable = np.flatnonzero((room[terms.site] > 0) & (left[terms.origin] > 0))
    flow = np.zeros(len(terms.origin))
    if not usable.size:
        return flow
    a = np.arange(len(usable))
    ones = np.ones(len(usable))
    rows = np.concatenate([terms.origin[usable], n + terms.site[usable]])
    matrix: Any = sparse.csr_array(
        (np.concatenate([ones, ones]), (rows, np.concatenate([a, a]))), shape=(2 * n, len(usable))
    )
    # A pupil without a place is worse than any way, so that nobody in reach is left out for km.
    far = 1.0 + len(left) * float(terms.km.max(initial=0.0))
    cost, limit = terms.km[usable] - far, np.concatenate([left, room])
    done = linprog(cost, A_ub=matrix, b_ub=limit, bounds=(0, None), method="highs")
    flow[usable] = done.x
    return flow


def _by_settlement(
    terms: SitingTerms,
    new: FloatArray,
    here: FloatArray,
    away: FloatArray,
    short: FloatArray,
    ways: FloatArray,
) -> pd.DataFrame:
    frames = []
    for t, year in enumerate(terms.periods):
        need = terms.need[:, t]
        frames.append(
            pd.DataFrame(
                {
                    "unit_id": terms.settlements["settlement_id"],
                    "oblast_id": terms.settlements["unit_id"],
                    "year": year,
                    "need": need,
                    "capacity": terms.existing + new[:, t],
                    "new_capacity": new[:, t],
                    "served_here": here[:, t],
                    "served_elsewhere": away[:, t],
                    "shortage": short[:, t],
                    "shortage_share": np.divide(
                        short[:, t], need, out=np.zeros(len(need)), where=need > 0
                    ),
                    "pupil_km": ways[:, t],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _by_year(
    terms: SitingTerms, by_unit: pd.DataFrame, spent: FloatArray, ways: FloatArray
) -> pd.DataFrame:
    table = by_unit.groupby("year")[
        ["need", "capacity", "new_capacity", "served_elsewhere", "shortage", "pupil_km"]
    ].sum()
    table["share_served"] = 1 - table["shortage"] / table["need"]
    table["mean_way_km"] = table["pupil_km"] / table["served_elsewhere"].clip(lower=1e-9)
    table["sites"] = by_unit[by_unit["new_capacity"] > 0].groupby("year").size()
    table["sites"] = table["sites"].fillna(0)
    table["spending"] = spent.sum(axis=0)
    table["budget"] = np.where(np.isfinite(terms.budget), terms.budget, np.nan)
    limited = np.isfinite(terms.budget).all()
    money = account(
        terms.budget if limited else spent.sum(axis=0),
        np.full(len(terms.periods), np.inf),
        spent.sum(axis=0),
    )
    table["available"] = money["available"].to_numpy() if limited else np.nan
    table["overspending"] = money["overspending"].to_numpy()
    table["discount_factor"] = terms.discount
    return table.reset_index()


def _spending(terms: SitingTerms, spent: FloatArray) -> pd.DataFrame:
    frame = pd.DataFrame(spent, columns=list(terms.periods))
    frame["oblast_id"] = terms.settlements["unit_id"].to_numpy()
    long = frame.melt("oblast_id", var_name="year", value_name="spending")
    long["year"] = long["year"].astype("int64")
    return long.groupby(["year", "oblast_id"])["spending"].sum().reset_index()


def _kpis(
    terms: SitingTerms,
    plan: Plan,
    by_year: pd.DataFrame,
    spent: FloatArray,
    ways: FloatArray,
    short: FloatArray,
) -> dict[str, Any]:
    capex = float(spent.sum(axis=0) @ terms.discount)
    travel = float(ways.sum(axis=0) @ terms.years) * terms.value("school_bus_cost_pupil_km")
    unserved = float(short.sum(axis=0) @ terms.years) * terms.value("school_unserved_cost")
    kpis: dict[str, Any] = {
        "total_cost_mln_kzt": capex + travel + unserved,
        "discounted_capex_mln_kzt": capex,
        "discounted_travel_mln_kzt": travel,
        "discounted_unserved_mln_kzt": unserved,
        "capex_mln_kzt": float(spent.sum()),
        "sites_opened": int(plan.openings["place_id"].nunique()),
        "facilities_opened": len(plan.openings),
        "places_opened": float(plan.openings["size"].sum()),
    }
    for row in by_year.to_dict("records"):
        for column, kpi in YEARLY.items():
            kpis[f"{kpi}_{int(row['year'])}"] = float(row[column])
    return kpis
