"""Pipe networks, by exact methods where few nodes are to be connected: table of contents.

Few nodes, up to about fifteen:

1. `send_and_split`: the cost of every subset by dynamic programming; the least cost is among them.
2. `staged_search`: under budgets, which of them when, best first.
3. `periods_given`: the least cost of what is then connected.

Many:

1. `growth`: designs by ruin and recreate.
2. `relaxation`: a bound by cuts on the relaxed programme, for the money until each period.
3. The programme with these cuts and whole pipes, for the time that is left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.network_design.pipes.forest import NONE, Forest, arcs_of
from models.network_design.pipes.growth import Growth
from models.network_design.pipes.instance import PipeNetworkInstance, Question
from models.network_design.pipes.periods_given import PeriodsGiven
from models.network_design.pipes.relaxation import Relaxation
from models.network_design.pipes.send_and_split import STEPS, SendAndSplit
from models.network_design.pipes.solution import PipeNetworkSolution
from models.network_design.pipes.staged_search import StagedSearch
from models.network_design.pipes.warm_up import compile_kernels
from optimizer.certificate import Status, relative_gap
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits

EXACT = Limits(gap=0.0)
BATCHES = 200  # of ruin and recreate where the exact methods follow
SHARES = (0.35, 0.75, 0.9)  # of the time when growth, bounds, whole pipes end

SEND_AND_SPLIT = "send and split"
SEARCH = "search over periods with send and split"
CUTS = "relaxed programme with cuts, HiGHS"
WHOLE = "programme with cuts and whole pipes, HiGHS"


@dataclass(frozen=True)
class Found:
    """What is known so far: a design, a bound on the objective and one on its cost."""

    forest: Forest | None
    bound: float
    cost_bound: float
    engine: str


def solve(instance: PipeNetworkInstance, limits: Limits | None = None) -> PipeNetworkSolution:
    """Design the network that the instance asks for; 60 seconds and no gap unless given.

    Raises
    ------
    InfeasibleError
        required nodes cannot all be connected with these sources, classes and budgets
    NoPlanInTimeError
        the time was over before any network was found
    """
    compile_kernels()
    clock = (limits or EXACT).clock()
    question = SendAndSplit(instance)
    few = question.steps <= STEPS
    if instance.question is Question.LEAST_COST:
        found = _least_cost(instance, question if few else None, clock)
    elif few:
        found = _few(instance, question, clock)
    else:
        found = _many(instance, clock)
    if found.forest is None:
        if np.isinf(found.bound):
            raise InfeasibleError((_reason(instance, question if few else None),))
        raise NoPlanInTimeError(f"no pipe network found in {clock.limits.time_s:g} s")
    return _answer(instance, found, clock)


def _least_cost(
    instance: PipeNetworkInstance, question: SendAndSplit | None, clock: Clock
) -> Found:
    forest = Growth(instance).run(clock.until(SHARES[0] * clock.limits.time_s), BATCHES)
    if question is not None:
        period = np.zeros(len(question.terminals), dtype=np.int64)
        given = PeriodsGiven(instance, question.terminals, period, question.ways)
        forest, bound = given.cheapest(clock, forest)
        if forest is not None or np.isinf(bound) or clock.expired:
            return Found(forest, bound, bound, SEND_AND_SPLIT)
    return _bounded(instance, forest, clock)


def _few(instance: PipeNetworkInstance, question: SendAndSplit, clock: Clock) -> Found:
    """Budgets, few nodes."""
    forest = Growth(instance).run(clock.until(SHARES[0] * clock.limits.time_s), BATCHES)
    costs = question.run(clock)
    if costs is None:
        return Found(forest, float(instance.prize.sum() * instance.years[0]), 0.0, SEND_AND_SPLIT)
    search = clock.until(SHARES[2] * clock.limits.time_s)
    answer = StagedSearch(instance, costs).run(search, forest)
    if answer.forest is None:
        return Found(None, answer.bound, 0.0, SEARCH)
    nodes = np.flatnonzero(answer.forest.node_period != NONE)
    period = answer.forest.node_period[nodes]
    given = PeriodsGiven(instance, nodes, period, question.ways)
    forest, cost_bound = given.cheapest(clock, answer.forest)
    return Found(forest or answer.forest, answer.bound, cost_bound, SEARCH)


def _many(instance: PipeNetworkInstance, clock: Clock) -> Found:
    """Budgets, many nodes: periods are bounded one by one, each with the money until its end."""
    growth = Growth(instance)
    forest = growth.run(clock.until(SHARES[0] * clock.limits.time_s), 5 * BATCHES)
    if instance.periods == 1:
        found = _bounded(instance, forest, clock.until(SHARES[2] * clock.limits.time_s))
    else:
        bound, engine = 0.0, CUTS
        begin = clock.seconds
        for t in range(instance.periods):
            last = t == instance.periods - 1
            one = replace(
                instance,
                budget=instance.limit[t : t + 1],
                weight=np.ones(1),
                required=instance.required if last else np.zeros(instance.nodes, dtype=np.bool_),
            )
            span = (SHARES[1] * clock.limits.time_s - begin) * (t + 1) / instance.periods
            relaxation = Relaxation(one, clock.until(begin + span))
            relaxation.run([] if forest is None else [forest], None)
            if relaxation.infeasible:
                return Found(None, np.inf, 0.0, CUTS)
            part = min(relaxation.bound, float(instance.prize[instance.wanted].sum()))
            bound += float(instance.weight[t]) * part
        found = Found(forest, bound, 0.0, engine)
    if found.forest is None:
        return found
    connected = np.zeros(instance.nodes, dtype=np.bool_)
    connected[found.forest.node_period != NONE] = True
    if not connected.any():
        return found
    same = replace(instance, required=connected, budget=np.zeros(0), weight=np.ones(1))
    cheaper = Relaxation(same, clock)
    cheaper.run([found.forest], found.forest.cost)
    return replace(found, cost_bound=max(0.0, min(cheaper.bound, found.forest.cost)))


def _bounded(instance: PipeNetworkInstance, forest: Forest | None, clock: Clock) -> Found:
    """One period: cuts, then whole pipes."""
    least_cost = instance.question is Question.LEAST_COST
    value = None
    if forest is not None:
        value = forest.cost if least_cost else forest.gain(instance)
    relaxation = Relaxation(instance, clock.until(SHARES[1] * clock.limits.time_s))
    relaxation.run([] if forest is None else [forest], value)
    bound = relaxation.bound
    if relaxation.infeasible:
        return Found(forest, np.inf if forest is None else bound, bound, CUTS)
    if not np.isfinite(bound):
        bound = 0.0 if least_cost else float(instance.prize.sum() * instance.years[0])
    if clock.expired or relative_gap(value, bound) == 0.0:
        return Found(forest, bound, bound, CUTS)
    program = relaxation.program
    start = None if forest is None else program.values(forest)
    result = solve_linear(relaxation.model, clock, start=start, stage="pipe network")
    if result.status is Status.INFEASIBLE:
        return Found(forest, np.inf if value is None else value, bound, WHOLE)
    if result.values is not None:
        other = program.forest(result.values)
        missing = instance.required & (other.node_period == NONE)
        better = other.within(instance) and not missing.any()
        if better and value is not None:
            mine = other.cost if least_cost else other.gain(instance)
            better = mine < value if least_cost else mine > value
        forest = other if better else forest
    if result.bound is not None:
        proven = program.objective(result.bound)
        bound = max(bound, proven) if least_cost else min(bound, proven)
    return Found(forest, bound, bound, WHOLE)


def _reason(instance: PipeNetworkInstance, question: SendAndSplit | None) -> str:
    """Why there is no answer, with figures where they are known."""
    where = "required nodes cannot all be connected"
    if instance.question is Question.LEAST_COST or question is None:
        return f"required: {where} with these capacities, classes and budgets"
    needed = np.flatnonzero(instance.required)
    costs = SendAndSplit(instance, needed, question.ways).run(EXACT.clock())
    have = float(instance.limit[-1])
    least = have if costs is None else float(costs.cost[-1])
    if np.isfinite(least) and least > have:
        return (
            f"budget: {where}: they cost at least {least:g}, all periods have {have:g}; "
            f"{least - have:g} more are needed"
        )
    return f"required: {where} with these capacities, classes and budgets"


def _answer(instance: PipeNetworkInstance, found: Found, clock: Clock) -> PipeNetworkSolution:
    forest = found.forest
    assert forest is not None
    tail, head = arcs_of(instance)
    least_cost = instance.question is Question.LEAST_COST
    objective = forest.cost if least_cost else forest.gain(instance)
    bound = min(found.bound, objective) if least_cost else max(found.bound, objective)
    gap = relative_gap(objective, bound)
    proven = gap is not None and gap <= clock.limits.gap + 1e-9
    if proven:
        reason = "no better network exists" if gap == 0.0 else "gap reached"
    else:
        reason = "stopped on request" if clock.limits.stop else "time limit"
    return PipeNetworkSolution(
        instance=instance,
        pipe_edge=forest.arc // 2,
        pipe_from=tail[forest.arc],
        pipe_to=head[forest.arc],
        pipe_class=forest.pipe_class,
        pipe_flow=forest.flow,
        pipe_period=forest.period,
        node_period=forest.node_period,
        node_source=forest.source,
        objective=objective,
        bound=bound,
        cost=forest.cost,
        cost_bound=bound if least_cost else min(found.cost_bound, forest.cost),
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        seconds=clock.seconds,
        engine=found.engine,
        reason=reason,
    )
