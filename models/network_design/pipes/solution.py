"""The answer, and a check in plain NumPy that shares no code with the solver."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from models.network_design.pipes.instance import (
    FloatArray,
    IntArray,
    PipeNetworkInstance,
    Question,
)
from optimizer.certificate import Status, Violation, relative_gap

TOLERANCE = 1e-7
NEVER = -1


@dataclass(frozen=True)
class PipeNetworkSolution:
    """Pipes, and the nodes they connect, with the period of each.

    Attributes
    ----------
    instance : the question
    pipe_edge : (P,) edge along which a pipe lies, each at most once
    pipe_from, pipe_to : (P,) node that the water comes from, node that it goes to
    pipe_class : (P,)
    pipe_flow : (P,) l/s when all is built
    pipe_period : (P,) in which it is laid
    node_period : (V,) in which a node is connected, -1 where never
    node_source : (V,) source node that supplies it, -1 where never connected
    objective : money where the least cost is asked for, otherwise prize times years
    bound : no network has a lower cost, or a larger prize times years
    cost : money of pipes and nodes
    cost_bound : no network that connects the same nodes in the same periods costs less
    status : OPTIMAL where the gap is within the limit asked for, otherwise FEASIBLE
    seconds : wall time
    engine : what closed the gap, or was at work when time was over
    reason : why the search ended
    """

    instance: PipeNetworkInstance = field(repr=False)
    pipe_edge: IntArray
    pipe_from: IntArray
    pipe_to: IntArray
    pipe_class: IntArray
    pipe_flow: FloatArray
    pipe_period: IntArray
    node_period: IntArray
    node_source: IntArray
    objective: float
    bound: float
    cost: float
    cost_bound: float
    status: Status
    seconds: float
    engine: str
    reason: str

    @property
    def gap(self) -> float | None:
        return relative_gap(self.objective, self.bound)

    @property
    def cost_gap(self) -> float | None:
        """How much of the cost might be saved with the same nodes in the same periods, at most."""
        return relative_gap(self.cost, self.cost_bound)

    @property
    def connected(self) -> IntArray:
        """Nodes connected by the last period."""
        return np.flatnonzero(self.node_period != NEVER)

    @property
    def prize(self) -> float:
        """Prize of the connected nodes, without years."""
        return float(self.instance.prize[self.connected].sum())

    @cached_property
    def pipe_cost(self) -> FloatArray:
        """(P,) money."""
        return self.instance.length_km[self.pipe_edge] * self.instance.class_cost[self.pipe_class]

    @property
    def spending(self) -> FloatArray:
        """(T,) money of a period, for pipes and nodes."""
        periods, nodes = self.instance.periods, self.connected
        pipes = np.bincount(self.pipe_period, self.pipe_cost, periods)
        joined = np.bincount(self.node_period[nodes], self.instance.node_cost[nodes], periods)
        return np.asarray(pipes + joined, dtype=np.float64)

    def check(self) -> list[Violation]:
        """Every requirement that the answer breaks; empty when it meets all."""
        found = self._known()
        if found:
            return found
        for t in range(self.instance.periods):
            found += self._stage(t)
        return found + self._budgets() + self._figures()

    def _known(self) -> list[Violation]:
        """Whether all numbers mean something."""
        instance, found = self.instance, []
        periods = instance.periods
        if len({len(part) for part in self._columns()}) != 1:
            return [Violation("one entry for each pipe", "pipes", 1.0)]
        edge_known = (self.pipe_edge >= 0) & (self.pipe_edge < len(instance.edges))
        for name, wrong in (
            ("known edges", ~edge_known),
            (
                "known classes",
                (self.pipe_class < 0) | (self.pipe_class >= len(instance.class_cost)),
            ),
            ("known periods", (self.pipe_period < 0) | (self.pipe_period >= periods)),
            ("known periods of nodes", (self.node_period < NEVER) | (self.node_period >= periods)),
        ):
            if wrong.any():
                found.append(Violation(name, "pipes", float(wrong.sum())))
        if found:
            return found
        if len(np.unique(self.pipe_edge)) != len(self.pipe_edge):
            found.append(Violation("one pipe along an edge", "pipes", 1.0))
        given = np.sort(np.stack([self.pipe_from, self.pipe_to], axis=1), axis=1)
        wrong = (given != np.sort(instance.edges[self.pipe_edge], axis=1)).any(axis=1)
        if wrong.any():
            found.append(Violation("ends of the edge", "pipes", float(wrong.sum())))
        return found

    def _columns(self) -> tuple[IntArray | FloatArray, ...]:
        return (
            self.pipe_edge, self.pipe_from, self.pipe_to,
            self.pipe_class, self.pipe_flow, self.pipe_period,
        )  # fmt: skip

    def _stage(self, t: int) -> list[Violation]:
        """Whether what is built by the end of period `t` works by itself."""
        instance, found, where = self.instance, [], f"period {t}"
        built = np.flatnonzero(self.pipe_period <= t)
        tail, head = self.pipe_from[built], self.pipe_to[built]
        entering = np.bincount(head, minlength=instance.nodes)
        entering[instance.sources] += 1
        if (entering > 1).any():
            v = int(np.argmax(entering))
            found.append(Violation("one pipe enters", instance.name(v), float(entering[v])))
            return found
        source = np.full(instance.nodes, NEVER)
        source[instance.sources] = instance.sources
        order = []  # pipes from the sources outwards
        open_, waiting = np.arange(len(built)), 0
        while waiting != len(open_):
            waiting = len(open_)
            ready = source[tail[open_]] != NEVER
            order.append(open_[ready])
            source[head[open_[ready]]] = source[tail[open_[ready]]]
            open_ = open_[~ready]
        if len(open_):
            found.append(Violation("pipes hang on a source", where, float(len(open_))))
            return found
        served = np.flatnonzero((self.node_period != NEVER) & (self.node_period <= t))
        dry = served[source[served] == NEVER]
        if dry.size:
            found.append(Violation("water arrives", instance.name(int(dry[0])), float(dry.size)))
        load = np.zeros(instance.nodes)
        load[served] = instance.demand[served]
        flow = np.zeros(len(built))
        for layer in reversed(order):
            flow[layer] = load[head[layer]]
            np.add.at(load, tail[layer], flow[layer])
        idle = flow <= 0
        if t == instance.periods - 1 and idle.any():
            found.append(Violation("every pipe is used", where, float(idle.sum())))
        over = flow - instance.class_capacity[self.pipe_class[built]] * (1.0 + TOLERANCE)
        if (over > 0).any():
            p = int(np.argmax(over))
            place = f"{instance.name(int(tail[p]))} to {instance.name(int(head[p]))}, {where}"
            found.append(Violation("capacity of the pipe", place, float(over[p])))
        drawn = load[instance.sources] - instance.source_capacity * (1.0 + TOLERANCE)
        if (drawn > 0).any():
            s = int(np.argmax(drawn))
            name = instance.name(int(instance.sources[s]))
            found.append(Violation("capacity of the source", f"{name}, {where}", float(drawn[s])))
        if t == instance.periods - 1:
            said = np.abs(flow - self.pipe_flow[built]) > TOLERANCE * np.maximum(1.0, flow)
            if said.any():
                found.append(Violation("stated flow", where, float(said.sum())))
            supplied = np.where(self.node_period != NEVER, source, NEVER)
            other = supplied != self.node_source
            if other.any():
                found.append(Violation("stated source", where, float(other.sum())))
        return found

    def _budgets(self) -> list[Violation]:
        instance, found = self.instance, []
        missing = instance.required & (self.node_period == NEVER)
        if missing.any():
            v = int(np.argmax(missing))
            found.append(Violation("required", instance.name(v), float(missing.sum())))
        if instance.question is Question.LEAST_COST:
            return found
        spent = np.cumsum(self.spending) if instance.carry_over else self.spending
        most = np.cumsum(instance.budget) if instance.carry_over else instance.budget
        for t in np.flatnonzero(spent > most + TOLERANCE * np.maximum(1.0, most)).tolist():
            found.append(Violation("budget", f"period {t}", float(spent[t] - most[t])))
        return found

    def _figures(self) -> list[Violation]:
        instance, found = self.instance, []
        nodes = self.connected
        cost = float(self.spending.sum())
        if instance.question is Question.LEAST_COST:
            actual, better = cost, self.objective - self.bound
        else:
            after = np.cumsum(instance.weight[::-1])[::-1]
            actual = float(instance.prize[nodes] @ after[self.node_period[nodes]])
            better = self.bound - self.objective
        scale = TOLERANCE * max(1.0, abs(actual))
        for name, amount in (
            ("stated cost", abs(cost - self.cost) - TOLERANCE * max(1.0, cost)),
            ("stated objective", abs(actual - self.objective) - scale),
            ("stated bound", -better - scale),
            ("stated bound of the cost", self.cost_bound - cost - TOLERANCE * max(1.0, cost)),
        ):
            if amount > 0:
                found.append(Violation(name, "answer", float(amount)))
        return found
