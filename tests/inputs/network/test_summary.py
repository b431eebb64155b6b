"""What is cut off, and lengths beside those that the schemes declare."""

from __future__ import annotations

import numpy as np
import pytest

from inputs.distances.great_circle import great_circle_km
from inputs.errors import InputError
from inputs.network import gaps, gateways, multimodal_network, require_reachable
from inputs.network.summary import against_documents, bases, lengths, planned_links
from inputs.territory import Territory, load_territory


def test_a_node_cut_off_is_named_with_the_missing_link(woods: Territory) -> None:
    network = multimodal_network(woods, 2025)
    oak, ash, fir, moor = network.index(["oak", "ash", "fir", "moor"])
    part = network.components("rail")
    lost = fir if part[oak] == 0 else oak
    main = np.flatnonzero(part == 0)
    (gap,) = gaps(network, "rail", np.array([lost, main[0]]))
    km = great_circle_km(network.lat[lost], network.lon[lost], network.lat[main], network.lon[main])
    assert gap.node == lost
    assert gap.nearest == main[km.argmin()]
    assert gap.km == pytest.approx(km.min())
    name = str(network.names[lost])
    with pytest.raises(InputError, match=rf"no rail leads to 1 nodes in 2025.*{name}: .*km from"):
        require_reachable(network, "rail", np.array([lost]))
    require_reachable(network, "road", np.array([oak, fir, moor]))
    require_reachable(multimodal_network(woods, 2040), "rail", np.array([oak, ash, fir]))


def test_every_gateway_that_works_is_reached_or_named() -> None:
    territory = load_territory()
    found = gateways(territory)
    network = multimodal_network(territory, 2030)
    nodes = network.index(found.node_ids.tolist())
    require_reachable(network, "road", nodes[found.kinds == "road_border"])
    require_reachable(network, "rail", nodes[found.kinds == "rail_border"])
    today = multimodal_network(territory, 2026)
    with pytest.raises(InputError, match=r"Konysbaev.*km from"):
        require_reachable(today, "road", nodes[found.kinds == "road_border"])


def test_half_of_a_link_belongs_to_each_end() -> None:
    territory = load_territory()
    network = multimodal_network(territory, 2040)
    table = lengths(network, territory)
    own = network.modes != "transfer"
    assert table["km"].sum() == pytest.approx(network.length_km[own].sum())
    assert table["links"].sum() == own.sum()
    planned = network.length_km[own & (network.status == "planned")].sum()
    assert table["planned_km"].sum() == pytest.approx(planned)


def test_railways_of_the_graph_are_as_long_as_declared() -> None:
    territory = load_territory()
    table = against_documents(multimodal_network(territory, 2025), territory)
    rail = table[table["mode"] == "rail"].set_index("region")
    # two independent sources: links one by one, and the totals of the schemes
    assert rail["share"].between(0.9, 1.1).all()
    assert rail.loc["south", "declared_km"] == 4403.1
    road = table[table["mode"] == "road"]
    assert (road["share"] < 0.6).all()  # corridors only, no local roads


def test_bases_count_every_link_once() -> None:
    network = multimodal_network(load_territory(), 2050)
    table = bases(network)
    assert table["links"].sum() == (network.modes != "transfer").sum()


def test_planned_links_follow_the_scenario(woods: Territory) -> None:
    table = planned_links(woods, {"RD-006": 2047, "RL-005": 2045}, ["RL-002"])
    assert table["edge_id"].tolist() == ["RL-005", "RD-006"]
    assert table["horizon"].tolist() == [2045, 2047]
