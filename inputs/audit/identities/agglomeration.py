"""Identities of the Almaty agglomeration: settlements against the printed sums of annex 15."""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import EXACT, Identity, Tables, joined, residuals

YEARS = (2018, 2025, 2035, 2050)
OBLAST_PART = "oblast_part"
AGGLOMERATION = "agglomeration"
CITY = "almaty_city"


def _members(settlements: pd.DataFrame, area: str) -> pd.Series:
    """Settlements that a printed sum covers; Gate City belongs to no district."""
    unit = settlements["unit_id"].fillna("")
    if area == AGGLOMERATION:
        return pd.Series(True, index=settlements.index)
    if area == OBLAST_PART:
        return unit != CITY
    return unit == area


def _subtotals(tables: Tables) -> pd.DataFrame:
    settlements, frame = tables["settlements"], tables["settlement_subtotals"]
    parts = []
    for index, area in frame["area"].items():
        own = frame.loc[[index]]
        members = settlements[_members(settlements, str(area))]
        for year in YEARS:
            field = f"population_{year}"
            known = members[field].dropna()
            expected = pd.Series([known.sum()], index=own.index)
            bound = (len(known) + 1) * 0.5 if year > YEARS[0] else EXACT
            parts.append(residuals(own, field, own[field], expected, bound))
    return joined(parts)


def _counts(tables: Tables) -> pd.DataFrame:
    settlements, frame = tables["settlements"], tables["settlement_subtotals"]
    expected = frame["area"].map(lambda area: float(_members(settlements, str(area)).sum()))
    return residuals(frame, "settlements", frame["settlements"], expected, EXACT)


_SUM = "half a person times (settlements + 1); 2018 exact"

IDENTITIES = (
    Identity("sum of the settlements", "settlement_subtotals", _subtotals, _SUM, ("settlements",)),
    Identity(
        "count of the settlements", "settlement_subtotals", _counts, "exact", ("settlements",)
    ),
)
