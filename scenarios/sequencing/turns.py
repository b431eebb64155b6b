"""How orders differ: whose turn comes when, how alike two orders are, and what moves most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import kendalltau

from scenarios.plan import Plan
from scenarios.sequencing.orders import Order, Orders
from scenarios.study import Answer, Measured, OrderedStudy

SMALLEST_MOVE = 0.5  # years
MOST_PRICED = 12  # places of which it is told what their move buys; each is a simulation
_TURNS = [
    "unit_id",
    "documented_year",
    "optimised_year",
    "shift_years",
    "moved",
    "gained",
    "more_money",
]


def mean_years(orders: Orders) -> pd.DataFrame:
    """Mean in-service year of each place (rows) in each order (columns), weighted by capacity.

    NaN where an order adds nothing to a place; places to which no order adds are left out.
    """
    return _mean_years(orders.listed, orders.measured)


def _mean_years(listed: Sequence[Order], measured: Measured) -> pd.DataFrame:
    columns = {order.name: _mean_year(order.plan, measured) for order in listed}
    frame = pd.DataFrame(columns)[[order.name for order in listed]]
    return frame.rename_axis("unit_id").sort_index()


def _mean_year(plan: Plan, measured: Measured) -> pd.Series:
    opened = plan.openings
    weight = opened[measured.weight]
    years = (weight * opened["in_service_year"]).groupby(opened["place_id"]).sum()
    return years / weight.groupby(opened["place_id"]).sum()


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


def moved_units(
    study: OrderedStudy, answer: Answer, documented: Order, optimised: Order
) -> pd.DataFrame:
    """Places by how far their turn moves from the documented to the optimised order.

    Returns
    -------
    unit_id, documented_year, optimised_year (mean years of service, NaN: never), shift_years
    (negative = earlier; never comes after everything), moved (years times what is built there; 0
    below half a year), gained (what the study's total has less because of the move; NaN beyond the
    first `MOST_PRICED`), more_money (mln KZT that the optimised order spends more there); largest
    move first
    """
    known = answer.comparison.turn
    if len(known):
        return _of_comparison(known)
    measured = study.measured
    years = _mean_years((documented, optimised), measured).set_axis(
        ["documented_year", "optimised_year"], axis=1
    )
    never = _never(measured, documented.plan, optimised.plan)
    shift = years["optimised_year"].fillna(never) - years["documented_year"].fillna(never)
    built, money = (
        pd.DataFrame(
            {o.name: o.plan.openings.groupby("place_id")[column].sum() for o in pair}
        ).reindex(years.index)
        for column, pair in (
            (measured.weight, (documented, optimised)),
            ("capex_mln_kzt", (documented, optimised)),
        )
    )
    moved = (shift.abs() * built.min(axis=1)).where(shift.abs() >= SMALLEST_MOVE, 0.0)
    more = money.fillna(0.0)[optimised.name] - money.fillna(0.0)[documented.name]
    table = years.assign(shift_years=shift, moved=moved, more_money=more).reset_index()
    table = table.sort_values(["moved", "unit_id"], ascending=[False, True], ignore_index=True)
    priced = table.loc[table["moved"] > 0, "unit_id"].head(MOST_PRICED)
    gained = {unit: _gain(study, documented, optimised, str(unit)) for unit in priced}
    table["gained"] = table["unit_id"].map(gained).astype(float)
    return table[_TURNS]


def _of_comparison(known: pd.DataFrame) -> pd.DataFrame:
    """The same from what a yearly programme's own comparison tells."""
    years = known["shift_years"].abs()
    both = known[["places_documented", "places_optimised"]].min(axis=1)
    table = known[["unit_id", "documented_year", "optimised_year", "shift_years"]].assign(
        moved=(years * both).where(years >= SMALLEST_MOVE, 0.0),
        gained=known["place_years_gained"],
        more_money=known["capex_optimised"] - known["capex_documented"],
    )
    return table.sort_values(["moved", "unit_id"], ascending=[False, True], ignore_index=True)


def _gain(study: OrderedStudy, documented: Order, optimised: Order, unit: str) -> float:
    """What the total would have more if this place kept its documented turn."""
    ours, theirs = optimised.plan.actions, documented.plan.actions
    rows = pd.concat([ours[ours["place_id"] != unit], theirs[theirs["place_id"] == unit]])
    kept = Plan(optimised.name, rows.reset_index(drop=True))
    total = study.measured.total
    return float(study.evaluate(kept).kpis[total]) - float(optimised.evaluation.kpis[total])


def _never(measured: Measured, *plans: Plan) -> int:
    """A year after everything."""
    return 1 + max([measured.last, *(int(p.openings["in_service_year"].max()) for p in plans
                                     if len(p.openings))])  # fmt: skip


def moved_sites(orders: Orders, plan: Plan, reference: Plan) -> pd.DataFrame:
    """Every facility of a plan against the year in which a reference order has as much in place.

    The n-th facility of a place is held against the year in which the reference order has brought
    at least half of it, counted by cumulative capacity: orders differ in sizes, not in places.
    Where a study tells single ones apart, each is held against itself.

    Returns
    -------
    place_id, asset, size, in_service_year, reference_year (NaN: not within the reference order),
    years_earlier (negative: later; a reference that never comes counts as coming after everything),
    size_years (size, or money where the study weighs by it, times years earlier), capex_mln_kzt; by
    absolute size_years, largest first
    """
    after = _never(orders.measured, plan, reference)
    single, weight = orders.measured.single, orders.measured.weight
    parts = []
    theirs = dict(tuple(_in_turn(reference).groupby(single)))
    for place, ours in _in_turn(plan).groupby(single):
        part = ours.copy()
        middle = part[weight].cumsum() - part[weight] / 2
        found = np.full(len(part), np.nan)
        if place in theirs:
            other = theirs[place]
            at = np.searchsorted(other[weight].cumsum().to_numpy(), middle.to_numpy())
            there = at < len(other)
            found[there] = other["in_service_year"].to_numpy()[at[there]]
        part["reference_year"] = found
        parts.append(part)
    columns = ["place_id", "asset", "size", "in_service_year", "reference_year", "capex_mln_kzt"]
    table = pd.concat(parts) if parts else pd.DataFrame(columns=columns, dtype=float)
    table = table[columns]
    earlier = table["reference_year"].fillna(after) - table["in_service_year"]
    table = table.assign(years_earlier=earlier, size_years=earlier * table[weight])
    order = table["size_years"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _in_turn(plan: Plan) -> pd.DataFrame:
    """The plan's openings by year of service, numbered anew."""
    return plan.openings.sort_values(
        ["in_service_year", "place_id", "size"], kind="stable", ignore_index=True
    )
