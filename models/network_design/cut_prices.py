"""Prices of directed cuts by first-order steps, where the simplex method would take too long.

The dual of the cut relaxation prices sets of nodes: cuts W with prices y give

    L(y) = sum_W y_W + sum_a min(0, c_a - sum of y_W over W that a enters)

which no tree undercuts, whatever y >= 0. Dual ascent gives first cuts and prices. Then, in turn,
primal-dual steps on the cuts known (Chambolle and Pock 2011, Journal of Mathematical Imaging and
Vision 40, 120-145; step sizes by row and column: Pock and Chambolle 2011, ICCV, 1762-1769; averages
to go on from: Applegate and others 2021, NeurIPS 34) and a dual ascent on what the prices leave of
the arcs' costs, which raises the bound and names the cuts that lack. An arc goes where L and the
least such rest on a way over it exceed the best tree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import sparse

from models.network_design.ascent import WORSE, detours, dual_ascent
from models.network_design.compact_graph import CompactGraph
from models.network_design.search_state import SearchState

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
SmallIntArray = NDArray[np.int32]
BoolArray = NDArray[np.bool_]

STEPS = 40  # between two dual ascents
WEIGHT = 0.1  # of the steps of prices to those of arcs, in mean costs
NOTHING = 1e-6  # a price this small, in mean costs, is none
CHECK = 10  # rounds between two looks for trees and for arcs to leave out
STALLED = 5  # such looks
RISE = 0.05  # share of what is missing by which the bound must rise in that time
TILT = 1e-3  # weight of cost beside price where trees grow along arcs without price


@dataclass(frozen=True)
class PricedCuts:
    """Cuts of one root and their prices; R cuts, N entries, E edges.

    Attributes
    ----------
    root : node
    usable : (2E,) arcs that a better tree may use
    begin, arc : (R + 1,), (N,) usable arcs of each cut
    price : (R,) >= 0
    """

    root: int
    usable: BoolArray
    begin: IntArray
    arc: IntArray
    price: FloatArray

    def without(self, gone: BoolArray) -> PricedCuts:
        """The same cuts without some arcs (2E,)."""
        stays = ~gone[self.arc]
        begin = np.concatenate([[0], np.cumsum(stays)])[self.begin]
        return replace(self, usable=self.usable & ~gone, begin=begin, arc=self.arc[stays])

    def priced_above(self, least: float) -> PricedCuts:
        """The cuts with a price above `least`."""
        stays = self.price > least
        size = np.diff(self.begin)
        return replace(
            self,
            begin=np.concatenate([[0], np.cumsum(size[stays])]),
            arc=self.arc[np.repeat(stays, size)],
            price=self.price[stays],
        )

    def joined(self, begin: IntArray, arc: IntArray, price: FloatArray) -> PricedCuts:
        """These cuts and others, arcs that are not usable left out."""
        more = replace(
            self,
            begin=np.concatenate([self.begin, self.begin[-1] + begin[1:]]),
            arc=np.concatenate([self.arc, arc]),
            price=np.concatenate([self.price, price]),
        )
        return more.without(~self.usable)


def first_cuts(state: SearchState, graph: CompactGraph, root: int) -> PricedCuts:
    """The cuts of a dual ascent, with the arcs that it leaves usable."""
    price = graph.arc_cost.copy()
    usable = np.ones(len(price), dtype=np.bool_)
    bound, begin, arc, rise = _ascended(graph, price, root)
    state.raise_bound(bound + state.fixed_cost)
    cuts = PricedCuts(root, usable, begin, arc, rise)
    return cuts.without(_dear(state, graph, root, bound, price))


def improved(state: SearchState, graph: CompactGraph, cuts: PricedCuts) -> PricedCuts:
    """Better prices and more cuts, until the bound hardly rises or the search is over."""
    mean = float(graph.cost.mean())
    values = np.zeros(len(graph.at))
    highest, mark, since, turn = 0.0, 0.0, 0, 0
    while not state.over() and since < STALLED:
        turn += 1
        rows = _matrix(cuts)
        columns = rows.tocsc()
        price = _stepped(rows, columns, graph.arc_cost, values, cuts.price, WEIGHT * mean)
        rest = graph.arc_cost - columns.T @ price
        value = float(price.sum() + np.minimum(rest, 0.0)[cuts.usable].sum())
        left = np.where(cuts.usable, np.maximum(rest, 0.0), np.inf)
        gain, begin, arc, rise = _ascended(graph, left, cuts.root)
        bound = value + gain + state.fixed_cost
        state.raise_bound(bound)
        highest = max(highest, bound)
        if state.over() or not np.isfinite(gain):
            return cuts
        cuts = replace(cuts, price=price).priced_above(NOTHING * mean).joined(begin, arc, rise)
        if turn % CHECK == 0:
            _grow(state, graph, left, values, cuts.root)
            gone = _dear(state, graph, cuts.root, value + gain, left)
            cuts = cuts.without(gone)
            values[gone] = 0.0
            since += 1
            if highest > mark + RISE * (state.best - highest):
                mark, since = highest, 0
    return cuts


def _ascended(
    graph: CompactGraph, price: FloatArray, root: int
) -> tuple[float, IntArray, IntArray, FloatArray]:
    return dual_ascent(
        graph.start, graph.halves, graph.at, price, graph.terminals, root, True, WORSE
    )


def _dear(
    state: SearchState, graph: CompactGraph, root: int, bound: float, price: FloatArray
) -> BoolArray:
    """(2E,) arcs that no better tree uses, given what a bound leaves of their costs."""
    added = detours(graph.start, graph.halves, graph.at, price, graph.terminals, root)
    dear: BoolArray = bound + state.fixed_cost + added > state.cutoff
    return dear


def _grow(
    state: SearchState, graph: CompactGraph, left: FloatArray, values: FloatArray, root: int
) -> None:
    """Trees along arcs without price, and along arcs that the steps use."""
    roots = np.array([root])
    state.offer_grown(
        graph, np.minimum(left[0::2], left[1::2]) + TILT * graph.cost, roots, improve=True
    )
    used = np.clip(1.0 - values[0::2] - values[1::2], TILT, 1.0)
    state.offer_grown(graph, graph.cost * used, roots, improve=True)


def _matrix(cuts: PricedCuts) -> sparse.csr_array:
    """(R, 2E) ones where an arc enters the set of a cut."""
    ones = np.ones(len(cuts.arc))
    shape = (len(cuts.price), len(cuts.usable))
    begin, arc = cuts.begin.astype(np.int32), cuts.arc.astype(np.int32)
    return sparse.csr_array((ones, arc, begin), shape=shape)


def _stepped(
    rows: sparse.csr_array,
    columns: sparse.csc_array,
    cost: FloatArray,
    values: FloatArray,
    price: FloatArray,
    weight: float,
) -> FloatArray:
    """Average prices of `STEPS` steps; `values` becomes the average of the arcs' values."""
    mean, prices = steps(
        rows.indptr, rows.indices, columns.indptr, columns.indices,
        cost, values, price, weight, STEPS,
    )  # fmt: skip
    values[:] = mean
    return prices


@njit(cache=True, fastmath={"nsz", "contract", "reassoc"})
def steps(
    row: SmallIntArray,
    column_of: SmallIntArray,
    column: SmallIntArray,
    row_of: SmallIntArray,
    cost: FloatArray,
    values: FloatArray,
    prices: FloatArray,
    weight: float,
    count: int,
) -> tuple[FloatArray, FloatArray]:
    """Average values (A,) in [0, 1] and prices (R,) of primal-dual steps on rows x >= 1."""
    x, y = values.copy(), prices.copy()
    ahead = np.empty(len(x))
    mean_x, mean_y = np.zeros(len(x)), np.zeros(len(y))
    for _ in range(count):
        for j in range(len(x)):
            slope = cost[j]
            for k in range(column[j], column[j + 1]):
                slope -= y[row_of[k]]
            size = max(1, column[j + 1] - column[j])
            new = min(1.0, max(0.0, x[j] - slope / (weight * size)))
            ahead[j] = 2.0 * new - x[j]
            x[j] = new
            mean_x[j] += new / count
        for i in range(len(y)):
            missing = 1.0
            for k in range(row[i], row[i + 1]):
                missing -= ahead[column_of[k]]
            size = max(1, row[i + 1] - row[i])
            y[i] = max(0.0, y[i] + weight * missing / size)
            mean_y[i] += y[i] / count
    return mean_x, mean_y
