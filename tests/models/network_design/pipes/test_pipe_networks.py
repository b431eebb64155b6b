"""Pipe networks against the reference, by hand, and what the check and the messages say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.network_design.pipes import PipeNetworkInstance, PipeNetworkSolution, solve
from models.network_design.pipes.reference import reference_optimum
from optimizer.certificate import Status
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits

EXACT = Limits(time_s=60.0, gap=0.0)


def small(seed: int, nodes: int, extra: int, terminals: int, periods: int) -> PipeNetworkInstance:
    """A random connected graph; sources may run short, classes need not have economies of scale."""
    random = np.random.default_rng(seed)
    tree = {(int(random.integers(i)), i) for i in range(1, nodes)}
    more = {tuple(sorted(random.choice(nodes, 2, replace=False).tolist())) for _ in range(extra)}
    edges = np.array(sorted(tree | more), dtype=np.int64)
    order = random.permutation(nodes)
    sources = order[: int(random.integers(1, 3))]
    chosen = order[max(0, nodes - terminals) :]
    demand = np.zeros(nodes)
    demand[chosen] = random.integers(1, 6, len(chosen))
    total = demand.sum()
    capacity = np.where(random.random(len(sources)) < 0.5, np.inf, np.ceil(0.7 * total) + 5.0)
    required = (demand > 0) & ((periods == 0) | (random.random(nodes) < 0.2))
    least = np.cumsum(random.integers(1, 6, 3)) + 4.0
    return PipeNetworkInstance(
        edges=edges,
        length_km=random.integers(1, 9, len(edges)).astype(float),
        sources=sources,
        source_capacity=capacity,
        demand=demand,
        required=required,
        prize=np.where(demand > 0, random.integers(1, 20, nodes), 0).astype(float),
        node_cost=np.where(demand > 0, random.integers(0, 5, nodes), 0).astype(float),
        class_capacity=np.append(least, max(total, least[-1] + 1.0)),
        class_cost=np.cumsum(random.integers(1, 5, 4)).astype(float),
        budget=random.integers(15, 60, periods).astype(float),
        weight=random.integers(1, 4, max(1, periods)).astype(float),
        carry_over=bool(random.random() < 0.7),
    )


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000), nodes=st.integers(3, 7), extra=st.integers(0, 5),
    terminals=st.integers(1, 4), periods=st.integers(0, 2),
)  # fmt: skip
def test_small_networks_against_the_reference(
    seed: int, nodes: int, extra: int, terminals: int, periods: int
) -> None:
    try:
        instance = small(seed, nodes, extra, terminals, periods)
    except InfeasibleError:
        return
    wanted = reference_optimum(instance)
    if wanted is None:
        with pytest.raises(InfeasibleError):
            solve(instance, EXACT)
        return
    found = solve(instance, EXACT)
    assert found.check() == []
    assert found.status is Status.OPTIMAL
    assert found.objective == pytest.approx(wanted, rel=1e-7, abs=1e-6)


def line(**changes: object) -> PipeNetworkInstance:
    """A source, two villages on the way and one beside it: 0 - 1 - 2 - 3, all required."""
    base = {
        "edges": np.array([[0, 1], [1, 2], [2, 3], [0, 3]]),
        "length_km": np.array([2.0, 3.0, 4.0, 20.0]),
        "sources": np.array([0]),
        "source_capacity": np.array([np.inf]),
        "demand": np.array([0.0, 3.0, 4.0, 5.0]),
        "required": np.array([False, True, True, True]),
        "prize": np.array([0.0, 30.0, 40.0, 50.0]),
        "node_cost": np.array([0.0, 1.0, 1.0, 1.0]),
        "class_capacity": np.array([5.0, 10.0, 20.0]),
        "class_cost": np.array([1.0, 1.5, 2.0]),
        "labels": ("Kaskelen", "Shamalgan", "Raiymbek", "Uzynagash"),
        "class_labels": ("DN100", "DN150", "DN200"),
    }
    return PipeNetworkInstance(**(base | changes))  # type: ignore[arg-type]


def test_pipes_grow_towards_the_source() -> None:
    """12 l/s over 2 km at 2, 9 l/s over 3 km at 1.5, 5 l/s over 4 km at 1, three nodes at 1."""
    found = solve(line(), EXACT)
    assert found.pipe_edge.tolist() == [0, 1, 2]
    assert found.pipe_from.tolist() == [0, 1, 2]
    assert found.pipe_to.tolist() == [1, 2, 3]
    assert found.pipe_class.tolist() == [2, 1, 0]
    assert found.pipe_flow.tolist() == [12.0, 9.0, 5.0]
    assert found.objective == found.cost == pytest.approx(2 * 2 + 3 * 1.5 + 4 + 3)
    assert found.gap == 0.0
    assert found.node_source.tolist() == [-1, 0, 0, 0]
    assert found.check() == []


def test_a_budget_leaves_the_far_village_out_and_says_what_it_costs() -> None:
    optional = np.zeros(4, dtype=bool)
    found = solve(line(required=optional, budget=np.array([9.0])), EXACT)
    assert found.connected.tolist() == [1, 2]
    assert found.objective == found.prize == 70.0
    assert found.cost == pytest.approx(2 * 1.5 + 3 * 1.0 + 2)
    assert found.check() == []


def test_a_stage_works_by_itself_and_its_pipes_are_large_enough_for_the_next() -> None:
    """Village 1 and 2 in the first period, in pipes that carry all three in the second."""
    optional = np.zeros(4, dtype=bool)
    question = line(required=optional, budget=np.array([10.5, 10.0]), weight=np.array([5.0, 10.0]))
    found = solve(question, EXACT)
    assert found.node_period.tolist() == [-1, 0, 0, 1]
    assert found.pipe_class.tolist() == [2, 1, 0]
    assert found.pipe_period.tolist() == [0, 0, 1]
    assert found.spending.tolist() == pytest.approx([10.5, 5.0])
    assert found.objective == 70.0 * 15.0 + 50.0 * 10.0
    assert found.check() == []
    tight = solve(replace(question, budget=np.array([10.4, 10.0])), EXACT)
    assert tight.objective < found.objective


def test_money_that_is_left_is_lost_without_carry_over() -> None:
    optional = np.zeros(4, dtype=bool)
    kept = line(required=optional, budget=np.array([2.5, 5.5]))
    assert solve(kept, EXACT).objective == 70.0
    assert solve(replace(kept, carry_over=False), EXACT).objective == 40.0


def test_a_source_that_runs_short_sends_the_rest_elsewhere() -> None:
    near_and_far = line(sources=np.array([0, 3]), source_capacity=np.array([4.0, 9.0]))
    found = solve(near_and_far, EXACT)
    assert found.node_source.tolist() == [-1, 0, 3, 3]
    assert found.check() == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"edges": np.array([[0.0, 1.0]])}, r"edges: shape \(1, 2\) of float64"),
        ({"length_km": np.ones(3)}, r"length_km: shape \(3,\), expected \(4,\), one for each edge"),
        ({"required": np.ones(4)}, r"required: type float64, expected bool"),
        ({"length_km": np.array([2.0, -3.0, 4.0, 9.0])}, r"edge 1 from Shamalgan to Raiymbek has"),
        ({"edges": np.array([[0, 1], [1, 2], [2, 3], [3, 9]])}, r"edge 3 is \[3, 9\]"),
        ({"edges": np.array([[0, 1], [1, 2], [2, 3], [3, 3]])}, r"edge 3 joins Uzynagash to"),
        ({"sources": np.array([4])}, r"sources: node 4 is unknown, expected nodes from 0 to 3"),
        ({"sources": np.zeros(0, int), "source_capacity": np.zeros(0)}, r"sources: none given"),
        ({"source_capacity": np.array([0.0])}, r"source Kaskelen has 0 l/s"),
        ({"source_capacity": np.array([4.5])}, r"Uzynagash needs 5 l/s, .* largest source"),
        ({"demand": np.array([0.0, 3.0, 4.0, 25.0])}, r"Uzynagash needs 25 l/s, .* 20 l/s.* DN200"),
        ({"demand": np.array([0.0, 3.0, 4.0, 0.0])}, r"Uzynagash is required or has a prize"),
        ({"demand": np.array([0.0, np.nan, 4.0, 5.0])}, r"demand: Shamalgan has nan"),
        ({"prize": np.array([0.0, -1.0, 4.0, 5.0])}, r"prize: Shamalgan has -1"),
        ({"class_cost": np.array([1.0, np.nan, 2.0])}, r"class_cost: DN150 has nan"),
        ({"class_cost": np.array([1.0, 1.0, 2.0])}, r"DN150 has 1 .* more than DN100"),
        ({"class_capacity": np.array([5.0, 10.0, 9.0])}, r"DN200 has 9 l/s, .* DN150 .* 10"),
        ({"budget": np.array([5.0, -1.0])}, r"budget: period 1 has -1"),
        ({"budget": np.array([5.0]), "weight": np.array([0.0])}, r"weight: period 0 has 0"),
        ({"required": np.zeros(4, bool)}, r"required: no node is required"),
        ({"budget": np.array([5.0]), "prize": np.zeros(4)}, r"prize: no node has one"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_error(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        line(**changes)


def test_what_has_no_answer_is_said_with_names_and_figures() -> None:
    apart = {"edges": np.array([[0, 1], [1, 0], [2, 3], [3, 2]])}
    with pytest.raises(InfeasibleError, match="no path from a source to Raiymbek, Uzynagash"):
        line(**apart)
    with pytest.raises(InfeasibleError, match=r"need 12 l/s, all sources have 10; 2 l/s more"):
        line(source_capacity=np.array([10.0]))


def test_the_check_notices_what_is_wrong() -> None:
    instance = line(budget=np.array([8.5, 10.0]), required=np.zeros(4, dtype=bool))
    right = solve(instance, EXACT)
    assert right.check() == []

    def names(**changes: object) -> set[str]:
        wrong: PipeNetworkSolution = replace(right, **changes)  # type: ignore[arg-type]
        return {violation.constraint for violation in wrong.check()}

    assert "capacity of the pipe" in names(pipe_class=right.pipe_class * 0)
    assert "stated objective" in names(objective=right.objective + 1.0)
    assert "stated bound" in names(bound=right.objective - 1.0)
    assert "stated cost" in names(cost=right.cost - 1.0)
    assert "stated bound of the cost" in names(cost_bound=right.cost + 1.0)
    assert "stated flow" in names(pipe_flow=right.pipe_flow + 1.0)
    assert "stated source" in names(node_source=np.full(4, -1))
    assert "budget" in names(pipe_period=right.pipe_period * 0)
    assert "water arrives" in names(pipe_period=right.pipe_period * 0 + 1)
    assert "known edges" in names(pipe_edge=right.pipe_edge + 9)
    assert "ends of the edge" in names(pipe_to=right.pipe_from)
    backward = names(pipe_from=right.pipe_to, pipe_to=right.pipe_from)
    assert backward & {"one pipe enters", "pipes hang on a source"}
    alone = names(
        instance=replace(instance, required=np.array([False, True, True, True])),
        node_period=np.full(4, -1),
    )
    assert {"required", "every pipe is used"} <= alone


def test_a_budget_that_is_too_small_for_what_is_required_says_by_how_much() -> None:
    """All three cost 15.5 as `test_pipes_grow_towards_the_source` counts."""
    with pytest.raises(InfeasibleError, match=r"cost at least 15\.5, .* have 12; 3\.5 more"):
        solve(line(budget=np.array([6.0, 6.0])), EXACT)
