"""One period as the algorithm sees it: pairs that hubs can serve for less than going directly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.hub_location.instance import BoolArray, FloatArray, HubInstance, IntArray
from models.hub_location.kernels import cheapest_ways, passing, priced_haul
from optimizer.errors import InfeasibleError, Reason

_NAMED = 5  # pairs named in a reason


@dataclass(frozen=True)
class Period:
    """A period's data for the compiled loops.

    Attributes
    ----------
    index : which period
    years : discounted years
    pair : (P,) pairs of the instance that are left; the others go directly in every plan
    origin, destination : (P,)
    flow : (P,) units a year
    direct : (P,) money for a unit by no hub; the penalty where that is not possible
    hard : (P,) pairs that cannot go directly
    access : (N, M), inf at hubs that cannot be used yet
    haul : (M, M)
    constant : money a year of the pairs that are not left
    penalty : money for a unit that finds no way
    """

    index: int
    years: float
    pair: IntArray
    origin: IntArray
    destination: IntArray
    flow: FloatArray
    direct: FloatArray
    hard: BoolArray
    access: FloatArray
    haul: FloatArray
    constant: float
    penalty: float

    def cheapest(
        self, hubs: IntArray, price: FloatArray | None = None
    ) -> tuple[FloatArray, IntArray, IntArray]:
        """(P,) money for a unit, first and last hub (-1: direct) over the open hubs given.

        With `price` (M,), the money includes the price of every hub that the unit passes.
        """
        haul = self.haul if price is None else priced_haul(self.haul, price)
        return cheapest_ways(self.origin, self.destination, self.direct, self.access, haul, hubs)

    def passing(self, first: IntArray, last: IntArray, amount: FloatArray) -> FloatArray:
        """(M,) units that pass each hub."""
        return passing(first, last, amount, self.access.shape[1])


def period_of(instance: HubInstance, t: int, penalty: float, usable: BoolArray) -> Period:
    """The period `t`, only `usable` (M,) hubs; `penalty` a unit for flow that finds no way.

    Raises
    ------
    InfeasibleError
        a pair with flow has no way even with every hub open
    """
    access = np.ascontiguousarray(instance.access[:, :, t])
    access[:, ~usable] = np.inf
    direct = np.ascontiguousarray(instance.direct[:, t])
    best, first, _ = cheapest_ways(
        instance.origin, instance.destination, direct, access, instance.haul[t],
        np.flatnonzero(usable),
    )  # fmt: skip
    moving = instance.flow[:, t] > 0
    lost = np.flatnonzero(moving & ~np.isfinite(best))
    if lost.size:
        when, named = instance.period_name(t), [instance.pair_name(int(q)) for q in lost[:_NAMED]]
        reason = Reason(
            "no way, directly or by any hub, in {when}: {names}", when=when, names=", ".join(named)
        )
        if lost.size > _NAMED:
            reason = Reason("{named} and {more} more", named=reason, more=int(lost.size) - _NAMED)
        raise InfeasibleError((reason,))
    left = np.flatnonzero(moving & (first >= 0))
    plain = moving & (first < 0)
    hard = ~np.isfinite(direct[left])
    return Period(
        index=t,
        years=float(instance.years[t]),
        pair=left,
        origin=np.ascontiguousarray(instance.origin[left]),
        destination=np.ascontiguousarray(instance.destination[left]),
        flow=np.ascontiguousarray(instance.flow[left, t]),
        direct=np.where(hard, penalty, direct[left]),
        hard=hard,
        access=access,
        haul=instance.haul[t],
        constant=float(instance.flow[plain, t] @ direct[plain]),
        penalty=penalty,
    )


def periods_of(instance: HubInstance, penalty: float) -> tuple[Period, ...]:
    """Every period with the hubs that may be usable in it; `penalty` a unit without a way."""
    usable = instance.usable
    return tuple(period_of(instance, t, penalty, usable[:, t]) for t in range(len(instance.years)))


def first_penalty(instance: HubInstance) -> float:
    """Money for a unit without a way: dearer than any way there is."""

    def top(values: FloatArray) -> float:
        return float(values.max(where=np.isfinite(values), initial=0.0))

    return 1.0 + 4.0 * (top(instance.direct) + 2.0 * top(instance.access) + top(instance.linehaul))
