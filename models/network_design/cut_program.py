"""The directed cut formulation, solved by HiGHS with cuts found by maximum flows.

Arcs of the remaining graph, a root r among the terminals, x_a arc used in the tree directed away
from the root:

    min  sum_a c_a x_a
    x(into W) >= 1                       W without r and with a terminal
    x(into t) = 1                        terminals t;  <= 1 at other nodes
    x(into v) <= x(out of v)             v no terminal: no tree ends there
    x(into v) - x_vw - x_wv >= 0         v no terminal: what leaves came from elsewhere
    x binary

Wong (1984), Mathematical Programming 28, 271-287; balances and separation with creep flow and
nested cuts: Koch and Martin (1998), Networks 32, 207-232.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from models.network_design.compact_graph import CompactGraph
from models.network_design.flow_cuts import cuts_at
from optimizer.cutting_program import CuttingProgram
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

SCALE = 10_000_000  # capacities are whole numbers
VIOLATED = 1e-4  # a smaller violation is no cut
NESTED = 8  # cuts from one terminal and one relaxed solution
CUTS = 500  # cuts from one relaxed solution


class CutProgram:
    """Programme over the arcs `arc` (A,) of a graph that may be used."""

    def __init__(
        self, graph: CompactGraph, root: int, usable: BoolArray, offset: float, clock: Clock
    ) -> None:
        self.graph, self.root = graph, root
        self.targets = np.setdiff1d(graph.terminals, [root])
        tail, head = graph.at, graph.at[np.arange(len(graph.at)) ^ 1]
        self.arc = np.flatnonzero(usable & (head != root))
        self.tail, self.head = tail[self.arc], head[self.arc]
        self.column = np.full(len(tail), -1)
        self.column[self.arc] = np.arange(len(self.arc))
        reverse = self.column[self.arc ^ 1]
        self.reverse = reverse
        self.program = CuttingProgram(self._model(offset), clock)

    def _model(self, offset: float) -> LinearModel:
        nodes, arcs = len(self.graph.terminal), len(self.arc)
        ones, span = np.ones(arcs), np.arange(arcs)
        into = sparse.csr_array((ones, (self.head, span)), shape=(nodes, arcs))
        out = sparse.csr_array((ones, (self.tail, span)), shape=(nodes, arcs))
        others = np.flatnonzero(~self.graph.terminal)
        matrix = sparse.vstack([into[self.targets], into[others], (out - into)[others]])
        k, n = len(self.targets), len(others)
        return LinearModel(
            cost=self.graph.cost[self.arc // 2],
            lower=np.zeros(arcs),
            upper=ones,
            integer=np.ones(arcs, dtype=np.bool_),
            matrix=sparse.csr_array(matrix),
            row_lower=np.concatenate([np.ones(k), np.full(n, -np.inf), np.zeros(n)]),
            row_upper=np.concatenate([np.ones(k + n), np.full(n, np.inf)]),
            offset=offset,
        )

    def add_cuts(self, cuts: list[IntArray]) -> None:
        """Rows x(columns) >= 1."""
        if not cuts:
            return
        starts = np.concatenate([[0], np.cumsum([len(c) for c in cuts])])
        columns = np.concatenate(cuts)
        matrix = sparse.csr_array(
            (np.ones(len(columns)), columns, starts), shape=(len(cuts), len(self.arc))
        )
        self.program.add_rows(matrix, np.ones(len(cuts)))

    def add_arc_cuts(self, begins: IntArray, arcs: IntArray) -> None:
        """The cuts of a dual ascent from the same root, arcs of the graph."""
        parts = (self.column[part] for part in np.split(arcs, begins[1:-1]))
        self.add_cuts([part[part >= 0] for part in parts])

    def fix_at_zero(self, columns: IntArray) -> None:
        """Arcs that no better tree uses."""
        nothing = np.zeros(len(columns))
        self.program.set_bounds(columns, nothing, nothing)

    def separate(self, values: FloatArray, clock: Clock) -> int:
        """Add what `values` violates; returns how many rows, 0 where time is over as well."""
        added = self._balances(values)
        graph, enough = self.graph, int(SCALE * (1.0 - VIOLATED))
        capacity = np.full(len(graph.at), -1)
        capacity[self.arc] = np.round(SCALE * np.clip(values, 0.0, 1.0)) + 1  # creep flow
        cuts: list[IntArray] = []
        for target in np.random.default_rng(0).permutation(self.targets).tolist():
            if clock.expired or len(cuts) >= CUTS:
                break
            begins, arcs = cuts_at(
                graph.start, graph.halves, graph.at, capacity, self.root, target, enough, NESTED
            )
            cuts += [self.column[part] for part in np.split(arcs, begins[1:])[:-1]]
        unique = {cut.tobytes(): cut for cut in cuts}
        self.add_cuts(list(unique.values()))
        return added + len(unique)

    def _balances(self, values: FloatArray) -> int:
        nodes = len(self.graph.terminal)
        into = np.bincount(self.head, values, nodes)
        back = np.where(self.reverse >= 0, values[self.reverse], 0.0)
        short = into[self.tail] - back - values
        leaves = ~self.graph.terminal[self.tail]
        broken = np.flatnonzero(leaves & (short < -VIOLATED))
        if broken.size == 0:
            return 0
        rows, columns, entries = [], [], []
        by_head = np.argsort(self.head, kind="stable")
        begins = np.searchsorted(self.head[by_head], np.arange(nodes + 1))
        for row, a in enumerate(broken.tolist()):
            v = self.tail[a]
            entering = by_head[begins[v] : begins[v + 1]]
            entering = entering[entering != self.reverse[a]]
            rows.append(np.full(len(entering) + 1, row))
            columns.append(np.append(entering, a))
            entries.append(np.append(np.ones(len(entering)), -1.0))
        matrix = sparse.csr_array(
            (np.concatenate(entries), (np.concatenate(rows), np.concatenate(columns))),
            shape=(len(broken), len(self.arc)),
        )
        self.program.add_rows(matrix, np.zeros(len(broken)))
        return len(broken)
