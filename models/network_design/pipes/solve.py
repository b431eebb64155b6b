"""Pipe networks, exactly: table of contents."""

from __future__ import annotations

from models.network_design.pipes.forest import Forest, arcs_of
from models.network_design.pipes.instance import PipeNetworkInstance, Question
from models.network_design.pipes.program import PipeProgram
from models.network_design.pipes.solution import PipeNetworkSolution
from optimizer.certificate import Status, relative_gap
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits

EXACT = Limits(gap=0.0)


def solve(instance: PipeNetworkInstance, limits: Limits | None = None) -> PipeNetworkSolution:
    """Design the network that the instance asks for; 60 seconds and no gap unless given.

    Raises
    ------
    InfeasibleError
        required nodes cannot all be connected with these sources, classes and budgets
    NoPlanInTimeError
        the time was over before any network was found
    """
    clock = (limits or EXACT).clock()
    program = PipeProgram(instance)
    result = solve_linear(program.model, clock, stage="pipe network")
    if result.status is Status.INFEASIBLE:
        raise InfeasibleError(("required: no forest of pipes connects all required nodes",))
    if result.values is None or result.bound is None:
        raise NoPlanInTimeError(f"no pipe network found in {clock.limits.time_s:g} s")
    forest = program.forest(result.values)
    bound = program.objective(result.bound)
    return _answer(instance, forest, bound, 0.0, clock, result.engine)


def _answer(
    instance: PipeNetworkInstance,
    forest: Forest,
    bound: float,
    cost_bound: float,
    clock: Clock,
    engine: str,
) -> PipeNetworkSolution:
    tail, head = arcs_of(instance)
    least_cost = instance.question is Question.LEAST_COST
    objective = forest.cost if least_cost else forest.gain(instance)
    bound = min(bound, objective) if least_cost else max(bound, objective)
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
        cost_bound=bound if least_cost else cost_bound,
        status=Status.OPTIMAL if proven else Status.FEASIBLE,
        seconds=clock.seconds,
        engine=engine,
        reason=reason,
    )
