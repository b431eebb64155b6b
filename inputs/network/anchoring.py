"""Where units, sites and other points join the network, by road and by rail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from inputs.distances.great_circle import all_pairs
from inputs.distances.matrix import Mode
from inputs.distances.routing import Snapped, snap
from inputs.errors import InputError
from inputs.network.multimodal import TRANSFER, MultimodalNetwork
from inputs.points import Points
from inputs.territory import Territory

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Anchors:
    """Where N points join a network.

    Attributes
    ----------
    ids
        (N,) ids of the points.
    road_node
        (N,) nearest sourced node with a road.
    road_km
        (N,) km to it: great circle x circuity.
    rail_node
        (N,) nearest station by road, of those from which most of the railways can be reached; -1
        where no road leads to one.
    rail_km
        (N,) km to it, `road_km` included; inf where there is none. A station no farther than the
        road node is reached without the road: great circle x circuity.
    estimated
        (N,) True where the point is schematic or farther from its road node than a set distance.
    """

    ids: tuple[str, ...]
    road_node: IntArray
    road_km: FloatArray
    rail_node: IntArray
    rail_km: FloatArray
    estimated: BoolArray


def anchors(
    network: MultimodalNetwork, points: Points, circuity: float, *, access_flag_km: float = 0.5
) -> Anchors:
    """Tie points to the roads of a network, and by road to its stations.

    Parameters
    ----------
    circuity
        km by road per km of great circle, for the way to the road node.
    access_flag_km
        A longer way to the road node makes the anchor an estimate.
    """
    joined = snap(points, network.mode(Mode.ROAD), circuity)
    station, km = _stations(network, points, joined, circuity)
    return Anchors(
        ids=points.ids,
        road_node=joined.node,
        road_km=joined.access_km,
        rail_node=station,
        rail_km=km,
        estimated=points.schematic | (joined.access_km > access_flag_km),
    )


def _stations(
    network: MultimodalNetwork, points: Points, joined: Snapped, circuity: float
) -> tuple[IntArray, FloatArray]:
    stations = np.flatnonzero(network.components(Mode.RAIL) == 0)
    if stations.size == 0:
        return np.full(len(points), -1), np.full(len(points), np.inf)
    nodes, row = np.unique(joined.node, return_inverse=True)
    by_road = _road_and_transfers(network, nodes)[:, stations]
    nearest = by_road.argmin(axis=1)[row]
    km = by_road[row, nearest] + joined.access_km
    node = np.where(np.isfinite(km), stations[nearest], -1)
    placed = stations[network.positions[stations] == "sourced"]
    straight = circuity * all_pairs(
        points.lat, points.lon, network.lat[placed], network.lon[placed]
    )
    if placed.size:
        beside = straight.argmin(axis=1)
        direct = straight[np.arange(len(points)), beside]
        off_road = (direct <= joined.access_km) & (direct < km)
        node, km = np.where(off_road, placed[beside], node), np.where(off_road, direct, km)
    return node.astype(np.int64), km


def _road_and_transfers(network: MultimodalNetwork, sources: IntArray) -> FloatArray:
    """(S, n) km over roads and the links between them and stations."""
    links = np.concatenate([network.links_of(Mode.ROAD), network.links_of(TRANSFER)])
    tail, head, km = network.tail[links], network.head[links], network.length_km[links]
    order = np.argsort(km, kind="stable")
    low, high = np.minimum(tail, head)[order], np.maximum(tail, head)[order]
    _, first = np.unique(low * network.node_count + high, return_index=True)
    least = np.maximum(km[order][first], 1e-6)  # a stored zero would be no link
    shape = network.node_count, network.node_count
    graph = coo_array((least, (low[first], high[first])), shape=shape).tocsr()
    distance: FloatArray = dijkstra(graph, directed=False, indices=sources)
    return distance


def unit_points(territory: Territory, unit_ids: Sequence[str]) -> Points:
    """Return the administrative centres of units.

    Raises
    ------
    InputError
        A unit is unknown or has no centre.
    """
    frame = territory.coordinates(unit_ids)
    frame["name"] = [territory.name(unit) for unit in unit_ids]
    return Points.from_frame(frame, "unit_id", "name")


def site_points(territory: Territory, site_ids: Sequence[str] | None = None) -> Points:
    """Return logistics sites; one without a place stands at the centre of its unit, schematic.

    Parameters
    ----------
    site_ids
        Rows of `logistics_sites`; None: all that have a place or lie in a unit with a centre.

    Raises
    ------
    InputError
        A site is unknown, or neither it nor its unit has a point.
    """
    sites = territory.table("logistics_sites").set_index("site_id")
    places = territory.table("places").set_index("place_id")
    centre = sites["unit_id"].map(territory.units["centre_place_id"])
    place = sites["place_id"].fillna(centre)
    wanted = list(sites.index[place.notna()]) if site_ids is None else list(site_ids)
    for site in wanted:
        if site not in sites.index or not isinstance(place[site], str):
            raise InputError(
                "no such logistics site" if site not in sites.index else "a site without a point",
                file="logistics_sites.csv",
                column="site_id",
                value=site,
                expected="a site with a place, or in a unit with an administrative centre",
            )
    frame = places.loc[place[wanted], ["name_en", "lat", "lon", "coord_quality"]].copy()
    frame["site_id"] = wanted
    frame["name"] = sites.loc[wanted, "name"].fillna(frame["name_en"].set_axis(wanted)).to_numpy()
    own = sites.loc[wanted, "place_id"].notna().to_numpy()
    frame["coord_quality"] = frame["coord_quality"].where(own, "schematic")
    return Points.from_frame(frame.reset_index(drop=True), "site_id", "name")
