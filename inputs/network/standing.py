"""Which links stand in a year, under a planner's delays and omissions of planned ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from inputs.assumptions import unknown_name
from inputs.errors import InputError

_FILE = "corridors.csv"


def rescheduled(
    corridors: pd.DataFrame, delays: Mapping[str, int], dropped: Collection[str]
) -> pd.DataFrame:
    """Return the links with the horizons of a scenario, without what it drops.

    Parameters
    ----------
    corridors
        The table `corridors`.
    delays
        Planned link to the year from which it stands; a link without a horizon gets one.
    dropped
        Planned links that are never built.

    Raises
    ------
    InputError
        An id is unknown or no planned link of the graph, a link is both delayed and dropped, or a
        year lies before the horizon of the link.
    """
    planned = corridors[(corridors["status"] == "planned") & ~corridors["is_loop"]]
    horizon = planned.set_index("edge_id")["horizon"]
    for edge_id in (*delays, *dropped):
        _require_planned(edge_id, corridors, horizon.index)
    for edge_id, year in delays.items():
        if edge_id in dropped:
            raise InputError(
                "a link is both delayed and dropped", value=edge_id, expected="one of the two"
            )
        if year < horizon[edge_id]:
            raise InputError(
                f"planned link {edge_id} would stand before its horizon",
                file=_FILE,
                column="horizon",
                value=year,
                expected=f"{horizon[edge_id]:.0f} or later",
            )
    table = corridors[~corridors["edge_id"].isin(list(dropped))].copy()
    moved = table["edge_id"].map(dict(delays))
    table["horizon"] = moved.fillna(table["horizon"])
    return table


def require_sound(nodes: pd.DataFrame, corridors: pd.DataFrame, documents: pd.DataFrame) -> None:
    """Make sure that every node has a link and no planned link stands before its document.

    Parameters
    ----------
    nodes, corridors, documents
        The tables `corridor_nodes`, `corridors` and `documents`.

    Raises
    ------
    InputError
        A node is in no row of `corridors`, or the horizon of a planned link is not later than the
        base year of the document that plans it.
    """
    linked = nodes["node_id"].isin([*corridors["from_node"], *corridors["to_node"]])
    if not linked.all():
        alone = nodes[~linked]
        raise InputError(
            "a node of the graph has no link",
            file="corridor_nodes.csv",
            row=int(alone.index[0]) + 2,
            column="node_id",
            value=", ".join(alone["node_id"]),
            expected="from_node or to_node of a row in corridors.csv",
        )
    base = corridors["document"].map(documents.set_index("document")["base_year"])
    early = corridors[(corridors["status"] == "planned") & (corridors["horizon"] <= base)]
    if len(early):
        first, since = early.iloc[0], base[early.index[0]]
        raise InputError(
            f"planned link {first['edge_id']} would stand before it is planned",
            file=_FILE,
            row=int(early.index[0]) + 2,
            column="horizon",
            value=int(first["horizon"]),
            expected=f"a year after {since:.0f}, the base year of document {first['document']}",
        )


def _require_planned(edge_id: str, corridors: pd.DataFrame, planned: Iterable[str]) -> None:
    row = corridors[corridors["edge_id"] == edge_id]
    if row.empty:
        raise unknown_name(edge_id, planned, "planned link")
    if edge_id in planned:
        return
    only = row.iloc[0]
    what = "a bypass of one place" if only["is_loop"] else only["status"]
    ends = {only["from_node"], only["to_node"]}
    beside = corridors[corridors["edge_id"].isin(list(planned))]
    near = beside[beside["from_node"].isin(ends) | beside["to_node"].isin(ends)]["edge_id"]
    close = sorted(near) or sorted(planned)[:5]
    raise InputError(
        f"only planned links of the graph can be delayed or dropped; this one is {what}",
        file=_FILE,
        row=int(row.index[0]) + 2,
        column="edge_id",
        value=edge_id,
        expected=f"a planned link such as {', '.join(close)}",
    )
