"""The linear programme in arrays, solved once or for many supplies and demands.

Demands of equal value at the same node cannot be told apart by the network. They are one variable
of the programme, and what it gets is shared out in proportion to what each wants: the programme
shrinks, and no district runs dry beside a full one because of the order in which they stand.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.network_flow.infeasibility import require_no_shortage
from models.network_flow.instance import FloatArray, FlowInstance, IntArray
from models.network_flow.solution import TOLERANCE, FlowSolution
from optimizer.bound_changes import BoundChanges
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Clock, Limits
from optimizer.linear_model import LinearModel, ModelBuilder

PENALTY = 100.0  # times the largest cost, then times itself
LARGE = 50_000  # columns from which an interior point method is quicker, measured


def solve(
    instance: FlowInstance, limits: Limits | None = None, *, allow_shortage: bool = True
) -> FlowSolution:
    """Least cost of carrying, drawing and shortages, with the price of a unit at every node.

    Parameters
    ----------
    allow_shortage : otherwise every demand has to be served in full, whatever that costs

    Raises
    ------
    InfeasibleError
        no shortage is allowed and some cannot be helped: a smallest set of them
    NoPlanInTimeError
        time is over
    """
    limits = limits or Limits()
    clock = limits.clock()
    if allow_shortage:
        return FlowProgram(instance).solve(clock)
    require_no_shortage(instance, limits)
    dear = PENALTY * max(1.0, *(part.max(initial=0.0) for part in (instance.cost, instance.value)))
    small = TOLERANCE * max(1.0, instance.demand.max(initial=0.0))
    while True:  # exact once the penalty tops every price, and there is such a penalty
        dearer = replace(instance, value=np.full_like(instance.value, dear))
        found = FlowProgram(dearer).solve(clock)
        if found.shortage.max(initial=0.0) <= small:
            return found
        dear *= PENALTY


class FlowProgram:
    """A network built once; each solve changes what its supplies give and its demands want."""

    def __init__(self, instance: FlowInstance) -> None:
        self._instance = instance
        self._alike, self._first = _alike(instance)
        self.model = self._build()
        self._solver: BoundChanges | None = None

    def _build(self) -> LinearModel:
        """Columns: flows, drawn, delivered by group. Rows: what enters a node must suffice."""
        instance, first = self._instance, self._first
        builder = ModelBuilder()
        flow = builder.variables(instance.tail.shape, cost=instance.cost, upper=instance.capacity)
        drawn = builder.variables(
            instance.supply.shape, cost=instance.supply_cost, upper=instance.supply
        )
        delivered = builder.variables(
            first.shape, cost=-instance.value[first], upper=self._wanted(instance.demand)
        )
        node = builder.rows((instance.nodes,), lower=0.0)
        builder.add(node[instance.head], flow, instance.gain)
        builder.add(node[instance.tail], flow, -1.0)
        builder.add(node[instance.supply_node], drawn, 1.0)
        builder.add(node[instance.demand_node[first]], delivered, -1.0)
        return replace(builder.build(), offset=float(instance.value @ instance.demand))

    def _wanted(self, demand: FloatArray) -> FloatArray:
        return np.bincount(self._alike, demand, len(self._first)).astype(float)

    def solve(
        self, clock: Clock, *, supply: FloatArray | None = None, demand: FloatArray | None = None
    ) -> FlowSolution:
        """The answer for other supplies (S,) and demands (D,), from the first one's basis.

        Raises
        ------
        ValueError
            a supply or demand is negative or not finite
        NoPlanInTimeError
            time is over
        """
        changed = self._instance
        if supply is not None:
            changed = replace(changed, supply=supply)
        if demand is not None:
            changed = replace(changed, demand=demand)
        if self._solver is None:
            large = len(self.model.cost) >= LARGE
            self._solver = BoundChanges(self.model, interior=large)
        upper = np.concatenate([changed.capacity, changed.supply, self._wanted(changed.demand)])
        answer = self._solver.solve(self.model.lower, upper, clock)
        if answer is None:
            raise NoPlanInTimeError("no flow was found in time")
        return self._solution(changed, answer.values, answer.duals, self._solver.engine)

    def _solution(
        self, instance: FlowInstance, values: FloatArray, duals: FloatArray, engine: str
    ) -> FlowSolution:
        """Flows and prices from the columns and rows of the programme."""
        arcs, supplies = len(instance.tail), len(instance.supply)
        flow, drawn, together = np.split(np.maximum(values, 0.0), [arcs, arcs + supplies])
        wanted = self._wanted(instance.demand)
        served = np.divide(together, wanted, out=np.zeros_like(wanted), where=wanted > 0)
        delivered = instance.demand * np.minimum(served, 1.0)[self._alike]
        price = np.maximum(duals, 0.0)
        return FlowSolution(instance, flow, drawn, delivered, price, engine)


def _alike(instance: FlowInstance) -> tuple[IntArray, IntArray]:
    """(D,) group of a demand, and the first demand of every group."""
    key = np.column_stack([instance.demand_node, instance.value])
    _, first, group = np.unique(key, axis=0, return_index=True, return_inverse=True)
    return np.asarray(group, np.int64).reshape(-1), np.asarray(first, np.int64)
