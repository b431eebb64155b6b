"""One stage with an additive measure: relax, round, search, and finish exactly where it pays."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from models.capacity_expansion.compact import compact_model
from models.capacity_expansion.coupling import ADDITIVE, Coupling, Goal
from models.capacity_expansion.diving import dive
from models.capacity_expansion.experience import Experience, Hint
from models.capacity_expansion.instance import (
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
    Measure,
)
from models.capacity_expansion.local_search import anneal
from models.capacity_expansion.master import Master, Relaxation
from models.capacity_expansion.pool import Pool
from models.capacity_expansion.prepared import Prepared
from models.capacity_expansion.solution import accounts, check_plan, measures
from optimizer.certificate import Status, relative_gap
from optimizer.engines import solve_linear
from optimizer.limits import Clock

_ROUNDS = 24
_MOVES_PER_START = 30
_FEWEST_MOVES = 20_000
_MOST_MOVES = 4_000_000
_HEAT = 2.5e-5  # starting temperature in units of what overdrawing a typical module costs
_DIVE_EVERY = 3  # rounds; the others search on from the best plan
_ATTEMPTS = 3  # local searches from one start
_BATCHES = (0.1, 0.07, 0.15, 0.25, 0.05, 0.12, 0.2, 0.04)
_SMALL = 4_000  # start variables up to which the exact finish is worth its time
_SECONDS_EXACT = 10.0  # branch and bound that has not closed a small case by then rarely does
_PATIENCE = 14  # rounds of local search without a better plan
_IMPOSSIBLE = 1e-7
_PART = 1e-9  # weight from which a path is part of a relaxation


@dataclass(frozen=True)
class Plan:
    """`starts` (N, K, T), `flows` (A, T) or None, and the value of every measure."""

    starts: IntArray
    flows: FloatArray | None
    measures: dict[Measure, float]


def booked(
    instance: CapacityExpansionInstance, starts: IntArray, flows: FloatArray | None = None
) -> Plan:
    """A plan with its measures."""
    return Plan(starts, flows, measures(instance, accounts(instance, starts, flows)))


@dataclass
class Context:
    """What the stages share: the instance, the clock, and every path found so far.

    `used` are the paths that were part of a relaxation.
    """

    prepared: Prepared
    clock: Clock
    experience: Experience | None = None
    pool: Pool = field(init=False)
    used: set[int] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.pool = Pool(self.prepared)
        if self.experience is not None:
            self.pool.add(*self.experience.possible(self.prepared))

    @property
    def instance(self) -> CapacityExpansionInstance:
        return self.prepared.instance

    def guess(self, measure: Measure) -> Hint | None:
        """Where another instance ended that minimised the same measure."""
        return None if self.experience is None else self.experience.hint(measure, self.instance)


@dataclass(frozen=True)
class Outcome:
    """The best plan of a goal (None if none was found), the proven bound, and its multipliers.

    A bound of inf says that no plan meets the goal.
    """

    plan: Plan | None
    bound: float
    coupling: Coupling
    duals: FloatArray

    @property
    def impossible(self) -> bool:
        return self.plan is None and self.bound == math.inf


def minimise(
    context: Context,
    goal: Goal,
    stage: str,
    gap: float,
    incumbent: Plan | None = None,
    duals: FloatArray | None = None,
    guess: Hint | None = None,
    enough: float = -math.inf,
    rounds: int = _ROUNDS,
) -> Outcome:
    """Minimise `goal` until bound and plan agree within `gap` or the time is over.

    Parameters
    ----------
    context : instance, clock and paths
    goal : what to minimise and hold
    stage : name in progress reports
    gap : relative gap to stop at
    incumbent : a plan that meets the goal, if one is known
    duals : multipliers of a similar goal, if known
    guess : a plan to search from first, whether it meets the goal or not
    enough : a value with which the caller is content, whatever the gap
    rounds : of diving and local search
    """
    clock = context.clock
    master = Master(context.prepared, goal, context.pool, duals)
    relaxation = master.generate(clock, gap / 20)
    if incumbent is None and _proven_impossible(context, master, relaxation):
        return Outcome(None, math.inf, master.coupling, relaxation.duals)
    if relaxation.slack > 0.0:
        master.dearer_slack()
        relaxation = master.generate(clock, gap / 20)
    context.used.update(np.flatnonzero(relaxation.weight > _PART).tolist())
    best = incumbent
    clock.report(stage, value_of(best, goal), finite(relaxation.bound))
    last_change = 0
    for turn in range(rounds):
        if clock.expired or not master.n_paths:
            break
        if _closed(best, goal, relaxation.bound, gap) or _content(best, goal, enough):
            break
        if turn - last_change > _PATIENCE and best is not None:
            break
        better = _searched(context, master, relaxation, best, turn, guess)
        if better is not best:
            best, last_change = better, turn
            clock.report(stage, value_of(best, goal), finite(relaxation.bound))
    bound = relaxation.bound
    done = _closed(best, goal, bound, gap) or _content(best, goal, enough)
    if not clock.expired and not done:
        best, bound = _finish(context, goal, stage, best, bound, gap)
    return Outcome(best, bound, master.coupling, relaxation.duals)


def value_of(plan: Plan | None, goal: Goal) -> float | None:
    """The plan's value of the goal's measure."""
    assert goal.measure is not None
    return None if plan is None else plan.measures[goal.measure]


def finite(bound: float) -> float | None:
    """None for an infinite bound."""
    return bound if math.isfinite(bound) else None


def _closed(plan: Plan | None, goal: Goal, bound: float, gap: float) -> bool:
    reached = relative_gap(value_of(plan, goal), finite(bound))
    return reached is not None and reached <= gap


def _content(plan: Plan | None, goal: Goal, enough: float) -> bool:
    value = value_of(plan, goal)
    return value is not None and value <= enough


def _proven_impossible(context: Context, master: Master, relaxation: Relaxation) -> bool:
    """Whether units or coupling rows alone already rule out every plan."""
    if master.hopeless.size:
        return True
    if relaxation.slack == 0.0:
        return False
    goal = replace(master.goal, measure=None)
    return (
        Master(context.prepared, goal, context.pool, None)
        .generate(context.clock, 1e-4, enough=_IMPOSSIBLE)
        .bound
        > _IMPOSSIBLE
    )


def _searched(
    context: Context,
    master: Master,
    relaxation: Relaxation,
    best: Plan | None,
    turn: int,
    guess: Hint | None,
) -> Plan | None:
    """The better of `best` and what diving and local search make of the relaxation or of `best`."""
    goal, instance = master.goal, context.instance
    if turn == 0 and guess is not None:
        starts, flows = guess.starts, guess.flows
    elif best is not None and turn % _DIVE_EVERY:
        starts, flows = best.starts, best.flows
    else:
        diver = Master(context.prepared, goal, context.pool, relaxation.duals)
        batch = _BATCHES[turn // _DIVE_EVERY % len(_BATCHES)]
        starts = dive(diver, batch, context.clock)
        flows = diver.flows()
    prepared = Prepared(instance, flows)
    money_price, cap_price = _violation_prices(prepared, master, relaxation)
    moves = min(max(int(starts.sum()) * _MOVES_PER_START, _FEWEST_MOVES), _MOST_MOVES)
    heat = _HEAT * money_price * float(np.median(instance.cost))
    for attempt in range(_ATTEMPTS):
        if context.clock.expired:
            break
        seed = context.clock.limits.seed + _ATTEMPTS * turn + attempt
        found = anneal(prepared, goal, starts, money_price, cap_price.copy(), moves, heat, seed)
        if found is not None:
            best = _better(context, goal, booked(instance, found.starts, flows), best)
    return best


def _better(context: Context, goal: Goal, plan: Plan, best: Plan | None) -> Plan | None:
    """`plan` with its best flows, if it meets everything and beats `best`."""
    if plan.flows is not None:
        plan = flows_settled(context, goal, plan)
    if check_plan(context.instance, plan.starts, plan.flows):
        return best
    value, old = value_of(plan, goal), value_of(best, goal)
    assert value is not None
    return plan if old is None or value < old else best


def _violation_prices(
    prepared: Prepared, master: Master, relaxation: Relaxation
) -> tuple[float, FloatArray]:
    """What an overdrawn unit of money and an exceeded unit of a cap cost in local search."""
    goal, coupling = master.goal, master.coupling
    money_price = 4.0 * float(coupling.prices(relaxation.duals).money.max()) + 1e-9
    cap_price = np.zeros(len(ADDITIVE))
    duals = relaxation.duals[coupling.rows["cap"]]
    for measure, dual in zip(coupling.caps, duals, strict=True):
        level = max(abs(goal.caps[measure]), 1e-6)
        fallback = 0.1 * money_price * prepared.money / prepared.shape[2] / level
        cap_price[ADDITIVE.index(measure)] = max(3.0 * float(dual), fallback)
    return money_price, cap_price


def flows_settled(context: Context, goal: Goal, plan: Plan) -> Plan:
    """The same starts with the best flows for them, as far as the time allows."""
    compact = compact_model(context.prepared, goal, fixed=plan.starts)
    result = solve_linear(compact.model, context.clock)
    if result.values is None:
        return plan
    return booked(context.instance, plan.starts, compact.flows(result.values))


def _finish(
    context: Context, goal: Goal, stage: str, best: Plan | None, bound: float, gap: float
) -> tuple[Plan | None, float]:
    """Branch and bound over the whole problem, where it is small or nothing was found."""
    if not is_small(context) and best is not None:
        return best, bound
    plan, proven = solve_exactly(context, goal, stage, gap)
    if plan is None:
        return best, max(bound, proven) if best is None or math.isfinite(proven) else bound
    value, old = value_of(plan, goal), value_of(best, goal)
    assert value is not None
    return (plan if old is None or value < old else best), max(bound, proven)


def is_small(context: Context) -> bool:
    """Whether branch and bound over the whole problem is a matter of seconds."""
    return int(context.instance.startable.sum()) <= _SMALL


def solve_exactly(
    context: Context, goal: Goal, stage: str, gap: float, minimise_share: bool = False
) -> tuple[Plan | None, float]:
    """The compact programme of a goal: a checked plan or None, and a bound (inf: impossible)."""
    compact = compact_model(context.prepared, goal, minimise_share=minimise_share)
    seconds = min(max(context.clock.remaining, 0.01), _SECONDS_EXACT)
    limits = replace(context.clock.limits, gap=gap, time_s=seconds)
    result = solve_linear(compact.model, limits.clock(), stage=stage)
    if result.status is Status.INFEASIBLE:
        return None, math.inf
    bound = -math.inf if result.bound is None else result.bound
    if result.values is None:
        return None, bound
    plan = booked(
        context.instance,
        compact.starts(result.values, context.prepared.shape),
        compact.flows(result.values),
    )
    if check_plan(context.instance, plan.starts, plan.flows):
        return None, bound
    return plan, bound
