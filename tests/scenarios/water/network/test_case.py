"""The designs: what they connect, what they cost, whether water arrives, what is proven."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from inputs.assumptions import Assumptions
from inputs.territory import Territory
from models.pipe_hydraulics import MissingEpanetError
from optimizer.limits import Limits
from scenarios.scenario import Scenario
from scenarios.studies.water.network import VillageNetworks, hydraulics, village_networks
from scenarios.studies.water.network.designs import _without

DESIGNS = ["all", "budget", "stages"]


def of(networks: VillageNetworks, table: str, design: str) -> pd.DataFrame:
    frame = networks.tables[table]
    return frame[frame["design"] == design].reset_index(drop=True)


def test_there_are_three_designs_with_a_certificate_each(networks: VillageNetworks) -> None:
    designs = networks.tables["network_designs"]
    assert designs["design"].tolist() == DESIGNS
    assert len(networks.certificates) == 3
    for row, proof in zip(designs.to_dict("records"), networks.certificates, strict=True):
        assert proof.objective == pytest.approx(row["objective"])
        assert proof.checked
        assert not proof.violations
        sign = 1 if proof.sense == "minimise" else -1
        assert sign * (proof.objective or 0) >= sign * (proof.bound or 0) - 1e-6
        gap = abs(row["objective"] - row["bound"]) / row["objective"]
        assert row["gap"] == pytest.approx(gap, abs=1e-8)


@pytest.mark.parametrize("design", DESIGNS)
def test_pipes_lead_from_mains_to_every_connected_village(
    networks: VillageNetworks, design: str
) -> None:
    """In every stage by itself."""
    nodes = of(networks, "network_nodes", design).set_index("node_id")
    pipes = of(networks, "network_pipes", design)
    villages = nodes[nodes["kind"] == "village"]
    assert len(villages) == 11
    for stage in sorted(pipes["stage"].unique()):
        wet = set(nodes.index[nodes["kind"] == "source"])
        built = pipes[pipes["stage"] <= stage]
        for _ in range(len(built)):
            wet |= set(built.loc[built["from_id"].isin(wet), "to_id"])
        due = villages.index[villages["connected"] & (villages["stage"] <= stage)]
        assert set(due) <= wet
    assert not pipes["to_id"].duplicated().any()
    if design == "all":
        assert villages["connected"].all()


@pytest.mark.parametrize("design", DESIGNS)
def test_flows_and_costs_add_up(
    networks: VillageNetworks, territory: Territory, design: str
) -> None:
    nodes = of(networks, "network_nodes", design).set_index("node_id")
    pipes = of(networks, "network_pipes", design)
    row = of(networks, "network_designs", design).iloc[0]
    connected = nodes[(nodes["kind"] == "village") & nodes["connected"]]
    assert row["people"] == connected["people"].sum()
    assert row["villages"] == len(connected)
    assert row["km"] == pytest.approx(pipes["km"].sum())
    leaving = pipes.groupby("from_id")["flow_l_s"].sum()
    for pipe in pipes.itertuples():
        own = connected["demand_l_s"].get(pipe.to_id, 0.0)
        assert pipe.flow_l_s == pytest.approx(own + leaving.get(pipe.to_id, 0.0))
    price = territory.table("pipe_classes").set_index("diameter_mm")["cost_mln_kzt_per_km"]
    known = pipes["km"] * price.reindex(pipes["diameter_mm"]).to_numpy()
    assert pipes["cost_mln_kzt"].to_numpy() == pytest.approx(known.to_numpy())
    value = territory.assumptions.value
    own_km = connected["people"].sum() * value("water_network_m_per_person") / 1000
    total = pipes["cost_mln_kzt"].sum() + own_km * value("water_network_km")
    assert row["cost_mln_kzt"] == pytest.approx(total)


@pytest.mark.parametrize("design", DESIGNS)
def test_water_arrives_by_a_formula_of_its_own(
    networks: VillageNetworks, territory: Territory, design: str
) -> None:
    """Hazen and Williams in metric units, h = 10.67 L (Q / C)^1.852 / d^4.8704."""
    nodes = of(networks, "network_nodes", design).set_index("node_id")
    pipes = of(networks, "network_pipes", design)
    value = territory.assumptions.value
    inner = territory.table("pipe_classes").set_index("diameter_mm")["inner_mm"]
    wide = inner.reindex(pipes["diameter_mm"]).to_numpy() / 1000
    flow = pipes["flow_l_s"].to_numpy() / 1000
    smooth = value("water_pipe_roughness")
    loss = 10.67 * pipes["km"] * 1000 * (flow / smooth) ** 1.852 / wide**4.8704
    assert pipes["headloss_m"].to_numpy() == pytest.approx(loss.to_numpy(), rel=5e-3, abs=0.02)
    speed = flow / (np.pi / 4 * wide**2)
    assert pipes["velocity_m_s"].to_numpy() == pytest.approx(speed, rel=5e-3, abs=1e-3)
    assert speed.max() <= value("water_largest_velocity") * 1.001
    above = dict(zip(pipes["to_id"], zip(pipes["from_id"], loss, strict=True), strict=True))
    for village in nodes[(nodes["kind"] == "village") & nodes["connected"]].itertuples():
        pressure, at = value("water_source_pressure"), village.Index
        while at in above:
            at, lost = above[at]
            pressure -= lost
        assert at == village.source_id
        assert village.pressure_m == pytest.approx(pressure, rel=5e-3, abs=0.1)
        assert pressure >= value("water_least_pressure") - 0.1


def test_diameters_only_grow_and_both_are_kept(networks: VillageNetworks) -> None:
    pipes = networks.tables["network_pipes"]
    assert (pipes["diameter_mm"] >= pipes["diameter_before_mm"]).all()
    assert (pipes["diameter_mm"] > pipes["diameter_before_mm"]).any()


def test_money_is_kept_with_the_final_diameters(
    networks: VillageNetworks, territory: Territory
) -> None:
    stage = territory.assumptions.value("water_network_stage_bn") * 1000
    value = territory.assumptions.value
    own = value("water_network_m_per_person") / 1000 * value("water_network_km")
    for design in ("budget", "stages"):
        pipes, nodes = (of(networks, f"network_{t}", design) for t in ("pipes", "nodes"))
        for until in sorted(pipes["stage"].unique()):
            people = nodes.loc[nodes["stage"] <= until, "people"].sum()
            spent = pipes.loc[pipes["stage"] <= until, "cost_mln_kzt"].sum() + people * own
            assert spent <= stage * until * (1 + 1e-6)


def test_person_years_count_from_the_stage(networks: VillageNetworks, scenario: Scenario) -> None:
    nodes = of(networks, "network_nodes", "stages")
    span = scenario.water.target_year - scenario.years.first + 1
    served = nodes["people"] * (span - (nodes["stage"] - 1) * span / 3)
    row = of(networks, "network_designs", "stages").iloc[0]
    assert row["objective"] == pytest.approx(served.sum())
    assert row["unit"] == "person-years"


def test_no_cheaper_network_than_the_shortest_tree_is_long(networks: VillageNetworks) -> None:
    designs = networks.tables["network_designs"]
    assert (designs["steiner_km"] <= designs["km"] * (1 + 1e-6)).all()
    assert (designs["steiner_km"] <= designs["mst_approximation_km"] * (1 + 1e-9)).all()
    whole = designs[designs["villages"] == 11]
    assert len(whole) >= 1
    assert np.ptp(whole["steiner_km"]) < 1e-6, "the same villages, the same tree"


def test_the_front_rises_and_ends_with_everybody(networks: VillageNetworks) -> None:
    front = networks.tables["network_front"]
    assert front["budget_mln_kzt"].is_monotonic_increasing
    assert front["people"].is_monotonic_increasing
    assert (front["cost_mln_kzt"] <= front["budget_mln_kzt"] * (1 + 1e-6)).all()
    assert (front["people"] <= front["bound"] + 1e-6).all()
    every = of(networks, "network_designs", "all").iloc[0]
    assert front.iloc[-1]["people"] == every["people"] == 10418
    assert front.iloc[-1]["budget_mln_kzt"] == pytest.approx(every["cost_mln_kzt"])
    assert len(front) >= 9


def test_designs_passed_epanet_and_their_files_can_be_read(networks: VillageNetworks) -> None:
    wntr = pytest.importorskip("wntr")
    assert networks.tables["network_designs"]["hydraulics"].eq("passed").all()
    from pathlib import Path
    from tempfile import TemporaryDirectory

    for design, text in networks.inp.items():
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"{design}.inp"
            path.write_text(text, encoding="utf-8")
            model = wntr.network.WaterNetworkModel(str(path))
        pipes = of(networks, "network_pipes", design)
        assert model.num_pipes == len(pipes)
        length = sum(pipe.length for _, pipe in model.pipes())
        assert length == pytest.approx(pipes["km"].sum() * 1000, rel=1e-4)


def test_without_epanet_no_design_is_finished(
    territory: Territory, scenario: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_forest: object) -> object:
        raise MissingEpanetError("simulation needs WNTR: pip install 'aumaq[hydraulics]'")

    monkeypatch.setattr(hydraulics, "simulate_epanet", missing)
    found = village_networks(territory, scenario, Limits(time_s=60.0, gap=0.05))
    assert found.tables["network_designs"]["hydraulics"].eq("not simulated").all()
    assert any("no finished design" in note and "pip install" in note for note in found.notes)
    # diameters are those that the formula asks for all the same
    nodes = found.tables["network_nodes"]
    wet = nodes[(nodes["kind"] == "village") & nodes["connected"]]
    assert wet["pressure_m"].min() >= territory.assumptions.value("water_least_pressure") - 0.01


def test_a_main_without_pressure_fails_and_says_so(
    territory: Territory, scenario: Scenario
) -> None:
    weak = scenario.model_copy(update={"assumptions": {"water_source_pressure": 10.01}})
    found = village_networks(territory, weak, Limits(time_s=60.0, gap=0.05))
    designs = found.tables["network_designs"].set_index("design")
    assert designs.loc["all", "hydraulics"] == "failed"
    assert any("failed the simulation" in note for note in found.notes)


def test_notes_say_what_the_networks_rest_on(networks: VillageNetworks) -> None:
    said = " ".join(networks.notes)
    assert "11 of 11 villages have no position of their own" in said
    assert "stated by the schemes at Esik and Kaskelen" in said
    assert "Talgar and Uzynagash" in said
    assert "A 1867-1871" in said


def test_assumptions_used_exist(networks: VillageNetworks, territory: Territory) -> None:
    known: Assumptions = territory.assumptions
    assert all(name in known for name in networks.assumptions_used)


@pytest.mark.parametrize(
    ("budget", "held", "left"),
    [
        ([100.0], [10.0], [90.0]),
        ([100.0, 100.0], [0.0, 10.0], [100.0, 90.0]),
        ([100.0, 100.0], [10.0, 0.0], [90.0, 110.0]),
        ([100.0, 100.0], [10.0, 15.0], [90.0, 95.0]),
        ([100.0, 100.0], [0.0, 150.0], [50.0, 0.0]),
        ([5.0], [10.0], [0.0]),
    ],
)
def test_money_held_back_for_wider_pipes(
    budget: list[float], held: list[float], left: list[float]
) -> None:
    """By the end of no stage more may be spent than its money less what is held back."""
    assert _without(np.array(budget), np.array(held)).tolist() == pytest.approx(left)
