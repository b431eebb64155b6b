"""Identities of planning documents, logistics counts and network totals."""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import EXACT, Identity, Tables, joined, residuals, sums_over_children
from inputs.audit.units import parents

_PLANNED = (
    "settlements",
    "population",
    "city_plans",
    "city_provided",
    "city_to_correct",
    "over_5k",
    "over_5k_provided",
    "over_5k_to_correct",
    "under_5k",
    "under_5k_provided",
    "under_5k_to_develop",
)


def _planning_sums(tables: Tables) -> pd.DataFrame:
    frame = tables["planning_documents"].assign(year=0)
    sums = [sums_over_children(frame, parents(tables), field, 0.0) for field in _PLANNED]
    return joined(sums)


def _planning_states(tables: Tables) -> pd.DataFrame:
    """Small settlements either have a simplified plan or are to get one."""
    frame = tables["planning_documents"]
    states = frame["under_5k_provided"] + frame["under_5k_to_develop"]
    return residuals(frame, "under_5k", frame["under_5k"], states, EXACT)


def _planning_population(tables: Tables) -> pd.DataFrame:
    """The population of the base year is that of the population table."""
    frame = tables["planning_documents"]
    people = tables["population"]
    base = people[people["year"] == people["year"].min()].set_index("unit_id")["population"]
    return residuals(frame, "population", frame["population"], frame["unit_id"].map(base), EXACT)


def _below_regions(tables: Tables) -> pd.DataFrame:
    """Counts of oblasts, cities and districts, each under its region."""
    frame = tables["logistics_counts"]
    regions = frame["unit_id"].map(tables["units"].set_index("unit_id")["region_id"])
    return frame.assign(unit_id=regions)[frame["unit_id"] != regions]


def _centres_of_region(tables: Tables) -> pd.DataFrame:
    """What a region declares for a horizon is what its units get."""
    frame = tables["logistics_counts"]
    sums = _below_regions(tables).groupby(["unit_id", "horizon"])["centres"].sum()
    both = (
        frame.reset_index()
        .merge(sums.rename("part").reset_index(), on=["unit_id", "horizon"])
        .set_index("index")
    )
    return residuals(both, "centres", both["centres"], both["part"], EXACT)


def _centres_declared(tables: Tables) -> pd.DataFrame:
    """Declared over all horizons, and what is left when the named and inferred are taken off."""
    frame = tables["logistics_reconciliation"]
    own = tables["logistics_counts"].groupby("unit_id")["centres"].sum()
    below = _below_regions(tables).groupby("unit_id")["centres"].sum()
    declared = frame["unit_id"].map(below).fillna(frame["unit_id"].map(own))
    left = frame["declared"] - frame["named"] - frame["inferred"]
    return joined(
        [
            residuals(frame, "declared", frame["declared"], declared, EXACT),
            residuals(frame, "unlocated", frame["unlocated"], left, EXACT),
        ]
    )


def _network_increments(tables: Tables) -> pd.DataFrame:
    """Growth of the length in annex 3 since the horizon before."""
    frame = tables["network_totals"]
    keys = ["unit_id", "mode", "year"]
    stock = frame[frame["measure"] == "stock_annex"].sort_values(keys)
    grown = stock.assign(part=stock.groupby(["unit_id", "mode"])["length_km"].diff())
    own = frame[frame["measure"] == "annex_increment"].reset_index()
    both = own.merge(grown[[*keys, "part"]], on=keys).set_index("index")
    return residuals(both, "length_derived_km", both["length_derived_km"], both["part"], EXACT)


def _network_of_region(tables: Tables) -> pd.DataFrame:
    """Existing length of a region against its oblasts, where these are printed."""
    frame = tables["network_totals"]
    found = []
    for mode in frame["mode"].unique():
        rows = frame[(frame["measure"] == "stock") & (frame["mode"] == mode)]
        found.append(sums_over_children(rows, parents(tables), "length_km", 0.1))
    return joined(found)


IDENTITIES = (
    Identity("sum over children", "planning_documents", _planning_sums, "exact"),
    Identity(
        "with a simplified plan + to get one", "planning_documents", _planning_states, "exact", ()
    ),
    Identity(
        "population of the base year",
        "planning_documents",
        _planning_population,
        "exact",
        ("population",),
    ),
    Identity("region = sum of its units", "logistics_counts", _centres_of_region, "exact"),
    Identity(
        "declared = sum of horizons; unlocated = declared - named - inferred",
        "logistics_reconciliation",
        _centres_declared,
        "exact",
        ("logistics_counts", "units"),
    ),
    Identity(
        "increment = growth of the length", "network_totals", _network_increments, "exact", ()
    ),
    Identity(
        "region = sum of its oblasts",
        "network_totals",
        _network_of_region,
        "0.05 km times (oblasts + 1)",
    ),
)
