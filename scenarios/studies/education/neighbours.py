"""Which units are near enough for pupils to be taught next door."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.territory import Territory
from scenarios.studies.education.terms import Terms

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True)
class Neighbours:
    """Pairs of units in both directions and how far their centres are apart by road.

    Attributes
    ----------
    arcs : (A, 2) unit indices from, to
    distance_km : (A,) great circle times the circuity assumption
    schematic : unit ids among them whose coordinates are schematic
    """

    arcs: NDArray[np.int64]
    distance_km: NDArray[np.float64]
    schematic: tuple[str, ...]


def find_neighbours(territory: Territory, terms: Terms) -> Neighbours:
    """Pairs within the scenario's (or the assumed) distance between administrative centres."""
    places = territory.coordinates(list(terms.units)).set_index("unit_id").loc[list(terms.units)]
    limit = terms.scenario.transfers.max_distance_km or terms.assumptions.value(
        "transfer_max_distance_km"
    )
    distance = great_circle_km(places) * terms.assumptions.value("circuity_road")
    near = (distance <= limit) & ~np.eye(len(places), dtype=bool)
    arcs = np.argwhere(near)
    schematic = places.index[places["coord_quality"] == "schematic"]
    involved = {terms.units[int(n)] for n in np.unique(arcs)}
    return Neighbours(
        arcs=arcs.astype(np.int64),
        distance_km=distance[near],
        schematic=tuple(u for u in schematic if u in involved),
    )


def great_circle_km(places: pd.DataFrame) -> NDArray[np.float64]:
    """(N, N) haversine distances between rows with `lat` and `lon` in degrees; NaN stays NaN."""
    lat = np.radians(places["lat"].to_numpy(float))
    lon = np.radians(places["lon"].to_numpy(float))
    half_lat = np.sin((lat[:, None] - lat[None, :]) / 2.0) ** 2
    half_lon = np.sin((lon[:, None] - lon[None, :]) / 2.0) ** 2
    chord = half_lat + np.cos(lat)[:, None] * np.cos(lat)[None, :] * half_lon
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0))))
