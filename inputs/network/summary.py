"""What a network holds, what it cuts off, and how it compares with what the schemes declare."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from inputs.distances.great_circle import all_pairs
from inputs.distances.matrix import Mode
from inputs.errors import InputError
from inputs.network.multimodal import BASES, MultimodalNetwork
from inputs.network.standing import rescheduled
from inputs.territory import Territory

IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Gap:
    """A node cut off from the main part of a mode, and the link that would join it.

    Attributes
    ----------
    node, nearest
        Indices of the node and of the main part's nearest node.
    km
        Straight km between them.
    estimated
        True where one of the two has a drawn point.
    """

    node: int
    nearest: int
    km: float
    estimated: bool

    def told(self, network: MultimodalNetwork) -> str:
        """Say it in words."""
        names, about = network.names, "about " if self.estimated else ""
        return f"{names[self.node]}: {about}{self.km:.0f} km from {names[self.nearest]}"


def gaps(network: MultimodalNetwork, mode: Mode | str, nodes: ArrayLike) -> tuple[Gap, ...]:
    """Return those of the nodes that the main part of a mode does not reach, the nearest first."""
    part = network.components(mode)
    asked = np.unique(np.asarray(nodes, dtype=np.int64))
    lost, main = asked[part[asked] != 0], np.flatnonzero(part == 0)
    if lost.size == 0 or main.size == 0:
        return ()
    km = all_pairs(network.lat[lost], network.lon[lost], network.lat[main], network.lon[main])
    near = km.argmin(axis=1)
    drawn = network.positions == "schematic"
    found = [
        Gap(int(a), int(main[b]), float(row[b]), bool(drawn[a] | drawn[main[b]]))
        for a, b, row in zip(lost, near, km, strict=True)
    ]
    return tuple(sorted(found, key=lambda gap: gap.km))


def require_reachable(network: MultimodalNetwork, mode: Mode | str, nodes: ArrayLike) -> None:
    """Make sure that the main part of a mode reaches all nodes.

    Raises
    ------
    InputError
        Nodes are cut off: by name, with the link that is missing.
    """
    cut = gaps(network, mode, nodes)
    if cut:
        raise InputError(
            f"no {mode} leads to {len(cut)} nodes in {network.year}",
            file="corridors.csv",
            value="; ".join(gap.told(network) for gap in cut),
            expected="a link to each, existing or planned until then",
        )


def lengths(network: MultimodalNetwork, territory: Territory) -> pd.DataFrame:
    """Return km by region and mode, half of a link for each of its ends.

    Returns
    -------
    pandas.DataFrame
        region (empty outside the territory), mode, links (halves count half), km, existing_km,
        planned_km.
    """
    region = territory.units["region_id"]
    of_node = pd.Series(network.unit_ids).map(region).fillna("").to_numpy()
    kept = network.modes != "transfer"
    halves = [
        pd.DataFrame(
            {
                "region": of_node[ends[kept]],
                "mode": network.modes[kept],
                "km": network.length_km[kept] / 2,
                "planned": network.status[kept] == "planned",
            }
        )
        for ends in (network.tail, network.head)
    ]
    table = pd.concat(halves, ignore_index=True)
    table["planned_km"] = table["km"].where(table["planned"], 0.0)
    table["links"] = 0.5
    sums = table.groupby(["region", "mode"])[["links", "km", "planned_km"]].sum().reset_index()
    sums["existing_km"] = sums["km"] - sums["planned_km"]
    return sums[["region", "mode", "links", "km", "existing_km", "planned_km"]]


def against_documents(network: MultimodalNetwork, territory: Territory) -> pd.DataFrame:
    """Return the km of `lengths` beside the lengths that the schemes declare.

    The declared stock is the one of the base year; works are the sum of horizons up to the year.

    Returns
    -------
    pandas.DataFrame
        region, mode, graph_km (existing links), declared_km, share (graph over declared),
        planned_km (planned links that stand), works_km (declared works, reconstruction and second
        tracks included), note.
    """
    declared = territory.table("network_totals")
    rows = []
    for row in lengths(network, territory).to_dict("records"):
        own = declared[(declared["unit_id"] == row["region"]) & (declared["mode"] == row["mode"])]
        stock = own[own["measure"].isin(["stock", "stock_annex"])]
        stock = stock[stock["year"] == stock["year"].min()].sort_values("measure")
        if stock.empty:
            continue
        works = own[(own["measure"] == "works") & (own["year"] <= network.year)]
        told = pd.concat([stock.head(1), works])
        notes = [
            f"{year}: {note}"
            for year, note in zip(told["year"], told["note"], strict=True)
            if isinstance(note, str)
        ]
        km = float(stock["length_km"].iloc[0])
        rows.append(
            {
                "region": row["region"],
                "mode": row["mode"],
                "graph_km": row["existing_km"],
                "declared_km": km,
                "share": row["existing_km"] / km,
                "planned_km": row["planned_km"],
                "works_km": float(works["length_km"].sum()),
                "note": " | ".join(notes),
            }
        )
    return pd.DataFrame(rows)


def bases(network: MultimodalNetwork) -> pd.DataFrame:
    """Return links and km by mode and by where their length comes from."""
    table = pd.DataFrame(
        {"mode": network.modes, "basis": network.basis, "links": 1, "km": network.length_km}
    )
    table = table[table["mode"] != "transfer"]
    table["basis"] = pd.Categorical(table["basis"], categories=list(BASES))
    sums = table.groupby(["mode", "basis"], observed=False)[["links", "km"]].sum()
    return sums.reset_index()


def planned_links(
    territory: Territory, delays: Mapping[str, int] | None = None, dropped: Collection[str] = ()
) -> pd.DataFrame:
    """Return the planned links under a scenario, by year; a link without a horizon comes last.

    Returns
    -------
    pandas.DataFrame
        edge_id, mode, horizon (NaN: never), from_node, to_node, route.
    """
    table = rescheduled(territory.table("corridors"), delays or {}, dropped)
    table = table[(table["status"] == "planned") & ~table["is_loop"]]
    table = table.sort_values(["horizon", "edge_id"], na_position="last")
    columns = ["edge_id", "mode", "horizon", "from_node", "to_node", "route"]
    return table[columns].reset_index(drop=True)
