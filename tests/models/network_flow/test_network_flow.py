"""Flows against the reference and by hand, their prices by perturbation, and bad input."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pulp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.network_flow import (
    FlowInstance,
    FlowProgram,
    OrderError,
    program,
    require_no_shortage,
    require_order,
    smallest_shortages,
    solve,
)
from models.network_flow.reference import reference_model, reference_optimum
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Limits

seeds = st.integers(0, 2**32 - 1)


def network_of(seed: int, nodes: int = 7, arcs: int = 14, demands: int = 6) -> FlowInstance:
    """A random network, with cycles, some arcs without limit and some demands alike."""
    random = np.random.default_rng(seed)
    tail = random.integers(nodes, size=arcs)
    head = (tail + random.integers(1, nodes, size=arcs)) % nodes
    capacity = random.integers(0, 20, size=arcs).astype(float)
    capacity[random.random(arcs) < 0.4] = np.inf
    supplies = 4
    return FlowInstance(
        nodes=nodes,
        tail=tail,
        head=head,
        capacity=capacity,
        cost=(random.integers(0, 6, size=arcs) * (random.random(arcs) < 0.6)).astype(float),
        gain=random.choice([1.0, 0.9, 0.75, 0.5], size=arcs),
        supply_node=random.integers(nodes, size=supplies),
        supply=random.integers(0, 25, size=supplies).astype(float),
        supply_cost=random.integers(0, 4, size=supplies).astype(float),
        demand_node=random.integers(nodes, size=demands),
        demand=random.integers(0, 15, size=demands).astype(float),
        value=random.choice([2.0, 8.0, 30.0], size=demands),
    )


def river(**changes: object) -> FlowInstance:
    """Water at node 0 goes down to 1 and on to 2; half of it is lost on the second arc."""
    made: dict[str, object] = {
        "nodes": 3,
        "tail": np.array([0, 1]),
        "head": np.array([1, 2]),
        "capacity": np.array([np.inf, 10.0]),
        "cost": np.array([1.0, 0.0]),
        "gain": np.array([1.0, 0.5]),
        "supply_node": np.array([0]),
        "supply": np.array([12.0]),
        "supply_cost": np.array([0.5]),
        "demand_node": np.array([1, 2]),
        "demand": np.array([8.0, 4.0]),
        "value": np.array([10.0, 40.0]),
        "node_labels": ("spring", "town", "mouth"),
        "arc_labels": ("upper", "lower"),
        "supply_labels": ("snow",),
        "demand_labels": ("mill", "port"),
    }
    return FlowInstance(**{**made, **changes})  # type: ignore[arg-type]


def test_by_hand() -> None:
    found = solve(river())
    assert found.delivered.tolist() == [4.0, 4.0]
    assert found.flow.tolist() == [12.0, 8.0]
    assert found.objective == pytest.approx(12 * 1.5 + 4 * 10)
    assert found.price.tolist() == pytest.approx([9.0, 10.0, 20.0])
    assert found.supply_value.tolist() == pytest.approx([8.5])
    assert found.arc_value.tolist() == pytest.approx([0.0, 0.0])
    assert found.status is Status.OPTIMAL
    assert not found.check()


def test_what_is_not_worth_its_way_is_not_carried() -> None:
    found = solve(river(cost=np.array([11.0, 0.0]), value=np.array([10.0, 20.0])))
    assert found.delivered.tolist() == [0.0, 0.0]
    assert found.objective == pytest.approx(8 * 10 + 4 * 20)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_agrees_with_the_reference(seed: int) -> None:
    instance = network_of(seed)
    found = solve(instance)
    assert not found.check()
    assert found.objective == pytest.approx(reference_optimum(instance), rel=1e-6, abs=1e-6)
    assert found.bound == pytest.approx(found.objective, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(seeds)
def test_a_second_engine_agrees(seed: int) -> None:
    instance = network_of(seed)
    other = solve_linear(FlowProgram(instance).model, Limits().clock(), engine="glop")
    assert other.objective == pytest.approx(solve(instance).objective, abs=1e-6)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_prices_bound_what_another_unit_saves(seed: int) -> None:
    """The optimum is convex in a limit: a price is at least the saving up, at most that down."""
    instance = network_of(seed)
    found, step = solve(instance), 0.01
    for s in range(len(instance.supply)):
        more = instance.supply.copy()
        more[s] += step
        saved = found.objective - solve(replace(instance, supply=more)).objective
        assert saved <= step * found.supply_value[s] + 1e-6
        if instance.supply[s] > 1:
            less = instance.supply.copy()
            less[s] -= step
            lost = solve(replace(instance, supply=less)).objective - found.objective
            assert lost >= step * found.supply_value[s] - 1e-6
    for a in np.flatnonzero(np.isfinite(instance.capacity)):
        more = instance.capacity.copy()
        more[a] += step
        saved = found.objective - solve(replace(instance, capacity=more)).objective
        assert saved <= step * found.arc_value[a] + 1e-6


@settings(max_examples=25, deadline=None)
@given(seeds, seeds)
def test_a_changed_programme_gives_what_a_new_one_gives(seed: int, other: int) -> None:
    instance, changes = network_of(seed), network_of(other)
    built, clock = FlowProgram(instance), Limits().clock()
    built.solve(clock)
    again = built.solve(clock, supply=changes.supply, demand=changes.demand)
    fresh = solve(replace(instance, supply=changes.supply, demand=changes.demand))
    assert not again.check()
    assert again.objective == pytest.approx(fresh.objective, abs=1e-6)
    assert built.solve(clock).objective == pytest.approx(solve(instance).objective, abs=1e-6)


def test_demands_that_cannot_be_told_apart_share_the_shortage() -> None:
    three = river(
        supply=np.array([6.0]),
        demand_node=np.array([1, 1, 1]),
        demand=np.array([8.0, 4.0, 0.0]),
        value=np.array([10.0, 10.0, 10.0]),
    )
    found = solve(three)
    assert found.delivered.tolist() == pytest.approx([4.0, 2.0, 0.0])
    assert not found.check()


def test_the_check_sees_every_kind_of_error() -> None:
    found = solve(river())
    for change, constraint in (
        ({"flow": found.flow + np.array([0.0, 3.0])}, "arc capacity"),
        ({"drawn": found.drawn + 1}, "supply"),
        ({"delivered": found.delivered + np.array([0.0, 1.0])}, "demand"),
        ({"delivered": found.delivered + np.array([1.0, 0.0])}, "balance"),
        ({"price": found.price - 10}, "price"),
        ({"price": found.price + 1}, "objective reaches bound"),
        ({"delivered": found.delivered - np.array([1.0, 0.0])}, "objective reaches bound"),
    ):
        broken = {v.constraint for v in replace(found, **change).check()}
        assert constraint in broken


def test_order_holds_or_names_the_demands() -> None:
    rank = np.array([1, 0])
    require_order(solve(river()), rank)
    close = solve(river(value=np.array([10.0, 15.0])))
    with pytest.raises(OrderError, match=r"port \(15 a unit\) is short while mill \(10\)"):
        require_order(close, rank)


def test_order_does_not_ask_for_ways_that_cost_more_than_they_bring() -> None:
    dear = solve(river(cost=np.array([0.0, 20.0]), value=np.array([1.0, 30.0])))
    assert dear.delivered[1] == 0.0
    require_order(dear, np.array([1, 0]))


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_smallest_set_of_shortages_by_enumeration(seed: int) -> None:
    instance = network_of(seed, demands=5)
    shortage = smallest_shortages(instance)
    count, volume = _enumerated(instance)
    assert (shortage > 0).sum() == count
    assert shortage.sum() == pytest.approx(volume, abs=1e-5)
    if count:
        with pytest.raises(InfeasibleError) as caught:
            require_no_shortage(instance)
        assert len(caught.value.reasons) == count
    else:
        require_no_shortage(instance)


def _enumerated(instance: FlowInstance) -> tuple[int, float]:
    """Fewest demands short, and least volume among these, over all sets of demands."""
    everyone = range(len(instance.demand))
    for size in range(len(instance.demand) + 1):
        volumes = []
        for chosen in combinations(everyone, size):
            free = replace(
                instance,
                cost=np.zeros_like(instance.cost),
                supply_cost=np.zeros_like(instance.supply_cost),
                value=np.ones_like(instance.value),
            )
            problem = reference_model(free)
            for variable in problem.variables():
                if variable.name.startswith("z_") and int(variable.name[2:]) not in chosen:
                    variable.upBound = 0
            problem.solve(pulp.PULP_CBC_CMD(msg=False))
            if problem.sol_status == pulp.LpSolutionOptimal:
                volumes.append(float(pulp.value(problem.objective) or 0.0))
        if volumes:
            return size, min(volumes)
    raise AssertionError("all short is always possible")


def test_shortages_are_counted_and_told_by_label() -> None:
    parts = river(
        demand_node=np.array([1, 1, 2]),
        demand=np.array([8.0, 8.0, 1.0]),
        value=np.ones(3),
        demand_labels=("mill", "mill", "port"),
    )
    with pytest.raises(InfeasibleError, match="mill lacks 6 of 16"):
        require_no_shortage(parts)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_without_shortage_everyone_is_served_at_least_cost_or_told_who_cannot(seed: int) -> None:
    made = network_of(seed)
    instance = replace(made, demand=made.demand / 8)
    problem = reference_model(instance)
    for variable in problem.variables():
        if variable.name.startswith("z_"):
            variable.upBound = 0
    problem.solve(pulp.PULP_CBC_CMD(msg=False))
    if problem.sol_status != pulp.LpSolutionOptimal:
        with pytest.raises(InfeasibleError):
            solve(instance, allow_shortage=False)
        return
    found = solve(instance, allow_shortage=False)
    assert not found.check()
    assert found.shortage.max() < 1e-6
    assert found.objective == pytest.approx(pulp.value(problem.objective), rel=1e-6, abs=1e-5)


def test_no_time() -> None:
    with pytest.raises(NoPlanInTimeError):
        smallest_shortages(network_of(1, nodes=60, arcs=400, demands=200), Limits(time_s=0.0))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"capacity": np.array([-1.0, 10.0])}, "capacity: upper has -1, expected a number >= 0"),
        ({"gain": np.array([1.0, 1.5])}, "gain: lower has 1.5"),
        ({"gain": np.array([0.0, 0.5])}, "gain: upper has 0"),
        ({"supply": np.array([np.inf])}, "supply: snow has inf, expected a finite number"),
        ({"value": np.array([10.0, np.nan])}, "value: port has nan"),
        ({"demand_node": np.array([1, 3])}, "demand_node: port has 3, expected a node from 0 to 2"),
        ({"head": np.array([0, 2])}, "head: upper has 0, expected another node than the tail"),
        ({"cost": np.array([1.0])}, r"cost: shape \(1,\), expected \(2,\)"),
    ],
)
def test_bad_input(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        river(**change)


def test_large_networks_are_solved_from_the_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = network_of(3, nodes=200, arcs=600, demands=400)
    by_edges = solve(instance)
    monkeypatch.setattr(program, "LARGE", 1)
    clock, built = Limits().clock(), FlowProgram(instance)
    for factor in (1.0, 0.5, 1.0):
        found = built.solve(clock, supply=instance.supply * factor)
        assert not found.check()
    assert found.objective == pytest.approx(by_edges.objective, rel=1e-9)


def test_no_time_for_a_flow() -> None:
    with pytest.raises(NoPlanInTimeError):
        solve(network_of(3, nodes=400, arcs=4000, demands=4000), Limits(time_s=0.0))
