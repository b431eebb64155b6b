"""Plans side by side under the same need and money."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scenarios.evaluation import Evaluation
from scenarios.language import Said, marked, said
from scenarios.language.filling import placeholders
from scenarios.plan import Plan

SMALLEST_SHIFT = 0.5  # years
NOTHING = marked("nothing to build under either plan")


@dataclass(frozen=True)
class Headline:
    """A measure that the headline compares: its KPI, unit, and what counts as a difference."""

    measure: str
    kpi: str
    unit: str
    tolerance: float


@dataclass(frozen=True)
class TurnWords:
    """What is said of a unit whose turn changes: messages over the columns of `Comparison.turn`.

    Attributes
    ----------
    dropped : built under the documented plan only
    price : what the optimised plan pays there, part of the next ones as {price}
    added, same, earlier : not in the documented programme; turn hardly changes; comes sooner
    later_worse, later : comes later and is worse off at its worst; comes later and is not
    """

    dropped: str = marked("not built: the money serves more elsewhere")
    price: str = marked("{cost_per_place:.1f} mln a place")
    added: str = marked("not in the documented programme; {price}")
    same: str = marked("same turn; {price}")
    earlier: str = marked("earlier: {price} in buildings of up to {largest_size:.0f}; {became}")
    later_worse: str = marked("later: the money serves more elsewhere first; {became}")
    later: str = marked("later without being worse off; {became}")
    became: str = marked(
        "worst shortage {worst_share_documented:.0%} became {worst_share_optimised:.0%}"
    )


PLACES = TurnWords()


@dataclass(frozen=True)
class Comparison:
    """What an optimised plan changes against the documented plan.

    Attributes
    ----------
    baseline : name of the plan compared against (the documented plan under the same money)
    measures : one row per headline measure: measure, unit, documented, optimised, difference,
        verdict (better | same | worse)
    kpis : one row per KPI, one column per plan (optimised, documented as printed, under budget ...)
    turn : one row per unit: unit_id, oblast_id, documented_year, optimised_year (capacity-weighted
        mean year in which its places come into service), shift_years (negative = earlier),
        places_documented, places_optimised, capex_documented, capex_optimised, cost_per_place,
        largest_size, worst shares and shortage place-years under both, place_years_gained, reason
    money_by_oblast : oblast_id, documented, optimised (mln KZT over all years)
    places_by_horizon : unit_id, horizon, documented, optimised (places in service by then)
    """

    baseline: str
    measures: pd.DataFrame
    kpis: pd.DataFrame
    turn: pd.DataFrame
    money_by_oblast: pd.DataFrame
    places_by_horizon: pd.DataFrame


def compare(
    plans: Mapping[str, Plan],
    evaluations: Mapping[str, Evaluation],
    *,
    optimised: str,
    baseline: str,
    headlines: Sequence[Headline],
    horizons: Sequence[int],
    first_year: int,
    words: TurnWords = PLACES,
) -> Comparison:
    """Compare two of the evaluated plans in depth, and all of them by KPI.

    Both must have been evaluated for the same units and years; the tables that this returns are
    described at `Comparison`.
    """
    new, old = evaluations[optimised], evaluations[baseline]
    return Comparison(
        baseline=baseline,
        measures=_measures(old, new, headlines),
        kpis=_kpis(evaluations),
        turn=_turn(plans[baseline], plans[optimised], old, new, first_year, words),
        money_by_oblast=_both(old.spending, new.spending, ["oblast_id"], "spending"),
        places_by_horizon=_places_by_horizon(old, new, horizons),
    )


def compare_measures(
    evaluations: Mapping[str, Evaluation],
    *,
    optimised: str,
    baseline: str,
    headlines: Sequence[Headline],
) -> Comparison:
    """Compare by measures and KPIs only, for plans that are not yearly programmes of units."""
    return Comparison(
        baseline=baseline,
        measures=_measures(evaluations[baseline], evaluations[optimised], headlines),
        kpis=_kpis(evaluations),
        turn=pd.DataFrame(),
        money_by_oblast=pd.DataFrame(),
        places_by_horizon=pd.DataFrame(),
    )


def _kpis(evaluations: Mapping[str, Evaluation]) -> pd.DataFrame:
    table = pd.DataFrame({name: pd.Series(e.kpis, dtype=object) for name, e in evaluations.items()})
    return table.rename_axis("kpi").reset_index()


def _measures(old: Evaluation, new: Evaluation, headlines: Sequence[Headline]) -> pd.DataFrame:
    rows = []
    for h in headlines:
        documented, optimised = old.kpis[h.kpi], new.kpis[h.kpi]
        rows.append(
            {
                "measure": h.measure,
                "unit": h.unit,
                "documented": documented,
                "optimised": optimised,
                "difference": None
                if documented is None or optimised is None
                else optimised - documented,
                "verdict": verdict(documented, optimised, h.tolerance),
            }
        )
    return pd.DataFrame(rows)


def verdict(documented: float | None, optimised: float | None, tolerance: float) -> str:
    """Say better, same or worse, to be told; less is better and None means never reached."""
    before = float("inf") if documented is None else float(documented)
    after = float("inf") if optimised is None else float(optimised)
    if before == after or abs(after - before) <= tolerance:
        return marked("same")
    return marked("better") if after < before else marked("worse")


def _turn(
    old_plan: Plan,
    new_plan: Plan,
    old: Evaluation,
    new: Evaluation,
    first_year: int,
    words: TurnWords,
) -> pd.DataFrame:
    units = new.by_unit[["unit_id", "oblast_id"]].drop_duplicates().set_index("unit_id")
    table = units.copy()
    for label, plan, evaluation in (
        ("documented", old_plan, old),
        ("optimised", new_plan, new),
    ):
        opened = plan.openings
        by_unit = opened.groupby("place_id")
        places = by_unit["size"].sum()
        moment = (opened["size"] * opened["in_service_year"]).groupby(opened["place_id"]).sum()
        counted = evaluation.by_unit[evaluation.by_unit["year"] >= first_year].groupby("unit_id")
        table[f"places_{label}"] = places.reindex(units.index).fillna(0.0)
        table[f"{label}_year"] = (moment / places).reindex(units.index)
        table[f"capex_{label}"] = by_unit["capex_mln_kzt"].sum().reindex(units.index).fillna(0.0)
        table[f"worst_share_{label}"] = counted["shortage_share"].max()
        table[f"shortage_place_years_{label}"] = counted["shortage"].sum()
    bought = new_plan.openings.groupby("place_id")
    table["cost_per_place"] = bought["capex_mln_kzt"].sum() / bought["size"].sum()
    table["largest_size"] = bought["size"].max()
    table["shift_years"] = table["optimised_year"] - table["documented_year"]
    table["place_years_gained"] = (
        table["shortage_place_years_documented"] - table["shortage_place_years_optimised"]
    )
    reasons = [_reason(row, words) for row in table.to_dict("records")]
    table["reason"] = pd.Series(reasons, index=table.index, dtype=object)
    return table.reset_index()


def _reason(row: Mapping[Hashable, Any], words: TurnWords) -> Said:
    """Say in a few words why a unit's turn changes; every number is in the same row."""
    if row["places_optimised"] == 0:
        dropped = row["places_documented"] > 0
        return said(words.dropped if dropped else NOTHING)
    values: dict[str, Any] = {str(k): v for k, v in row.items()}
    values |= {part: _over(getattr(words, part), values) for part in ("price", "became")}
    return _over(_message(row, words), values)


def _message(row: Mapping[Hashable, Any], words: TurnWords) -> str:
    shift = row["shift_years"]
    if row["places_documented"] == 0:
        return words.added
    if np.isnan(shift) or abs(shift) < SMALLEST_SHIFT:
        return words.same
    if shift < 0:
        return words.earlier
    worse = row["worst_share_optimised"] > row["worst_share_documented"]
    return words.later_worse if worse else words.later


def _over(message: str, values: Mapping[str, Any]) -> Said:
    return said(message, **{name: values[name] for name in placeholders(message)})


def _both(old: pd.DataFrame, new: pd.DataFrame, keys: list[str], value: str) -> pd.DataFrame:
    sides = {
        "documented": old.groupby(keys, sort=False)[value].sum(),
        "optimised": new.groupby(keys, sort=False)[value].sum(),
    }
    return pd.DataFrame(sides).fillna(0.0).reset_index()


def _places_by_horizon(old: Evaluation, new: Evaluation, horizons: Sequence[int]) -> pd.DataFrame:
    keys = ["unit_id", "year"]
    sides = {
        "documented": old.by_unit.set_index(keys)["new_capacity"],
        "optimised": new.by_unit.set_index(keys)["new_capacity"],
    }
    table = pd.DataFrame(sides).reset_index().rename(columns={"year": "horizon"})
    return table[table["horizon"].isin(horizons)].reset_index(drop=True)
