"""Shares that keep to demand and capacities to the last digit, from a transportation plan.

A plan found by pushing quantities about carries their rounding. Its arcs form, but for ties, a
forest: given the quantities off a spanning forest and the loads of all sites but one a tree, those
on the forest follow by subtraction from the leaves inwards, and the site left over, the one with
the most room, takes what rounding leaves.

Source: Ahuja, R., Magnanti, T. and Orlin, J. (1993), Network Flows, chapter 11.3 (tree flows).
"""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order, connected_components, minimum_spanning_tree

from models.facility_location.capacitated.problem import FloatArray, IntArray

SMALLEST = 1e-12  # share of a demand point; less is rounding
EXACT = 1e-12  # relative excess of a capacity that subtraction alone leaves
PASSES = 5


def exact_shares(
    row: IntArray, point: IntArray, quantity: FloatArray, demand: FloatArray, room: FloatArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """The same plan with shares that sum to 1 and loads within `room`, but for the last digits.

    Parameters
    ----------
    row, point, quantity : (X,) of the plan's arcs; all of a demand point's demand is in some row
    demand : (N,)
    room : (P,) of the rows, inf where a row has no limit (demand left unserved)

    Returns
    -------
    tuple of row, point and share (X',), every share in [1e-12, 1]
    """
    weighs = demand[point] > 0.0
    free_row, free_point = row[~weighs], point[~weighs]
    row, point, quantity = row[weighs], point[weighs], quantity[weighs]
    for _ in range(PASSES):
        kept = quantity > SMALLEST * demand[point]
        row, point, quantity = row[kept], point[kept], quantity[kept]
        quantity = _on_a_forest(row, point, quantity, demand, room)
        load = np.bincount(row, quantity, minlength=len(room))
        whole = (quantity > SMALLEST * demand[point]).all()
        if whole and (load <= room * (1 + EXACT)).all():
            break
    kept = quantity > SMALLEST * demand[point]
    row, point, quantity = row[kept], point[kept], quantity[kept]
    share = quantity / np.bincount(point, quantity, minlength=len(demand))[point]
    return (
        np.concatenate([row, free_row]),
        np.concatenate([point, free_point]),
        np.concatenate([share, np.ones(len(free_row))]),
    )


def _on_a_forest(
    row: IntArray, point: IntArray, quantity: FloatArray, demand: FloatArray, room: FloatArray
) -> FloatArray:
    """Quantities (X,) anew: as given off the forest of the largest, by subtraction on it."""
    n_rows, n = len(room), len(demand)
    load = np.bincount(row, quantity, minlength=n_rows)
    left = np.concatenate([np.minimum(load, room), demand])
    size = n_rows + n
    tree, arc = _forest(row, n_rows + point, quantity, size)
    off = np.ones(len(row), dtype=bool)
    off[arc] = False
    np.subtract.at(left, row[off], quantity[off])
    np.subtract.at(left, n_rows + point[off], quantity[off])
    order, parent = _from_roots(tree, room - load)
    value = quantity.copy()
    ends = {
        (int(a), int(b)): int(k) for a, b, k in zip(row[arc], n_rows + point[arc], arc, strict=True)
    }
    for node in order[::-1].tolist():
        above = int(parent[node])
        if above >= size:
            continue
        flow = max(float(left[node]), 0.0)
        value[ends[min(node, above), max(node, above)]] = flow
        left[above] -= flow
    return value


def _forest(
    first: IntArray, second: IntArray, quantity: FloatArray, size: int
) -> tuple[sparse.csr_array, IntArray]:
    """A spanning forest of the arcs with the largest quantities, and the arcs (Y,) in it."""
    rank = np.empty(len(quantity))
    rank[np.argsort(-quantity, kind="stable")] = np.arange(1, len(quantity) + 1)
    graph = sparse.csr_array((rank, (first, second)), shape=(size, size))
    tree = minimum_spanning_tree(graph)
    by_rank = np.argsort(rank)
    return sparse.csr_array(tree), np.asarray(by_rank[tree.data.astype(np.int64) - 1])


def _from_roots(tree: sparse.csr_array, slack: FloatArray) -> tuple[IntArray, IntArray]:
    """Nodes from the roots outwards without the roots' root, and their parents (size + 1,).

    The root of a tree is its row with the most room; node `size` is above all roots.
    """
    size = tree.shape[0]
    _, tree_of = connected_components(tree, directed=False)
    by_slack = np.argsort(-slack, kind="stable")
    _, first = np.unique(tree_of[by_slack], return_index=True)
    roots = by_slack[first]
    arcs = tree.tocoo()
    rows = np.concatenate([arcs.row, np.full(len(roots), size)])
    columns = np.concatenate([arcs.col, roots])
    above = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(size + 1, size + 1))
    order, parent = breadth_first_order(above, size, directed=False, return_predecessors=True)
    return np.asarray(order[1:]), np.asarray(parent)
