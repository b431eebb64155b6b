"""Points for settlements whose place is unknown: a drawing, the same on every machine."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_KM_PER_DEGREE = 111.195  # of a great circle on the mean sphere
_GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))


def place_schematically(
    settlements: pd.DataFrame,
    *,
    district_radius_km: float = 15.0,
    okrug_radius_km: float = 4.0,
) -> pd.DataFrame:
    """Spread settlements of quality `schematic` around what is known of their neighbourhood.

    A settlement stands around the middle of those settlements of its okrug whose place is known;
    an okrug without any stands around the centre of its district (the point that the table gives
    its settlements). Around each middle the points follow a sunflower spiral in the order of the
    table, so that no two coincide. They stay `schematic`: nothing but the district, and at best
    the okrug, is known of them.

    Parameters
    ----------
    settlements
        settlement_id, unit_id, okrug, lat, lon, coord_quality; schematic rows hold the point of
        their district's centre.
    district_radius_km, okrug_radius_km
        Reach of the spirals; a drawing, no measurement.

    Returns
    -------
    pandas.DataFrame
        A copy with new lat and lon where the quality is schematic.
    """
    table = settlements.copy()
    schematic = table["coord_quality"] == "schematic"
    known = table[~schematic]
    middles = known.groupby(["unit_id", "okrug"])[["lat", "lon"]].mean()
    for _, district in table[schematic & table["okrug"].notna()].groupby("unit_id", sort=False):
        okrugs = list(dict.fromkeys(district["okrug"]))
        unit = district["unit_id"].iloc[0]
        unknown = [okrug for okrug in okrugs if (unit, okrug) not in middles.index]
        centre = district[["lat", "lon"]].iloc[0].to_numpy(dtype=float)
        drawn = dict(zip(unknown, _around(centre, len(unknown), district_radius_km), strict=True))
        for okrug in okrugs:
            members = district.index[district["okrug"] == okrug]
            middle = drawn.get(okrug)
            if middle is None:
                middle = middles.loc[(unit, okrug)].to_numpy(dtype=float)
            table.loc[members, ["lat", "lon"]] = _around(middle, len(members), okrug_radius_km)
    return table


def _around(centre: FloatArray, count: int, radius_km: float) -> FloatArray:
    """(count, 2) lat and lon on a sunflower spiral that leaves the centre itself free."""
    number = np.arange(1, count + 1)
    km = radius_km * np.sqrt(number / max(1, count))
    angle = number * _GOLDEN_ANGLE
    lat = centre[0] + km * np.cos(angle) / _KM_PER_DEGREE
    lon = centre[1] + km * np.sin(angle) / (_KM_PER_DEGREE * np.cos(np.radians(centre[0])))
    return np.column_stack([lat, lon])
