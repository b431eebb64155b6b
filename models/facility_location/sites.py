"""What is known of the sites and what a plan must keep to: the notions all models share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


class SiteStatus(StrEnum):
    EXISTING = "existing"  # open today; closing it is a decision and may cost something
    COMMITTED = "committed"  # will be open whatever the model says
    CANDIDATE = "candidate"  # may be opened
    EXCLUDED = "excluded"  # will not be open


@dataclass(frozen=True)
class Sites:
    """The M sites of an instance.

    Attributes
    ----------
    status : (M,) `SiteStatus` values
    capacity : (M,) demand a site can serve as it is or as it would be opened; inf where unlimited
    enlarged_capacity : (M,) capacity after enlargement, >= capacity; equal where there is none
    fixed_cost : (M,) cost of opening a candidate; an existing or committed site has been paid
    enlargement_cost : (M,) cost of going from capacity to enlarged_capacity
    closing_cost : (M,) cost of closing an existing site
    group : (M,) group index (an oblast), -1 for none
    labels : (M,) names used in messages
    """

    status: tuple[SiteStatus, ...]
    capacity: FloatArray
    enlarged_capacity: FloatArray
    fixed_cost: FloatArray
    enlargement_cost: FloatArray
    closing_cost: FloatArray
    group: IntArray
    labels: tuple[str, ...]

    @classmethod
    def of(
        cls,
        count: int,
        *,
        status: Sequence[SiteStatus | str] | None = None,
        capacity: ArrayLike | None = None,
        enlarged_capacity: ArrayLike | None = None,
        fixed_cost: ArrayLike = 0.0,
        enlargement_cost: ArrayLike = 0.0,
        closing_cost: ArrayLike = 0.0,
        group: ArrayLike = -1,
        labels: Sequence[str] | None = None,
    ) -> Sites:
        """Fill in what is not given: candidates without cost, limit or group.

        Raises
        ------
        ValueError
            a length differs from `count`, a number is negative or NaN, an enlarged capacity is
            smaller than the capacity; the message names the field and the site
        """
        now = _column(capacity if capacity is not None else np.inf, count)
        return cls(
            status=tuple(SiteStatus(s) for s in (status or [SiteStatus.CANDIDATE] * count)),
            capacity=now,
            enlarged_capacity=_column(
                enlarged_capacity if enlarged_capacity is not None else now, count
            ),
            fixed_cost=_column(fixed_cost, count),
            enlargement_cost=_column(enlargement_cost, count),
            closing_cost=_column(closing_cost, count),
            group=np.broadcast_to(np.asarray(group, dtype=np.int64), (count,)).copy(),
            labels=tuple(labels or (f"site {j}" for j in range(count))),
        )

    def __len__(self) -> int:
        return len(self.status)


def _column(values: ArrayLike, count: int) -> FloatArray:
    return np.broadcast_to(np.asarray(values, dtype=float), (count,)).copy()


@dataclass(frozen=True)
class Terms:
    """What every plan must keep to, beside the model's own p or capacities.

    Attributes
    ----------
    standard : largest distance (cost) at which a demand point may be served; inf for none
    unserved_penalty : cost of leaving one unit of weight unserved; None: every point is served
    budget : largest sum of fixed, enlargement and closing costs; inf for none
    min_open, max_open : number of open sites, existing and committed ones included
    group_limit : most open sites of a group, by group index
    """

    standard: float = np.inf
    unserved_penalty: float | None = None
    budget: float = np.inf
    min_open: int = 0
    max_open: int | None = None
    group_limit: dict[int, int] = field(default_factory=dict)
