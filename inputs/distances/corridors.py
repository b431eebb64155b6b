"""The corridor graph of the data package as a network with a length for every usable link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from inputs.distances.great_circle import great_circle_km
from inputs.distances.matrix import Mode
from inputs.distances.network import Network
from inputs.errors import InputError
from inputs.territory import Territory

_USABLE_FLAG = "below_straight_line"  # such a length belongs to a part of the link


@dataclass(frozen=True)
class CorridorLengths:
    """Lengths of links and where each comes from.

    Attributes
    ----------
    table
        One row per link of the graph: edge_id, from_node, to_node, length_km and basis, which is
        `sourced`, `chain` (share of a sourced chain), `geometry` (great circle x circuity).
    without_length
        Ids of links that are left out, because no source and no coordinates tell their length.
    """

    table: pd.DataFrame
    without_length: tuple[str, ...]


def corridor_network(territory: Territory, mode: Mode | str, *, year: int | None = None) -> Network:
    """Return the road or rail graph of a territory.

    Upgrades, lengths that only serve as checks, and bypasses of one place are no links. Lengths
    shorter than the great circle are passed over.

    Parameters
    ----------
    mode
        road or rail.
    year
        Planned links are part of the graph when their horizon is not later; None: none of them.

    Raises
    ------
    InputError
        The mode is neither road nor rail, or the territory holds no corridors.
    """
    mode = Mode(mode)
    if mode not in (Mode.ROAD, Mode.RAIL):
        raise InputError("no corridors of this mode", value=str(mode), expected="road or rail")
    circuity = territory.assumptions.value(f"circuity_{mode}")
    nodes = territory.table("corridor_nodes")
    corridors = territory.table("corridors")
    lengths = corridor_lengths(corridors, nodes, mode, circuity, year)
    index = pd.Series(np.arange(len(nodes)), index=nodes["node_id"])
    links = lengths.table
    basis = links["basis"]
    planned = "without planned links" if year is None else f"with links planned until {year}"
    counts = ", ".join(f"{int((basis == b).sum())} {b}" for b in ("sourced", "chain", "geometry"))
    notes = [f"{len(links)} {mode} links, lengths: {counts}"]
    if lengths.without_length:
        notes.append(
            f"{len(lengths.without_length)} links have no known length and are left out: "
            + ", ".join(lengths.without_length)
        )
    return Network(
        node_ids=nodes["node_id"].to_numpy(dtype=np.str_),
        lat=nodes["lat"].to_numpy(dtype=float),
        lon=nodes["lon"].to_numpy(dtype=float),
        tail=index[links["from_node"]].to_numpy(dtype=np.int64),
        head=index[links["to_node"]].to_numpy(dtype=np.int64),
        length_km=links["length_km"].to_numpy(dtype=float),
        estimated=(basis != "sourced").to_numpy(dtype=bool),
        directed=False,
        mode=mode,
        source=f"{mode} corridors of {territory.folder.name}, {planned}, circuity {circuity:g}",
        notes=tuple(notes),
    )


def corridor_lengths(
    corridors: pd.DataFrame,
    nodes: pd.DataFrame,
    mode: Mode,
    circuity: float,
    year: int | None = None,
) -> CorridorLengths:
    """Give every link of the graph a length in km, or say that none is known.

    A link has its sourced length; else its share of the chain's sourced total, less what the
    chain's other links have; else great circle x circuity.
    """
    status, horizon = corridors["status"], corridors["horizon"]
    planned = (status == "planned") & (horizon <= (-np.inf if year is None else year))
    wanted = (corridors["mode"] == str(mode)) & ~corridors["is_loop"].astype(bool)
    links = corridors[wanted & ((status == "existing") | planned)].copy()
    links["gc"] = links["gc_km"].fillna(_between(links, nodes))
    usable = links["length_km"].notna() & (links["length_flag"] != _USABLE_FLAG)
    # a source that contradicts geometry is of no use, flagged or not
    usable &= ~(links["length_km"] < links["gc"])
    links["km"] = links["length_km"].where(usable)
    links["basis"] = np.where(usable, "sourced", "")
    for _, chain in links[links["chain_id"].notna()].groupby("chain_id"):
        shares = _shares(chain, circuity)
        links.loc[shares.index, "km"] = shares
        links.loc[shares.index, "basis"] = "chain"
    reckoned = links["km"].isna() & links["gc"].notna()
    links.loc[reckoned, "km"] = links.loc[reckoned, "gc"] * circuity
    links.loc[reckoned, "basis"] = "geometry"
    known = links["km"].notna()
    table = links.loc[known, ["edge_id", "from_node", "to_node", "km", "basis"]]
    return CorridorLengths(
        table.rename(columns={"km": "length_km"}).reset_index(drop=True),
        tuple(links.loc[~known, "edge_id"]),
    )


def _between(links: pd.DataFrame, nodes: pd.DataFrame) -> pd.Series:
    points = nodes.set_index("node_id")[["lat", "lon"]]
    start = points.loc[links["from_node"]].to_numpy(dtype=float)
    end = points.loc[links["to_node"]].to_numpy(dtype=float)
    km = great_circle_km(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    return pd.Series(km, index=links.index)


def _shares(chain: pd.DataFrame, circuity: float) -> pd.Series:
    """Split what a chain's total leaves for the links without a length of their own.

    In proportion to the great circles where all are known; else the links with one take great
    circle x circuity and the others equal parts of the remainder. Nothing is split where the
    total is shorter than the great circles.
    """
    open_links = chain[chain["km"].isna()]
    rest = float(chain["chain_total_km"].max()) - float(chain["km"].sum())
    gc = open_links["gc"]
    if open_links.empty or rest <= 0 or rest < gc.sum():
        return pd.Series(dtype=float)
    if gc.notna().all():
        return gc * (rest / gc.sum())
    known = gc.dropna() * circuity
    remainder = rest - float(known.sum())
    if remainder <= 0:
        return pd.Series(dtype=float)
    blank = gc.isna().sum()
    return known.reindex(open_links.index).fillna(remainder / blank)
