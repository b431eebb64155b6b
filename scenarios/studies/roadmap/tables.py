"""What the roadmap's answer tells beyond plans and evaluations, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from inputs.territory import Territory
from models.project_scheduling import NOT_DONE
from scenarios.language import Said, marked, said
from scenarios.studies.roadmap.phases import ancestors, item_order
from scenarios.studies.roadmap.prices import Price
from scenarios.studies.roadmap.terms import (
    FIRST_YEAR,
    FloatArray,
    IntArray,
    RoadmapTerms,
    mln,
    spend,
)

# What a quantity is, by item and unit of the data; what is missing here is told by its unit.
INDICATORS = {
    ("2.2", "seedling"): marked("Trees and shrubs planted"),
    ("2.3", "tree"): marked("Emergency trees felled and replaced"),
    ("3.1", "ha"): marked("New parks, ha"),
    ("3.2", "ha"): marked("Rebuilt parks, ha"),
    ("5.3", "km"): marked("Aryks, canals and collectors, km"),
    ("8", "km"): marked("River beds rebuilt, km"),
    ("1.4", "station"): marked("Charging stations"),
    ("5.2", "intake"): marked("Water intakes"),
    ("5.2", "canal"): marked("Irrigation canals rebuilt"),
    ("6", "water body"): marked("Water bodies cleaned"),
    ("7", "water body"): marked("Water bodies landscaped"),
    ("10.1", "site"): marked("Sites for bulky waste"),
    ("10.2", "site"): marked("Container sites"),
    ("10.3", "eco-station"): marked("Eco-stations"),
    ("10.4", "container"): marked("Mesh containers"),
    ("1.1", "volume"): marked("Emission volumes set for the city"),
    ("12.1", "object"): marked("Restaurants and offices that sort"),
    ("12.2", "object"): marked("Apartment blocks that sort"),
    ("12.3", "person"): marked("People taught, Green school"),
    ("12.4", "%"): marked("Campaign years of full coverage, %"),
    ("12.5", "event"): marked("Eco-exhibitions"),
}
EMISSIONS = ("1", "1.5", "1.6", "1.7")  # where the document states thousand tonnes


def schedule(terms: RoadmapTerms, starts: Mapping[str, IntArray]) -> pd.DataFrame:
    """Phases by plan.

    Columns: plan, phase_id, item, activity, work, quantity, unit, part, parts, held, start and
    end (years, empty where left out), public, private (mln KZT).
    """
    money = mln(terms.cost.sum(axis=1))
    kept = ["phase_id", "item", "activity", "work", "quantity", "unit", "part", "parts"]
    frames = []
    for name, start in starts.items():
        table = terms.phases[kept].copy()
        there = start != NOT_DONE
        table["held"] = terms.held
        table["start"] = np.where(there, start + FIRST_YEAR, np.nan)
        table["end"] = np.where(there, start + FIRST_YEAR + terms.duration - 1, np.nan)
        table["public"], table["private"] = money[:, 0], money[:, 1]
        frames.append(table.assign(plan=name))
    joined = pd.concat(frames, ignore_index=True)
    return joined[["plan", *(c for c in joined.columns if c != "plan")]]


def projects(
    terms: RoadmapTerms, documented: IntArray, optimised: IntArray, found: Sequence[Price]
) -> pd.DataFrame:
    """One row a project.

    Columns: item, name, section, public, private (mln KZT of all phases), weight,
    and for both plans first, last (years of work), done (part of the target at the end), mean
    (money-weighted mean year); price_low, price_high, priced (yes | no | impossible).
    """
    table = terms.projects[["item", "name", "section"]].copy()
    money = mln(terms.cost.sum(axis=1))
    for k, source in enumerate(("public", "private")):
        table[source] = np.bincount(terms.project, weights=money[:, k], minlength=len(table))
    table["weight"] = terms.weight
    for name, start in (("documented", documented), ("optimised", optimised)):
        table[f"first_{name}"] = _extreme(terms, start, first=True)
        table[f"last_{name}"] = _extreme(terms, start, first=False)
        done = np.where(start == NOT_DONE, 0.0, terms.share)
        table[f"done_{name}"] = np.bincount(terms.project, weights=done, minlength=len(table))
        table[f"mean_{name}"] = _mean_year(terms, start)
    known = {price.item: price for price in found}
    asked = [known.get(item) for item in table["item"]]
    table["price_low"] = [None if p is None else p.low for p in asked]
    table["price_high"] = [None if p is None else p.high for p in asked]
    for column in ("price_low", "price_high"):
        table[column] = table[column].astype(float)
    table["priced"] = [
        "no" if p is None else "impossible" if p.low is None else "yes" for p in asked
    ]
    return table


def indicators(terms: RoadmapTerms, starts: Mapping[str, IntArray]) -> pd.DataFrame:
    """Quantities reached by the end of a year: item, indicator, unit, year, and a column a plan.

    One indicator an item and unit; unlike units are never added.
    """
    periods = len(terms.years)
    work = terms.phases[
        terms.phases["work"].isin(["pieces", "yearly"])
        & (terms.phases["quantity"] > 0)
        & (terms.share > 0)
    ]
    frames = []
    for (item, unit), part in work.groupby(["item", "unit"], sort=False):
        rows = part.index.to_numpy()
        table = pd.DataFrame({"item": item, "unit": unit, "year": terms.years})
        named = _indicator(terms, str(item), str(unit))
        table.insert(1, "indicator", pd.Series([named] * periods, dtype=object))
        for name, start in starts.items():
            end = start[rows] + terms.duration[rows] - 1
            there = (start[rows] != NOT_DONE) & (end < periods)
            amount = np.bincount(
                end[there], weights=part["quantity"].to_numpy()[there], minlength=periods
            )
            table[name] = amount.cumsum()
        frames.append(table)
    return pd.concat(frames, ignore_index=True)


def printed_sums(terms: RoadmapTerms, territory: Territory) -> pd.DataFrame:
    """Printed sums beside those of the projects below them.

    Columns: item, name, level, bucket (`total` or a column of the roadmap), printed, leaves,
    difference (mln KZT).
    """
    table = territory.table("projects").set_index("item")
    spending = territory.table("project_spending")
    leaf = set(terms.items)
    own = spending[spending["item"].isin(leaf)]
    above = {i: ancestors(territory.table("projects"), i) for i in leaf}
    rows = []
    for item, row in table[table["level"] != "project"].iterrows():
        below = [i for i in leaf if row["level"] == "total" or item in above[i]]
        part = own[own["item"].isin(below)]
        printed = spending[spending["item"] == item].set_index("bucket")["cost_mln_kzt"]
        sums = part.groupby("bucket")["cost_mln_kzt"].sum()
        known = {"total": row["total_mln_kzt"], **printed.to_dict()}
        ours = {"total": part["cost_mln_kzt"].sum(), **sums.to_dict()}
        rows += [
            {
                "item": item, "name": row["name"], "level": row["level"], "bucket": bucket,
                "printed": float(value), "leaves": float(ours.get(bucket, 0.0)),
                "difference": float(value) - float(ours.get(bucket, 0.0)),
            }
            for bucket, value in known.items()
        ]  # fmt: skip
    return pd.DataFrame(rows)


def emissions(territory: Territory) -> pd.DataFrame:
    """What the document says of emissions: its targets, and whether money stands beside them."""
    table = territory.table("projects")
    kept = table[table["item"].isin(EMISSIONS)].copy()
    kept["costed"] = kept["total_mln_kzt"].notna()
    kept = kept.sort_values("item", key=lambda c: c.map(item_order), ignore_index=True)
    return kept[["item", "name", "kpi_2025", "kpi_2030", "costed", "note", "document", "lines"]]


def _indicator(terms: RoadmapTerms, item: str, unit: str) -> Said:
    known = INDICATORS.get((item, unit))
    if known:
        return said(known)
    name = str(terms.projects.set_index("item").loc[item, "name"])
    return said("{name}: {unit}", name=said(name), unit=said(unit))


def _extreme(terms: RoadmapTerms, start: IntArray, *, first: bool) -> FloatArray:
    """(P,) first or last year of work, empty for a project that is not begun."""
    year = start + FIRST_YEAR + (0 if first else terms.duration - 1)
    by_project = pd.Series(np.where(start == NOT_DONE, np.nan, year)).groupby(terms.project)
    found = by_project.min() if first else by_project.max()
    return np.asarray(found, dtype=np.float64)


def _mean_year(terms: RoadmapTerms, start: IntArray) -> FloatArray:
    """(P,) mean year of spending, weighted by money."""
    periods = len(terms.years)
    means = []
    for p in range(len(terms.projects)):
        rows = np.flatnonzero(terms.project == p)
        money = spend(terms.cost, start, periods, rows).sum(axis=1)
        means.append(float(money @ terms.years / money.sum()) if money.sum() else np.nan)
    return np.array(means)
