"""Drawn points: apart, repeatable, near what is known, and said to be drawn."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from inputs.distances.great_circle import all_pairs, great_circle_km
from inputs.places import place_schematically
from inputs.territory import load_territory


def test_the_settlements_of_the_package_are_drawn_apart() -> None:
    before = load_territory().table("settlements")
    after = place_schematically(before)
    drawn = before["coord_quality"] == "schematic"
    pd.testing.assert_frame_equal(before[~drawn], after[~drawn])
    assert (after["coord_quality"] == before["coord_quality"]).all()
    lat, lon = (after[column].to_numpy(dtype=float) for column in ("lat", "lon"))
    apart = all_pairs(lat, lon, lat, lon) + 1e9 * np.eye(len(after))
    # Gate City has no okrug and stays at the centre that stands in for it
    placed = after["okrug"].notna().to_numpy()
    assert apart[np.ix_(placed, placed)].min() > 0.1
    away = great_circle_km(before["lat"], before["lon"], lat, lon)
    assert away[drawn & before["unit_id"].notna()].max() < 40
    pd.testing.assert_frame_equal(after, place_schematically(before))


MIDDLE = {"A": 43.5, "B": 43.8}


def table(qualities: list[str]) -> pd.DataFrame:
    count = len(qualities)
    return pd.DataFrame(
        {
            "settlement_id": [f"S-{n}" for n in range(count)],
            "unit_id": "east",
            "okrug": ["A" if n % 2 else "B" for n in range(count)],
            "lat": [
                43.0 if quality == "schematic" else MIDDLE["A" if n % 2 else "B"]
                for n, quality in enumerate(qualities)
            ],
            "lon": 77.0,
            "coord_quality": qualities,
        }
    )


@given(st.lists(st.sampled_from(["exact", "approximate", "schematic"]), min_size=1, max_size=30))
def test_drawn_points_stay_beside_their_okrug(qualities: list[str]) -> None:
    before = table(qualities)
    after = place_schematically(before, district_radius_km=15, okrug_radius_km=4)
    for okrug, rows in before.groupby("okrug"):
        drawn = rows.index[rows["coord_quality"] == "schematic"]
        centre = MIDDLE[str(okrug)] if len(drawn) < len(rows) else 43.0
        reach = 4.0 if len(drawn) < len(rows) else 15.0 + 4.0
        km = great_circle_km(centre, 77.0, after.loc[drawn, "lat"], after.loc[drawn, "lon"])
        assert (km <= reach + 0.05).all(), okrug
        assert (km > 0).all()
    points = after.loc[after["coord_quality"] == "schematic", ["lat", "lon"]]
    assert not points.duplicated().any()
