"""What the programme's answer tells beyond plans and evaluations, as tables."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from inputs.territory import Territory
from scenarios.language import marked
from scenarios.plan import Plan
from scenarios.studies.money import MLN_PER_BN
from scenarios.studies.water.lots import TECHNOLOGIES
from scenarios.studies.water.prices import DatePrice
from scenarios.studies.water.terms import WaterTerms

_WHY = {
    "core": marked("the scheme states no number of settlements to plan with"),
    "core_regionwide": marked("holds for the whole region; its settlements are counted by oblast"),
    "related": marked(
        "waste water, irrigation or hydraulic works, no drinking water of a settlement"
    ),
}
_COUNTED = marked("settlements are planned one by one")
_IN_BALANCE = marked("water to bring, not settlements to connect: stands in the water balance")
_SOURCES = ("desalination", "conduit", "transfer")


def lots(terms: WaterTerms) -> pd.DataFrame:
    """One row a lot, with what a settlement of it costs.

    Columns: lot_id, unit_id, project_id, technology_documented, local_source, size_class,
    settlements, people_each (base year), due, fixed_start (empty where free), document, lines,
    cost_<technology> (mln KZT a settlement, empty where it may not be used), technology_chosen.
    """
    table = terms.lots.copy()
    for k, name in enumerate(TECHNOLOGIES):
        table[f"cost_{name}"] = np.where(terms.allowed[:, k], terms.cost[:, k], np.nan)
    table["technology_chosen"] = np.array(TECHNOLOGIES)[terms.cheapest]
    table["fixed_start"] = table["fixed_start"].where(table["fixed_start"] >= 0)
    return table


def connections(plans: Mapping[str, Plan]) -> pd.DataFrame:
    """Settlements by plan, oblast, year of first water and technology.

    Columns: plan, unit_id, year, technology, settlements, people (of that year),
    spending_mln_kzt (what they cost, whenever it is paid).
    """
    frames = []
    for name, plan in plans.items():
        grouped = plan.openings.groupby(["place_id", "in_service_year", "asset"], sort=True)
        part = grouped.agg(
            settlements=("size", "size"), people=("size", "sum"), money=("capex_mln_kzt", "sum")
        ).reset_index()
        frames.append(part.assign(plan=name))
    table = pd.concat(frames, ignore_index=True).rename(
        columns={
            "place_id": "unit_id",
            "in_service_year": "year",
            "asset": "technology",
            "money": "spending_mln_kzt",
        }
    )
    columns = ["plan", "unit_id", "year", "technology", "settlements", "people"]
    return table[[*columns, "spending_mln_kzt"]]


def commitments(terms: WaterTerms, territory: Territory, oblasts: Sequence[str]) -> pd.DataFrame:
    """Every commitment on water in the scenario's oblasts and their regions, planned or not.

    Columns: project_id, unit_id, action, technology, place_names, quantity, unit, year, costed,
    why, document, lines.
    """
    table = territory.table("water_projects")
    units = territory.units
    regions = {str(units.loc[oblast, "region_id"]) for oblast in oblasts}
    ours = [
        unit in regions if pd.isna(units.loc[unit, "oblast_id"]) else oblast in set(oblasts)
        for unit, oblast in zip(
            table["unit_id"], table["unit_id"].map(units["oblast_id"]), strict=True
        )
    ]
    table = table[ours].reset_index(drop=True)
    planned = set(zip(terms.lots["project_id"], terms.lots["unit_id"], strict=True))
    table["costed"] = [
        (project, unit) in planned
        for project, unit in zip(table["project_id"], table["unit_id"], strict=True)
    ]
    brings = table["technology"].isin(_SOURCES) & (table["kind"] != "core_regionwide")
    table["why"] = np.select(
        [table["costed"], brings], [_COUNTED, _IN_BALANCE], table["kind"].map(_WHY)
    )
    columns = ["project_id", "unit_id", "action", "technology", "place_names", "quantity", "unit"]
    return table[[*columns, "year", "costed", "why", "document", "lines"]]


def date_prices(found: Sequence[DatePrice]) -> pd.DataFrame:
    """One row a date and order.

    Columns: year, plan, budget_low_bn, budget_high_bn (empty: out of reach), why (it is).

    Money is bn KZT a year for connecting settlements: `budget_low_bn` does not suffice or is a
    proven bound, `budget_high_bn` suffices.
    """
    rows = [
        {
            "year": price.year,
            "plan": price.plan,
            "budget_low_bn": _bn(price.low),
            "budget_high_bn": _bn(price.high),
            "why": price.why,
        }
        for price in found
    ]
    columns = ["year", "plan", "budget_low_bn", "budget_high_bn", "why"]
    table = pd.DataFrame(rows, columns=columns)
    # sentences that can be told in other languages are no plain text
    table["why"] = pd.Series([price.why for price in found], dtype=object)
    return table.astype({"budget_low_bn": float, "budget_high_bn": float})


def _bn(mln: float) -> float:
    return mln / MLN_PER_BN if math.isfinite(mln) else math.nan
