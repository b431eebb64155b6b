"""Whether higher ranks are served first, read off an answer."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import breadth_first_order

from models.network_flow.instance import IntArray
from models.network_flow.solution import TOLERANCE, FlowSolution


class OrderError(ValueError):
    """Losses between two ranks outweigh the ratio of their values."""


def require_order(solution: FlowSolution, rank: IntArray) -> None:
    """Make sure that no unit served to a lower rank could have served a higher one for nothing.

    A unit can move from one demand to another where a path of the residual network leads from the
    one to the other: along arcs with room that cost nothing, and back along arcs that carry. Where
    only a dearer way leads to a demand, its shortage is what the value says: not worth the money.

    Parameters
    ----------
    rank : (D,) 0 for those to be served first

    Raises
    ------
    OrderError
        losses between two ranks outweigh the ratio of their values, with both demands named
    ValueError
        not one rank a demand
    """
    instance = solution.instance
    least = TOLERANCE * max(1.0, instance.demand.max(initial=0.0))
    short = solution.shortage > least
    served = solution.delivered > least
    if rank.shape != instance.demand.shape:
        raise ValueError(f"rank: shape {rank.shape}, expected {instance.demand.shape}")
    room = (solution.flow < instance.capacity - least) & (instance.cost == 0)
    carries = solution.flow > least
    start = np.concatenate([instance.tail[room], instance.head[carries]])
    end = np.concatenate([instance.head[room], instance.tail[carries]])
    shape = (instance.nodes, instance.nodes)
    ones = np.ones(len(start), dtype=np.int8)
    backwards = sparse.csr_array(sparse.coo_array((ones, (end, start)), shape=shape))
    for node in np.unique(instance.demand_node[short]):
        here = np.flatnonzero(short & (instance.demand_node == node))
        best = here[np.argmin(rank[here])]
        reach = np.zeros(instance.nodes, dtype=bool)
        reach[breadth_first_order(backwards, int(node), return_predecessors=False)] = True
        robbed = np.flatnonzero(served & (rank > rank[best]) & reach[instance.demand_node])
        if robbed.size:
            raise OrderError(
                f"value: {instance.label('demand', int(best))} "
                f"({instance.value[best]:g} a unit) is short while "
                f"{instance.label('demand', int(robbed[0]))} ({instance.value[robbed[0]]:g}) of a "
                "lower rank is served; expected values further apart than the losses between them"
            )
