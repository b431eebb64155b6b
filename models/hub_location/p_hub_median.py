"""The classical uncapacitated multiple-allocation p-hub median problem.

Every node is a candidate, every flow passes one or two of exactly p hubs, and a unit from i to j by
k and l costs collection d_ik + discount d_kl + distribution d_lj. Flows may use different hubs for
each destination (multiple allocation; the single-allocation problem of O'Kelly 1987, in which each
node belongs to one hub, costs more). Campbell (1996), Operations Research 44, 923-935; Ernst and
Krishnamoorthy (1998), European Journal of Operational Research 104, 100-112.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.hub_location.instance import FloatArray, HubInstance, IntArray
from models.hub_location.solve import solve
from optimizer.certificate import Certificate
from optimizer.limits import Limits


@dataclass(frozen=True)
class PHubMedian:
    """Hubs (p,), ascending; `objective` in units of flow times distance; `bound`, certificate."""

    hubs: IntArray
    objective: float
    bound: float
    certificate: Certificate


def p_hub_median(
    flow: FloatArray,
    distance: FloatArray,
    p: int,
    *,
    discount: float,
    collection: float = 1.0,
    distribution: float = 1.0,
    limits: Limits | None = None,
) -> PHubMedian:
    """Choose p hubs among n nodes, multiple allocation.

    Parameters
    ----------
    flow : (n, n) from row to column
    distance : (n, n) symmetric, 0 on the diagonal
    p : number of hubs, 1 to n
    discount, collection, distribution : factors on the distance between hubs, to the first hub and
        from the last

    Raises
    ------
    ValueError
        wrong shapes, an asymmetric distance, p out of range
    """
    instance = p_hub_instance(flow, distance, p, discount, collection, distribution)
    found = solve(instance, limits)
    hubs = np.flatnonzero(found.opened >= 0)
    spare = np.setdiff1d(np.arange(len(distance)), hubs)[: p - len(hubs)]
    return PHubMedian(
        np.sort(np.concatenate([hubs, spare])), found.objective, found.bound,
        found.certificates[-1],
    )  # fmt: skip


def p_hub_instance(
    flow: FloatArray,
    distance: FloatArray,
    p: int,
    discount: float,
    collection: float = 1.0,
    distribution: float = 1.0,
) -> HubInstance:
    """The same question as a `HubInstance` of one period whose centres are free and never full.

    With different factors for collection and distribution every node appears twice, as an origin
    and as a destination; with the same factor both directions of a pair are one.
    """
    n = len(distance)
    for name, values in (("flow", flow), ("distance", distance)):
        if values.shape != (n, n):
            raise ValueError(f"{name}: shape {values.shape}, expected ({n}, {n})")
    if not np.allclose(distance, distance.T):
        raise ValueError("distance: expected a symmetric matrix")
    if not 1 <= p <= n:
        raise ValueError(f"p: {p}, expected 1 to {n}")
    if collection == distribution:
        both = np.triu(flow) + np.tril(flow, -1).T
        access = collection * distance
        shift = 0
    else:
        both = flow
        access = np.concatenate([collection * distance, distribution * distance])
        shift = n
    origin, destination = np.nonzero(both > 0)
    amount = both[origin, destination][:, None].astype(float)
    return HubInstance(
        origin=origin,
        destination=destination + shift,
        flow=amount,
        direct=np.full_like(amount, np.inf),
        access=access[:, :, None],
        linehaul=discount * distance[:, :, None],
        years=np.ones(1),
        discount=np.ones(1),
        size=np.array([max(float(amount.sum()), 1.0)]),
        class_cost=np.zeros((n, 1)),
        allowed=np.ones((n, 1), dtype=bool),
        existing=np.zeros(n),
        max_new=np.array([float(p)]),
        group=np.full(n, -1),
        group_min=np.zeros((0, 1)),
        group_max=np.zeros((0, 1)),
        budget=np.full(1, np.inf),
        forced=np.zeros((n, 1), dtype=np.int64),
        max_at_site=np.ones(n),
        earliest=np.zeros(n, dtype=np.int64),
    )
