"""Throughputs of gateways: each freight once, from facts or assumptions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from forest import Region, Rows

from inputs.errors import InputError
from inputs.network import Gateways, gateways
from inputs.territory import Territory, load_territory


@pytest.fixture(scope="module")
def embedded() -> tuple[Territory, Gateways]:
    territory = load_territory()
    return territory, gateways(territory)


def test_totals_over_several_gateways_are_counted_once(
    embedded: tuple[Territory, Gateways],
) -> None:
    territory, found = embedded
    facts = territory.table("freight_facts").set_index("fact_id")["value_other"]
    at = dict(zip(found.ids.tolist(), found.mln_t.tolist(), strict=True))
    assert at["dostyk_rail"] + at["altynkol_rail"] == pytest.approx(facts["FF-030"])
    assert at["saryagash_rail"] + at["oasis_rail"] == pytest.approx(facts["FF-040"])
    assert at["aktau_sea"] + at["kuryk_sea"] == pytest.approx(1.2 * facts["FF-044"])
    assert (found.mln_t > 0).all()


def test_every_crossing_and_port_of_the_graph_is_a_gateway(
    embedded: tuple[Territory, Gateways],
) -> None:
    territory, found = embedded
    nodes = territory.table("corridor_nodes")
    crossings = set(nodes.loc[nodes["type"].isin(["border_crossing", "port"]), "node_id"])
    assert crossings <= set(found.node_ids.tolist())


def test_throughput_grows_and_starts(embedded: tuple[Territory, Gateways]) -> None:
    _, found = embedded
    dostyk, maktaaral = (
        int((found.ids == gateway).argmax()) for gateway in ("dostyk_rail", "maktaaral_rail")
    )
    assert found.in_year(2026)[dostyk] == pytest.approx(found.mln_t[dostyk] * 1.03**2)
    assert found.in_year(2029)[maktaaral] == 0
    assert found.in_year(2030)[maktaaral] == found.mln_t[maktaaral]
    handled = found.handled_in_year(2030) / found.in_year(2030)
    assert handled == pytest.approx(found.handled_share)


def rows(**change: str) -> Rows:
    first = {
        "gateway_id": "west_gate",
        "node_id": "oak",
        "name": "West gate",
        "kind": "rail_border",
        "neighbour": "east",
        "fact_id": "FF-001",
        "fact_part": "1",
        "less_gateways": "east_gate",
        "year": "2024",
        "scope": "all",
        "source": "made up",
    }
    second = {
        "gateway_id": "east_gate",
        "node_id": "fir",
        "name": "East gate",
        "kind": "port",
        "neighbour": "sea",
        "assumption": "gateway_port_small_mln_t",
        "year": "2024",
        "scope": "all",
        "source": "made up",
    }
    return [{**first, **change}, second]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"fact_id": "", "fact_part": ""}, r"gateways.csv, row 2.*west_gate has no throughput"),
        ({"assumption": "gateway_growth"}, "west_gate has a throughput twice"),
        ({"less_gateways": "west_gate"}, "deducted from itself"),
        ({"less_gateways": "north_gate"}, "unknown gateway"),
        ({"fact_id": "FF-002"}, "FF-002 is no tonnage.*TEU"),
        ({"fact_id": "FF-003"}, "nothing is left"),
        ({"start_year": "2030"}, r"row 2, column year.*before its start.*2030 or later"),
        ({"kind": "airport"}, "column kind.*airport"),
        ({"node_id": "ok"}, "column node_id.*did you mean oak"),
        ({"fact_id": "FF-009"}, "fact_id, part of a row in freight_facts"),
    ],
)
def test_a_gateway_without_a_sound_throughput_is_named(
    region: Region,
    corridor_rows: tuple[Rows, Rows],
    write_region: Callable[[Region], Path],
    change: dict[str, str],
    told: str,
) -> None:
    fact = {"part": "1", "area": "all", "metric": "freight", "kind": "actual"}
    facts = [
        {**fact, "fact_id": "FF-001", "value_other": "3", "unit": "mln t"},
        {**fact, "fact_id": "FF-002", "value_other": "3", "unit": "thousand TEU"},
        {**fact, "fact_id": "FF-003", "value_other": "0.1", "unit": "mln t/yr"},
    ]
    nodes, links = corridor_rows
    tables = {**region, "corridor_nodes": nodes, "corridors": links, "freight_facts": facts}
    folder = write_region({**tables, "gateways": rows(**change)})
    with pytest.raises(InputError, match=told):
        gateways(load_territory(folder))
