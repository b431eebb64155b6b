"""An answer: which ways are laid, how wide, and who is connected through which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from models.network_design import steiner_tree
from models.network_design.pipes import PipeNetworkInstance, solve
from optimizer.certificate import Certificate, Status, Violation
from optimizer.limits import Limits
from scenarios.errors import UncheckedPlan
from scenarios.language import marked
from scenarios.locate.steiner.question import NetworkQuestion

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class NetworkAnswer:
    """A question and the network found; C pipes from the beginning outwards.

    Attributes
    ----------
    laid : (C,) edges of the graph along which pipes run
    tail, head : (C,) the end of a pipe towards its source (or the first point), and the other
    pipe_class : (C,) rows of the question's classes; None where pipes are all alike
    flow : (C,) l/s; None where pipes are all alike
    connected : (N,) points that are connected
    certificate : what is proven
    interrupted : the planner stopped the solve before it was done
    """

    question: NetworkQuestion
    laid: IntArray
    tail: IntArray
    head: IntArray
    pipe_class: IntArray | None
    flow: FloatArray | None
    connected: BoolArray
    certificate: Certificate
    interrupted: bool

    @property
    def roots(self) -> IntArray:
        """Nodes where networks begin."""
        return _roots(self.question)

    @cached_property
    def way_km(self) -> FloatArray:
        """(V,) km along the network to the node, NaN where it is no part of it."""
        return self._reach[0]

    @cached_property
    def origin(self) -> IntArray:
        """(V,) where the network of the node begins, -1 where it is no part of one."""
        return self._reach[1]

    @property
    def km(self) -> float:
        return float(self.question.graph.km[self.laid].sum())

    @cached_property
    def pipe_cost(self) -> FloatArray | None:
        """(C,) mln KZT; None where pipes are all alike."""
        if self.pipe_class is None or self.question.classes is None:
            return None
        price = self.question.classes["cost_mln_kzt_per_km"].to_numpy(dtype=float)
        return np.asarray(self.question.graph.km[self.laid] * price[self.pipe_class])

    @cached_property
    def _reach(self) -> tuple[FloatArray, IntArray]:
        km = np.full(self.question.graph.node_count, np.nan)
        origin = np.full(len(km), -1, dtype=np.int64)
        km[self.roots] = 0.0
        origin[self.roots] = self.roots
        ends = zip(self.tail.tolist(), self.head.tolist(), strict=True)
        for (a, b), length in zip(ends, self.question.graph.km[self.laid].tolist(), strict=True):
            km[b] = km[a] + length
            origin[b] = origin[a]
        return km, origin


def answer(question: NetworkQuestion, limits: Limits) -> NetworkAnswer:
    """Connect the points and check the network outside the solver.

    Raises
    ------
    InfeasibleError
        no network of these pipes connects every terminal
    NoPlanInTimeError
        none was found in time
    UncheckedPlan
        the network failed its check
    """
    if question.classes is None:
        return _shortest(question, limits)
    return _cheapest(question, limits)


def _shortest(question: NetworkQuestion, limits: Limits) -> NetworkAnswer:
    graph, wanted = question.graph, question.wanted
    edges, cost = graph.edges, graph.km
    if question.sources is not None:
        root = graph.node_count
        sources = question.source_nodes
        joined = np.column_stack([np.full_like(sources, root), sources])
        edges = np.concatenate([edges, joined])
        cost = np.concatenate([cost, np.zeros(len(sources))])
        wanted = np.append(wanted, root)
    found = steiner_tree(edges, cost, wanted, limits)
    _require_sound(found.check())
    kind = np.array(question.terminals.kind)
    proof = Certificate(
        stage=marked("Steiner tree"),
        sense="minimise",
        unit="km",
        status=found.status,
        objective=found.objective,
        bound=found.bound,
        gap=found.gap,
        seconds=found.seconds,
        engine=found.engine,
        checked=True,
    )
    laid = found.edges[found.edges < len(graph.edges)]
    return NetworkAnswer(
        question,
        *_outwards(question, laid),
        pipe_class=None,
        flow=None,
        connected=kind == "terminal",
        certificate=proof,
        interrupted=bool(limits.stop) and found.status is not Status.OPTIMAL,
    )


def _cheapest(question: NetworkQuestion, limits: Limits) -> NetworkAnswer:
    found = solve(_instance(question), limits)
    _require_sound(found.check())
    budget = question.request.budget
    laid, tail, head = _outwards(question, found.pipe_edge)
    order = np.argsort(found.pipe_edge)
    place = order[np.searchsorted(found.pipe_edge[order], laid)]
    proof = Certificate(
        stage=marked("pipe network"),
        sense="minimise" if budget is None else "maximise",
        unit="mln KZT" if budget is None else "weight",
        status=found.status,
        objective=found.objective,
        bound=found.bound,
        gap=found.gap,
        seconds=found.seconds,
        engine=found.engine,
        checked=True,
    )
    count = len(question.terminals.points)
    return NetworkAnswer(
        question,
        laid,
        tail,
        head,
        pipe_class=found.pipe_class[place],
        flow=found.pipe_flow[place],
        connected=found.node_period[:count] >= 0,
        certificate=proof,
        interrupted=bool(limits.stop) and found.status is not Status.OPTIMAL,
    )


def _instance(question: NetworkQuestion) -> PipeNetworkInstance:
    table, graph = question.terminals, question.graph
    if question.sources is None or question.classes is None or question.demand is None:
        raise TypeError("pipes of several classes need sources, classes and demand")
    budget = question.request.budget
    more = graph.node_count - len(table.points)
    wanted = np.zeros(graph.node_count, dtype=np.bool_)
    wanted[question.wanted] = True

    def spread(values: FloatArray) -> FloatArray:
        return np.concatenate([np.where(wanted[: len(values)], values, 0.0), np.zeros(more)])

    ids = question.points.ids
    return PipeNetworkInstance(
        edges=graph.edges,
        length_km=graph.km,
        sources=question.source_nodes,
        source_capacity=question.sources.capacity,
        demand=spread(question.demand),
        required=wanted & (budget is None),
        prize=spread(table.weight),
        node_cost=spread(table.cost),
        class_capacity=question.classes["capacity_l_s"].to_numpy(dtype=float),
        class_cost=question.classes["cost_mln_kzt_per_km"].to_numpy(dtype=float),
        budget=np.zeros(0) if budget is None else np.array([budget]),
        labels=(*ids, *(f"junction {k}" for k in range(1, graph.node_count - len(ids) + 1))),
        class_labels=tuple(f"{d:g} mm" for d in question.classes["diameter_mm"]),
    )


def _require_sound(violations: Sequence[Violation]) -> None:
    if violations:
        told = "; ".join(str(violation) for violation in violations[:3])
        raise UncheckedPlan(f"the network failed its check and is not shown: {told}")


def _roots(question: NetworkQuestion) -> IntArray:
    return question.wanted[:1] if question.sources is None else question.source_nodes


def _outwards(question: NetworkQuestion, edges: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """Edges of a forest, their tails and heads, as a walk from the roots comes to them."""
    graph, roots = question.graph, _roots(question)
    if not edges.size:
        return edges, edges, edges
    top = graph.node_count
    ends = np.concatenate([graph.edges[edges], np.column_stack([np.full_like(roots, top), roots])])
    label = np.arange(1, len(ends) + 1)
    half = sparse.coo_array((label, (ends[:, 0], ends[:, 1])), shape=(top + 1, top + 1))
    tree = (half + half.T).tocsr()
    order, before = breadth_first_order(tree, top)
    order = order[1:][before[order[1:]] != top].astype(np.int64)
    tail = before[order].astype(np.int64)
    laid = edges[np.asarray(tree[tail, order]).reshape(-1) - 1]
    return laid, tail, order
