"""Sites that are nearly as good and as different as possible.

The programme over sites (`sites_program`) with a toll on sites of known plans: a share of what they
spend at a site in a period, for being open there by then. The relaxation stays as tight as without
it, which a row that holds the money would spoil. The share is halved and doubled towards the
largest whose money keeps the level. Source: the weights of Brill, Chang and Hopkins (1982),
Modeling to generate alternatives: the HSJ approach, Management Science 28(3), 221-235.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.dynamic_location.instance import DynamicLocationInstance, FloatArray, IntArray
from models.dynamic_location.sites_program import SitesPlan, SitesProgram
from optimizer.limits import Clock

GAP = 1e-3  # a little more money than need be is as good an alternative
SHARES = 6  # that are tried
FIRST_SHARE = 0.1


def farthest_sites(
    instance: DynamicLocationInstance, known: Sequence[IntArray], most: float, clock: Clock
) -> SitesPlan | None:
    """Sites of at most `most` money, places at their least price, that leave the known ones.

    Parameters
    ----------
    known : modules (M, K, T) of plans

    Returns
    -------
    of the plans found that from which the money at known sites leaves most; None where none was
    found in time
    """
    spent = np.stack([np.einsum("mkt,mk->mt", plan, instance.module_cost) for plan in known])
    rough = Clock(replace(clock.limits, gap=GAP, on_progress=None), clock.started)
    best: SitesPlan | None = None
    low, high, share, furthest = 0.0, np.inf, FIRST_SHARE, 0.0
    for _ in range(SHARES):
        if clock.expired:
            break
        toll = share * spent.mean(axis=0)
        found = SitesProgram(instance, toll=toll).solve(rough)
        if found is None:
            break
        money = found.objective - float((toll * found.open).sum())
        if money <= most:
            low = share
            left = float((spent * ~found.open).sum(axis=(1, 2)).min())
            if left > furthest:
                furthest = left
                best = replace(found, objective=money, bound=-np.inf)
        else:
            high = share
        share = 4 * share if np.isinf(high) else (low + high) / 2
    return best


def moved(instance: DynamicLocationInstance, one: IntArray, other: IntArray) -> float:
    """Money moved between two plans (M, K, T), undiscounted."""
    spent: FloatArray = np.einsum("mkt,mk->mt", one - other, instance.module_cost)
    return float(np.abs(spent).sum()) / 2
