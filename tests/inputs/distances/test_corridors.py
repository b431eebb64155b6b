"""The corridor graph: which links stand, and how long they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from inputs.distances import Mode, corridor_lengths, corridor_network
from inputs.distances.great_circle import great_circle_km
from inputs.errors import InputError
from inputs.territory import load_territory

NODES = pd.DataFrame(
    {
        "node_id": ["a", "b", "c", "x", "y"],
        "lat": [43.0, 43.0, 43.0, np.nan, np.nan],
        "lon": [76.0, 76.5, 77.5, np.nan, np.nan],
    }
)
AB, BC = (float(great_circle_km(43, w, 43, e)) for w, e in ((76, 76.5), (76.5, 77.5)))


def links(*rows: dict[str, object]) -> pd.DataFrame:
    base: dict[str, object] = {
        "mode": "road",
        "status": "existing",
        "horizon": np.nan,
        "length_km": np.nan,
        "chain_id": None,
        "chain_total_km": np.nan,
        "gc_km": np.nan,
        "length_flag": None,
        "is_loop": False,
    }
    table = pd.DataFrame([{**base, "edge_id": f"E{n}", **row} for n, row in enumerate(rows)])
    return table.rename(columns={"u": "from_node", "v": "to_node"})


def lengths(*rows: dict[str, object], year: int | None = None) -> dict[str, tuple[float, str]]:
    found = corridor_lengths(links(*rows), NODES, Mode.ROAD, 1.2, year).table
    return {row["edge_id"]: (row["length_km"], row["basis"]) for row in found.to_dict("records")}


def test_a_sourced_length_stands_and_a_missing_one_is_reckoned() -> None:
    found = lengths({"u": "a", "v": "b", "length_km": 50}, {"u": "b", "v": "c"})
    assert found["E0"] == (50, "sourced")
    assert found["E1"] == (pytest.approx(1.2 * BC), "geometry")


def test_a_length_below_the_straight_line_is_passed_over() -> None:
    flagged = {"u": "a", "v": "b", "length_km": 90, "length_flag": "below_straight_line"}
    assert lengths(flagged)["E0"] == (pytest.approx(1.2 * AB), "geometry")
    unflagged = {"u": "a", "v": "b", "length_km": AB - 1}
    assert lengths(unflagged)["E0"] == (pytest.approx(1.2 * AB), "geometry")


def test_a_chain_is_split_by_great_circles() -> None:
    chain = {"chain_id": "C", "chain_total_km": 150}
    found = lengths({"u": "a", "v": "b", **chain}, {"u": "b", "v": "c", **chain})
    assert found["E0"] == (pytest.approx(150 * AB / (AB + BC)), "chain")
    assert found["E0"][0] + found["E1"][0] == pytest.approx(150)


def test_a_chain_gives_what_is_left_to_links_without_length() -> None:
    chain = {"chain_id": "C", "chain_total_km": 300}
    found = lengths(
        {"u": "a", "v": "b", "length_km": 60, **chain},
        {"u": "b", "v": "c", **chain},
        {"u": "c", "v": "x", **chain},
        {"u": "x", "v": "y", **chain},
    )
    rest = (300 - 60 - 1.2 * BC) / 2
    assert found["E0"] == (60, "sourced")
    assert found["E1"] == (pytest.approx(1.2 * BC), "chain")
    assert found["E2"] == found["E3"] == (pytest.approx(rest), "chain")


def test_a_chain_shorter_than_its_great_circles_is_not_used() -> None:
    chain = {"chain_id": "C", "chain_total_km": 70}
    found = lengths({"u": "a", "v": "b", **chain}, {"u": "b", "v": "c", **chain})
    assert [basis for _, basis in found.values()] == ["geometry", "geometry"]


def test_a_link_of_unknown_length_is_left_out_and_named() -> None:
    found = corridor_lengths(links({"u": "a", "v": "x"}), NODES, Mode.ROAD, 1.2)
    assert found.table.empty
    assert found.without_length == ("E0",)


def test_planned_links_stand_from_their_horizon_on_and_others_never() -> None:
    rows = (
        {"u": "a", "v": "b", "length_km": 60},
        {"u": "b", "v": "c", "length_km": 99, "status": "planned", "horizon": 2040},
        {"u": "b", "v": "c", "length_km": 99, "status": "planned"},
        {"u": "b", "v": "c", "length_km": 99, "status": "planned_upgrade", "horizon": 2030},
        {"u": "b", "v": "c", "length_km": 99, "status": "check_only"},
        {"u": "b", "v": "b", "length_km": 9, "is_loop": True},
        {"u": "b", "v": "c", "length_km": 99, "mode": "rail"},
    )
    assert set(lengths(*rows)) == {"E0"}
    assert set(lengths(*rows, year=2039)) == {"E0"}
    assert set(lengths(*rows, year=2040)) == {"E0", "E1"}


@pytest.mark.parametrize("mode", ["road", "rail"])
def test_the_graph_of_the_package_is_consistent(mode: str) -> None:
    territory = load_territory()
    network = corridor_network(territory, mode)
    assert (network.length_km >= 0).all()
    located = ~np.isnan(network.lat[network.tail]) & ~np.isnan(network.lat[network.head])
    tail, head = network.tail[located], network.head[located]
    straight = great_circle_km(
        network.lat[tail], network.lon[tail], network.lat[head], network.lon[head]
    )
    # great circles of the table are rounded to 0.1 km
    assert (network.length_km[located] >= straight - 0.1).all()
    assert network.estimated.any()
    assert not network.estimated.all()
    later = corridor_network(territory, mode, year=2050)
    assert later.tail.size > network.tail.size
    assert later.content_hash != network.content_hash


def test_only_roads_and_railways_have_corridors() -> None:
    with pytest.raises(InputError, match="road or rail"):
        corridor_network(load_territory(), "straight")
