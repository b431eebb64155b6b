"""The year-by-year simulator: what any plan does, without any solver."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from inputs.errors import InputError
from scenarios.evaluation import Evaluation
from scenarios.plan import Action, Plan
from scenarios.studies.education.terms import FloatArray, IntArray, Terms
from scenarios.studies.inequality import gini
from scenarios.studies.money import account

# A unit's pupils below this are rounding of interpolated needs, not a shift to organise.
PUPIL_TOLERANCE = 0.5


def simulate(terms: Terms, plan: Plan) -> Evaluation:
    """Evaluate a plan under the need, stock and money of `terms`.

    Shortage is need minus places times the number of shifts that the scenario counts as served.
    The second and third shift are physical: pupils beyond places, and beyond twice the places.

    Raises
    ------
    InputError
        the plan names a unit outside the region, another asset, or an impossible year
    """
    _require_known(terms, plan)
    new = new_places(terms, plan)
    leaving, arriving = _transferred(terms, plan)
    capacity = np.maximum(0.0, terms.stock + new)
    load = np.maximum(0.0, terms.need - leaving) + arriving
    served = capacity * terms.shift_factor
    shortage = np.maximum(0.0, load - served)
    share = np.divide(shortage, terms.need, out=np.zeros_like(shortage), where=terms.need > 0)
    if terms.programme.shifts:
        second = np.clip(load - capacity, 0.0, capacity)
        third = np.maximum(0.0, load - 2.0 * capacity)
    else:
        second = third = np.zeros_like(load)
    stranded = np.maximum(0.0, capacity - load)

    by_unit = _by_unit(
        terms,
        {
            "need": terms.need,
            "capacity": capacity,
            "new_capacity": new,
            "served_here": np.minimum(load, served),
            "served_elsewhere": leaving,
            "shortage": shortage,
            "shortage_share": share,
            "second_shift": second,
            "third_shift": third,
            "stranded": stranded,
        },
    )
    spending = _spending(terms, plan)
    by_year = _by_year(terms, plan, capacity, shortage, share, second, third, stranded)
    by_year = by_year.join(_money(terms, spending), on="year")
    return Evaluation(
        plan_name=plan.name,
        by_unit=by_unit,
        by_year=by_year,
        spending=_spending_by_oblast(terms, spending),
        kpis=_kpis(terms, plan, by_year, shortage, share, third, stranded)
        | {"discounted_spending_mln_kzt": discounted_spending(terms, spending)},
    )


def new_places(terms: Terms, plan: Plan) -> FloatArray:
    """(N, Y) places that the plan has added (and closed) in service by each year."""
    added = np.zeros_like(terms.need)
    signs = {Action.OPEN: 1.0, Action.EXPAND: 1.0, Action.CLOSE: -1.0}
    rows = plan.actions[plan.actions["action"].isin(list(signs))]
    sign = rows["action"].map(signs).to_numpy(dtype=float)
    since = np.maximum(rows["in_service_year"].to_numpy(dtype=np.int64) - terms.years[0], 0)
    there = since < len(terms.years)
    at = (_units(terms, rows)[there], since[there])
    np.add.at(added, at, (sign * rows["size"].to_numpy(dtype=float))[there])
    return np.asarray(added.cumsum(axis=1))


def _units(terms: Terms, rows: pd.DataFrame) -> IntArray:
    """(R,) numbers of the units of a plan's rows."""
    return np.asarray(rows["place_id"].map(terms.unit_index), dtype=np.int64)


def _require_known(terms: Terms, plan: Plan) -> None:
    actions = plan.actions
    places = [actions["place_id"]]
    moved = actions["action"] == Action.TRANSFER
    places.append(actions.loc[moved, "to_place_id"])
    for column in places:
        unknown = ~column.isin(terms.units)
        if unknown.any():
            row = int(unknown.to_numpy().argmax())
            raise InputError(
                "unit is not in the scenario's region",
                file=f"plan {plan.name}",
                row=row + 2,
                column=str(column.name),
                value=str(column[row]),
                expected="a unit of the region",
            )
    wrong = actions["asset"] != terms.programme.asset
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise InputError(
            "asset of another study",
            file=f"plan {plan.name}",
            row=row + 2,
            column="asset",
            value=str(actions["asset"][row]),
            expected=terms.programme.asset,
        )
    backwards = actions["in_service_year"] < actions["start_year"]
    if backwards.any():
        row = int(backwards.to_numpy().argmax())
        raise InputError(
            "in service before it is started",
            file=f"plan {plan.name}",
            row=row + 2,
            column="in_service_year",
            value=str(actions["in_service_year"][row]),
            expected=f"{actions['start_year'][row]} or later",
        )


def _transferred(terms: Terms, plan: Plan) -> tuple[FloatArray, FloatArray]:
    leaving, arriving = np.zeros_like(terms.need), np.zeros_like(terms.need)
    rows = plan.transfers
    for origin, target, pupils, year in zip(
        rows["place_id"], rows["to_place_id"], rows["size"], rows["start_year"], strict=True
    ):
        y = int(year - terms.years[0])
        leaving[terms.unit_index[origin], y] += pupils
        arriving[terms.unit_index[target], y] += pupils
    return leaving, arriving


def _spending(terms: Terms, plan: Plan) -> FloatArray:
    """(N, Y') mln KZT by unit and year, Y' running on until the last start is paid."""
    span = len(terms.years) + len(terms.spend_profile)
    spent = np.zeros((len(terms.units), span))
    n = _units(terms, plan.actions)
    start = plan.actions["start_year"].to_numpy(dtype=np.int64) - terms.years[0]
    capex = plan.actions["capex_mln_kzt"].to_numpy(dtype=float)
    opex = plan.actions["opex_mln_kzt"].to_numpy(dtype=float)
    payments = [(age, share * capex) for age, share in enumerate(terms.spend_profile)]
    for age, paid in [*payments, (0, opex)]:
        there = (start + age >= 0) & (start + age < span)
        np.add.at(spent, (n[there], start[there] + age), paid[there])
    return spent


def discounted_spending(terms: Terms, spending: FloatArray) -> float:
    """Sum the mln KZT of `spending` (N, Y'), payments after the last year included."""
    age = np.maximum(0, np.arange(spending.shape[1]) + terms.years[0] - terms.first)
    return float((spending @ (1.0 + terms.discount_rate) ** -age.astype(float)).sum())


def _money(terms: Terms, spending: FloatArray) -> pd.DataFrame:
    spent = spending.sum(axis=0)[: len(terms.years)]
    booked = account(terms.budget, terms.carry_over_limit, spent)
    table = booked.assign(
        spending=spent, budget=terms.budget, discount_factor=terms.discount
    ).set_index(pd.Index(terms.years, name="year"))
    order = ["spending", "budget", "available", "carry_over", "lapsed", "overspending"]
    return table[[*order, "discount_factor"]]


def _by_unit(terms: Terms, arrays: dict[str, FloatArray]) -> pd.DataFrame:
    n_units, n_years = terms.need.shape
    frame = pd.DataFrame(
        {
            "unit_id": np.repeat(np.array(terms.units), n_years),
            "oblast_id": np.repeat(np.array(terms.oblasts), n_years),
            "year": np.tile(terms.years, n_units),
        }
    )
    for name, values in arrays.items():
        frame[name] = values.ravel()
    return frame


def _by_year(
    terms: Terms,
    plan: Plan,
    capacity: FloatArray,
    shortage: FloatArray,
    share: FloatArray,
    second: FloatArray,
    third: FloatArray,
    stranded: FloatArray,
) -> pd.DataFrame:
    need = terms.need.sum(axis=0)
    opened = plan.openings.groupby("in_service_year")["size"].sum()
    return pd.DataFrame(
        {
            "year": terms.years,
            "need": need,
            "capacity": capacity.sum(axis=0),
            "shortage": shortage.sum(axis=0),
            "second_shift": second.sum(axis=0),
            "third_shift": third.sum(axis=0),
            "stranded": stranded.sum(axis=0),
            "mean_share": np.divide(
                shortage.sum(axis=0), need, out=np.zeros_like(need), where=need > 0
            ),
            "worst_share": share.max(axis=0),
            "worst_unit_id": np.array(terms.units)[share.argmax(axis=0)],
            "gini": [gini(share[:, y]) for y in range(share.shape[1])],
            "places_opened": opened.reindex(terms.years).fillna(0.0).to_numpy(),
        }
    )


def _spending_by_oblast(terms: Terms, spending: FloatArray) -> pd.DataFrame:
    years = np.arange(terms.years[0], terms.years[0] + spending.shape[1])
    oblasts = list(dict.fromkeys(terms.oblasts))
    number = {oblast: g for g, oblast in enumerate(oblasts)}
    by_oblast = np.zeros((len(oblasts), len(years)))
    np.add.at(by_oblast, [number[oblast] for oblast in terms.oblasts], spending)
    # a row an oblast, oblasts within years; years after the last only as far as something is paid
    shown = (by_oblast.sum(axis=0) > 0) | np.isin(years, terms.years)
    return pd.DataFrame(
        {
            "oblast_id": np.tile(np.array(oblasts, dtype=object), int(shown.sum())),
            "year": np.repeat(years[shown], len(oblasts)),
            "spending": by_oblast[:, shown].T.ravel(),
        }
    )


def _kpis(
    terms: Terms,
    plan: Plan,
    by_year: pd.DataFrame,
    shortage: FloatArray,
    share: FloatArray,
    third: FloatArray,
    stranded: FloatArray,
) -> dict[str, Any]:
    counted = terms.counted
    equity = terms.years >= terms.equity_from
    weighted = np.where(equity[None, :], share * terms.equity_weight[:, None], 0.0)
    worst_n, worst_y = np.unravel_index(int(np.argmax(weighted)), weighted.shape)
    spending = by_year.set_index("year")["spending"]
    return {
        "shortage_place_years": float(shortage[:, counted].sum()),
        "discounted_shortage_place_years": float((shortage @ (terms.discount * counted)).sum()),
        "third_shift_pupil_years": float(third[:, counted].sum()),
        "third_shift_end_year": _end_year(terms, third.max(axis=0)),
        "worst_share": float(share[worst_n, worst_y]),
        "worst_share_weighted": float(weighted[worst_n, worst_y]),
        "worst_share_unit_id": terms.units[worst_n],
        "worst_share_year": int(terms.years[worst_y]),
        "worst_share_from_year": terms.equity_from,
        "mean_share_last_year": float(by_year["mean_share"].iloc[-1]),
        "gini_mean": float(by_year.loc[counted, "gini"].mean()),
        "stranded_place_years": float(stranded[:, counted].sum()),
        "places_opened": float(plan.openings["size"].sum()),
        "facilities_opened": len(plan.openings),
        "capex_mln_kzt": float(plan.actions["capex_mln_kzt"].sum()),
        "peak_spending_mln_kzt": float(spending.max()),
        "peak_spending_year": int(terms.years[int(spending.to_numpy().argmax())]),
        "lapsed_mln_kzt": float(by_year["lapsed"].sum()),
        "overspending_mln_kzt": float(by_year["overspending"].sum()),
    }


def _end_year(terms: Terms, largest: FloatArray) -> int | None:
    """First year from which there is no third shift any more; None if it is there to the end."""
    present = terms.years[largest >= PUPIL_TOLERANCE]
    if len(present) == 0:
        return int(terms.years[0])
    return int(present[-1]) + 1 if present[-1] < terms.years[-1] else None
