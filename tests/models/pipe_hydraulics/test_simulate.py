"""Pressures by hand, against EPANET, and through its input file; broken forests are refused."""

from __future__ import annotations

import logging
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipe_forests import forest_of

from models.pipe_hydraulics import (
    MissingEpanetError,
    PipeForest,
    epanet,
    simulate,
    simulate_epanet,
    to_inp,
)
from optimizer.errors import OptimizerError

WHOLE = {
    "ends": [[0, 1], [1, 2], [3, 4]],
    "length_m": [1000.0, 500.0, 200.0],
    "diameter_mm": [150.0, 100.0, 100.0],
    "roughness": 130.0,
    "demand_l_s": [0.0, 3.0, 5.0, 0.0, 2.0],
    "elevation_m": [50.0, 20.0, 10.0, 30.0, 35.0],
    "sources": [0, 3],
    "source_head_m": [60.0, 70.0],
}


def whole(**changes: object) -> PipeForest:
    return PipeForest.of(**(WHOLE | changes))


def test_two_trees_by_hand():
    found = simulate(whole(labels=("source", "a", "b", "well", "c")))
    # the usual metric form of the formula, rounded in print
    loss = [
        10.67 * long * (flow / 1000) ** 1.852 / (130**1.852 * (wide / 1000) ** 4.871)
        for long, wide, flow in ((1000, 150, 8), (500, 100, 5), (200, 100, 2))
    ]
    assert found.flow_l_s.tolist() == [8.0, 5.0, 2.0]
    np.testing.assert_allclose(found.headloss_m, loss, rtol=1e-3)
    np.testing.assert_allclose(
        found.pressure_m,
        [10, 40 - loss[0], 50 - loss[0] - loss[1], 40, 35 - loss[2]],
        atol=1e-2,
    )
    np.testing.assert_allclose(
        found.velocity_m_s, [0.008 / 0.0176715, 0.005 / 0.00785398, 0.002 / 0.00785398], rtol=1e-5
    )


def test_the_order_of_the_ends_of_a_pipe_is_of_no_account():
    turned = whole(ends=[[1, 0], [2, 1], [4, 3]])
    for name in ("pressure_m", "velocity_m_s", "headloss_m", "flow_l_s"):
        np.testing.assert_array_equal(
            getattr(simulate(turned), name), getattr(simulate(whole()), name)
        )


def test_violations_name_nodes_and_pipes():
    forest = whole(labels=("source", "a", "b", "well", "c"))
    found = simulate(forest)
    assert found.violations(forest, least_pressure_m=10, largest_velocity_m_s=0.7) == []
    short = found.violations(forest, least_pressure_m=34.9, largest_velocity_m_s=0.6)
    assert [(v.constraint, v.where) for v in short] == [
        ("least pressure, m", "c"),
        ("largest velocity, m/s", "pipe 1 from a to b"),
    ]
    assert short[0].amount == pytest.approx(34.9 - found.pressure_m[4])
    # nodes without demand need no pressure of their own unless told so
    each = found.violations(forest, least_pressure_m=[10.5, 0, 0, 0, 0], largest_velocity_m_s=1.0)
    assert [(v.where, v.amount) for v in each] == [("source", pytest.approx(0.5))]


def assert_agree(forest: PipeForest) -> None:
    ours, theirs = simulate(forest), simulate_epanet(forest)
    # EPANET lets noise flow through pipes at rest, more of it beside very short ones
    for name, absolute in (
        ("pressure_m", 1e-2),
        ("velocity_m_s", 2e-3),
        ("headloss_m", 1e-2),
        ("flow_l_s", 5e-3),
    ):
        np.testing.assert_allclose(
            getattr(theirs, name), getattr(ours, name), rtol=1e-4, atol=absolute, err_msg=name
        )


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    nodes=st.integers(1, 80),
    sources=st.integers(1, 4),
    at_rest=st.sampled_from([0.0, 0.2, 1.0]),
    short=st.sampled_from([0.0, 0.2]),
)
def test_agrees_with_epanet(seed: int, nodes: int, sources: int, at_rest: float, short: float):
    assert_agree(forest_of(seed, nodes, min(sources, nodes), at_rest=at_rest, short=short))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), nodes=st.integers(2, 80))
def test_agrees_with_epanet_to_micrometres_where_water_moves(seed: int, nodes: int):
    forest = forest_of(seed, nodes, 1, at_rest=0.0, short=0.0)
    forest = replace(forest, length_m=np.maximum(forest.length_m, 1.0))
    ours, theirs = simulate(forest), simulate_epanet(forest)
    np.testing.assert_allclose(theirs.pressure_m, ours.pressure_m, rtol=1e-7, atol=1e-5)


def test_a_long_chain_is_simulated_without_recursion():
    nodes = 3000
    demand = np.zeros(nodes)
    demand[-1] = 4.0
    chain = PipeForest.of(
        np.column_stack([np.arange(nodes - 1), np.arange(1, nodes)]),
        10.0, 150.0, 140.0, demand, 0.0, 0, 200.0,
    )  # fmt: skip
    loss = simulate(chain).headloss_m
    assert simulate(chain).pressure_m[-1] == pytest.approx(200.0 - loss.sum())
    assert loss == pytest.approx(loss[0])


def test_a_source_alone_needs_no_pipes():
    alone = PipeForest.of([], [], [], [], [2.0], [5.0], 0, 30.0)
    for found in (simulate(alone), simulate_epanet(alone)):
        assert found.pressure_m.tolist() == [25.0]
        assert found.flow_l_s.size == 0


def test_pressures_below_the_ground_are_results_and_print_nothing(caplog: pytest.LogCaptureFixture):
    forest = whole(elevation_m=[50.0, 120.0, 10.0, 30.0, 35.0])
    with caplog.at_level(logging.WARNING):
        found = simulate_epanet(forest)
    assert found.pressure_m[1] < -50
    assert not caplog.records


def test_epanet_runs_in_a_folder_of_any_alphabet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "Жұмыс үстелі"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    assert_agree(whole())
    assert list(folder.iterdir()) == []


def test_a_file_that_epanet_refuses_is_an_error_and_no_crash(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(epanet, "to_inp", lambda forest, title: "[PIPES]\nP0 N0 N1 nothing\n")
    with pytest.raises(OptimizerError, match=r"^EPANET 2\.2 ends with"):
        simulate_epanet(whole())
    expected = simulate(whole()).pressure_m
    monkeypatch.undo()
    np.testing.assert_allclose(simulate_epanet(whole()).pressure_m, expected, atol=1e-4)


def test_epanet_runs_in_several_threads():
    forests = [forest_of(seed, 40, 2) for seed in range(24)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(simulate_epanet, forests))
    for forest, found in zip(forests, together, strict=True):
        np.testing.assert_array_equal(found.pressure_m, simulate_epanet(forest).pressure_m)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"ends": [[0, 1], [1, 2]]}, r"length_m: shape \(3,\), expected \(2,\)"),
        ({"length_m": [1.0, -2.0, 3.0]}, "length_m: pipe 1 between node 1 and node 2 has -2"),
        ({"diameter_mm": [1.0, 0.0, 3.0]}, "diameter_mm: pipe 1 .* has 0, expected .* > 0"),
        ({"roughness": float("nan")}, "roughness: pipe 0 .* has nan"),
        ({"demand_l_s": [0, 3, -1, 0, 2]}, "demand_l_s: node 2 has -1"),
        ({"elevation_m": [0, 3, 1, float("inf"), 2]}, "elevation_m: node 3 has inf"),
        ({"source_head_m": [60.0, float("nan")]}, "source_head_m: source node 3 has nan"),
        ({"ends": [[0, 1], [1, 2], [3, 5]]}, "ends: node 5 is unknown, expected .* 0 to 4"),
        ({"ends": [[0, 1], [1, 2], [0, 2]]}, "no source reaches node 4"),
        ({"sources": [0, 0]}, "sources: node 0 is named twice"),
        ({"sources": [0], "source_head_m": [1.0]}, "no source reaches node 3"),
        ({"ends": [[0, 1], [1, 3], [3, 4]]}, "no source reaches node 2"),
        (
            {"ends": [[0, 1], [1, 2], [3, 4], [2, 3]], "length_m": 1.0, "diameter_mm": 1.0},
            "node 0 and node 3 feed the same tree",
        ),
        (
            {"ends": [[0, 1], [1, 2], [3, 4], [2, 0]], "length_m": 1.0, "diameter_mm": 1.0},
            "the pipes joined to node 0 form a ring",
        ),
        (
            {"ends": [[0, 1], [1, 2], [3, 4], [4, 3]], "length_m": 1.0, "diameter_mm": 1.0},
            "the pipes joined to node 3 form a ring",
        ),
        ({"ends": [[0, 1], [1, 2], [4, 4]]}, "form a ring|no source reaches"),
        ({"sources": [0.5, 3]}, "sources: type float64, expected whole numbers"),
    ],
)
def test_broken_forests_are_refused(changes: dict[str, object], message: str):
    with pytest.raises(ValueError, match=message):
        whole(**changes)


def test_the_input_file_is_read_back(tmp_path: Path):
    import wntr

    forest = whole(
        length_m=[1000.0, 0.0, 200.0],
        demand_l_s=[1.5, 3, 5, 0, 2],
        labels=("Қаскелең; exit", "Көкөзек\n[PIPES]", "b", "well", "c"),
    )
    place = np.array([[76.6, 43.2], [76.7, 43.3], [76.8, 43.3], [77, 43], [77.1, 43.0]])
    file = tmp_path / "villages.inp"
    file.write_text(to_inp(forest, "[Villages]\nstage 1", place), encoding="utf-8")
    network = wntr.network.WaterNetworkModel(str(file))
    assert network.title == ["Villages]", "stage 1"]
    assert sorted(network.reservoir_name_list) == ["N0", "N3"]
    assert sorted(network.junction_name_list) == ["N1", "N2", "N4"]
    for node in (1, 2, 4):
        junction = network.get_node(f"N{node}")
        assert junction.base_demand == pytest.approx(forest.demand_l_s[node] / 1000)
        assert junction.elevation == forest.elevation_m[node]
        assert junction.coordinates == tuple(place[node])
    assert network.get_node("N3").base_head == 70.0
    for pipe, (above, below) in enumerate([(0, 1), (1, 2), (3, 4)]):
        read = network.get_link(f"P{pipe}")
        assert (read.start_node_name, read.end_node_name) == (f"N{above}", f"N{below}")
        assert read.diameter == pytest.approx(forest.diameter_mm[pipe] / 1000)
        assert read.length == pytest.approx(forest.length_m[pipe], abs=1e-3)
        assert read.roughness == 130.0
    assert network.options.hydraulic.inpfile_units == "LPS"
    assert network.options.hydraulic.headloss == "H-W"
    # WNTR's own simulator shares no code with EPANET
    pressure = wntr.sim.WNTRSimulator(network).run_sim().node["pressure"].iloc[0]
    ours = simulate(forest).pressure_m
    for node in (1, 2, 4):
        assert pressure[f"N{node}"] == pytest.approx(ours[node], abs=1e-2)


def test_the_input_file_refuses_wrong_coordinates():
    with pytest.raises(ValueError, match=r"coordinates: shape \(4, 2\), expected \(5, 2\)"):
        to_inp(whole(), "t", np.zeros((4, 2)))
    place = np.zeros((5, 2))
    place[2, 1] = np.nan
    with pytest.raises(ValueError, match="coordinates: node 2 has"):
        to_inp(whole(), "t", place)


def test_without_the_package_the_command_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "wntr", None)
    for name in [name for name in sys.modules if name.startswith("wntr.")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingEpanetError, match=r"pip install 'aumaq\[hydraulics\]'"):
        simulate_epanet(whole())


def test_importing_the_package_does_not_import_wntr():
    import subprocess

    code = "import models.pipe_hydraulics, sys; sys.exit('wntr' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
