"""Why there is no plan, in the words of the instance.

Every kind of requirement is relaxed alone, by one number a planner can judge: all budgets raised
by the same share, a cap raised, the minimum programme lowered. The smallest such relaxation that
makes the rest possible is a reason. Where whole modules are the obstacle, the continuous
relaxation finds no fault and the same questions are asked of the integer programme.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from models.capacity_expansion.compact import compact_model
from models.capacity_expansion.coupling import Goal
from models.capacity_expansion.instance import BoolArray, FloatArray, IntArray, Measure
from models.capacity_expansion.prepared import Prepared
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError
from optimizer.limits import Limits
from optimizer.linear_model import LinearModel

_SECONDS = 20.0
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
    reasons = []
    for n in np.flatnonzero((least > reachable).any(axis=1)):
        t = int(np.argmax(least[n] - reachable[n]))
        reasons.append(
            f"{_name(instance.unit_labels, int(n))} needs {least[n, t]:,.0f} places of new "
            f"capacity in {_name(instance.period_labels, t)} "
            f"({_why(prepared, goal, int(n), t)}), but at most {reachable[n, t]:,.0f} can be in "
            "service by then, whatever the money"
        )
    return tuple(reasons)


def _why(prepared: Prepared, goal: Goal, n: int, t: int) -> str:
    instance = prepared.instance
    wanted = {"minimum programme": float(instance.min_capacity[n, t])}
    if instance.overflow_forbidden[n, t]:
        wanted["no overflow allowed"] = prepared.overflow_gap[n, t] / instance.overflow_factor
    if prepared.share_weight[n, t] > 0 and np.isfinite(goal.share_cap):
        allowed = goal.share_cap / prepared.share_weight[n, t]
        wanted[f"cap on worst share {goal.share_cap:.4g}"] = (
            prepared.shortage_gap[n, t] - allowed
        ) / instance.capacity_factor[n, t]
    return max(wanted, key=lambda key: wanted[key])


def infeasible(prepared: Prepared, goal: Goal) -> InfeasibleError:
    """The error to raise once it is proven that no plan meets `goal` and the instance."""
    reasons = unit_reasons(prepared, goal)
    if not reasons:
        reasons = _relaxations(prepared, goal, whole=False) or _relaxations(
            prepared, goal, whole=True
        )
    return InfeasibleError(
        reasons or ("several requirements contradict each other; no single one explains it",)
    )


def _relaxations(prepared: Prepared, goal: Goal, whole: bool) -> tuple[str, ...]:
    """One sentence for every single relaxation that helps, smallest first."""
    instance = prepared.instance
    compact = compact_model(prepared, replace(goal, measure=None))
    model = compact.model if whole else _continuous(compact.model)
    available = np.maximum(prepared.budget, 0.0)
    found: list[tuple[float, str]] = []

    def relax(what: str, scale: FloatArray, say: Callable[[float], str], limit: float) -> None:
        rows = compact.requirement.get(what)
        if rows is None or not scale.any():
            return
        amount = _smallest(model, rows.ravel(), scale.ravel())
        if amount is not None and _NOTICED < amount <= limit:
            found.append((amount, say(amount)))

    relax(
        "budget",
        available,
        lambda a: f"the budget is too small: every period needs at least {a:.1%} more money",
        1e6,
    )
    limits = np.where(np.isfinite(instance.group_budget), instance.group_budget, 0.0)
    relax(
        "group limit",
        limits,
        lambda a: f"the group envelopes are too small: each needs at least {a:.1%} more money",
        1e6,
    )
    relax(
        "group floor",
        -instance.group_min_spending,
        lambda a: f"least group spending is too high: it must fall by at least {a:.1%}",
        1.0,
    )
    relax(
        "minimum",
        -instance.min_capacity,
        lambda a: f"the minimum programme is too large: it must fall by at least {a:.1%}",
        1.0,
    )
    forbidden = np.where(instance.overflow_forbidden, prepared.demand, 0.0)
    relax(
        "overflow",
        -forbidden,
        lambda a: f"overflow cannot be ruled out where it is forbidden: {a:.1%} of demand remains",
        1.0,
    )
    for measure, level in goal.caps.items():
        relax(
            f"cap {measure.value}",
            np.ones(1),
            lambda a, m=measure, v=level: (  # type: ignore[misc]
                f"the cap on {m.value} of {v:,.6g} is too low: at least {v + a:,.6g} is needed"
            ),
            np.inf,
        )
    if "share cap" in compact.requirement:
        weight = prepared.share_weight[prepared.share_weight > 0]
        relax(
            "share cap",
            1.0 / weight,
            lambda a: (
                f"the cap on {Measure.WORST_SHARE.value} of {goal.share_cap:.4g} is too low: "
                f"at least {goal.share_cap + a:.4g} is needed"
            ),
            np.inf,
        )
    return tuple(sentence for _, sentence in found)


def _smallest(model: LinearModel, rows: IntArray, scale: FloatArray) -> float | None:
    """Least non-negative number r so that rows loosened by r x scale (negative: below) fit."""
    n = len(model.cost)
    column = np.zeros(len(model.row_lower))
    column[rows] = -scale
    from scipy import sparse

    matrix = sparse.csr_array(sparse.hstack([model.matrix, sparse.csr_array(column[:, None])]))
    relaxed = LinearModel(
        cost=np.append(np.zeros(n), 1.0),
        lower=np.append(model.lower, 0.0),
        upper=np.append(model.upper, np.inf),
        integer=np.append(model.integer, False),
        matrix=matrix,
        row_lower=model.row_lower,
        row_upper=model.row_upper,
    )
    result = solve_linear(relaxed, Limits(time_s=_SECONDS, gap=0.01).clock())
    if result.status is Status.INFEASIBLE or result.bound is None:
        return None
    return result.bound if result.bound > _NOTICED else result.objective


def _continuous(model: LinearModel) -> LinearModel:
    never: BoolArray = np.zeros(len(model.integer), dtype=bool)
    return replace(model, integer=never)


def _name(labels: tuple[str, ...], position: int) -> str:
    return labels[position] if position < len(labels) else f"number {position}"
