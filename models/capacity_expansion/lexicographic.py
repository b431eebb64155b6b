"""The stages one after the other: what is reached is held while the next is improved."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from models.capacity_expansion.additive import Context, Plan, booked, finite, minimise
from models.capacity_expansion.coupling import ADDITIVE, Goal
from models.capacity_expansion.equity import minimise_worst_share
from models.capacity_expansion.experience import Hint
from models.capacity_expansion.infeasibility import infeasible
from models.capacity_expansion.instance import FloatArray, IntArray, Measure, Stage
from models.capacity_expansion.solution import check_plan
from optimizer.certificate import Certificate, relative_gap
from optimizer.engines import derived_status
from optimizer.errors import NoPlanInTimeError

UNITS = {
    Measure.OVERFLOW: "weighted demand beyond the overflow factor",
    Measure.SHORTAGE: "weighted demand not served",
    Measure.WORST_SHARE: "weighted share of demand not served",
    Measure.COST: "discounted money",
}
ENGINE = "aumaq decomposition with HiGHS"


@dataclass(frozen=True)
class StageResult:
    """The plan after a stage, its certificate, the level to hold, and the value of money.

    `budget_value` (T,) and `hint` are None for stages without a relaxation of their own measure.
    """

    plan: Plan
    certificate: Certificate
    level: float
    budget_value: FloatArray | None
    hint: Hint | None


def run_stages(context: Context, start: IntArray | None = None) -> list[StageResult]:
    """Solve the stages of the instance in order, from a plan that meets everything if given.

    Raises
    ------
    InfeasibleError if no plan meets every requirement.
    NoPlanInTimeError if the time is over before any plan was found.
    """
    instance = context.instance
    caps = {cap.measure: cap.level for cap in instance.caps if cap.measure in ADDITIVE}
    share_cap = min(
        (cap.level for cap in instance.caps if cap.measure is Measure.WORST_SHARE),
        default=math.inf,
    )
    plan = None
    if start is not None and not check_plan(instance, start):
        plan = booked(instance, start)
    results: list[StageResult] = []
    whole = context.clock
    for number, stage in enumerate(instance.stages):
        share = whole.remaining / (len(instance.stages) - number)
        context.clock = whole.until(whole.seconds + share)
        result = _run_stage(context, stage, number, caps, share_cap, plan)
        plan = result.plan
        results.append(result)
        if stage.measure is Measure.WORST_SHARE:
            share_cap = min(share_cap, result.level)
        else:
            caps[stage.measure] = min(caps.get(stage.measure, math.inf), result.level)
    return results


def _run_stage(
    context: Context,
    stage: Stage,
    number: int,
    caps: dict[Measure, float],
    share_cap: float,
    plan: Plan | None,
) -> StageResult:
    clock = context.clock
    began = clock.seconds
    name = f"{number + 1} {stage.measure.value}"
    goal = Goal(stage.measure, dict(caps), share_cap)
    budget_value = duals = None
    guess = context.guess(stage.measure)
    if stage.measure is Measure.WORST_SHARE:
        share = minimise_worst_share(context, goal, name, clock.limits.gap, plan)
        best, bound = share.plan, share.bound
    else:
        outcome = minimise(
            context,
            goal,
            name,
            clock.limits.gap,
            plan,
            duals=None if guess is None else guess.duals,
            guess=guess,
        )
        best, bound, duals = outcome.plan, outcome.bound, outcome.duals
        budget_value = duals[outcome.coupling.rows["budget"]]
    if best is None and bound == math.inf:
        raise infeasible(context.prepared, goal, context.clock)
    if best is None:
        raise NoPlanInTimeError(
            f"stopped after {clock.seconds:.1f} s before any plan was found that meets every "
            "requirement"
        )
    value = best.measures[stage.measure]
    bound = min(bound, value)
    violations = tuple(check_plan(context.instance, best.starts, best.flows))
    certificate = Certificate(
        stage=name,
        sense="minimise",
        unit=UNITS[stage.measure],
        status=derived_status(np.zeros(0), value, finite(bound), clock.limits.gap),
        objective=value,
        bound=finite(bound),
        gap=relative_gap(value, finite(bound)),
        seconds=clock.seconds - began,
        engine=ENGINE,
        checked=not violations,
        violations=violations,
    )
    level = value * (1.0 + stage.tolerance) + 1e-9 * max(1.0, abs(value))
    hint = None if duals is None else Hint(best.starts, best.flows, duals)
    return StageResult(best, certificate, level, budget_value, hint)
