"""From the tables of a territory to the network of a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.distances.corridors import corridor_lengths
from inputs.distances.great_circle import great_circle_km, on_sphere, tree
from inputs.distances.matrix import Mode
from inputs.network.multimodal import TRANSFER, MultimodalNetwork
from inputs.network.names import latin_names
from inputs.network.positions import PlainLinks, Positions, node_positions
from inputs.network.standing import require_sound, rescheduled
from inputs.territory import Territory

IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

MODES = (Mode.ROAD, Mode.RAIL)

_LAST_YEAR = 9999  # every link that is ever planned stands then


def multimodal_network(
    territory: Territory,
    year: int,
    *,
    delays: Mapping[str, int] | None = None,
    dropped: Collection[str] = (),
) -> MultimodalNetwork:
    """Return the road and rail network that stands in a year.

    Planned links stand from their horizon on; one without a horizon only where a delay gives it
    one. Upgrades, checks, bypasses of one place, and links that pass over nodes which the graph
    itself holds, are no links of it.

    Parameters
    ----------
    year
        Calendar year.
    delays
        Planned link to the year from which it stands instead.
    dropped
        Planned links that are never built.

    Raises
    ------
    InputError
        A delayed or dropped id is no planned link, a delay lies before the horizon, a node has no
        link or can be placed nowhere, or a planned link stands before its document.
    """
    assumed = territory.assumptions
    circuity = {str(mode): assumed.value(f"circuity_{mode}") for mode in MODES}
    corridors = territory.table("corridors")
    scheduled = _graph_links(rescheduled(corridors, delays or {}, dropped))
    ever = _graph_links(corridors)
    # a planned link without a horizon may get one from a scenario
    ever = ever.assign(horizon=ever["horizon"].fillna(0))
    nodes = territory.table("corridor_nodes")
    require_sound(nodes, corridors, territory.table("documents"))
    nodes = nodes[nodes["node_id"].isin([*ever["from_node"], *ever["to_node"]])]
    number = pd.Series(np.arange(len(nodes)), index=nodes["node_id"])
    measured = _measured(ever, nodes, circuity, _LAST_YEAR)
    drawn = PlainLinks(
        number[measured["from_node"]].to_numpy(np.int64),
        number[measured["to_node"]].to_numpy(np.int64),
        measured["length_km"].to_numpy(float),
        np.array([circuity[mode] for mode in measured["mode"]]),
        assumed.value("network_unknown_link_km"),
    )
    points = node_positions(nodes, drawn)
    links = _standing(scheduled, nodes, points, number, circuity, year)
    transfers = _transfers(nodes, points, number, links, assumed.value("network_transfer_km"))
    links = pd.concat([part for part in (links, transfers) if len(part)], ignore_index=True)
    tail = number[links["from_node"]].to_numpy(np.int64)
    head = number[links["to_node"]].to_numpy(np.int64)
    modes = links["mode"].to_numpy(np.str_)
    return MultimodalNetwork(
        year=year,
        node_ids=nodes["node_id"].to_numpy(np.str_),
        names=latin_names(nodes, territory.table("places")),
        names_kk=nodes["name_kk"].to_numpy(np.str_),
        unit_ids=nodes["unit_id"].fillna("").to_numpy(np.str_),
        kinds=nodes["type"].to_numpy(np.str_),
        lat=points.lat,
        lon=points.lon,
        positions=np.where(points.schematic, "schematic", "sourced"),
        edge_ids=links["edge_id"].to_numpy(np.str_),
        tail=tail,
        head=head,
        modes=modes,
        length_km=links["length_km"].to_numpy(float),
        basis=links["basis"].to_numpy(np.str_),
        status=links["status"].to_numpy(np.str_),
        horizon=np.where(links["status"] == "planned", links["horizon"].astype(float), np.nan),
        transfer=_meeting(len(nodes), tail, head, modes),
    )


def _graph_links(corridors: pd.DataFrame) -> pd.DataFrame:
    kept = corridors["status"].isin(["existing", "planned"]) & ~corridors["is_loop"]
    return corridors[kept & corridors["over_nodes"].isna()]


def _measured(
    links: pd.DataFrame, nodes: pd.DataFrame, circuity: Mapping[str, float], year: int
) -> pd.DataFrame:
    """The links that stand, with the length and basis that sources give: NaN, schematic if none."""
    found = []
    for mode in MODES:
        lengths = corridor_lengths(links, nodes, mode, circuity[mode], year)
        unknown = {"edge_id": list(lengths.without_length), "length_km": np.nan}
        found += [lengths.table[["edge_id", "length_km", "basis"]], pd.DataFrame(unknown)]
    table = pd.concat([part for part in found if len(part)], ignore_index=True)
    table["basis"] = table["basis"].fillna("schematic")
    return links.drop(columns="length_km").merge(table, on="edge_id")


def _standing(
    links: pd.DataFrame,
    nodes: pd.DataFrame,
    points: Positions,
    number: pd.Series,
    circuity: Mapping[str, float],
    year: int,
) -> pd.DataFrame:
    table = _measured(links, nodes, circuity, year)
    tail, head = (number[table[end]].to_numpy(np.int64) for end in ("from_node", "to_node"))
    drawn = great_circle_km(
        points.lat[tail], points.lon[tail], points.lat[head], points.lon[head]
    ) * table["mode"].map(circuity)
    table["length_km"] = np.where(table["length_km"].isna(), drawn, table["length_km"])
    return table


def _transfers(
    nodes: pd.DataFrame, points: Positions, number: pd.Series, links: pd.DataFrame, reach_km: float
) -> pd.DataFrame:
    """Links from each station that no road reaches to the nearest located road node."""
    by_mode = [links[links["mode"] == mode] for mode in MODES]
    road, rail = (
        np.isin(
            np.arange(len(nodes)), number[pd.unique(m[["from_node", "to_node"]].to_numpy().ravel())]
        )
        for m in by_mode
    )
    stations = np.flatnonzero(rail & ~road & ~points.schematic)
    roads = np.flatnonzero(road & ~points.schematic)
    columns = ["edge_id", "from_node", "to_node", "mode", "status", "horizon", "length_km", "basis"]
    if stations.size == 0 or roads.size == 0:
        return pd.DataFrame(columns=columns)
    lat, lon = points.lat, points.lon
    _, nearest = tree(lat[roads], lon[roads]).query(on_sphere(lat[stations], lon[stations]))
    beside = roads[nearest]
    km = great_circle_km(lat[stations], lon[stations], lat[beside], lon[beside])
    ids = nodes["node_id"].to_numpy(np.str_)
    table = pd.DataFrame(
        {
            "edge_id": [f"{TRANSFER}_{node}" for node in ids[stations]],
            "from_node": ids[stations],
            "to_node": ids[beside],
            "mode": TRANSFER,
            "status": "existing",
            "horizon": np.nan,
            "length_km": km,
            "basis": "geometry",
        }
    )
    return table[km <= reach_km]


def _meeting(count: int, tail: IntArray, head: IntArray, modes: NDArray[np.str_]) -> BoolArray:
    touched = {}
    for mode in (*MODES, TRANSFER):
        of_mode = modes == str(mode)
        touched[mode] = np.zeros(count, dtype=bool)
        touched[mode][tail[of_mode]] = touched[mode][head[of_mode]] = True
    meeting: BoolArray = (touched[Mode.ROAD] & touched[Mode.RAIL]) | touched[TRANSFER]
    return meeting
