"""The answer, and a check in plain NumPy and SciPy that shares no code with the solver."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from models.network_design.instance import IntArray, SteinerInstance
from optimizer.certificate import Status, Violation, relative_gap

TOLERANCE = 1e-9


@dataclass(frozen=True)
class SteinerSolution:
    """A tree that connects all terminals.

    Attributes
    ----------
    instance : the question
    edges : (C,) indices of the chosen edges, ascending
    objective : their cost
    bound : no tree that connects the terminals costs less
    status : OPTIMAL where the gap is within the limit asked for, otherwise FEASIBLE
    seconds : wall time
    engine : what closed the gap, or was at work when time was over
    reason : why the search ended
    """

    instance: SteinerInstance = field(repr=False)
    edges: IntArray
    objective: float
    bound: float
    status: Status
    seconds: float
    engine: str
    reason: str

    @property
    def gap(self) -> float | None:
        return relative_gap(self.objective, self.bound)

    def check(self) -> list[Violation]:
        """Every requirement that the answer breaks; empty when it meets all."""
        instance, found = self.instance, []
        unknown = (self.edges < 0) | (self.edges >= len(instance.edges))
        if unknown.any():
            return [Violation("known edges", "tree", float(unknown.sum()))]
        if len(np.unique(self.edges)) != len(self.edges):
            found.append(Violation("edges once", "tree", 1.0))
        ends = instance.edges[self.edges]
        ones = np.ones(len(ends), dtype=np.int8)
        shape = (instance.nodes, instance.nodes)
        graph = sparse.coo_array((ones, (ends[:, 0], ends[:, 1])), shape=shape)
        part = connected_components(graph, directed=False)[1]
        touched = np.union1d(ends, instance.terminals)
        apart = int((part[instance.terminals] != part[instance.terminals[0]]).sum())
        if apart:
            found.append(Violation("terminals connected", "tree", float(apart)))
        if len(np.unique(part[touched])) != 1:
            found.append(Violation("one piece", "tree", float(len(np.unique(part[touched])))))
        cycles = len(self.edges) - (len(touched) - len(np.unique(part[touched])))
        if cycles:
            found.append(Violation("no cycle", "tree", float(cycles)))
        actual = float(instance.cost[self.edges].sum())
        scale = TOLERANCE * max(1.0, actual)
        if abs(actual - self.objective) > scale:
            found.append(Violation("stated objective", "tree", abs(actual - self.objective)))
        if self.bound > self.objective + scale:
            found.append(Violation("stated bound", "tree", self.bound - self.objective))
        return found
