"""Tables of corridors that cannot be right are refused with the place of the fault."""

from __future__ import annotations

import pytest
from forest import Rows

from inputs.errors import InputError
from inputs.network import multimodal_network


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"to_node": "elms"}, r"corridors row 2 column to_node.*elms.*did you mean elm"),
        ({"length_km": "-90"}, r"corridors row 2 column length_km.*-90"),
        ({"status": "planed"}, r"corridors row 2 column status.*planed"),
        (
            {"status": "planned", "horizon": "2024", "document": "F1", "lines": "1"},
            r"corridors.csv, row 2, column horizon: planned link RD-001.*after 2024",
        ),
    ],
)
def test_a_faulty_link_is_named(
    corridor_rows: tuple[Rows, Rows],
    make_territory: object,
    change: dict[str, str],
    told: str,
) -> None:
    nodes, links = corridor_rows
    faulty = [{**links[0], **change}, *links[1:]]
    with pytest.raises(InputError, match=told):
        multimodal_network(make_territory(nodes, faulty), 2040)  # type: ignore[operator]


def test_a_node_without_a_link_is_named(
    corridor_rows: tuple[Rows, Rows], make_territory: object
) -> None:
    nodes, links = corridor_rows
    lonely = {**nodes[0], "node_id": "tarn"}
    with pytest.raises(InputError, match=r"corridor_nodes.csv, row 9.*no link.*tarn"):
        multimodal_network(make_territory([*nodes, lonely], links), 2040)  # type: ignore[operator]
