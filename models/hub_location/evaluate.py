"""What a period's flow costs with given open hubs, where capacity does not bind."""

from __future__ import annotations

import numpy as np

from models.hub_location.instance import BoolArray, FloatArray, HubInstance
from models.hub_location.kernels import total_costs


def cost_of(instance: HubInstance, is_open: BoolArray, period: int) -> float:
    """Money of a year of a period's flow, every pair by its cheapest way over the open hubs.

    Parameters
    ----------
    is_open : (M,)

    Returns
    -------
    Money a year, not discounted; inf where a pair with flow has no way.
    """
    return float(costs_of(instance, is_open[None, :], period)[0])


def costs_of(instance: HubInstance, is_open: BoolArray, period: int) -> FloatArray:
    """`cost_of` for many sets at once: (B,) money a year for the sets (B, M)."""
    m = instance.shape[1]
    if is_open.ndim != 2 or is_open.shape[1] != m:
        raise ValueError(f"is_open: shape {is_open.shape}, expected (sets, {m})")
    costs: FloatArray = total_costs(
        instance.origin,
        instance.destination,
        np.ascontiguousarray(instance.flow[:, period]),
        np.ascontiguousarray(instance.direct[:, period]),
        np.ascontiguousarray(instance.access[:, :, period]),
        instance.haul[period],
        np.ascontiguousarray(is_open, dtype=np.bool_),
    )
    return costs
