"""What stands in a year, and how long it is."""

from __future__ import annotations

import numpy as np
import pytest
from forest import Rows

from inputs.distances.great_circle import great_circle_km
from inputs.errors import InputError
from inputs.network import MultimodalNetwork, multimodal_network
from inputs.territory import Territory, load_territory


def standing(network: MultimodalNetwork) -> set[str]:
    return set(map(str, network.edge_ids))


def test_planned_links_stand_from_their_horizon_on(woods: Territory) -> None:
    now = {"RD-001", "RD-002", "RD-003", "RD-005", "RL-001", "RL-003", "transfer_ash"}
    assert standing(multimodal_network(woods, 2039)) == now
    assert standing(multimodal_network(woods, 2040)) == now | {"RD-006", "RL-002"}


def test_a_delay_moves_a_horizon_and_a_dropped_link_never_stands(woods: Territory) -> None:
    late = multimodal_network(woods, 2044, delays={"RD-006": 2045, "RL-005": 2044})
    assert "RD-006" not in standing(late)
    assert "RL-005" in standing(late)
    network = multimodal_network(woods, 2045, delays={"RD-006": 2045}, dropped=["RL-002"])
    assert "RD-006" in standing(network)
    assert "RL-002" not in standing(network)
    moved = network.edge_ids == "RD-006"
    assert network.horizon[moved] == 2045
    assert network.status[moved] == "planned"
    assert np.isnan(network.horizon[network.status == "existing"]).all()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"delays": {"RD-060": 2045}}, "unknown planned link.*RD-006"),
        ({"dropped": ["RD-001"]}, "row 2.*edge_id.*existing.*RD-001.*such as RD-006"),
        ({"dropped": ["RL-004"]}, "bypass of one place"),
        ({"delays": {"RD-006": 2035}}, "RD-006.*before its horizon.*2035.*2040 or later"),
        ({"delays": {"RD-006": 2045}, "dropped": ["RD-006"]}, "both delayed and dropped"),
    ],
)
def test_only_planned_links_change_and_only_to_later(
    woods: Territory, change: dict[str, object], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        multimodal_network(woods, 2040, **change)  # type: ignore[arg-type]


def test_every_length_says_where_it_comes_from(woods: Territory) -> None:
    network = multimodal_network(woods, 2040)
    basis = dict(zip(network.edge_ids.tolist(), network.basis.tolist(), strict=True))
    assert basis["RD-001"] == "sourced"
    assert basis["RL-002"] == "geometry"
    assert basis["RD-003"] == basis["RD-005"] == "schematic"
    assert (network.length_km > 0).all()


def test_a_node_on_a_way_stands_where_the_lengths_put_it(woods: Territory) -> None:
    network = multimodal_network(woods, 2025)
    elm, fen, fir = network.index(["elm", "fen", "fir"])
    assert network.positions[fen] == "schematic"
    assert network.positions[elm] == "sourced"
    whole = great_circle_km(network.lat[elm], network.lon[elm], network.lat[fir], network.lon[fir])
    circuity = woods.assumptions.value("circuity_road")
    (rest,) = network.length_km[network.edge_ids == "RD-003"]
    # the way over the node is as long as one without it
    assert rest + 60 == pytest.approx(whole * circuity, rel=0.01)


def test_a_node_at_the_end_of_a_way_stands_outward(woods: Territory) -> None:
    network = multimodal_network(woods, 2025)
    cape, fir, oak, moor = network.index(["cape", "fir", "oak", "moor"])
    km = great_circle_km(network.lat[cape], network.lon[cape], network.lat[fir], network.lon[fir])
    assert km * woods.assumptions.value("circuity_rail") == pytest.approx(100, rel=0.01)
    assert network.lon[moor] < network.lon[oak]


def test_points_of_nodes_are_the_same_in_all_years(woods: Territory) -> None:
    early = multimodal_network(woods, 2025)
    late = multimodal_network(woods, 2050, dropped=["RL-002"])
    assert np.array_equal(early.node_ids, late.node_ids)
    assert np.array_equal(early.lat, late.lat)
    assert np.array_equal(early.lon, late.lon)


def test_a_station_is_joined_to_the_road_beside_it(woods: Territory) -> None:
    network = multimodal_network(woods, 2025)
    (link,) = network.links_of("transfer")
    ends = {str(network.node_ids[end[link]]) for end in (network.tail, network.head)}
    assert ends == {"ash", "elm"}
    meeting = set(network.node_ids[network.transfer].tolist())
    assert meeting == {"ash", "elm", "oak", "fir"}


def test_nodes_that_no_link_leads_to_a_located_one_from_are_named(
    corridor_rows: tuple[Rows, Rows], make_territory: object
) -> None:
    nodes, links = corridor_rows
    lost = [{**nodes[-1], "node_id": name} for name in ("bog", "tarn")]
    link = {**links[4], "edge_id": "RD-099", "from_node": "bog", "to_node": "tarn"}
    territory = make_territory([*nodes, *lost], [*links, link])  # type: ignore[operator]
    with pytest.raises(InputError, match=r"corridor_nodes.csv, row 9.*bog has no point"):
        multimodal_network(territory, 2030)


@pytest.mark.parametrize("year", [2025, 2050])
def test_the_embedded_network_is_usable_as_a_whole(year: int) -> None:
    territory = load_territory()
    network = multimodal_network(territory, year)
    corridors = territory.table("corridors").set_index("edge_id")
    stand = corridors[
        (corridors["status"] == "existing")
        | ((corridors["status"] == "planned") & (corridors["horizon"] <= year))
    ]
    stand = stand[~stand["is_loop"] & stand["over_nodes"].isna()]
    own = network.edge_ids[network.modes != "transfer"]
    assert set(own) == set(stand.index)
    assert np.isfinite(network.length_km).all()
    assert np.isfinite(network.lat).all()
    assert network.components("road").max() == 0
