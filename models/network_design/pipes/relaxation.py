"""A bound for networks of any size: the relaxed programme with cuts, for one period.

For a set W of nodes without a source, d(W) the demand of its nodes that may be connected, arcs a
into W, classes k with capacity u_k:

    sum_{a, k: u_k >= d_v} x_ak >= w_v                        v in W, found by maximum flows
    sum_{a, k} min(u_k, d(W)) x_ak >= sum_{v in W} d_v w_v    a pipe brings no more than is needed
    sum_{k >= m} x_ak <= sum_{b into i, b not back, k >= m} x_bk   a = (i, j): classes do not grow
    sum_{a, k} ceil(min(u_k, d(W)) / r) x_ak >= ceil(d(W) / r)   r > 0, where all of W is required

The first are those of Ljubic et al. (2006), Mathematical Programming 105, 427-449; the others the
residual capacity and rounding cuts of Magnanti, Mirchandani and Vachani (1995), Operations
Research 43, 142-157, for classes that exclude each other. Sets are those behind maximum flows and
behind the arcs of trees grown where the relaxation has its pipes, and of known designs.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order, dijkstra

from models.network_design.flow_cuts import cuts_at
from models.network_design.pipes.forest import NONE, Forest, arcs_of
from models.network_design.pipes.instance import (
    BoolArray,
    FloatArray,
    IntArray,
    PipeNetworkInstance,
    Question,
)
from models.network_design.pipes.program import PipeProgram
from optimizer.certificate import Status
from optimizer.cutting_program import CuttingProgram
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel

SCALE = 10_000_000  # capacities of maximum flows are whole numbers
VIOLATED = 1e-4  # a smaller violation is no cut
NESTED = 3  # cuts from one node and one relaxed solution
CUTS = 400  # cuts of a kind from one relaxed solution
NESTED_CUTS = 1500
IDLE = 5  # rounds that a cut may not bind
STALLED = 6  # rounds that may bring little
LITTLE = 2e-4

Row = tuple[IntArray, FloatArray, IntArray, FloatArray, float]  # pipes, nodes, right-hand side


class Relaxation:
    """The relaxed programme of an instance with one period, and its cuts."""

    def __init__(self, instance: PipeNetworkInstance, clock: Clock) -> None:
        self.instance, self.clock = instance, clock
        self.program = PipeProgram(instance)
        self.cutting = CuttingProgram(self.program.model, clock)
        self.least_cost = instance.question is Question.LEAST_COST
        self.bound = -np.inf if self.least_cost else np.inf
        self.infeasible = False
        edges = np.stack([np.full(len(instance.sources), instance.nodes), instance.sources], axis=1)
        self.at = np.concatenate([instance.edges.ravel(), edges.ravel()])
        self.halves = np.argsort(self.at, kind="stable")
        count = np.bincount(self.at, minlength=instance.nodes + 1)
        self.start = np.append(0, np.cumsum(count))
        self.column = np.full(len(self.at), NONE)
        self.column[self.program.arc] = np.arange(len(self.program.arc))
        self.x, self.w = self.program.x[:, :, 0], self.program.w[:, 0]

    @property
    def model(self) -> LinearModel:
        """The programme with the cuts that were found and without pipes that are not needed."""
        return self.cutting.model

    def run(self, forests: list[Forest], value: float | None) -> None:
        """Add cuts until none is found, none helps or time is over; `value` is an incumbent's."""
        known = [subtrees(self.instance, forest.arc) for forest in forests]
        sets = np.concatenate(known) if known else np.zeros((0, self.instance.nodes), np.bool_)
        cutoff = np.inf if value is None else self.program.cutoff(value)
        highest, since = -np.inf, 0
        while not self.clock.expired and since < STALLED:
            answer = self.cutting.solve(self.clock)
            if answer is None:
                self.infeasible = self.cutting.status is Status.INFEASIBLE
                return
            self.bound = self.program.objective(answer.objective)
            if answer.objective >= cutoff - 1e-9 * abs(cutoff):
                return
            since += 1
            if answer.objective > highest + LITTLE * abs(answer.objective):
                highest, since = answer.objective, 0
                self.cutting.forget(IDLE)
            dear = (answer.objective + answer.reduced > cutoff) & (answer.values < 0.5)
            columns = self.x.ravel()[dear[self.x.ravel()]]
            nothing = np.zeros(len(columns))
            self.cutting.set_bounds(columns, nothing, nothing)
            added, found = self._connections(answer.values)
            grown = self._grown(answer.values[self.x].sum(axis=1))
            sets = np.unique(np.concatenate([sets, found, grown]), axis=0)
            added += self._capacities(answer.values, sets) + self._nested(answer.values)
            if added == 0:
                return

    def _connections(self, values: FloatArray) -> tuple[int, BoolArray]:
        """Cuts between the sources and single nodes; how many, and the sets behind them."""
        program, nodes = self.program, self.instance.nodes
        x, w = values[self.x], values[self.w]
        rows: list[Row] = []
        sets = []
        for k, node in enumerate(program.terminals.tolist()):
            if self.clock.expired or len(rows) >= CUTS:
                break
            if w[k] < VIOLATED or program.is_source[node]:
                continue
            large = program.capacity >= min(self.instance.demand[node], program.capacity[-1])
            capacity = np.full(len(self.at), NONE)
            capacity[program.arc] = np.round(SCALE * x[:, large].sum(axis=1)) + 1  # creep flow
            capacity[2 * len(self.instance.edges) :: 2] = 2 * SCALE
            enough = int(SCALE * w[k] * (1.0 - VIOLATED))
            begins, arcs = cuts_at(
                self.start, self.halves, self.at, capacity, nodes, node, enough, NESTED
            )
            for cut in np.split(arcs, begins[1:])[:-1]:
                columns = self.x[self.column[cut]][:, large].ravel()
                rows.append((columns, np.ones(len(columns)), self.w[[k]], -np.ones(1), 0.0))
                sets.append(self._behind(cut))
        self._add(rows)
        return len(rows), np.array(sets, dtype=np.bool_).reshape(len(sets), nodes)

    def _behind(self, cut: IntArray) -> BoolArray:
        """(V,) nodes that no source reaches without the arcs of a cut."""
        program, nodes = self.program, self.instance.nodes
        kept = ~np.isin(program.arc, cut)
        tail = np.concatenate([program.tail[kept], np.full(len(self.instance.sources), nodes)])
        head = np.concatenate([program.head[kept], self.instance.sources])
        graph = sparse.csr_array((np.ones(len(tail)), (tail, head)), shape=(nodes + 1, nodes + 1))
        reached = breadth_first_order(graph, nodes, return_predecessors=False)
        behind = np.ones(nodes + 1, dtype=np.bool_)
        behind[reached] = False
        return behind[:nodes]

    def _grown(self, used: FloatArray) -> BoolArray:
        """Sets behind the arcs of a tree of shortest ways where pipes in use are short."""
        instance, program = self.instance, self.program
        cost = np.maximum(1.0 - used, 1e-3) * program.length
        order = np.argsort(-cost, kind="stable")
        graph = sparse.lil_array((instance.nodes, instance.nodes))
        graph[program.tail[order], program.head[order]] = cost[order]
        _, before, _ = dijkstra(
            sparse.csr_array(graph),
            indices=instance.sources,
            return_predecessors=True,
            min_only=True,
        )
        reached = np.flatnonzero(before >= 0)
        arc = np.full((instance.nodes, instance.nodes), NONE)
        arc[program.tail[order], program.head[order]] = program.arc[order]
        return subtrees(instance, arc[before[reached], reached])

    def _capacities(self, values: FloatArray, sets: BoolArray) -> int:
        """Cuts of the second and third kind that the sets break; how many."""
        instance, program = self.instance, self.program
        need = np.zeros(instance.nodes)
        need[program.terminals] = instance.demand[program.terminals]
        total = sets @ need
        sets, total = sets[total > 0], total[total > 0]
        into = sets[:, program.head] & ~sets[:, program.tail]
        carried = into @ values[self.x]  # (sets, classes)
        share = np.zeros(instance.nodes)
        share[program.terminals] = need[program.terminals] * values[self.w]
        most = np.minimum(program.capacity[None, :], total[:, None])
        broken = [(1.0 - (carried * most).sum(axis=1) / total - (1.0 - sets @ share / total))]
        factors = [most]
        sides = [total]
        if self.least_cost:
            shares = [total / parts for parts in (2.0, 3.0, 4.0)]
            rest = [np.where(total > u, total - u, u) for u in program.capacity.tolist()]
            for unit in [*(np.full(len(total), u) for u in program.capacity), *shares, *rest]:
                factors.append(np.ceil(most / unit[:, None] * (1.0 - 1e-9)))
                sides.append(np.ceil(total / unit * (1.0 - 1e-9)))
                broken.append(1.0 - (carried * factors[-1]).sum(axis=1) / sides[-1])
        short = np.stack(broken)
        kind, which = np.nonzero(short > 10 * VIOLATED)
        chosen = np.argsort(-short[kind, which], kind="stable")[:CUTS]
        rows: list[Row] = []
        for j, s in zip(kind[chosen].tolist(), which[chosen].tolist(), strict=True):
            arcs = np.flatnonzero(into[s])
            factor = np.tile(factors[j][s] / sides[j][s], len(arcs))
            inside = np.flatnonzero(sets[s][program.terminals])
            if j == 0:
                part = -need[program.terminals[inside]] / total[s]
                rows.append((self.x[arcs].ravel(), factor, self.w[inside], part, 0.0))
            else:
                rows.append((self.x[arcs].ravel(), factor, self.w[:0], np.zeros(0), 1.0))
        self._add(rows)
        return len(rows)

    def _nested(self, values: FloatArray) -> int:
        """Cuts that a pipe breaks which is larger than what enters its node; how many."""
        program = self.program
        above = np.cumsum(values[self.x][:, ::-1], axis=1)[:, ::-1]  # (A, classes) this or larger
        entering = np.zeros((self.instance.nodes, program.classes))
        np.add.at(entering, program.head, above)
        back = self.column[program.arc ^ 1]
        returned = np.where((back != NONE)[:, None], above[back], 0.0)
        over = above - (entering[program.tail] - returned)
        over[program.is_source[program.tail]] = 0.0
        arc, least = np.nonzero(over > 10 * VIOLATED)
        chosen = np.argsort(-over[arc, least], kind="stable")[:NESTED_CUTS]
        by_head = np.argsort(program.head, kind="stable")
        begins = np.searchsorted(program.head[by_head], np.arange(self.instance.nodes + 1))
        rows: list[Row] = []
        for a, k in zip(arc[chosen].tolist(), least[chosen].tolist(), strict=True):
            v = program.tail[a]
            before = by_head[begins[v] : begins[v + 1]]
            before = before[before != back[a]]
            into, out = self.x[before, k:].ravel(), self.x[a, k:]
            part = np.append(np.ones(len(into)), -np.ones(len(out)))
            rows.append((np.append(into, out), part, self.w[:0], np.zeros(0), 0.0))
        self._add(rows)
        return len(rows)

    def _add(self, rows: list[Row]) -> None:
        if not rows:
            return
        columns = [np.concatenate([row[0], row[2]]) for row in rows]
        entries = [np.concatenate([row[1], row[3]]) for row in rows]
        begins = np.append(0, np.cumsum([len(part) for part in columns]))
        matrix = sparse.csr_array(
            (np.concatenate(entries), np.concatenate(columns), begins),
            shape=(len(rows), len(self.cutting.model.cost)),
        )
        self.cutting.add_rows(matrix, np.array([row[4] for row in rows]))


def subtrees(instance: PipeNetworkInstance, arc: IntArray) -> BoolArray:
    """(P, V) nodes behind each arc of a forest."""
    tail, head = arcs_of(instance)
    above = np.full(instance.nodes, NONE)
    above[head[arc]] = tail[arc]
    behind = np.zeros((instance.nodes, instance.nodes), dtype=np.bool_)  # (top, node)
    at = np.arange(instance.nodes)
    node = at.copy()
    while len(node):
        behind[at, node] = True
        further = above[at] != NONE
        at, node = above[at[further]], node[further]
    return behind[head[arc]]
