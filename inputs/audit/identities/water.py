"""Identities of water: uses against totals, districts against oblasts, sources against totals."""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import Identity, Tables, residuals

UNIT = 0.1
TEXT_DAMAGED = "damaged"


def _sum_of_rows(tables: Tables, parent_row: str, level: str) -> pd.DataFrame:
    """Printed `parent_row` of each unit, flow and source against the sum of its parts.

    Where one part is lost in the text the sum cannot be formed and the row is not judged.
    """
    frame = tables["water_abstraction"]
    keys = ["unit_id", "year", "flow", "source"]
    parts = frame[frame["level"] == level]
    if level == "subitem":
        parts = parts[parts["row_no"].str.startswith(parent_row)]
    value = parts["value_mln_m3"].where(parts["quality"] != TEXT_DAMAGED)
    sums = (
        parts.assign(part=value, known=value.notna())
        .groupby(keys)
        .agg(part=("part", "sum"), terms=("part", "size"), known=("known", "all"))
        .reset_index()
    )
    own = frame[(frame["row_no"] == parent_row) & (frame["quality"] != TEXT_DAMAGED)]
    both = own.reset_index().merge(sums[sums["known"]], on=keys).set_index("index")
    tolerance = (both["terms"] + 1) * UNIT / 2
    return residuals(both, "value_mln_m3", both["value_mln_m3"], both["part"], tolerance)


def _total_of_uses(tables: Tables) -> pd.DataFrame:
    return _sum_of_rows(tables, "total", "item")


def _agriculture(tables: Tables) -> pd.DataFrame:
    return _sum_of_rows(tables, "3", "subitem")


def _city_sources(tables: Tables) -> pd.DataFrame:
    """Total of each row and flow of the two cities against its sources."""
    return _sources(
        tables["water_abstraction"],
        ["unit_id", "year", "flow", "row_no"],
        ["surface", "ground", "collector_drainage", "wastewater"],
    )


def _balance_sources(tables: Tables) -> pd.DataFrame:
    return _sources(
        tables["water_balance"], ["unit_id", "year", "flow"], ["surface", "ground", "other"]
    )


def _sources(frame: pd.DataFrame, keys: list[str], sources: list[str]) -> pd.DataFrame:
    parts = frame[frame["source"].isin(sources)].dropna(subset=["value_mln_m3"])
    sums = parts.groupby(keys)["value_mln_m3"].agg(part="sum", terms="size").reset_index()
    own = frame[frame["source"] == "total"]
    both = own.reset_index().merge(sums, on=keys).set_index("index")
    tolerance = (both["terms"] + 1) * UNIT / 2
    return residuals(both, "value_mln_m3", both["value_mln_m3"], both["part"], tolerance)


def _oblast_of_districts(tables: Tables) -> pd.DataFrame:
    """Abstraction of each oblast against the totals of its districts.

    Oblasts with a total lost in the text are not judged.
    """
    frame = tables["water_abstraction"]
    units = tables["units"].set_index("unit_id")
    totals = frame[
        (frame["row_no"] == "total")
        & (frame["flow"] == "abstraction")
        & (frame["source"] == "total")
    ]
    below = totals.assign(
        oblast=totals["unit_id"].map(units["oblast_id"]),
        known=totals["value_mln_m3"].notna() & (totals["quality"] != TEXT_DAMAGED),
    )
    sums = (
        below.groupby(["oblast", "year"])
        .agg(part=("value_mln_m3", "sum"), terms=("value_mln_m3", "size"), known=("known", "all"))
        .reset_index()
        .rename(columns={"oblast": "unit_id"})
    )
    return _abstraction_of(tables, sums[sums["known"]])


def _region_of_oblasts(tables: Tables) -> pd.DataFrame:
    """Every flow and source of each region against its oblasts and cities."""
    frame = tables["water_balance"]
    units = tables["units"].set_index("unit_id")
    keys = ["unit_id", "year", "flow", "source"]
    below = frame.assign(
        unit_id=frame["unit_id"].map(units["parent_id"]),
        part=frame["value_mln_m3"].fillna(frame["value_derived_mln_m3"]),
    )
    sums = below.groupby(keys)["part"].agg(part="sum", terms="size").reset_index()
    both = frame.reset_index().merge(sums, on=keys).set_index("index")
    tolerance = (both["terms"] + 1) * UNIT / 2
    return residuals(both, "value_mln_m3", both["value_mln_m3"], both["part"], tolerance)


def _abstraction_of(tables: Tables, sums: pd.DataFrame) -> pd.DataFrame:
    frame = tables["water_balance"]
    own = frame[(frame["flow"] == "abstraction") & (frame["source"] == "total")]
    both = own.reset_index().merge(sums, on=["unit_id", "year"]).set_index("index")
    tolerance = (both["terms"] + 1) * UNIT / 2
    return residuals(both, "value_mln_m3", both["value_mln_m3"], both["part"], tolerance)


def _repaired(tables: Tables) -> pd.DataFrame:
    """A total whose last digit is lost is the sum of its printed sources."""
    frame = tables["water_balance"]
    keys = ["unit_id", "year", "flow"]
    parts = frame[frame["source"] != "total"].groupby(keys)["value_mln_m3"].sum()
    own = frame[frame["value_derived_mln_m3"].notna()]
    both = own.reset_index().merge(parts.rename("part").reset_index(), on=keys).set_index("index")
    return residuals(
        both, "value_derived_mln_m3", both["value_derived_mln_m3"], both["part"], UNIT / 2
    )


_BOUND = "0.05 mln m3 times (terms + 1)"

IDENTITIES = (
    Identity("total = sum of rows 1-17", "water_abstraction", _total_of_uses, _BOUND),
    Identity("row 3 = sum of rows 3a-3e", "water_abstraction", _agriculture, _BOUND),
    Identity("total = sum of sources", "water_abstraction", _city_sources, _BOUND),
    Identity("total = sum of sources", "water_balance", _balance_sources, _BOUND),
    Identity("oblast = sum of districts", "water_balance", _oblast_of_districts, _BOUND),
    Identity("region = sum of oblasts", "water_balance", _region_of_oblasts, _BOUND),
    Identity("derived = sum of sources", "water_balance", _repaired, "half a digit"),
)
