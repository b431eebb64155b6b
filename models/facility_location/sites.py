"""What is known of the sites and what a plan must keep to: the notions all models share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.facility_location.validation import column, named, unique_labels

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
    group_labels : name of each group index, used in messages; empty where there are none
    """

    status: tuple[SiteStatus, ...]
    capacity: FloatArray
    enlarged_capacity: FloatArray
    fixed_cost: FloatArray
    enlargement_cost: FloatArray
    closing_cost: FloatArray
    group: IntArray
    labels: tuple[str, ...]
    group_labels: tuple[str, ...] = ()

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
        group_labels: Sequence[str] = (),
    ) -> Sites:
        """Fill in what is not given: candidates without cost, limit or group.

        Raises
        ------
        ValueError
            a length differs from `count`, a number is negative or NaN, an enlarged capacity is
            smaller than the capacity; the message names the field and the site
        """
        names = unique_labels(
            labels if labels is not None else [f"site {j}" for j in range(count)],
            count,
            "sites.labels",
        )

        def money(values: ArrayLike, name: str) -> FloatArray:
            return column(values, count, f"sites.{name}", labels=names)

        def size(values: ArrayLike, name: str) -> FloatArray:
            return column(values, count, f"sites.{name}", infinite=True, labels=names)

        now = size(np.inf if capacity is None else capacity, "capacity")
        later = size(now if enlarged_capacity is None else enlarged_capacity, "enlarged_capacity")
        if (later < now).any():
            j = int(np.argmax(later < now))
            raise ValueError(
                f"sites.enlarged_capacity[{j}] ({names[j]}): {later[j]:g}, "
                f"expected at least the capacity, {now[j]:g}"
            )
        groups = np.asarray(group)
        if groups.dtype.kind not in "iu" or groups.shape not in ((), (count,)):
            raise ValueError(f"sites.group: expected {count} whole numbers, -1 for no group")
        return cls(
            status=_statuses(status, count, names),
            capacity=now,
            enlarged_capacity=later,
            fixed_cost=money(fixed_cost, "fixed_cost"),
            enlargement_cost=money(enlargement_cost, "enlargement_cost"),
            closing_cost=money(closing_cost, "closing_cost"),
            group=np.broadcast_to(groups.astype(np.int64), (count,)).copy(),
            labels=names,
            group_labels=tuple(group_labels),
        )

    def group_name(self, group: int) -> str:
        """What messages call a group."""
        return named(self.group_labels, group, "group")

    def __len__(self) -> int:
        return len(self.status)


def _statuses(
    given: Sequence[SiteStatus | str] | None, count: int, names: tuple[str, ...]
) -> tuple[SiteStatus, ...]:
    if given is None:
        return (SiteStatus.CANDIDATE,) * count
    if len(given) != count:
        raise ValueError(f"sites.status: {len(given)} entries, expected {count}")
    known = {status.value for status in SiteStatus}
    for j, value in enumerate(given):
        if value not in known:
            raise ValueError(
                f"sites.status[{j}] ({names[j]}): {value!r}, expected {', '.join(sorted(known))}"
            )
    return tuple(SiteStatus(value) for value in given)


def spending(sites: Sites) -> tuple[FloatArray, float]:
    """Money of a plan as (per open site, constant): constant + sum over open sites.

    A candidate costs its fixed cost when open; an existing site costs its closing cost when
    closed; a committed site has been paid. Enlargement is not counted here.
    """
    status = np.array(sites.status)
    existing = status == SiteStatus.EXISTING
    per_open = np.where(status == SiteStatus.CANDIDATE, sites.fixed_cost, 0.0)
    per_open = np.where(existing, -sites.closing_cost, per_open)
    return per_open, float(sites.closing_cost[existing].sum())


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
