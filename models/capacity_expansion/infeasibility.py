"""Why there is no plan, in the words of the instance.

Every kind of requirement is relaxed alone, by one number a planner can judge: all budgets raised
by the same share, a cap raised, the minimum programme lowered. The smallest such relaxation that
makes the rest possible is a reason. Where whole modules are the obstacle, the continuous
relaxation finds no fault and the same questions are asked of the integer programme.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np
from scipy import sparse

from models.capacity_expansion.compact import CompactModel, compact_model
from models.capacity_expansion.coupling import Goal
from models.capacity_expansion.instance import BoolArray, FloatArray, IntArray, Measure
from models.capacity_expansion.prepared import Prepared
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError, Reason
from optimizer.limits import Clock, Limits
from optimizer.linear_model import LinearModel

_SECONDS = 20.0  # for a reason at most, and the least for one where time is short
_LEAST_SECONDS = 1.0
_NOTICED = 1e-6


def unit_reasons(prepared: Prepared, goal: Goal) -> tuple[str, ...]:
    """Units that cannot meet their own requirements even with all the money in the world."""
    instance = prepared.instance
    _, _, periods = prepared.shape
    least = prepared.least_state(goal.share_cap) * prepared.step
    startable = instance.startable * np.minimum(instance.max_starts, 10**6)[:, None, :]
    largest = (startable * instance.size[None, :, None]).max(axis=1).astype(float)
    reachable = np.zeros_like(instance.demand)
    if periods > instance.lead:
        reachable[:, instance.lead :] = np.cumsum(largest, axis=1)[:, : periods - instance.lead]
    reachable = np.minimum(reachable, instance.max_capacity)
    reasons = []
    for n in np.flatnonzero((least > reachable).any(axis=1)):
        t = int(np.argmax(least[n] - reachable[n]))
        reasons.append(
            Reason(
                "{unit} needs {least:,.0f} places of new capacity in {period} ({why}), but at most "
                "{most:,.0f} can be in service by then, whatever the money",
                unit=_name(instance.unit_labels, int(n)),
                least=float(least[n, t]),
                period=_name(instance.period_labels, t),
                why=_why(prepared, goal, int(n), t),
                most=float(reachable[n, t]),
            )
        )
    return tuple(reasons)


def _why(prepared: Prepared, goal: Goal, n: int, t: int) -> Reason:
    instance = prepared.instance
    wanted = {Reason("minimum programme"): float(instance.min_capacity[n, t])}
    if instance.overflow_forbidden[n, t]:
        wanted[Reason("no overflow allowed")] = (
            prepared.overflow_gap[n, t] / instance.overflow_factor
        )
    if prepared.share_weight[n, t] > 0 and np.isfinite(goal.share_cap):
        allowed = goal.share_cap / prepared.share_weight[n, t]
        wanted[Reason("cap on worst share {cap:.4g}", cap=float(goal.share_cap))] = (
            prepared.shortage_gap[n, t] - allowed
        ) / instance.capacity_factor[n, t]
    return max(wanted, key=lambda key: wanted[key])


def infeasible(prepared: Prepared, goal: Goal, clock: Clock) -> InfeasibleError:
    """The error to raise once it is proven that no plan meets `goal` and the instance.

    No reason is sought for longer than half of what `clock` leaves, or a second.
    """
    reasons = unit_reasons(prepared, goal)
    if reasons:
        return InfeasibleError(reasons)
    compact = compact_model(prepared, replace(goal, measure=None))
    choices = _choices(prepared, goal, compact)
    for model in (_continuous(compact.model), compact.model):
        alone = tuple(
            sentence
            for choice in choices
            if (sentence := _sentence(model, [choice], clock)) is not None
        )
        if alone:
            return InfeasibleError(alone)
    together = _sentence(compact.model, choices, clock)
    return InfeasibleError((together or Reason("the requirements contradict each other"),))


@dataclass(frozen=True)
class _Choice:
    """Something a planner may relax: `rows` loosened in proportion to `scale` (rows below: < 0)."""

    rows: IntArray
    scale: FloatArray
    say: Callable[[float], Reason]
    limit: float


def _choices(prepared: Prepared, goal: Goal, compact: CompactModel) -> list[_Choice]:
    instance, row = prepared.instance, compact.requirement
    envelopes = np.where(np.isfinite(instance.group_budget), instance.group_budget, 0.0)
    forbidden = np.where(instance.overflow_forbidden, prepared.demand, 0.0)
    choices = [
        _Choice(
            row["budget"],
            np.maximum(prepared.budget, 0.0),
            lambda a: Reason(
                "the budget is too small: every period needs at least {more:.1%} more money", more=a
            ),
            math.inf,
        ),
        _Choice(
            row["group limit"],
            envelopes,
            lambda a: Reason(
                "the group envelopes are too small: each needs at least {more:.1%} more money",
                more=a,
            ),
            math.inf,
        ),
        _Choice(
            row["group floor"],
            -instance.group_min_spending,
            lambda a: Reason(
                "least group spending is too high: it must fall by at least {less:.1%}", less=a
            ),
            1.0,
        ),
        _Choice(
            row["minimum"],
            -instance.min_capacity,
            lambda a: Reason(
                "the minimum programme is too large: it must fall by at least {less:.1%}", less=a
            ),
            1.0,
        ),
        _Choice(
            row["overflow"],
            -forbidden,
            lambda a: Reason(
                "overflow cannot be ruled out where it is forbidden: in the worst case {left:.1%} "
                "of a unit's demand remains",
                left=a,
            ),
            1.0,
        ),
        _Choice(
            row["starts"],
            np.ones_like(instance.demand),
            lambda a: Reason(
                "too few modules may be started: every unit and period needs {more} more",
                more=math.ceil(a - _NOTICED),
            ),
            math.inf,
        ),
    ]
    if len(row["maximum"]):
        choices.append(
            _Choice(
                row["maximum"],
                np.ones(len(row["maximum"])),
                lambda a: Reason(
                    "too little new capacity may be in service: every limit must be {more:,.0f} "
                    "higher",
                    more=math.ceil(a - _NOTICED),
                ),
                math.inf,
            )
        )
    for measure, level in goal.caps.items():
        choices.append(_capped(measure, level, row[f"cap {measure.value}"], np.ones(1)))
    if "share cap" in row:
        loosened = 1.0 / prepared.share_weight[prepared.share_weight > 0]
        choices.append(_capped(Measure.WORST_SHARE, goal.share_cap, row["share cap"], loosened))
    return [choice for choice in choices if choice.scale.any()]


def _capped(measure: Measure, level: float, rows: IntArray, scale: FloatArray) -> _Choice:
    def say(amount: float) -> Reason:
        return Reason(
            "the cap on {measure} of {level:,.6g} is too low: at least {least:,.6g} is needed",
            measure=measure.value,
            level=float(level),
            least=float(level + amount),
        )

    return _Choice(rows, scale, say, math.inf)


def _sentence(model: LinearModel, choices: list[_Choice], clock: Clock) -> Reason | None:
    """What to say if relaxing `choices` together is enough; None if it is not, or not needed."""
    columns = np.zeros((len(model.row_lower), len(choices)))
    for position, choice in enumerate(choices):
        columns[choice.rows.ravel(), position] = -choice.scale.ravel()
    n, extra = len(model.cost), len(choices)
    relaxed = LinearModel(
        cost=np.concatenate([np.zeros(n), np.ones(extra)]),
        lower=np.concatenate([model.lower, np.zeros(extra)]),
        upper=np.concatenate([model.upper, [choice.limit for choice in choices]]),
        integer=np.concatenate([model.integer, np.zeros(extra, dtype=bool)]),
        matrix=sparse.csr_array(sparse.hstack([model.matrix, sparse.csr_array(columns)])),
        row_lower=model.row_lower,
        row_upper=model.row_upper,
    )
    time_s = min(_SECONDS, max(clock.remaining / 2, _LEAST_SECONDS))
    result = solve_linear(relaxed, Limits(time_s=time_s, gap=1e-3).clock())
    if result.values is None:
        return None
    amounts = result.values[n:]
    if extra == 1 and result.bound is not None:
        amounts = np.array([max(result.bound, 0.0)])
    said = [c.say(float(a)) for c, a in zip(choices, amounts, strict=True) if a > _NOTICED]
    if not said:
        return None
    return reduce(lambda one, more: Reason("{one}, and {more}", one=one, more=more), said)


def _continuous(model: LinearModel) -> LinearModel:
    never: BoolArray = np.zeros(len(model.integer), dtype=bool)
    return replace(model, integer=never)


def _name(labels: tuple[str, ...], position: int) -> str:
    return labels[position] if position < len(labels) else f"number {position}"
