"""Units in which an instance's numbers are near one, whatever currency and tonnes it comes in."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.hub_location.instance import FloatArray, HubInstance


@dataclass(frozen=True)
class Scaled:
    """An instance in other units: one unit of its flow is `flow`, of its money is `money`.

    Both are powers of two, so that changing units rounds nothing.
    """

    instance: HubInstance
    flow: float
    money: float


def scaled(instance: HubInstance) -> Scaled:
    """Typical flow of a pair and typical money for a unit both become about one."""
    flow = _power_of_two(instance.flow)
    unit = _power_of_two(instance.direct)
    if unit == 1.0:
        unit = _power_of_two(instance.access)
    money = flow * unit
    return Scaled(
        replace(
            instance,
            flow=instance.flow / flow,
            direct=instance.direct / unit,
            access=instance.access / unit,
            linehaul=instance.linehaul / unit,
            size=instance.size / flow,
            class_cost=instance.class_cost / money,
            existing=instance.existing / flow,
            budget=instance.budget / money,
        ),
        flow,
        money,
    )


def _power_of_two(values: FloatArray) -> float:
    known = values[np.isfinite(values) & (values > 0)]
    return float(2.0 ** np.round(np.log2(known.mean()))) if known.size else 1.0
