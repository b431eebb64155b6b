"""The answer with its prices, and a check in plain NumPy that shares no code with the solver."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from models.network_flow.instance import FloatArray, FlowInstance
from optimizer.certificate import Status, Violation, relative_gap

TOLERANCE = 1e-7  # of the largest quantity of the instance


@dataclass(frozen=True)
class FlowSolution:
    """Flows, deliveries and the price of a unit at every node.

    Attributes
    ----------
    instance : the question
    flow : (A,) units that leave the tail of an arc
    drawn : (S,) units taken from a supply
    delivered : (D,) units a demand gets
    price : (nodes,) >= 0, what one more unit at a node would save
    engine : what solved it
    """

    instance: FlowInstance = field(repr=False)
    flow: FloatArray
    drawn: FloatArray
    delivered: FloatArray
    price: FloatArray
    engine: str

    @property
    def shortage(self) -> FloatArray:
        """(D,) units a demand lacks."""
        return self.instance.demand - self.delivered

    @cached_property
    def objective(self) -> float:
        """Cost of carrying and drawing, and the value of all shortages."""
        instance = self.instance
        return float(
            instance.cost @ self.flow
            + instance.supply_cost @ self.drawn
            + instance.value @ self.shortage
        )

    @property
    def supply_value(self) -> FloatArray:
        """(S,) what one more unit of a supply would save."""
        instance = self.instance
        return np.maximum(self.price[instance.supply_node] - instance.supply_cost, 0.0)

    @property
    def arc_value(self) -> FloatArray:
        """(A,) what one more unit of an arc's capacity would save."""
        instance = self.instance
        arriving = instance.gain * self.price[instance.head]
        return np.maximum(arriving - self.price[instance.tail] - instance.cost, 0.0)

    @cached_property
    def bound(self) -> float:
        """No answer costs less, whatever the prices: the dual objective at `price`.

        Ahuja, Magnanti and Orlin (1993), Network Flows, chapter 15: with prices p >= 0 every unit
        of a supply can save at most max(0, p - cost), every unit through an arc at most
        max(0, gain p_head - p_tail - cost), and a unit of demand costs at least min(p, value).
        """
        instance = self.instance
        paid = np.minimum(self.price[instance.demand_node], instance.value)
        return float(
            instance.demand @ paid
            - instance.supply @ self.supply_value
            - instance.limits @ self.arc_value
        )

    @property
    def gap(self) -> float:
        gap = relative_gap(self.objective, self.bound)
        return 0.0 if gap is None else gap

    @property
    def status(self) -> Status:
        return Status.OPTIMAL if self.gap <= TOLERANCE else Status.FEASIBLE

    def check(self) -> list[Violation]:
        """Every requirement that the answer breaks; empty when it meets all.

        Primal: limits and the balance of every node. Dual: prices are not negative. Both: the
        objective reaches the bound.
        """
        instance, found = self.instance, []
        scale = TOLERANCE * max(
            1.0, instance.supply.max(initial=0.0), instance.demand.max(initial=0.0)
        )
        for name, kind, values, most in (
            ("arc capacity", "arc", self.flow, instance.capacity),
            ("supply", "supply", self.drawn, instance.supply),
            ("demand", "demand", self.delivered, instance.demand),
        ):
            broken = np.maximum(-values, values - most)
            found += [
                Violation(name, instance.label(kind, int(i)), float(broken[i]))
                for i in np.flatnonzero(broken > scale)
            ]
        short = -self.spill
        found += [
            Violation("balance", instance.label("node", int(n)), float(short[n]))
            for n in np.flatnonzero(short > scale)
        ]
        found += [
            Violation("price", instance.label("node", int(n)), float(-self.price[n]))
            for n in np.flatnonzero(self.price < 0)
        ]
        apart = self.objective - self.bound
        if abs(apart) > TOLERANCE * max(1.0, abs(self.objective)):
            found.append(Violation("objective reaches bound", "network", abs(apart)))
        return found

    @property
    def spill(self) -> FloatArray:
        """(nodes,) what enters a node and is not passed on."""
        instance = self.instance
        count = instance.nodes
        return np.asarray(
            np.bincount(instance.head, instance.gain * self.flow, count)
            - np.bincount(instance.tail, self.flow, count)
            + np.bincount(instance.supply_node, self.drawn, count)
            - np.bincount(instance.demand_node, self.delivered, count),
            dtype=float,
        )
