"""Data of a pipe network to be designed, validated once."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from models.network_design.pipes.validation import validate

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

FULL = 1e-9  # share by which a pipe may be fuller than its capacity: rounding of sums


class Question(StrEnum):
    """What is asked, as the budget says."""

    LEAST_COST = "connect every required node at least cost"
    BUDGET = "connect the largest prize under a budget"
    STAGES = "connect the largest prize over periods, each with a budget"


@dataclass(frozen=True)
class PipeNetworkInstance:
    """Nodes to supply from sources by pipes, each of one class, laid along edges.

    The pipes of every period form a forest: a node has at most one pipe that enters, a source has
    none, and a pipe carries the demand of all nodes behind it. A pipe is laid once, in the class
    that its last flow needs. No entry of `budget` asks for the least cost of connecting what is
    required, one for the largest prize under it, several for the largest prize over periods.

    Attributes
    ----------
    edges : (E, 2) ends of candidate edges, nodes from 0 up; a pipe may run either way
    length_km : (E,) > 0
    sources : (S,) nodes, none named twice
    source_capacity : (S,) l/s > 0, inf where unlimited
    demand : (V,) l/s, >= 0; a node without demand is a junction
    required : (V,) nodes that must be connected, by the last period where there are several
    prize : (V,) worth of a connected node a year, for example people; >= 0
    node_cost : (V,) money of connecting a node beside the pipes that lead to it, >= 0
    class_capacity : (C,) l/s, rising
    class_cost : (C,) money for a kilometre of pipe, rising
    budget : (T,) money of a period, or (0,) for the least cost
    weight : (T,) years that a period counts; one a period unless given
    carry_over : whether money that is left may be spent later
    labels, class_labels : names of nodes and classes used in messages only
    """

    edges: IntArray
    length_km: FloatArray
    sources: IntArray
    source_capacity: FloatArray
    demand: FloatArray
    required: BoolArray
    prize: FloatArray
    node_cost: FloatArray
    class_capacity: FloatArray
    class_cost: FloatArray
    budget: FloatArray = field(default_factory=lambda: np.zeros(0))
    weight: FloatArray = field(default_factory=lambda: np.zeros(0))
    carry_over: bool = True
    labels: tuple[str, ...] = field(default=(), compare=False)
    class_labels: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Validate; raises ValueError naming field, place, value and expectation.

        Raises
        ------
        InfeasibleError
            a node without a way to a source, required nodes that need more than the sources have
        """
        if self.weight.shape == (0,) and self.budget.ndim == 1:
            object.__setattr__(self, "weight", np.ones(self.periods))
        validate(self)

    @property
    def nodes(self) -> int:
        return len(self.demand)

    @property
    def periods(self) -> int:
        """Number of periods; one where the least cost is asked for."""
        return max(1, len(self.budget))

    @property
    def question(self) -> Question:
        if self.budget.size == 0:
            return Question.LEAST_COST
        return Question.BUDGET if self.budget.size == 1 else Question.STAGES

    @cached_property
    def wanted(self) -> IntArray:
        """Nodes that an answer may connect: all required ones, under a budget also the others."""
        optional = (self.prize > 0) & (self.budget.size > 0)
        return np.flatnonzero((self.demand > 0) & (self.required | optional))

    @cached_property
    def limit(self) -> FloatArray:
        """(T,) most money spent until the end of a period; inf where no budget is given."""
        return np.cumsum(self.budget) if self.budget.size else np.array([np.inf])

    @cached_property
    def years(self) -> FloatArray:
        """(T,) years from the beginning of a period to the end of the last."""
        return np.cumsum(self.weight[::-1])[::-1]

    def name(self, node: int) -> str:
        """The node in words."""
        return self.labels[node] if node < len(self.labels) else f"node {node}"

    def class_name(self, k: int) -> str:
        """The class in words."""
        return self.class_labels[k] if k < len(self.class_labels) else f"class {k}"

    def least_class(self, flow: FloatArray) -> IntArray:
        """Smallest class for a flow of the given shape; C where none is large enough."""
        found = np.searchsorted(self.class_capacity * (1.0 + FULL), flow)
        return np.asarray(found, dtype=np.int64)
