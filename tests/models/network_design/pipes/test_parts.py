"""Parts by themselves: subsets, what is left out, designs that grow, bounds that hold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial import Delaunay

from models.network_design.pipes import (
    PipeNetworkInstance,
    growth,
    growth_kernels,
    solve,
    staged_search,
    subset_kernels,
)
from models.network_design.pipes.forest import NONE, forest_of
from models.network_design.pipes.growth import Growth
from models.network_design.pipes.periods_given import PeriodsGiven
from models.network_design.pipes.program import PipeProgram
from models.network_design.pipes.relaxation import Relaxation, subtrees
from models.network_design.pipes.send_and_split import SendAndSplit
from models.network_design.pipes.warm_up import compile_kernels
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.limits import Limits, Stop

EXACT = Limits(time_s=60.0, gap=0.0)


def countryside(
    seed: int, nodes: int, villages: int, budget: tuple[float, ...] = ()
) -> PipeNetworkInstance:
    """Villages and junctions on a square, three sources, eight classes."""
    random = np.random.default_rng(seed)
    place = random.uniform(0.0, 60.0, (nodes, 2))
    sides = [Delaunay(place).simplices[:, pair] for pair in ([0, 1], [1, 2], [0, 2])]
    edges = np.unique(np.sort(np.concatenate(sides), axis=1), axis=0).astype(np.int64)
    chosen = random.permutation(nodes)
    people = np.zeros(nodes)
    people[chosen[3 : 3 + villages]] = np.round(np.exp(random.normal(7.8, 0.8, villages)))
    return PipeNetworkInstance(
        edges=edges,
        length_km=1.3 * np.hypot(*(place[edges[:, 0]] - place[edges[:, 1]]).T),
        sources=chosen[:3],
        source_capacity=np.full(3, np.inf),
        demand=0.0025 * people,
        required=(people > 0) & (len(budget) == 0),
        prize=people,
        node_cost=0.01 * people,
        class_capacity=5.0 * 2.0 ** np.arange(8),
        class_cost=np.array([12.0, 16.0, 22.0, 31.0, 45.0, 66.0, 100.0, 160.0]),
        budget=np.array(budget),
    )


@pytest.fixture(scope="module")
def eleven() -> float:
    """What connecting eleven villages among sixty nodes costs."""
    return solve(countryside(0, 60, 11), EXACT).cost


@pytest.mark.parametrize("periods", [1, 4])
def test_eleven_villages_are_proven_under_budgets_too(eleven: float, periods: int) -> None:
    question = countryside(0, 60, 11, (0.6 * eleven / periods,) * periods)
    found = solve(question, EXACT)
    assert found.check() == []
    assert found.status is Status.OPTIMAL
    assert found.gap == found.cost_gap == 0.0
    assert 0 < len(found.connected) < 11
    assert found.cost <= 0.6 * eleven


def test_more_money_early_is_never_worse(eleven: float) -> None:
    late = solve(countryside(0, 60, 11, (0.2 * eleven, 0.4 * eleven)), EXACT)
    early = solve(countryside(0, 60, 11, (0.4 * eleven, 0.2 * eleven)), EXACT)
    assert late.gap == early.gap == 0.0
    assert early.objective > late.objective


def test_every_subset_costs_what_the_programme_says() -> None:
    instance = countryside(2, 14, 4)
    question = SendAndSplit(instance)
    costs = question.run(EXACT.clock())
    assert costs is not None
    for group in range(1, 16):
        period = np.full(instance.nodes, NONE)
        inside = [k for k in range(4) if group >> k & 1]
        period[question.terminals[inside]] = 0
        program = PipeProgram(instance, cost_of=period)
        result = solve_linear(program.model, EXACT.clock())
        assert result.objective is not None
        least = program.objective(result.objective)
        assert costs.cost[group] <= least * (1.0 + 1e-6)  # ways may meet in a node
        forest = question.forest(costs, group, period)
        assert forest.cost >= least * (1.0 - 1e-6)
        if len(inside) < 3:
            assert costs.cost[group] == pytest.approx(least)


def test_no_pipe_of_the_optimum_is_left_out() -> None:
    """Through every pipe of the optimum all costs just the optimum, through others not less."""
    instance = countryside(1, 40, 7)
    question = SendAndSplit(instance)
    costs = question.run(EXACT.clock())
    assert costs is not None
    period = np.full(instance.nodes, NONE)
    period[question.terminals] = 0
    whole = len(costs.cost) - 1
    forest = question.forest(costs, whole, period)
    assert forest.cost == pytest.approx(costs.cost[whole])
    size = instance.least_class(question.demand)
    arcs = np.arange(2 * len(instance.edges))
    through = question.through(costs, arcs, size, len(instance.class_cost) + 1, EXACT.clock())
    assert through is not None
    assert through[forest.arc, forest.pipe_class] == pytest.approx(forest.cost)
    assert through.min() >= forest.cost * (1.0 - 1e-9)


def test_ways_that_meet_in_a_node_are_settled_by_the_programme() -> None:
    """Two villages of 6 l/s behind one junction; 12 l/s in one pipe cost five times 6 l/s.

    Two pipes into the junction would cost 4 + 4, but a forest has one: 6 + 6 by the direct ways.
    """
    instance = PipeNetworkInstance(
        edges=np.array([[0, 1], [0, 2], [1, 3], [2, 3], [3, 4], [3, 5], [0, 4], [0, 5]]),
        length_km=np.array([1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 6.0, 6.0]),
        sources=np.array([0]),
        source_capacity=np.array([np.inf]),
        demand=np.array([0.0, 0.0, 0.0, 0.0, 6.0, 6.0]),
        required=np.arange(6) >= 4,
        prize=np.zeros(6),
        node_cost=np.zeros(6),
        class_capacity=np.array([6.0, 12.0]),
        class_cost=np.array([1.0, 5.0]),
    )
    costs = SendAndSplit(instance).run(EXACT.clock())
    assert costs is not None
    assert costs.cost[3] == pytest.approx(8.0)
    found = solve(instance, EXACT)
    assert found.check() == []
    assert found.gap == 0.0
    assert found.cost == pytest.approx(4.0 + 6.0)


def test_prices_on_money_prove_that_periods_cannot_be_had(eleven: float) -> None:
    question = countryside(0, 60, 11, (0.3 * eleven, 0.7 * eleven))
    terminals = question.wanted
    ways = SendAndSplit(question).ways
    early = PeriodsGiven(question, terminals, np.zeros(11, dtype=np.int64), ways)
    assert early.possible(5, EXACT.clock())[0] is False
    assert early.cheapest(EXACT.clock())[1] == np.inf
    late = PeriodsGiven(question, terminals, np.ones(11, dtype=np.int64), ways)
    assert late.possible(5, EXACT.clock())[0] is True


def test_growth_finds_designs_near_the_optimum(eleven: float) -> None:
    forest = Growth(countryside(0, 60, 11)).run(EXACT.clock(), 50)
    assert forest is not None
    assert forest.fits
    assert eleven <= forest.cost * (1.0 + 1e-9)
    assert forest.cost <= 1.05 * eleven


def test_the_relaxation_is_a_bound_and_cuts_raise_it(eleven: float) -> None:
    instance = countryside(0, 60, 11)
    forest = Growth(instance).run(EXACT.clock(), 20)
    assert forest is not None
    bare = Relaxation(instance, EXACT.clock())
    first = bare.cutting.solve(EXACT.clock())
    assert first is not None
    full = Relaxation(instance, EXACT.clock())
    full.run([forest], forest.cost)
    assert bare.program.objective(first.objective) < 0.8 * full.bound
    assert 0.85 * eleven < full.bound <= eleven * (1.0 + 1e-6)


@pytest.mark.parametrize("periods", [0, 1, 3])
def test_many_villages_have_a_design_and_a_bound_in_little_time(periods: int) -> None:
    question = countryside(3, 80, 30, (900.0,) * periods)
    found = solve(question, Limits(time_s=4.0, gap=0.0))
    assert found.check() == []
    assert found.seconds < 8.0
    assert found.gap is not None
    assert np.isfinite(found.gap)
    if found.status is Status.FEASIBLE:
        assert found.reason == "time limit"


@pytest.mark.parametrize("villages", [8, 30])
@pytest.mark.parametrize("periods", [0, 1, 3])
def test_a_stop_before_the_start_still_gives_a_design(villages: int, periods: int) -> None:
    stop = Stop()
    stop.request()
    found = solve(countryside(3, 80, villages, (900.0,) * periods), Limits(stop=stop))
    assert found.check() == []
    assert found.status is Status.FEASIBLE
    assert found.reason == "stopped on request"
    assert found.gap is not None


def test_what_leads_nowhere_goes_and_a_design_fits_the_programme() -> None:
    instance = countryside(4, 30, 5)
    found = solve(instance, EXACT)
    entering = np.full(instance.nodes, NONE)
    arc = 2 * found.pipe_edge + (instance.edges[found.pipe_edge, 0] != found.pipe_from)
    entering[found.pipe_to] = arc
    spare = np.flatnonzero((entering == NONE) & ~np.isin(np.arange(30), instance.sources))
    more = entering.copy()
    heads = instance.edges[:, ::-1].ravel()
    more[spare[0]] = np.flatnonzero(heads == spare[0])[0]
    forest = forest_of(instance, more, found.node_period)
    assert forest.cost == pytest.approx(found.cost)
    assert set(forest.arc.tolist()) == set(arc.tolist())
    program = PipeProgram(instance)
    assert program.model.violation(program.values(forest)) < 1e-6
    assert subtrees(instance, forest.arc).sum(axis=1).min() >= 1


def test_names_do_not_change_the_answer(eleven: float) -> None:
    plain = countryside(0, 60, 11)
    named = replace(plain, labels=tuple(f"place {v}" for v in range(60)))
    assert solve(named, EXACT).cost == eleven


def test_a_solve_after_the_warm_up_compiles_nothing_more() -> None:
    def compiled() -> dict[str, int]:
        return {
            name: len(kernel.signatures)
            for module in (growth, growth_kernels, staged_search, subset_kernels)
            for name, kernel in vars(module).items()
            if hasattr(kernel, "signatures")
        }

    compile_kernels()
    before = compiled()
    assert sum(before.values()) > 0
    for budget in ((), (400.0,), (300.0, 300.0)):
        solve(countryside(0, 30, 5, budget), Limits(time_s=5.0))
    assert compiled() == before
