"""How far an oblast is from the regional standards of services."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.scenario import Equity

COUNTRY = "Kazakhstan"
STANDARDS_YEAR = 2022


def standards_gap(territory: Territory) -> dict[str, float]:
    """Distance of each oblast from full provision, over the country's distance.

    1.2 means that a fifth more of the services due is missing than in the country as a whole
    (Regional Standards System, provision of all settlements, 2022).
    """
    table = territory.table("standards_provision")
    rows = table[
        (table["method"] == "new")
        & (table["settlements"] == "all")
        & (table["sector"] == "all")
        & (table["year"] == STANDARDS_YEAR)
    ]
    country = rows.loc[rows["area"] == COUNTRY, "provision_pct"]
    if country.empty:
        raise InputError(
            "the country's provision is missing",
            file="standards_provision.csv",
            column="area",
            expected=f"a row {COUNTRY} of {STANDARDS_YEAR} for all settlements and sectors",
        )
    distance = 100.0 - float(country.iloc[0])
    known = rows.dropna(subset=["unit_id"])
    return {
        str(unit): (100.0 - float(value)) / distance
        for unit, value in zip(known["unit_id"], known["provision_pct"], strict=True)
    }


def equity_weights(
    territory: Territory, oblasts: Sequence[str], equity: Equity
) -> NDArray[np.float64]:
    """(N,) weight of each of `oblasts`: 1, or its distance over the country's; 1 where unknown."""
    if equity.weights == "none":
        return np.ones(len(oblasts))
    gap = standards_gap(territory)
    return np.array([gap.get(oblast, 1.0) for oblast in oblasts])
