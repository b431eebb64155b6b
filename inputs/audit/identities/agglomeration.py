"""Identities of the Almaty agglomeration: settlements against the printed sums of annex 15."""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import EXACT, Identity, Tables, joined, residuals

YEARS = (2018, 2025, 2035, 2050)
OBLAST_PART = "oblast_part"
AGGLOMERATION = "agglomeration"
CITY = "almaty_city"

# topics of agglomeration_facts whose rows add up, with half a printed unit times (units + 1)
TOPICS = {
    "water_withdrawal": 0.004,
    "water_disposal": 0.004,
    "electricity_consumption": 4.0,
}
AT_WORK = ("tashkensaz_industrial_site",)


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


def _totals_of_topics(tables: Tables) -> pd.DataFrame:
    """The agglomeration's row of a topic against the rows of its units."""
    frame = tables["agglomeration_facts"]
    frame = frame[frame["topic"].isin(TOPICS)]
    whole = frame["area"] == AGGLOMERATION
    keys = ["topic", "year"]
    sums = frame[~whole].groupby(keys)["value"].sum().rename("part").reset_index()
    both = frame[whole].reset_index().merge(sums, on=keys).set_index("index")
    bound = both["topic"].map(TOPICS)
    return residuals(both, "value", both["value"], both["part"], bound)


def _zones(tables: Tables) -> pd.DataFrame:
    """The printed sum counts the zones in prospect, not the one at work."""
    frame = tables["industrial_zones"]
    own = frame[frame["zone_id"] == "total"]
    counted = frame.loc[~frame["zone_id"].isin(["total", *AT_WORK]), "area_ha"]
    expected = pd.Series(float(counted.sum()), index=own.index)
    return residuals(own, "area_ha", own["area_ha"], expected, EXACT)


_SUM = "half a person times (settlements + 1); 2018 exact"

IDENTITIES = (
    Identity("sum of the settlements", "settlement_subtotals", _subtotals, _SUM, ("settlements",)),
    Identity(
        "count of the settlements", "settlement_subtotals", _counts, "exact", ("settlements",)
    ),
    Identity(
        "agglomeration = sum of its units",
        "agglomeration_facts",
        _totals_of_topics,
        "half a printed unit times (units + 1)",
        (),
    ),
    Identity("total = sum of the zones in prospect", "industrial_zones", _zones, "exact", ()),
)
