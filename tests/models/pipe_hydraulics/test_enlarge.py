"""Diameters against every combination, against the textbook programme, against EPANET."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipe_forests import forest_of

from models.pipe_hydraulics import PipeForest, diameters, enlarge, simulate, simulate_epanet
from models.pipe_hydraulics.options import Options
from models.pipe_hydraulics.programme import solve_programme
from models.pipe_hydraulics.reference import reference_cost
from models.pipe_hydraulics.simulate import flow_l_s, headloss_m
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
from optimizer.limits import Clock, Limits, Progress, Stop

CLASSES = np.array([63.0, 110.0, 160.0, 225.0, 315.0, 400.0])
PRICE = 0.02 * CLASSES**1.4
FAST = 100.0  # m/s: no limit in practice


def question(seed: int, nodes: int, sources: int, slack: float) -> tuple[PipeForest, np.ndarray]:
    """A forest and pressures between those of smallest (slack 1) and largest pipes (slack 0)."""
    random = np.random.default_rng(seed)
    forest = forest_of(seed, nodes, sources)
    forest = replace(
        forest,
        diameter_mm=random.choice(CLASSES[:3], forest.pipes),
        demand_l_s=forest.demand_l_s / 4,
    )
    best = simulate(replace(forest, diameter_mm=np.full(forest.pipes, CLASSES[-1]))).pressure_m
    worst = simulate(forest).pressure_m
    share = random.uniform(0, slack, forest.nodes)
    return forest, best - share * (best - worst)


def cheapest_of_all(forest: PipeForest, least: np.ndarray, largest: float) -> float:
    given = np.searchsorted(CLASSES, forest.diameter_mm)
    costs = []
    for classes in product(*(range(first, len(CLASSES)) for first in given)):
        tried = replace(forest, diameter_mm=CLASSES[list(classes)])
        found = simulate(tried)
        if (found.pressure_m >= least - 1e-6).all() and (found.velocity_m_s <= largest).all():
            costs.append(float(PRICE[list(classes)] @ forest.length_m))
    return min(costs)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    nodes=st.integers(2, 6),
    sources=st.integers(1, 2),
    slack=st.sampled_from([0.02, 0.2, 1.0]),
)
def test_no_combination_is_cheaper(seed: int, nodes: int, sources: int, slack: float):
    forest, least = question(seed, nodes, sources, slack)
    found = enlarge(
        forest, CLASSES, PRICE, least_pressure_m=least - 1e-4, largest_velocity_m_s=FAST
    )
    assert found.check() == []
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(cheapest_of_all(forest, least - 1e-4, FAST))


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    nodes=st.integers(3, 16),
    sources=st.integers(1, 3),
    slack=st.sampled_from([0.05, 0.3]),
)
def test_agrees_with_the_textbook_programme(seed: int, nodes: int, sources: int, slack: float):
    forest, least = question(seed, nodes, sources, slack)
    least = least - 1e-4
    found = enlarge(forest, CLASSES, PRICE, least_pressure_m=least, largest_velocity_m_s=FAST)
    flow = flow_l_s(forest)[:, None]
    options = Options(
        forest,
        headloss_m(flow, forest.length_m[:, None], CLASSES, forest.roughness[:, None]),
        forest.length_m[:, None] * PRICE,
        np.searchsorted(CLASSES, forest.diameter_mm),
        forest.elevation_m + least,
    )
    # CBC's choice of a class is whole within a tolerance, which lends it a little head
    loose = enlarge(
        forest, CLASSES, PRICE, least_pressure_m=least - 0.02, largest_velocity_m_s=FAST
    )
    reference, tolerance = reference_cost(options), 1e-6 * found.objective
    assert loose.objective - tolerance <= reference <= found.objective + tolerance
    assert found.check() == []
    assert found.check(simulate_epanet(found.forest)) == []


def line(demand: float = 5.0, head: float = 60.0) -> PipeForest:
    return PipeForest.of(
        [[0, 1], [1, 2], [2, 3]],
        [2000.0, 1000.0, 1000.0],
        63.0,
        140.0,
        [0.0, demand, 0.0, demand],
        [20.0, 20.0, 30.0, 20.0],
        0,
        head,
        ("main", "Irgeli", "hill", "Kokozek"),
    )


def test_what_was_changed_is_said_and_why():
    found = enlarge(line(), CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=1.0)
    assert found.pipes.tolist() == [0, 1, 2]
    assert found.before_mm.tolist() == [63.0, 63.0, 63.0]
    assert found.after_mm.tolist() == found.forest.diameter_mm.tolist()
    assert set(found.because) <= {"velocity", "pressure"}
    assert found.cost_before == pytest.approx(4000 * PRICE[0])
    assert found.objective == pytest.approx(
        sum(
            PRICE[CLASSES.tolist().index(wide)] * long
            for wide, long in zip(found.after_mm, found.forest.length_m, strict=True)
        )
    )
    # 10 l/s at no more than 1 m/s needs 113 mm
    assert found.forest.diameter_mm[0] >= 160.0
    assert found.check() == []
    assert found.check(simulate_epanet(found.forest)) == []
    assert simulate(found.before).violations(
        found.before, least_pressure_m=10.0, largest_velocity_m_s=1.0
    )


def test_velocity_alone_is_the_reason_where_pressure_is_plentiful():
    found = enlarge(
        line(head=500.0), CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=1.0
    )
    assert found.forest.diameter_mm.tolist() == [160.0, 110.0, 110.0]
    assert found.because == ("velocity",) * 3


def test_wide_pipes_stay_as_they_are():
    wide = replace(line(), diameter_mm=np.full(3, 400.0))
    found = enlarge(wide, CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=1.0)
    assert found.pipes.size == 0
    assert found.objective == found.cost_before == found.bound


def test_a_node_without_demand_keeps_water_at_its_ground():
    hill = replace(line(), elevation_m=np.array([20.0, 20.0, 59.0, 20.0]))
    found = enlarge(hill, CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=3.0)
    assert 0.0 <= simulate(found.forest).pressure_m[2] < 1.0


def test_zero_demand_and_zero_length_change_nothing():
    still = replace(line(), demand_l_s=np.zeros(4))
    found = enlarge(still, CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=1.0)
    assert found.pipes.size == 0
    short = replace(line(), length_m=np.zeros(3))
    found = enlarge(short, CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=5.0)
    assert found.pipes.size == 0
    assert found.objective == 0.0
    alone = PipeForest.of([], [], [], [], [2.0], [5.0], 0, 30.0)
    assert enlarge(alone, CLASSES, PRICE, least_pressure_m=10, largest_velocity_m_s=1).bound == 0.0


def test_nodes_that_cannot_be_served_are_named():
    high = replace(line(), elevation_m=np.array([20.0, 20.0, 30.0, 55.0]))
    with pytest.raises(InfeasibleError, match=r"pressure: Kokozek gets .* of the 10 m") as caught:
        enlarge(high, CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=1.0)
    assert len(caught.value.reasons) == 1
    assert "Irgeli" not in str(caught.value)
    # as much head as the message asks for is enough, and a little less is not
    more = float(str(caught.value).split("; ")[-1].split(" m more")[0])
    for extra, fits in ((more + 0.02, True), (more - 0.02, False)):
        raised = replace(high, source_head_m=np.array([60.0 + extra]))
        if fits:
            enlarge(raised, CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=1.0)
        else:
            with pytest.raises(InfeasibleError):
                enlarge(raised, CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=1.0)


def test_pipes_that_are_too_fast_in_every_class_are_named():
    with pytest.raises(InfeasibleError, match="velocity: pipe 0 from main to Irgeli carries 400"):
        enlarge(line(200.0), CLASSES, PRICE, least_pressure_m=-900, largest_velocity_m_s=2.0)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"classes_mm": []}, "classes_mm: shape .* at least one"),
        ({"classes_mm": CLASSES[::-1]}, "classes_mm: class 1 has 315 .* rising"),
        ({"cost_per_m": PRICE[:-1]}, r"cost_per_m: shape \(5,\), expected \(6,\)"),
        ({"cost_per_m": [1, 2, 3, 4, np.nan, 6]}, "cost_per_m: class 4 has nan"),
        ({"cost_per_m": [1, 2, 3, 2, 5, 6]}, "cost_per_m: class 3 has 2 .* not falling"),
        ({"cost_per_m": [-1, 2, 3, 4, 5, 6]}, "cost_per_m: class 0 has -1"),
        ({"largest_velocity_m_s": 0.0}, "largest_velocity_m_s: 0, expected"),
        ({"least_pressure_m": [1.0, 2.0]}, r"least_pressure_m: shape \(2,\), expected \(4,\)"),
        ({"least_pressure_m": [1, np.nan, 1, 1]}, "least_pressure_m: Irgeli has nan"),
        (
            {"forest": replace(line(), diameter_mm=np.array([63.0, 100.0, 500.0]))},
            "diameter_mm: pipe 1 from Irgeli to hill has 100, expected one of",
        ),
    ],
)
def test_broken_questions_are_refused(changes: dict[str, object], message: str):
    asked = {
        "forest": line(),
        "classes_mm": CLASSES,
        "cost_per_m": PRICE,
        "least_pressure_m": 10.0,
        "largest_velocity_m_s": 2.0,
    }
    with pytest.raises(ValueError, match=message):
        enlarge(**(asked | changes))


def comb(villages: int, seed: int = 0) -> PipeForest:
    """A main with a branch to a village at every joint."""
    random = np.random.default_rng(seed)
    joints, ends = np.arange(villages + 1), villages + 1 + np.arange(villages)
    pairs = np.vstack(
        [np.column_stack([joints[:-1], joints[1:]]), np.column_stack([joints[1:], ends])]
    )
    demand = np.concatenate([np.zeros(villages + 1), random.uniform(0.5, 2.0, villages)])
    return PipeForest.of(
        pairs,
        random.uniform(500.0, 3000.0, len(pairs)),
        CLASSES[0],
        140.0,
        demand,
        random.uniform(0.0, 10.0, len(demand)),
        0,
        90.0,
    )


ASKED = {"least_pressure_m": 10.0, "largest_velocity_m_s": 2.5}


def test_thinned_fronts_give_diameters_that_hold_and_a_bound(monkeypatch: pytest.MonkeyPatch):
    exact = enlarge(comb(15), CLASSES, PRICE, **ASKED)
    assert (exact.reason, exact.gap) == ("fronts complete", 0.0)
    monkeypatch.setattr(diameters, "LENGTHS", (4,))
    coarse = enlarge(comb(15), CLASSES, PRICE, **ASKED, limits=Limits(gap=0.9))
    assert coarse.check() == []
    assert (coarse.reason, coarse.engine) == ("gap reached", diameters.DYNAMIC)
    assert coarse.bound < exact.objective < coarse.objective
    assert 0 < coarse.gap <= 0.9


@pytest.mark.parametrize("villages", [15, 25])
def test_what_fronts_leave_open_the_programme_closes(
    villages: int, monkeypatch: pytest.MonkeyPatch
):
    exact = enlarge(comb(villages), CLASSES, PRICE, **ASKED)
    monkeypatch.setattr(diameters, "LENGTHS", (2,))
    closed = enlarge(comb(villages), CLASSES, PRICE, **ASKED)
    assert closed.objective == pytest.approx(exact.objective)
    assert closed.gap == 0.0
    assert "HiGHS" in closed.engine
    assert closed.check() == []
    assert closed.check(simulate_epanet(closed.forest)) == []


def test_diameters_of_another_engine_that_starve_a_node_are_not_taken(
    monkeypatch: pytest.MonkeyPatch,
):
    def starving(options: Options, clock: Clock, start: np.ndarray):
        _, result = solve_programme(options, clock, start)
        return options.first, result

    monkeypatch.setattr(diameters, "LENGTHS", (2,))
    monkeypatch.setattr(diameters, "solve_programme", starving)
    found = enlarge(comb(15), CLASSES, PRICE, **ASKED)
    assert found.check() == []
    assert found.status is Status.FEASIBLE
    assert found.bound < found.objective


def test_stopped_early_there_is_still_a_plan_and_a_bound(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(diameters, "LENGTHS", (4, 8))
    stop = Stop(threading.Event())
    stop.request()
    found = enlarge(comb(15), CLASSES, PRICE, **ASKED, limits=Limits(gap=0.0, stop=stop))
    assert found.check() == []
    assert found.status is Status.FEASIBLE
    assert found.reason == "time over"
    assert 0 < found.bound < found.objective


def test_progress_is_told_with_bounds_that_hold(monkeypatch: pytest.MonkeyPatch):
    exact = enlarge(comb(15), CLASSES, PRICE, **ASKED)
    monkeypatch.setattr(diameters, "LENGTHS", (4, 16, 64))
    told: list[Progress] = []
    enlarge(comb(15), CLASSES, PRICE, **ASKED, limits=Limits(gap=0.0, on_progress=told.append))
    assert told
    scale = exact.objective * 1e-9
    for report in told:
        if report.incumbent is not None and report.bound is not None:
            assert report.bound - scale <= exact.objective <= report.incumbent + scale


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), nodes=st.integers(3, 40), sources=st.integers(1, 3))
def test_classes_left_out_beforehand_are_in_no_answer(seed: int, nodes: int, sources: int):
    forest, least = question(seed, nodes, sources, 0.1)
    flow = flow_l_s(forest)[:, None]
    options = Options(
        forest,
        headloss_m(flow, forest.length_m[:, None], CLASSES, forest.roughness[:, None]),
        forest.length_m[:, None] * PRICE,
        np.searchsorted(CLASSES, forest.diameter_mm),
        forest.elevation_m + least,
    )
    first = options.tightened().first
    for pipe in np.flatnonzero(first > options.first):
        choice = np.full(forest.pipes, len(CLASSES) - 1)
        choice[pipe] = first[pipe] - 1
        assert (options.heads(choice) < options.need).any()
        choice[pipe] = first[pipe]
        assert (options.heads(choice) >= options.need - 1e-6).all()


def test_a_wrong_answer_is_found_by_the_check():
    found = enlarge(line(), CLASSES, PRICE, least_pressure_m=10.0, largest_velocity_m_s=1.0)
    thin = replace(found, forest=replace(found.forest, diameter_mm=np.full(3, 63.0)))
    assert {violation.constraint for violation in thin.check()} == {
        "least pressure, m",
        "largest velocity, m/s",
        "stated objective",
    }
    odd = replace(found, forest=replace(found.forest, diameter_mm=np.array([60.0, 400, 400])))
    assert {"diameter of a class", "no smaller than before"} <= {
        violation.constraint for violation in odd.check()
    }
    assert [v.constraint for v in replace(found, bound=found.objective * 2).check()] == [
        "stated bound"
    ]


def test_trees_do_not_disturb_each_other():
    first, second = line(5.0, 60.0), line(3.0, 45.0)
    both = PipeForest.of(
        np.vstack([first.ends, second.ends + 4]),
        *(
            np.concatenate([getattr(first, name), getattr(second, name)])
            for name in ("length_m", "diameter_mm", "roughness", "demand_l_s", "elevation_m")
        ),
        [0, 4],
        [60.0, 45.0],
    )
    asked = {"least_pressure_m": 8.0, "largest_velocity_m_s": 2.0}
    together = enlarge(both, CLASSES, PRICE, **asked)
    apart = [enlarge(part, CLASSES, PRICE, **asked) for part in (first, second)]
    assert together.objective == pytest.approx(sum(part.objective for part in apart))
    assert together.forest.diameter_mm.tolist() == [
        wide for part in apart for wide in part.forest.diameter_mm.tolist()
    ]
