"""Why there is no plan, in the planner's words, with the smallest relaxation that works."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.facility_location.sites import Sites, SiteStatus, Terms

FloatArray = NDArray[np.float64]


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


def site_reasons(sites: Sites, terms: Terms, p: int | None = None) -> list[str]:
    """Contradictions among statuses, p, limits of number, groups and budget; empty if none.

    Each alone is checked, by counting; a joint contradiction is for the solver to find.
    """
    status = np.array(sites.status)
    committed = status == SiteStatus.COMMITTED
    usable = status != SiteStatus.EXCLUDED
    n_committed, n_usable = int(committed.sum()), int(usable.sum())
    most = n_usable if terms.max_open is None else terms.max_open
    least = terms.min_open
    reasons = []
    if p is not None:
        if p > most and terms.max_open is not None:
            reasons.append(f"p = {p}, but at most {most} sites may be open")
        if p < least:
            reasons.append(f"p = {p}, but at least {least} sites must be open")
        most, least = p, p
    if n_committed > most:
        reasons.append(
            f"{n_committed} sites are committed, but at most {most} may be open: "
            f"allow {n_committed}, or release {n_committed - most}"
        )
    if n_usable < least:
        reasons.append(
            f"{least} sites must be open, but only {n_usable} are not excluded: "
            f"ask for {n_usable}, or admit {least - n_usable} more"
        )
    if least > most:
        reasons.append(f"at least {least} and at most {most} sites are to be open")
    room = n_usable
    for group, limit in terms.group_limit.items():
        inside = sites.group == group
        fixed = int((inside & committed).sum())
        room -= max(int((inside & usable).sum()) - limit, 0)
        if fixed > limit:
            reasons.append(
                f"group {group} may have {limit} open sites, but {fixed} are committed there"
            )
    if room < least <= n_usable:
        reasons.append(
            f"{least} sites must be open, but the group limits leave room for {room}: "
            f"raise them by {least - room} in all"
        )
    per_open, constant = spending(sites)
    free = np.sort(per_open[usable & ~committed])
    must = max(least - n_committed, 0)
    may = max(most - n_committed, 0)
    number = min(max(must, int((free < 0).sum())), may, len(free))
    cheapest = constant + float(free[:number].sum())
    if cheapest > terms.budget * (1 + 1e-12) + 1e-9:
        reasons.append(
            f"the cheapest choice of sites costs {cheapest:g}, the budget is {terms.budget:g}: "
            f"short by {cheapest - terms.budget:g}"
        )
    return reasons


def unreachable_reason(
    nearest: FloatArray,
    nearest_site: NDArray[np.int64],
    standard: float,
    sites: Sites,
    demand_labels: Sequence[str] | None = None,
) -> str:
    """Which demand points have no site within the standard, and which standard would do.

    Parameters
    ----------
    nearest : (N,) distance to the nearest site that is not excluded, inf where none is reachable
    nearest_site : (N,) that site
    standard : the standard asked for; inf when only forbidden pairs count

    Returns
    -------
    str, empty if every demand point is within reach
    """
    far = np.flatnonzero(~(np.isfinite(nearest) & (nearest <= standard)))
    if len(far) == 0:
        return ""
    parts = []
    for i in far[:5]:
        name = demand_labels[i] if demand_labels is not None else f"demand point {i}"
        if np.isfinite(nearest[i]):
            site = sites.labels[int(nearest_site[i])]
            parts.append(f"{name} (nearest: {site} at {nearest[i]:g})")
        else:
            parts.append(f"{name} (no site can be reached at all)")
    more = f" and {len(far) - 5} more" if len(far) > 5 else ""
    within = f"within {standard:g}" if np.isfinite(standard) else "that may serve them"
    cure = "an unserved penalty, or a site in reach"
    if np.isfinite(nearest).all():
        cure = f"a standard of {nearest.max():g}, or {cure}"
    return f"no site {within} for {', '.join(parts)}{more}; what works: {cure}"
