"""The year-by-year simulator: what any plan of connections does, without any solver."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from inputs.errors import InputError
from scenarios.evaluation import Evaluation
from scenarios.plan import Plan
from scenarios.studies.calendar import discount_factors
from scenarios.studies.inequality import gini
from scenarios.studies.money import account
from scenarios.studies.water.lots import TECHNOLOGIES
from scenarios.studies.water.terms import FloatArray, WaterTerms

PERSON_TOLERANCE = 0.5


def simulate(terms: WaterTerms, plan: Plan) -> Evaluation:
    """Evaluate a plan under the people and money of `terms`.

    A settlement's people grow with the rural people of its region from the year of first water,
    for which the plan gives them. `by_unit` has a row an oblast and year: need (people of the
    settlements to connect), capacity (people connected), new_capacity (the same as of their first
    year), shortage, shortage_share, settlements_connected. `by_year` has settlements_opened beside
    the columns of every study.

    Raises
    ------
    InputError
        the plan names a place outside the region, another asset, or an impossible year
    """
    _require_known(terms, plan)
    opened = plan.openings
    g = opened["place_id"].map(terms.oblast_index).to_numpy(dtype=np.int64)
    size = opened["size"].to_numpy(dtype=float)
    since = opened["in_service_year"].to_numpy(dtype=np.int64)
    shape = terms.need.shape
    added, people, count = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    there = since <= terms.last
    at = (g[there], terms.column(since[there]))
    np.add.at(added, at, size[there])
    np.add.at(people, at, size[there] / terms.growth[at])
    np.add.at(count, at, 1.0)
    connected = people.cumsum(axis=1) * terms.growth
    shortage = np.maximum(0.0, terms.need - connected)
    share = np.divide(shortage, terms.need, out=np.zeros(shape), where=terms.need > 0)
    spending = _spending(terms, plan)
    by_year = _by_year(terms, connected, shortage, share, added, count, spending)
    return Evaluation(
        plan_name=plan.name,
        by_unit=_by_unit(
            terms,
            {
                "need": terms.need,
                "capacity": connected,
                "new_capacity": added.cumsum(axis=1),
                "shortage": shortage,
                "shortage_share": share,
                "settlements_connected": count.cumsum(axis=1),
            },
        ),
        by_year=by_year,
        spending=_spending_by_oblast(terms, spending),
        kpis=_kpis(terms, plan, by_year, shortage, share, count, spending),
    )


def _require_known(terms: WaterTerms, plan: Plan) -> None:
    actions = plan.actions
    late = actions["in_service_year"] < actions["start_year"]
    for column, bad, message, expected in (
        ("place_id", ~actions["place_id"].isin(terms.oblasts), "no oblast of the scenario",
         ", ".join(terms.oblasts)),
        ("asset", ~actions["asset"].isin(TECHNOLOGIES), "no technology of the water study",
         ", ".join(TECHNOLOGIES)),
        ("in_service_year", late, "in service before it is started", "start_year or later"),
        ("start_year", actions["start_year"] < terms.first, "before the scenario's first year",
         f"{terms.first} or later"),
    ):  # fmt: skip
        if bad.any():
            row = int(bad.to_numpy().argmax())
            raise InputError(
                message,
                file=f"plan {plan.name}",
                row=row + 2,
                column=column,
                value=str(actions[column].iloc[row]),
                expected=expected,
            )


def _spending(terms: WaterTerms, plan: Plan) -> FloatArray:
    """(G, Y') mln KZT by oblast and year, Y' running on until the last start is paid."""
    actions = plan.actions
    start = actions["start_year"].to_numpy(dtype=np.int64) - terms.first
    g = actions["place_id"].map(terms.oblast_index).to_numpy(dtype=np.int64)
    capex = actions["capex_mln_kzt"].to_numpy(dtype=float)
    end = max(int(start.max(initial=0)) + 1, len(terms.years))
    spent = np.zeros((len(terms.oblasts), end + len(terms.profile) - 1))
    for age, share in enumerate(terms.profile):
        np.add.at(spent, (g, start + age), share * capex)
    return spent


def _by_unit(terms: WaterTerms, arrays: dict[str, FloatArray]) -> pd.DataFrame:
    units, years = terms.need.shape
    frame = pd.DataFrame(
        {
            "unit_id": np.repeat(np.array(terms.oblasts), years),
            "oblast_id": np.repeat(np.array(terms.oblasts), years),
            "year": np.tile(terms.years, units),
        }
    )
    return frame.assign(**{name: values.ravel() for name, values in arrays.items()})


def _by_year(
    terms: WaterTerms,
    connected: FloatArray,
    shortage: FloatArray,
    share: FloatArray,
    added: FloatArray,
    count: FloatArray,
    spending: FloatArray,
) -> pd.DataFrame:
    need, short = terms.need.sum(axis=0), shortage.sum(axis=0)
    spent = spending.sum(axis=0)[: len(terms.years)]
    frame = pd.DataFrame(
        {
            "year": terms.years,
            "need": need,
            "capacity": connected.sum(axis=0),
            "shortage": short,
            "second_shift": 0.0,
            "third_shift": 0.0,
            "stranded": np.maximum(0.0, connected - terms.need).sum(axis=0),
            "mean_share": np.divide(short, need, out=np.zeros_like(need), where=need > 0),
            "worst_share": share.max(axis=0),
            "worst_unit_id": np.array(terms.oblasts)[share.argmax(axis=0)],
            "gini": [gini(share[:, y]) for y in range(share.shape[1])],
            "places_opened": added.sum(axis=0),
            "settlements_opened": count.sum(axis=0),
            "spending": spent,
            "budget": terms.budget,
        }
    )
    booked = account(terms.budget, terms.carry_over_limit, spent)
    return frame.join(booked).assign(discount_factor=terms.discount)


def _spending_by_oblast(terms: WaterTerms, spending: FloatArray) -> pd.DataFrame:
    units, years = spending.shape
    return pd.DataFrame(
        {
            "oblast_id": np.repeat(np.array(terms.oblasts), years),
            "year": np.tile(np.arange(years) + terms.first, units),
            "spending": spending.ravel(),
        }
    )


def _kpis(
    terms: WaterTerms,
    plan: Plan,
    by_year: pd.DataFrame,
    shortage: FloatArray,
    share: FloatArray,
    count: FloatArray,
    spending: FloatArray,
) -> dict[str, Any]:
    target = terms.scenario.water.target_year
    by_target = terms.years <= target
    equity = np.where(terms.years >= terms.equity_from, share, -1.0)
    worst_g, worst_y = np.unravel_index(int(equity.argmax()), equity.shape)
    capex = float(plan.actions["capex_mln_kzt"].sum())
    connected = by_year["capacity"].to_numpy()
    money = by_year["spending"]
    running = dict(zip(TECHNOLOGIES, terms.running_cost, strict=True))
    opened = plan.openings
    people = float(opened["size"].sum())
    g = opened["place_id"].map(terms.oblast_index).to_numpy(dtype=np.int64)
    since = terms.column(opened["in_service_year"].to_numpy(dtype=np.int64))
    last = opened["size"].to_numpy(dtype=float) * terms.growth[g, -1] / terms.growth[g, since]
    opex = float(last @ opened["asset"].map(running).to_numpy(dtype=float))
    paid = discount_factors(np.arange(spending.shape[1]), 0, terms.discount_rate)
    return {
        "unserved_person_years": float(shortage.sum()),
        "discounted_unserved_person_years": float((shortage @ terms.discount).sum()),
        "weighted_unserved_person_years": float(terms.weight @ (shortage @ terms.discount)),
        "full_access_year": _full_access(terms, shortage.sum(axis=0)),
        "people_to_connect": float(terms.need[:, -1].sum()),
        "people_connected_by_target": float(connected[by_target][-1]) if by_target.any() else 0.0,
        "settlements_to_connect": int(terms.settlements.sum()),
        "settlements_by_target": int(count[:, by_target].sum()),
        "settlements_connected": int(count.sum()),
        "worst_share": float(share[worst_g, worst_y]),
        "worst_share_unit_id": terms.oblasts[worst_g],
        "worst_share_year": int(terms.years[worst_y]),
        "worst_share_from_year": terms.equity_from,
        "gini_mean": float(by_year["gini"].mean()),
        "capex_mln_kzt": capex,
        "discounted_spending_mln_kzt": float(spending.sum(axis=0) @ paid),
        "cost_per_person_mln_kzt": capex / people if people else None,
        "opex_mln_kzt_per_year": opex,
        "peak_spending_mln_kzt": float(money.max()),
        "peak_spending_year": int(terms.years[int(money.to_numpy().argmax())]),
        "lapsed_mln_kzt": float(by_year["lapsed"].sum()),
        "overspending_mln_kzt": float(by_year["overspending"].sum()),
    }


def _full_access(terms: WaterTerms, short: FloatArray) -> int | None:
    """First year from which nobody is without water; None if somebody is to the end."""
    lacking = terms.years[short >= PERSON_TOLERANCE]
    if len(lacking) == 0:
        return int(terms.years[0])
    return int(lacking[-1]) + 1 if lacking[-1] < terms.last else None
