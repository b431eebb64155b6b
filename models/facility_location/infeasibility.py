"""Why there is no plan, in the planner's words, with the smallest relaxation that works.

What is shown here by counting is complete for the rules on sites; what only demand and sites
together exclude is in `relaxations`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, Decimal

import numpy as np
from numpy.typing import NDArray

from models.facility_location.selection import Selection
from models.facility_location.sites import Sites, SiteStatus, Terms
from models.facility_location.validation import named

FloatArray = NDArray[np.float64]

DIGITS = 6  # of a number that a message names, if it is not longer before the point
LONGEST = 15  # digits before the point that are written out
SHOWN = 5  # demand points that a message names


def enough(value: float) -> str:
    """A finite number in few digits, rounded up: typed back in, it is never too small."""
    exact = Decimal(repr(float(value)))
    if exact.adjusted() >= LONGEST:
        return repr(float(value))
    last = Decimal(1).scaleb(min(0, exact.adjusted() - DIGITS + 1))
    return plain(exact.quantize(last, rounding=ROUND_CEILING))


def plain(value: float | Decimal) -> str:
    """A number as a planner would have typed it: all its digits, no exponent."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return "0" if exact == 0 else f"{exact.normalize():f}"


def money_words(needed: float, budget: float) -> str:
    """The budget that works and what the one given is short by."""
    return f"a budget of {enough(needed)} (short by {enough(needed - budget)})"


def site_reasons(sites: Sites, terms: Terms, p: int | None = None) -> list[str]:
    """Contradictions among statuses, p, limits of number, groups and budget.

    Empty if and only if some set of open sites keeps to all of them: group limits make a partition
    matroid, so counting decides.
    """
    reasons = number_reasons(sites, terms, p)
    return reasons or budget_reasons(Selection.of(sites, terms, p), terms.budget)


def number_reasons(sites: Sites, terms: Terms, p: int | None) -> list[str]:
    """Contradictions among statuses, p, limits of number and groups."""
    status = np.array(sites.status)
    committed = status == SiteStatus.COMMITTED
    usable = status != SiteStatus.EXCLUDED
    n_committed, n_usable = int(committed.sum()), int(usable.sum())
    reasons = _count_reasons(terms, p, n_committed, n_usable)
    least = terms.min_open if p is None else p
    room = n_usable
    for group, limit in terms.group_limit.items():
        inside, name = sites.group == group, sites.group_name(group)
        fixed = int((inside & committed).sum())
        room -= max(int((inside & usable).sum()) - limit, 0)
        if fixed > limit:
            reasons.append(
                f"at most {limit} sites may be open in {name}, but {fixed} are committed there: "
                f"allow {fixed}, or release {fixed - limit}"
            )
    if room < least <= n_usable and not reasons:
        reasons.append(
            f"{least} sites must be open, but the group limits leave room for {room}: "
            f"raise them by {least - room} in all"
        )
    return reasons


def _count_reasons(terms: Terms, p: int | None, n_committed: int, n_usable: int) -> list[str]:
    """Contradictions among numbers of sites."""
    most = n_usable if terms.max_open is None else terms.max_open
    least = terms.min_open
    if least > most and terms.max_open is not None:
        return [f"at least {least} and at most {most} sites are to be open"]
    if p is not None:
        if p > most and terms.max_open is not None:
            return [f"p = {p}, but at most {most} sites may be open"]
        if p < least:
            return [f"p = {p}, but at least {least} sites must be open"]
        most = least = p
    if n_committed > most:
        works = f"p = {n_committed}" if p is not None else f"allow {n_committed}"
        only = f"p = {p}" if p is not None else f"at most {most} may be open"
        return [
            f"{n_committed} sites are committed, but {only}: what works: {works}, or release "
            f"{n_committed - most}"
        ]
    if n_usable < least:
        return [
            f"{least} sites must be open, but only {n_usable} are not excluded: "
            f"ask for {n_usable}, or admit {least - n_usable} more"
        ]
    return []


def budget_reasons(selection: Selection, budget: float) -> list[str]:
    """Whether the cheapest allowed choice of sites costs more than the budget."""
    cheapest, spent = selection.cheapest(selection.money)
    if spent <= selection.money_limit:
        return []
    needed = selection.money_fixed + spent
    count = int(cheapest.sum())
    return [
        f"the cheapest allowed choice of {count} open {'site' if count == 1 else 'sites'} costs "
        f"{enough(needed)}, the budget is {plain(budget)}: short by {enough(needed - budget)}"
    ]


def unreachable_reason(
    nearest: FloatArray,
    nearest_site: NDArray[np.int64],
    standard: float,
    sites: Sites,
    demand_labels: Sequence[str] | None = None,
    cure: Callable[[float], str] | None = None,
) -> str:
    """Which demand points have no site within the standard, and which standard would do.

    Parameters
    ----------
    nearest : (N,) distance to the nearest site that is not excluded, inf where none is reachable
    nearest_site : (N,) that site
    standard : the standard asked for; inf when only forbidden pairs count
    cure : from the smallest standard with a site for each demand point to the standard that works
        under all rules, in words; asked where nothing but the standard is in the way

    Returns
    -------
    str, empty if every demand point is within reach
    """
    reached = np.isfinite(nearest)
    lost, far = np.flatnonzero(~reached), np.flatnonzero(reached & (nearest > standard))
    parts = []
    if len(lost):
        names = _listed([named(demand_labels, int(i), "demand point") for i in lost[:SHOWN]], lost)
        parts.append(
            f"no site at any distance may serve {names}; what works: an unserved penalty, or a "
            "site in reach"
        )
    if len(far):
        told = [
            f"{named(demand_labels, int(i), 'demand point')} "
            f"(nearest: {sites.labels[int(nearest_site[i])]} at {enough(nearest[i])})"
            for i in far[:SHOWN]
        ]
        least = float(nearest[far].max())
        works = f"a standard of at least {enough(least)}"
        if cure is not None and len(lost) == 0:
            works = cure(least)
        these = " for these" if len(lost) else ""
        parts.append(
            f"no site within {plain(standard)} for {_listed(told, far)}; what works{these}: "
            f"{works}, or an unserved penalty, or a site in reach"
        )
    return "; ".join(parts)


def _listed(told: list[str], whole: NDArray[np.int64]) -> str:
    more = f" and {len(whole) - len(told)} more" if len(whole) > len(told) else ""
    return ", ".join(told) + more
