"""Distances by road and rail between places and sites, period by period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.distances.great_circle import all_pairs
from inputs.distances.matrix import Mode
from inputs.errors import InputError
from inputs.network import Anchors, MultimodalNetwork, anchors
from inputs.points import Points

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Ways:
    """Kilometres; inf where there is no way.

    Attributes
    ----------
    direct : (N, N, T) by road between places
    access : (N, M, T) by road between places and sites
    rail : (M, M, T) by rail between the stations of sites, 0 on the diagonal
    siding : (M, T) by road between a site and its station
    """

    direct: FloatArray
    access: FloatArray
    rail: FloatArray
    siding: FloatArray


def ways_between(
    networks: Sequence[MultimodalNetwork],
    places: pd.DataFrame,
    sites: pd.DataFrame,
    assumptions: Assumptions,
) -> Ways:
    """Shortest ways over the network of each period.

    Places and sites are tied to the nearest node by great circle x circuity; where two of them
    are nearer to each other than to the network, they are joined directly.

    Raises
    ------
    InputError
        a place has no way by road to any other; names it and the missing link
    """
    road = assumptions.value("circuity_road")
    ends, stops = _points(places, "place_id"), _points(sites, "site_id")
    direct, access, rail, siding = [], [], [], []
    for network in networks:
        here = joined(network, places, "place_id", road)
        there = joined(network, sites, "site_id", road)
        between = _by_road(network, ends, ends, here, here, road)
        _require_reachable(network, between, ends, here)
        direct.append(between)
        access.append(_by_road(network, ends, stops, here, there, road))
        rail.append(_by_rail(network, there))
        siding.append(there.rail_km)
    return Ways(
        np.stack(direct, axis=2),
        np.stack(access, axis=2),
        np.stack(rail, axis=2),
        np.stack(siding, axis=1),
    )


def joined(
    network: MultimodalNetwork, frame: pd.DataFrame, id_column: str, circuity: float
) -> Anchors:
    """Where rows of a table join the network: at their own node where `node_id` names one."""
    found = anchors(network, _points(frame, id_column), circuity)
    own = frame["node_id"].notna().to_numpy()
    node = network.index([str(n) for n in frame.loc[own, "node_id"]])
    on_road, on_rail = (network.components(mode)[node] == 0 for mode in (Mode.ROAD, Mode.RAIL))
    at_road, at_rail = np.flatnonzero(own)[on_road], np.flatnonzero(own)[on_rail]
    road_node, road_km = found.road_node.copy(), found.road_km.copy()
    rail_node, rail_km = found.rail_node.copy(), found.rail_km.copy()
    road_node[at_road], road_km[at_road] = node[on_road], 0.0
    rail_node[at_rail], rail_km[at_rail] = node[on_rail], 0.0
    return replace(
        found, road_node=road_node, road_km=road_km, rail_node=rail_node, rail_km=rail_km
    )


def _points(frame: pd.DataFrame, id_column: str) -> Points:
    return Points.from_frame(frame, id_column, "name")


def _by_road(
    network: MultimodalNetwork,
    start: Points,
    end: Points,
    start_at: Anchors,
    end_at: Anchors,
    circuity: float,
) -> FloatArray:
    over = network.distances(Mode.ROAD, start_at.road_node, end_at.road_node)
    around = start_at.road_km[:, None] + end_at.road_km
    straight = circuity * all_pairs(start.lat, start.lon, end.lat, end.lon)
    return np.where(straight <= around, straight, over + around)


def _by_rail(network: MultimodalNetwork, at: Anchors) -> FloatArray:
    station = np.maximum(at.rail_node, 0)
    km = network.distances(Mode.RAIL, station, station)
    none = at.rail_node < 0
    km[none] = km[:, none] = np.inf
    np.fill_diagonal(km, 0.0)
    return km


def _require_reachable(
    network: MultimodalNetwork, km: FloatArray, places: Points, at: Anchors
) -> None:
    alone = (np.isfinite(km).sum(axis=1) <= 1) & (len(places) > 1)
    if not alone.any():
        return
    i = int(np.argmax(alone))
    raise InputError(
        f"{places.names[i]} has no way by road to any other place in {network.year}: its node "
        f"{network.node_ids[at.road_node[i]]} lies in a part of its own",
        file="corridors.csv",
        value=places.ids[i],
        expected="a road link that joins it to the rest",
    )
