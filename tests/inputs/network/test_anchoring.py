"""Where units and sites join the network."""

from __future__ import annotations

import numpy as np
import pytest

from inputs.errors import InputError
from inputs.network import anchors, multimodal_network, site_points, unit_points
from inputs.points import Points
from inputs.territory import Territory, load_territory


def points(*at: tuple[float, float]) -> Points:
    names = tuple(f"p{n}" for n in range(len(at)))
    lat, lon = np.array(at).T
    return Points(names, names, lat, lon, ("exact",) * len(at))


def test_a_point_joins_the_nearest_road_and_by_road_the_nearest_station(woods: Territory) -> None:
    network = multimodal_network(woods, 2025)
    found = anchors(network, points((45.0, 70.0), (45.02, 71.02), (44.9, 71.0)), 1.2)
    assert network.node_ids[found.road_node].tolist() == ["oak", "elm", "elm"]
    assert found.road_km[0] == 0
    # the second stands at the station itself; the third drives to elm and over the transfer link
    assert network.node_ids[found.rail_node].tolist() == ["oak", "ash", "ash"]
    assert found.rail_km[1] == pytest.approx(0, abs=1e-3)
    (transfer,) = network.length_km[network.modes == "transfer"]
    assert found.rail_km[2] == pytest.approx(found.road_km[2] + transfer)
    assert found.estimated.tolist() == [False, True, True]


def test_no_point_is_tied_to_a_drawn_node(woods: Territory) -> None:
    network = multimodal_network(woods, 2025)
    (fen,) = network.index(["fen"])
    found = anchors(network, points((network.lat[fen], network.lon[fen])), 1.2)
    assert network.node_ids[found.road_node[0]] != "fen"


def test_units_and_sites_of_the_package_have_anchors() -> None:
    territory = load_territory()
    network = multimodal_network(territory, 2030)
    units = anchors(network, unit_points(territory, territory.leaf_units()), 1.19)
    assert np.isfinite(units.rail_km).all()
    assert (units.rail_km >= 0).all()
    assert (network.components("rail")[units.rail_node] == 0).all()
    sites = site_points(territory)
    assert sites.schematic[sites.ids.index("W-LOG-006")]
    where = anchors(network, sites, 1.19)
    assert network.node_ids[where.rail_node[sites.ids.index("S-KLO-046")]] == "darbaza"


def test_an_unknown_site_is_named() -> None:
    with pytest.raises(InputError, match=r"logistics_sites.csv.*S-KLO-999"):
        site_points(load_territory(), ["S-KLO-999"])
