"""Why no flow serves every demand: the fewest demands that must go short, then the least."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.network_flow.instance import FloatArray, FlowInstance, IntArray
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.errors import InfeasibleError, NoPlanInTimeError
from optimizer.limits import Clock, Limits
from optimizer.linear_model import ModelBuilder

TOLERANCE = 1e-7  # of the largest demand


def require_no_shortage(instance: FlowInstance, limits: Limits | None = None) -> None:
    """Make sure that every demand can be served in full.

    Raises
    ------
    InfeasibleError
        with a smallest set of shortages that would make it possible, one reason a demand
    NoPlanInTimeError
        time is over
    """
    shortage = smallest_shortages(instance, limits)
    names = [instance.label("demand", i) for i in range(len(shortage))]
    reasons = []
    for name in dict.fromkeys(names):
        own = np.array([n == name for n in names])
        lack = shortage[own].sum()
        if lack > 0:
            reasons.append(f"{name} lacks {lack:.6g} of {instance.demand[own].sum():.6g}")
    if reasons:
        raise InfeasibleError(tuple(reasons))


def smallest_shortages(instance: FlowInstance, limits: Limits | None = None) -> FloatArray:
    """Shortages (D,) of the fewest demands that have to go short, the least volume among these.

    Demands of the same label count once. Costs and values play no part.

    Raises
    ------
    NoPlanInTimeError
        time is over before the least is proven
    """
    clock = replace(limits or Limits(), gap=0.0).clock()
    names = [instance.label("demand", i) for i in range(len(instance.demand))]
    number = {name: i for i, name in enumerate(dict.fromkeys(names))}
    label = np.array([number[name] for name in names], dtype=np.int64)
    fewest = _solved(instance, label, clock, at_most=None)
    most = round(float(fewest[-len(number) :].sum()))
    least = _solved(instance, label, clock, at_most=most) if most else fewest
    shortage = least[len(least) - len(number) - len(names) : len(least) - len(number)]
    small = TOLERANCE * max(1.0, instance.demand.max(initial=0.0))
    return np.where(shortage > small, shortage, 0.0)


def _solved(
    instance: FlowInstance, label: IntArray, clock: Clock, *, at_most: int | None
) -> FloatArray:
    """Flows, drawn, shortages and which labels may be short.

    Their number is at its least or, where it is given, the volume of the shortages.
    """
    count = int(label.max(initial=-1)) + 1
    builder = ModelBuilder()
    flow = builder.variables(instance.tail.shape, upper=instance.capacity)
    drawn = builder.variables(instance.supply.shape, upper=instance.supply)
    volume = 0.0 if at_most is None else 1.0
    short = builder.variables(instance.demand.shape, cost=volume, upper=instance.demand)
    may = builder.variables((count,), cost=1.0 - volume, upper=1.0, integer=True)
    wanted = np.bincount(instance.demand_node, instance.demand, instance.nodes)
    node = builder.rows((instance.nodes,), lower=wanted)
    builder.add(node[instance.head], flow, instance.gain)
    builder.add(node[instance.tail], flow, -1.0)
    builder.add(node[instance.supply_node], drawn, 1.0)
    builder.add(node[instance.demand_node], short, 1.0)
    allowed = builder.rows(instance.demand.shape, upper=0.0)
    builder.add(allowed, short, 1.0)
    builder.add(allowed, may[label], -instance.demand)
    if at_most is not None:
        builder.add(builder.rows((), upper=float(at_most)), may, 1.0)
    result = solve_linear(builder.build(), clock)
    if result.status is not Status.OPTIMAL or result.values is None:
        raise NoPlanInTimeError("the smallest set of shortages was not proven in time")
    return result.values
