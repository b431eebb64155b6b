"""What every facility-location model asks of its input; one message says what is wrong and where.

Infinite entries of a cost matrix are forbidden pairs. Nothing here knows an algorithm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from models.facility_location.sites import Sites, Terms

FloatArray = NDArray[np.float64]


def cost_matrix(
    cost: ArrayLike,
    *,
    name: str = "cost",
    site_labels: Sequence[str] | None = None,
    demand_labels: Sequence[str] | None = None,
) -> FloatArray:
    """A dense (N, M) matrix of numbers >= 0, inf for a forbidden pair, at least one of each.

    Raises
    ------
    ValueError naming the matrix, demand point, site and value
    """
    try:
        matrix = np.asarray(cost, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected a matrix of numbers ({error})") from None
    if matrix.ndim != 2:
        raise ValueError(f"{name}: {matrix.ndim} dimension(s), expected (demand points, sites)")
    points, sites = matrix.shape
    if points == 0 or sites == 0:
        raise ValueError(f"{name}: {points} demand points, {sites} sites; expected one of each")
    bad = ~(matrix >= 0)  # also where NaN
    if bad.any():
        i, j = (int(k) for k in np.argwhere(bad)[0])
        where = f"{named(demand_labels, i, 'demand point')}, {named(site_labels, j, 'site')}"
        raise ValueError(
            f"{name}[{i}, {j}] ({where}): {matrix[i, j]}, expected a number >= 0, "
            f"or inf for a forbidden pair{_more(bad)}"
        )
    return matrix


def column(
    values: ArrayLike,
    count: int,
    name: str,
    *,
    kind: str = "site",
    infinite: bool = False,
    labels: Sequence[str] | None = None,
) -> FloatArray:
    """(count,) numbers >= 0; a single number is spread; inf only where `infinite`.

    Parameters
    ----------
    kind : what an entry belongs to, in messages: "site", "demand point"

    Raises
    ------
    ValueError naming the field, the entry with its label, the value and what was expected
    """
    try:
        given = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: expected numbers ({error})") from None
    if given.ndim and given.shape != (count,):
        raise ValueError(f"{name}: shape {given.shape}, expected ({count},), one per {kind}")
    spread = np.broadcast_to(given, (count,)).copy()
    bad = ~(spread >= 0)
    if not infinite:
        bad |= np.isinf(spread)
    if bad.any():
        i = int(np.argmax(bad))
        expected = "a number >= 0 or inf" if infinite else "a finite number >= 0"
        raise ValueError(
            f"{name}[{i}] ({named(labels, i, kind)}): {spread[i]}, expected {expected}{_more(bad)}"
        )
    return spread


def whole_number(value: object, name: str, low: int, high: int | None, what: str) -> int:
    """`value` as an int of low..high; `what` names the upper end in messages ("sites").

    Raises
    ------
    ValueError naming the field, the value and what was expected
    """
    is_whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    number = int(value) if isinstance(value, int | np.integer) else 0
    if not is_whole or number < low or (high is not None and number > high):
        expected = f"{low} or more" if high is None else f"{low} to {high}, the number of {what}"
        raise ValueError(f"{name}: {value!r}, expected a whole number, {expected}")
    return number


def unique_labels(labels: Sequence[str], count: int, name: str) -> tuple[str, ...]:
    """`count` labels, no two the same.

    Raises
    ------
    ValueError naming the label and both places
    """
    if len(labels) != count:
        raise ValueError(f"{name}: {len(labels)} labels, expected {count}")
    seen: dict[str, int] = {}
    for i, label in enumerate(labels):
        if label in seen:
            raise ValueError(f"{name}: {label!r} stands at {seen[label]} and {i}, expected once")
        seen[label] = i
    return tuple(labels)


def demand_names(labels: Sequence[str] | None, count: int) -> tuple[str, ...] | None:
    """Names of the `count` demand points for messages, or None; two may have the same name.

    Raises
    ------
    ValueError if there are more or fewer names than demand points
    """
    if labels is None:
        return None
    if isinstance(labels, str) or len(labels) != count:
        raise ValueError(
            f"demand_labels: {len(labels)} names, expected {count}, one per demand point"
        )
    return tuple(str(label) for label in labels)


def weights_for(
    weights: ArrayLike | None, count: int, labels: Sequence[str] | None = None
) -> FloatArray:
    """(count,) weights of the demand points, 1 each if not given.

    Raises
    ------
    ValueError naming the demand point, its weight and what was expected
    """
    given = 1.0 if weights is None else weights
    return column(given, count, "weights", kind="demand point", labels=labels)


def sites_for(sites: Sites | None, count: int) -> Sites:
    """The sites given, or `count` plain candidates.

    Raises
    ------
    ValueError if there are more or fewer sites than columns of the cost matrix
    """
    from models.facility_location.sites import Sites

    if sites is None:
        return Sites.of(count)
    if len(sites) != count:
        raise ValueError(f"sites: {len(sites)} sites, but cost has {count} columns")
    return sites


def terms_for(terms: Terms | None, sites: Sites) -> Terms:
    """The terms given, or none at all.

    Raises
    ------
    ValueError naming the term and what was expected
    """
    from models.facility_location.sites import Terms

    if terms is None:
        return Terms()
    for name in ("standard", "budget"):
        value = getattr(terms, name)
        if not value >= 0:
            raise ValueError(f"terms.{name}: {value}, expected a number >= 0, inf for none")
    penalty = terms.unserved_penalty
    if penalty is not None and not (np.isfinite(penalty) and penalty >= 0):
        raise ValueError(
            f"terms.unserved_penalty: {penalty}, expected a finite number >= 0 or None"
        )
    whole_number(terms.min_open, "terms.min_open", 0, len(sites), "sites")
    if terms.max_open is not None:
        whole_number(terms.max_open, "terms.max_open", 0, None, "")
    groups = {int(g) for g in np.unique(sites.group)}
    for group, limit in terms.group_limit.items():
        if group not in groups or group < 0:
            raise ValueError(f"terms.group_limit[{group}]: no site belongs to this group")
        whole_number(limit, f"terms.group_limit[{group}]", 0, None, "")
    return terms


def uncapacitated(sites: Sites, model: str) -> None:
    """Refuse capacities where a model would silently ignore them.

    Raises
    ------
    ValueError naming the first site with a capacity
    """
    limited = np.isfinite(sites.capacity)
    if limited.any():
        j = int(np.argmax(limited))
        raise ValueError(
            f"sites.capacity[{j}] ({sites.labels[j]}): {sites.capacity[j]:g}, but {model} knows no "
            "capacities; use cflp, or leave the capacity inf"
        )


def named(labels: Sequence[str] | None, index: int, kind: str) -> str:
    """The label of an entry, or its kind and number where there is none."""
    return labels[index] if labels is not None and index < len(labels) else f"{kind} {index}"


def _more(bad: NDArray[np.bool_]) -> str:
    others = int(bad.sum()) - 1
    return f" ({others} more like it)" if others else ""
