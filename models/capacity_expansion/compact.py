"""The whole problem as one sparse mixed-integer programme, built from arrays.

The decomposition is the algorithm for the sizes that matter; this is its exact finish on small
instances, where the few coupling rows weigh more than the units, and the model in which reasons
of infeasibility are found (see `infeasibility`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from models.capacity_expansion.coupling import Goal
from models.capacity_expansion.instance import FloatArray, IntArray, Measure
from models.capacity_expansion.prepared import Prepared
from optimizer.linear_model import LinearModel, ModelBuilder


@dataclass(frozen=True)
class CompactModel:
    """`model` with the places of its parts.

    Attributes
    ----------
    model : the programme
    start_index : (M, 3) unit, module, period of each start variable
    start_variable : (M,) their columns
    flow_variable : (A, T) columns of flows, (0, T) without transfers
    requirement : row indices of everything a planner may ask for, by name; shapes as built
    """

    model: LinearModel
    start_index: IntArray
    start_variable: IntArray
    flow_variable: IntArray
    requirement: dict[str, IntArray]

    def starts(self, values: FloatArray, shape: tuple[int, int, int]) -> IntArray:
        """(N, K, T) whole starts in a solution."""
        starts = np.zeros(shape, dtype=np.int64)
        starts[tuple(self.start_index.T)] = np.round(values[self.start_variable])
        return starts

    def flows(self, values: FloatArray) -> FloatArray | None:
        """(A, T) flows in a solution, None without transfers."""
        return values[self.flow_variable] if len(self.flow_variable) else None


def compact_model(
    prepared: Prepared,
    goal: Goal,
    *,
    minimise_share: bool = False,
    fixed: IntArray | None = None,
    builder: ModelBuilder | None = None,
) -> CompactModel:
    """Build the programme of a goal.

    Parameters
    ----------
    minimise_share : the worst share is the objective and `goal.measure` is ignored
    fixed : (N, K, T) starts that are decided; only flows remain
    builder : used by callers that add to the model afterwards
    """
    instance = prepared.instance
    units, _, periods = prepared.shape
    b = builder or ModelBuilder()
    row: dict[str, IntArray] = {}
    weight = {
        m: 1.0 if m is goal.measure and not minimise_share else 0.0
        for m in (Measure.SHORTAGE, Measure.OVERFLOW, Measure.COST)
    }
    if fixed is None:
        index = np.argwhere(instance.startable & (instance.max_starts > 0)[:, None, :])
        most = np.minimum(instance.max_starts[index[:, 0], index[:, 2]], 100_000)
        start = b.variables((len(index),), upper=most, integer=True)
    else:
        index = np.argwhere(fixed > 0)
        count = fixed[tuple(index.T)]
        start = b.variables((len(index),), lower=count, upper=count)
    n, k, t = index.T
    carry = b.variables((periods,), upper=np.minimum(instance.carry_over_limit, prepared.money))
    new = b.variables((units, periods))
    short = b.variables((units, periods), cost=weight[Measure.SHORTAGE] * instance.shortage_weight)
    forbidden = instance.overflow_forbidden
    over = b.variables(
        (units, periods),
        cost=weight[Measure.OVERFLOW] * instance.overflow_weight,
        upper=np.where(forbidden, 0.0, np.inf),
    )
    spend = b.variables((units, periods), cost=weight[Measure.COST] * instance.cost_weight)

    row["capacity"] = b.rows((units, periods), lower=0.0, upper=0.0)
    b.add(row["capacity"], new, 1.0)
    b.add(row["capacity"][:, 1:], new[:, :-1], -1.0)
    served = t + instance.lead < periods
    b.add(
        row["capacity"][n[served], t[served] + instance.lead],
        start[served],
        -instance.size[k[served]],
    )
    row["spending"] = b.rows((units, periods), lower=0.0, upper=0.0)
    b.add(row["spending"], spend, 1.0)
    for delay in range(len(instance.spend_profile)):
        paid = t + delay < periods
        amount = instance.cost[n, k] * prepared.payment_share[t, np.minimum(t + delay, periods - 1)]
        b.add(row["spending"][n[paid], t[paid] + delay], start[paid], -amount[paid])

    row["budget"] = b.rows((periods,), upper=prepared.budget)
    b.add(row["budget"][None, :], spend, 1.0)
    b.add(row["budget"], carry, 1.0)
    b.add(row["budget"][1:], carry[:-1], -1.0)
    row["shortage"] = b.rows((units, periods), lower=prepared.shortage_gap)
    b.add(row["shortage"], short, 1.0)
    b.add(row["shortage"], new, instance.capacity_factor)
    row["overflow"] = b.rows((units, periods), lower=prepared.overflow_gap)
    b.add(row["overflow"], over, 1.0)
    b.add(row["overflow"], new, instance.overflow_factor)
    row["minimum"] = b.rows((units, periods), lower=instance.min_capacity)
    b.add(row["minimum"], new, 1.0)
    limited = tuple(np.argwhere(np.isfinite(instance.max_capacity)).T)
    row["maximum"] = b.rows((len(limited[0]),), upper=instance.max_capacity[limited])
    b.add(row["maximum"], new[limited], 1.0)
    if fixed is None:
        row["starts"] = b.rows((units, periods), upper=instance.max_starts)
        b.add(row["starts"][n, t], start, 1.0)
    _group_rows(b, row, prepared, spend)
    flow = _flow_rows(b, row, prepared, weight[Measure.COST])
    _cap_rows(b, row, prepared, goal, short, over, spend, flow)
    _share_rows(b, row, prepared, goal.share_cap, short, minimise_share)
    return CompactModel(b.build(), index, start, flow, row)


def _group_rows(
    b: ModelBuilder, row: dict[str, IntArray], prepared: Prepared, spend: IntArray
) -> None:
    instance = prepared.instance
    groups, periods = instance.group_budget.shape
    row["group limit"] = b.rows((groups, periods), upper=instance.group_budget)
    b.add(row["group limit"][instance.group], spend, 1.0)
    row["group floor"] = b.rows((groups, periods), lower=instance.group_min_spending)
    for t in range(periods):
        b.add(row["group floor"][instance.group, t][:, None], spend[:, : t + 1], 1.0)


def _flow_rows(
    b: ModelBuilder, row: dict[str, IntArray], prepared: Prepared, weight: float
) -> IntArray:
    instance, moves = prepared.instance, prepared.instance.transfers
    units, _, periods = prepared.shape
    if moves is None:
        return np.zeros((0, periods), dtype=np.int64)
    charge = moves.cost[:, None] * instance.price_index
    source, target = moves.arcs.T
    flow = b.variables(
        moves.limit.shape, cost=weight * charge * instance.cost_weight, upper=moves.limit
    )
    b.add(row["budget"][None, :], flow, charge)
    for name in ("shortage", "overflow"):
        b.add(row[name][source], flow, 1.0)
        b.add(row[name][target], flow, -1.0)
    row["outflow"] = b.rows((units, periods), upper=instance.demand)
    b.add(row["outflow"][source], flow, 1.0)
    return flow


def _cap_rows(
    b: ModelBuilder,
    row: dict[str, IntArray],
    prepared: Prepared,
    goal: Goal,
    short: IntArray,
    over: IntArray,
    spend: IntArray,
    flow: IntArray,
) -> None:
    instance = prepared.instance
    for measure, level in goal.caps.items():
        row[f"cap {measure.value}"] = r = b.rows((1,), upper=level)
        if measure is Measure.SHORTAGE:
            b.add(r[0], short, instance.shortage_weight)
        elif measure is Measure.OVERFLOW:
            b.add(r[0], over, instance.overflow_weight)
        else:
            b.add(r[0], spend, instance.cost_weight)
            if instance.transfers is not None:
                charge = instance.transfers.cost[:, None] * instance.price_index
                b.add(r[0], flow, charge * instance.cost_weight)


def _share_rows(
    b: ModelBuilder,
    row: dict[str, IntArray],
    prepared: Prepared,
    cap: float,
    short: IntArray,
    minimise: bool,
) -> None:
    counted = np.argwhere(prepared.share_weight > 0)
    key = tuple(counted.T)
    if math.isfinite(cap):
        row["share cap"] = b.rows((len(counted),), upper=cap / prepared.share_weight[key])
        b.add(row["share cap"], short[key], 1.0)
    if minimise:
        level = b.variables((1,), cost=1.0)
        r = b.rows((len(counted),), upper=0.0)
        b.add(r, short[key], 1.0)
        b.add(r, level[0], -1.0 / prepared.share_weight[key])
