"""How orders differ: whose turn comes when, how alike two orders are, and what moves most."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import kendalltau

from scenarios.plan import Plan
from scenarios.sequencing.orders import Orders


def mean_years(orders: Orders) -> pd.DataFrame:
    """Mean in-service year of each unit (rows) in each order (columns), weighted by capacity.

    NaN where an order adds nothing to a unit; units to which no order adds are left out.
    """
    columns = {}
    for order in orders.listed:
        opened = order.plan.openings
        weighted = (opened["size"] * opened["in_service_year"]).groupby(opened["place_id"]).sum()
        columns[order.name] = weighted / opened.groupby("place_id")["size"].sum()
    return pd.DataFrame(columns)[orders.names].rename_axis("unit_id").sort_index()


def rank_correlation(years: pd.DataFrame) -> pd.DataFrame:
    """Kendall's tau-b of every pair of orders, over the units that at least one of them serves.

    Units with the same mean year are tied: a pair of units that one order ties says nothing about
    who is first there, and tau-b shrinks the denominator by such pairs (Kendall 1945). Units that
    an order never serves come after all others in it, tied with one another. NaN where an order
    ties everything.

    Parameters
    ----------
    years : from `mean_years`

    Returns
    -------
    order, order: tau in [-1, 1], 1 on the diagonal
    """
    names = list(years.columns)
    tau = pd.DataFrame(np.eye(len(names)), index=names, columns=names)
    for one, other in combinations(names, 2):
        served = _ranked(years, one, other)
        value = (
            float(kendalltau(served[one], served[other], variant="b").statistic)
            if len(served) > 1
            else np.nan
        )
        tau.loc[one, other] = tau.loc[other, one] = value
    return tau.rename_axis("order")


def agreement(years: pd.DataFrame, one: str, other: str) -> float:
    """Share of pairs of units on which two orders agree, of those that neither ties.

    NaN where there is no such pair. Parameters and treatment of units as in `rank_correlation`.
    """
    served = _ranked(years, one, other).to_numpy()
    sign = np.sign(served[:, None, :] - served[None, :, :]).prod(axis=2)
    decided = int(np.count_nonzero(sign))
    return float(np.count_nonzero(sign > 0)) / decided if decided else float("nan")


def _ranked(years: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """Mean years of units that one of two orders serves, the never served after all others."""
    never = float(np.nanmax(years.to_numpy(), initial=0.0)) + 1.0
    return years[[one, other]].dropna(how="all").fillna(never)


def moved_sites(orders: Orders, plan: Plan, reference: Plan) -> pd.DataFrame:
    """Every facility of a plan against the year in which a reference order has as much in place.

    The n-th facility of a place is held against the year in which the reference order has brought
    at least half of it, counted by cumulative capacity: orders differ in sizes, not in places.

    Returns
    -------
    place_id, asset, size, in_service_year, reference_year (NaN: not within the reference order),
    years_earlier (negative: later; a reference that never comes counts as the year after the last),
    size_years (size times years earlier), capex_mln_kzt; by absolute size_years, largest first
    """
    after = orders.answer.scenario.years.last + 1
    parts = []
    theirs = dict(tuple(_in_turn(reference).groupby("place_id")))
    for place, ours in _in_turn(plan).groupby("place_id"):
        part = ours.copy()
        middle = part["size"].cumsum() - part["size"] / 2
        found = np.full(len(part), np.nan)
        if place in theirs:
            other = theirs[place]
            at = np.searchsorted(other["size"].cumsum().to_numpy(), middle.to_numpy())
            there = at < len(other)
            found[there] = other["in_service_year"].to_numpy()[at[there]]
        part["reference_year"] = found
        parts.append(part)
    columns = ["place_id", "asset", "size", "in_service_year", "reference_year", "capex_mln_kzt"]
    table = pd.concat(parts) if parts else pd.DataFrame(columns=columns, dtype=float)
    table = table[columns]
    earlier = table["reference_year"].fillna(after) - table["in_service_year"]
    table = table.assign(years_earlier=earlier, size_years=earlier * table["size"])
    order = table["size_years"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _in_turn(plan: Plan) -> pd.DataFrame:
    """The plan's openings by year of service, numbered anew."""
    return plan.openings.sort_values(
        ["in_service_year", "place_id", "size"], kind="stable", ignore_index=True
    )
