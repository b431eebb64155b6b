"""Standard building sizes: capacity that may be added to a site, at a price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.facility_location.validation import column


@dataclass(frozen=True)
class Modules:
    """A menu of K sizes; at most one is added to an open site, new or existing.

    Attributes
    ----------
    capacity : (K,) the same everywhere, or (M, K) by site; added to the site's own capacity
    cost : (K,) or (M, K); added to the site's own fixed cost
    """

    capacity: ArrayLike
    cost: ArrayLike

    def by_site(self, count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Capacity and cost, both (count, K).

        Raises
        ------
        ValueError if shapes do not fit or a number is negative, infinite or NaN
        """
        sizes = _menu(self.capacity, count, "modules.capacity")
        costs = _menu(self.cost, count, "modules.cost")
        if sizes.shape != costs.shape:
            raise ValueError(f"modules: {sizes.shape[1]} capacities, but {costs.shape[1]} costs")
        return sizes, costs


def _menu(values: ArrayLike, count: int, name: str) -> NDArray[np.float64]:
    try:
        given = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected numbers ({error})") from None
    if given.ndim not in (1, 2) or given.shape[-1] == 0:
        raise ValueError(f"{name}: shape {given.shape}, expected (sizes,) or ({count}, sizes)")
    if given.ndim == 2 and len(given) != count:
        raise ValueError(f"{name}: {len(given)} rows, expected {count}, one per site")
    table = np.broadcast_to(given, (count, given.shape[-1]))
    checked = [column(table[:, k], count, f"{name}[..., {k}]") for k in range(table.shape[1])]
    return np.stack(checked, axis=1)
