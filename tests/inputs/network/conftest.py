"""A made-up region with roads, railways and planned links."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from forest import Region, Rows

from inputs.territory import Territory, load_territory

POINTS = {
    "oak": (45.0, 70.0),
    "elm": (45.0, 71.0),
    "fir": (46.0, 71.0),
    "ash": (45.02, 71.02),
    "fen": None,
    "moor": None,
    "cape": None,
}


def _node(node_id: str, point: tuple[float, float] | None) -> dict[str, str]:
    row = {"node_id": node_id, "name_kk": node_id.title(), "unit_id": "north", "type": "town"}
    return row if point is None else {**row, "lat": str(point[0]), "lon": str(point[1])}


def _link(edge_id: str, from_node: str, to_node: str, **more: str) -> dict[str, str]:
    base = {"status": "existing", "is_loop": "false", "source": "made up"}
    mode = "road" if edge_id.startswith("RD") else "rail"
    return {
        "edge_id": edge_id,
        "from_node": from_node,
        "to_node": to_node,
        "mode": mode,
        **base,
        **more,
    }


@pytest.fixture
def corridor_rows() -> tuple[Rows, Rows]:
    """Rows of corridor_nodes and corridors."""
    planned = {"status": "planned", "horizon": "2040"}
    nodes = [_node(node, point) for node, point in POINTS.items()]
    links = [
        _link("RD-001", "oak", "elm", length_km="90"),
        _link("RD-002", "elm", "fen", length_km="60"),
        _link("RD-003", "fen", "fir"),
        _link("RD-004", "oak", "fir", length_km="300", over_nodes="fen"),
        _link("RD-005", "oak", "moor"),
        _link("RD-006", "oak", "fir", length_km="200", **planned),
        _link("RL-001", "oak", "ash", length_km="85"),
        _link("RL-002", "ash", "fir", **planned),
        _link("RL-003", "fir", "cape", length_km="100"),
        _link("RL-004", "elm", "elm", is_loop="true", **planned),
        _link("RL-005", "oak", "fir", status="planned"),
    ]
    return nodes, links


Make = Callable[[Rows, Rows], Territory]


@pytest.fixture
def make_territory(region: Region, write_region: Callable[[Region], Path]) -> Make:
    """Return a function from rows of nodes and links to a territory."""

    def make(nodes: Rows, links: Rows) -> Territory:
        documents = [{**row, "base_year": "2024"} for row in region["documents"]]
        tables = {**region, "documents": documents}
        return load_territory(write_region({**tables, "corridor_nodes": nodes, "corridors": links}))

    return make


@pytest.fixture
def woods(corridor_rows: tuple[Rows, Rows], make_territory: Make) -> Territory:
    """The region with its corridors."""
    return make_territory(*corridor_rows)
