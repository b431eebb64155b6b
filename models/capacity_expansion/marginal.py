"""What one start more or less is worth in a plan that otherwise stays as it is.

Plain arithmetic on the definitions of the instance, as in `solution`; no solver is asked.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.capacity_expansion.instance import (
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
    Measure,
)
from models.capacity_expansion.prepared import Prepared

MARGINAL = (Measure.SHORTAGE, Measure.OVERFLOW, Measure.COST)  # sums over units
_ROUND_OFF = 1e-6  # of capacity


@dataclass(frozen=True)
class Worth:
    """One start more, one less, by unit, module and period; flows stay as they are.

    Attributes
    ----------
    gain : (N, K, T) by how much the measure falls with one more start (below 0: it rises)
    loss : (N, K, T) by how much it rises with one less; nan where nothing is started
    wait : (N, K, T) by how much it rises if one start waits until its unit has more than it
        needs; nan where nothing is started, or where a least capacity needs it before
    price : (N, K, T) money that a start takes within the periods
    """

    gain: FloatArray
    loss: FloatArray
    wait: FloatArray
    price: FloatArray


def worth(
    instance: CapacityExpansionInstance,
    starts: IntArray,
    flows: FloatArray | None,
    measure: Measure,
) -> Worth:
    """Value every single start of a plan (N, K, T), and every one that it does not make.

    Raises
    ------
    ValueError
        `measure` is not a sum over units
    """
    if measure not in MARGINAL:
        raise ValueError(f"{measure} is not a sum over units")
    prepared = Prepared(instance, flows)
    price = instance.cost[:, :, None] * prepared.payment_share.sum(axis=1)
    if measure is Measure.COST:
        paid = instance.cost[:, :, None] * (prepared.payment_share @ instance.cost_weight)
        less = np.where(starts > 0, -paid, np.nan)
        return Worth(-paid, less, np.full(starts.shape, np.nan), price)
    short, factor, weight = (
        prepared.shortage_gap,
        instance.capacity_factor,
        instance.shortage_weight,
    )
    if measure is Measure.OVERFLOW:
        short, weight = prepared.overflow_gap, instance.overflow_weight
        factor = np.full_like(factor, instance.overflow_factor)
    new = prepared.new_capacity(starts)
    left = short - factor * new
    now, behind = np.maximum(left, 0.0), left > -_ROUND_OFF
    spare = new - prepared.least_state() * prepared.step
    gain, loss, wait = (np.full(starts.shape, np.nan) for _ in range(3))
    for t in range(starts.shape[2]):
        served = prepared.in_service[t] * instance.size[:, None]  # (K, T)
        change = factor[:, None, :] * served
        more = np.maximum(left[:, None] + change, 0.0) - now[:, None]
        gain[:, :, t] = (now[:, None] - np.maximum(left[:, None] - change, 0.0)) @ weight
        loss[:, :, t] = more @ weight
        wait[:, :, t] = (more * behind[:, None]) @ weight
        needed = (spare[:, None] < served - _ROUND_OFF) & behind[:, None] & (served > 0)
        wait[needed.any(axis=2), t] = np.nan
    loss[starts <= 0] = np.nan
    wait[starts <= 0] = np.nan
    return Worth(gain, loss, wait, price)
