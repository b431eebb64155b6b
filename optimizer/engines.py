"""The engines: what each can do, and one way to call them.

HiGHS is fed arrays directly, CBC is reached through PuLP, SCIP and GLOP through OR-Tools. A status
is always derived from bound and gap, never from an engine's own word: CBC as bundled with PuLP
calls a solution after a time limit "Optimal".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Flag, auto
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.certificate import Status, relative_gap
from optimizer.errors import OptimizerError
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel

FloatArray = NDArray[np.float64]


class Capability(Flag):
    """What a caller may ask of an engine."""

    LP = auto()
    MIP = auto()
    DUALS = auto()  # of a linear programme
    START = auto()  # accepts a first solution
    STOP = auto()  # can be interrupted while it runs
    PROGRESS = auto()  # tells incumbent and bound while it runs
    BOUND = auto()  # tells a proven bound; otherwise the LP relaxation's is used


@dataclass(frozen=True)
class LinearResult:
    """What came out of an engine, with a status derived from bound and gap.

    Attributes
    ----------
    status : OPTIMAL when the gap is within the limit asked for
    values : (n,) best solution, or None
    objective, bound : of a minimisation; None if unknown
    duals : (m,) of a linear programme, change of the objective for one more right-hand side
    engine : name and version
    """

    status: Status
    values: FloatArray | None
    objective: float | None
    bound: float | None
    duals: FloatArray | None
    engine: str

    @property
    def gap(self) -> float | None:
        return relative_gap(self.objective, self.bound)


Run = Callable[[LinearModel, Clock, FloatArray | None, str, int | None], LinearResult]


@dataclass(frozen=True)
class Engine:
    """A row of the table: name, what it can do, how it is called."""

    name: str
    capabilities: Capability
    run: Run


def derived_status(
    values: FloatArray | None, objective: float | None, bound: float | None, gap: float
) -> Status:
    """OPTIMAL, FEASIBLE or NO_SOLUTION from what is proven; an engine's claim does not count."""
    if values is None:
        return Status.NO_SOLUTION
    reached = relative_gap(objective, bound)
    return Status.OPTIMAL if reached is not None and reached <= gap + 1e-9 else Status.FEASIBLE


def solve_linear(
    model: LinearModel,
    clock: Clock,
    *,
    engine: str = "highs",
    start: FloatArray | None = None,
    stage: str = "",
    node_limit: int | None = None,
) -> LinearResult:
    """Minimise `model` within the limits of `clock`.

    Parameters
    ----------
    model : the programme; a MIP if any variable is integer
    clock : started limits: time, gap, threads, seed, stop, progress
    engine : a name of `ENGINES`
    start : (n,) first solution, used by engines that can
    stage : name in progress reports; empty for none
    node_limit : deterministic limit on branch-and-bound nodes, for engines that have one

    Raises
    ------
    ValueError if the engine is unknown or cannot do what the model needs.
    OptimizerError if the engine breaks down.
    """
    if engine not in ENGINES:
        raise ValueError(f"engine {engine!r} is unknown; there are {', '.join(sorted(ENGINES))}")
    chosen = ENGINES[engine]
    needed = Capability.MIP if model.integer.any() else Capability.LP
    if needed not in chosen.capabilities:
        raise ValueError(f"engine {engine!r} cannot solve {needed.name}")
    return chosen.run(model, clock, start, stage, node_limit)


def _highs(
    model: LinearModel,
    clock: Clock,
    start: FloatArray | None,
    stage: str,
    node_limit: int | None,
) -> LinearResult:
    import highspy

    from optimizer.highs import to_highs, watch

    is_mip = bool(model.integer.any())
    solver = highspy.Highs()
    options: dict[str, bool | int | float] = {
        "output_flag": False,
        "time_limit": max(clock.remaining, 0.01),
        "mip_rel_gap": clock.limits.gap,
        "mip_abs_gap": 1e-9,
        "mip_feasibility_tolerance": 1e-7,
        "random_seed": clock.limits.seed,
    }
    if clock.limits.threads:
        options["threads"] = clock.limits.threads
    if node_limit is not None:
        options["mip_max_nodes"] = node_limit
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(to_highs(model))
    if start is not None and is_mip:
        solution = highspy.HighsSolution()
        solution.col_value = list(start)
        solver.setSolution(solution)
    watch(solver, clock, stage, is_mip)
    solver.run()
    outcome = solver.getModelStatus()
    version = f"HiGHS {solver.version()}"
    states = highspy.HighsModelStatus
    if outcome in (states.kInfeasible, states.kUnboundedOrInfeasible):
        return LinearResult(Status.INFEASIBLE, None, None, None, None, version)
    if outcome in (states.kSolveError, states.kModelError, states.kUnbounded):
        raise OptimizerError(f"{version} ends with {solver.modelStatusToString(outcome)!r}")
    info = solver.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.asarray(solver.getSolution().col_value) if found else None
    objective = float(info.objective_function_value) if found else None
    if is_mip:
        bound = float(info.mip_dual_bound) if np.isfinite(info.mip_dual_bound) else None
        duals = None
    else:
        optimal = outcome == states.kOptimal
        bound = objective if optimal else None
        duals = np.asarray(solver.getSolution().row_dual) if optimal else None
    status = derived_status(values, objective, bound, clock.limits.gap)
    return LinearResult(status, values, objective, bound, duals, version)


def _cbc(
    model: LinearModel,
    clock: Clock,
    start: FloatArray | None,
    stage: str,
    node_limit: int | None,
) -> LinearResult:
    import pulp

    problem, variables = _to_pulp(model)
    limits = clock.limits
    problem.solve(
        pulp.PULP_CBC_CMD(
            msg=False,
            timeLimit=max(clock.remaining, 0.1),
            gapRel=limits.gap,
            threads=limits.threads or None,
            maxNodes=node_limit,
        )
    )
    name = f"CBC through PuLP {pulp.__version__}"
    if problem.sol_status == pulp.LpSolutionInfeasible:
        return LinearResult(Status.INFEASIBLE, None, None, None, None, name)
    if problem.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return LinearResult(Status.NO_SOLUTION, None, None, None, None, name)
    values = np.array([v.value() for v in variables], dtype=float)
    values[model.integer] = np.round(values[model.integer])
    return _unproven(model, values, clock, name)


def _to_pulp(model: LinearModel) -> tuple[Any, list[Any]]:
    import pulp

    def bound(value: float) -> float | None:
        return float(value) if np.isfinite(value) else None

    problem = pulp.LpProblem("model", pulp.LpMinimize)
    variables = [
        pulp.LpVariable(f"v{j}", bound(lower), bound(upper), "Integer" if whole else "Continuous")
        for j, (lower, upper, whole) in enumerate(
            zip(model.lower, model.upper, model.integer, strict=True)
        )
    ]
    problem += pulp.LpAffineExpression(
        [(v, float(c)) for v, c in zip(variables, model.cost, strict=True)], float(model.offset)
    )
    rows = model.matrix.tocsr()
    for i, (lower, upper) in enumerate(zip(model.row_lower, model.row_upper, strict=True)):
        part = slice(rows.indptr[i], rows.indptr[i + 1])
        activity = pulp.LpAffineExpression(
            [
                (variables[j], float(value))
                for j, value in zip(rows.indices[part], rows.data[part], strict=True)
            ]
        )
        if np.isfinite(lower):
            problem += activity >= float(lower)
        if np.isfinite(upper):
            problem += activity <= float(upper)
    return problem, variables


def _unproven(model: LinearModel, values: FloatArray, clock: Clock, name: str) -> LinearResult:
    """A solution of an engine that does not tell its bound: the LP relaxation's bound is used."""
    objective = float(model.cost @ values) + model.offset
    relaxed = replace(model, integer=np.zeros(len(model.cost), dtype=bool))
    bound = _highs(relaxed, clock, None, "", None).bound
    return LinearResult(
        derived_status(values, objective, bound, clock.limits.gap),
        values,
        objective,
        bound,
        None,
        name,
    )


def _ortools(backend: str) -> Run:
    """An engine of OR-Tools' linear solver wrapper."""

    def run(
        model: LinearModel,
        clock: Clock,
        start: FloatArray | None,
        stage: str,
        node_limit: int | None,
    ) -> LinearResult:
        from ortools.linear_solver import pywraplp

        solver = pywraplp.Solver.CreateSolver(backend)
        if solver is None:
            raise OptimizerError(f"OR-Tools has no engine {backend!r}")
        infinity = solver.infinity()

        def bound(value: float) -> float:
            return float(np.clip(value, -infinity, infinity))

        variables = [
            solver.Var(bound(lower), bound(upper), bool(whole), f"v{j}")
            for j, (lower, upper, whole) in enumerate(
                zip(model.lower, model.upper, model.integer, strict=True)
            )
        ]
        for variable, cost in zip(variables, model.cost, strict=True):
            solver.Objective().SetCoefficient(variable, float(cost))
        solver.Objective().SetOffset(float(model.offset))
        solver.Objective().SetMinimization()
        rows = model.matrix.tocsr()
        for i, (lower, upper) in enumerate(zip(model.row_lower, model.row_upper, strict=True)):
            row = solver.Constraint(bound(lower), bound(upper))
            for position in range(rows.indptr[i], rows.indptr[i + 1]):
                row.SetCoefficient(variables[rows.indices[position]], float(rows.data[position]))
        parameters = pywraplp.MPSolverParameters()
        parameters.SetDoubleParam(parameters.RELATIVE_MIP_GAP, clock.limits.gap)
        solver.SetTimeLimit(max(1, int(1000 * clock.remaining)))
        outcome = solver.Solve(parameters)
        name = f"{backend} through OR-Tools"
        if outcome == pywraplp.Solver.INFEASIBLE:
            return LinearResult(Status.INFEASIBLE, None, None, None, None, name)
        if outcome not in (pywraplp.Solver.OPTIMAL, pywraplp.Solver.FEASIBLE):
            return LinearResult(Status.NO_SOLUTION, None, None, None, None, name)
        values = np.array([v.solution_value() for v in variables])
        values[model.integer] = np.round(values[model.integer])
        objective = float(model.cost @ values) + model.offset
        is_mip = bool(model.integer.any())
        optimal = outcome == pywraplp.Solver.OPTIMAL
        best = float(solver.Objective().BestBound()) if is_mip else objective if optimal else None
        status = derived_status(values, objective, best, clock.limits.gap)
        return LinearResult(status, values, objective, best, None, name)

    return run


ENGINES: dict[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine(
            "highs",
            Capability.LP
            | Capability.MIP
            | Capability.DUALS
            | Capability.START
            | Capability.STOP
            | Capability.PROGRESS
            | Capability.BOUND,
            _highs,
        ),
        Engine("cbc", Capability.LP | Capability.MIP, _cbc),
        Engine("scip", Capability.LP | Capability.MIP | Capability.BOUND, _ortools("SCIP")),
        Engine("glop", Capability.LP | Capability.BOUND, _ortools("GLOP")),
    )
}
