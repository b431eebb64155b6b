"""Which rules demand and sites together exclude, and what relaxed alone makes a plan possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from models.facility_location.centre_search import smallest_radius
from models.facility_location.cover import solve_cover
from models.facility_location.cover_program import CoverProgram
from models.facility_location.distances import Distances
from models.facility_location.infeasibility import (
    budget_reasons,
    enough,
    money_words,
    number_reasons,
    plain,
    unreachable_reason,
)
from models.facility_location.selection import BoolArray, FloatArray, IntArray, Selection
from models.facility_location.sites import Sites, Terms
from optimizer.certificate import Status
from optimizer.engines import solve_linear
from optimizer.limits import Clock, Limits
from optimizer.linear_model import ModelBuilder

EXPLANATION_S = 20.0  # wall time of all questions together, if the limits gave the solve as much


def what_counting_excludes(
    sites: Sites,
    terms: Terms,
    selection: Selection,
    p: int | None,
    nearest: tuple[FloatArray, IntArray],
    reach: float,
    demand_labels: Sequence[str] | None,
    clock: Clock,
    distances: Distances | None,
) -> str:
    """Why no choice of sites serves everyone, as far as counting shows it; empty if it does not.

    Parameters
    ----------
    nearest : (N,) distances to the nearest usable sites and those sites
    reach, distances : as for `no_choice_reason`
    """
    numbers = number_reasons(sites, terms, p)
    money = [] if numbers else budget_reasons(selection, terms.budget)
    cure = None
    if distances is not None and not numbers and not money:
        cure = standard_cure(distances, selection, clock)
    far = unreachable_reason(*nearest, reach, sites, demand_labels, cure)
    if money and not far and distances is not None:
        # serving everyone may take more money than the cheapest choice
        return no_choice_reason(
            distances.covers(reach), selection, clock, distances=distances, reach=reach
        )
    return "; ".join(filter(None, [*numbers, *money, far]))


def no_choice_reason(
    covers: sparse.csr_array,
    selection: Selection,
    clock: Clock,
    *,
    distances: Distances | None,
    reach: float,
) -> str:
    """Why no allowed choice of sites serves everyone although each demand point has one in reach.

    Parameters
    ----------
    covers : (R, M) 1.0 where a site may serve a demand point that must be served
    distances : (N, M), for the standard that would do; None where they are not at hand
    reach : the standard, inf for none
    """
    extra = _extra_time(clock)
    cures = _cures(covers, selection, extra)
    if distances is not None:
        widest = smallest_radius(distances, selection, extra).radius
        if widest is not None and widest > reach:
            cures.append(f"a standard of {enough(widest)}")
    if not cures:
        cures = _together(covers, selection, extra)
    fixed = selection.fewest == selection.most
    some = f"{'' if fixed else 'up to '}{selection.most} site{'' if selection.most == 1 else 's'}"
    within = f"within {plain(reach)}" if np.isfinite(reach) else "from a site in reach"
    rules = [
        *(["the budget"] if np.isfinite(selection.money_left) else []),
        *(["the group limits"] if len(selection.room) else []),
    ]
    under = f" under {' and '.join(rules)}" if rules else ""
    return (
        f"no allowed choice of {some}{under} serves every demand point {within}; "
        f"what works: {', or '.join([*cures, 'an unserved penalty'])}"
    )


def standard_cure(
    distances: Distances, selection: Selection, clock: Clock
) -> Callable[[float], str]:
    """In words, the smallest standard that works under all rules; for `unreachable_reason`."""

    def words(least: float) -> str:
        extra = _extra_time(clock)
        widest = smallest_radius(distances, selection, extra)
        if widest.radius is not None:
            return f"a standard of {enough(widest.radius)}"
        covers = distances.covers(least)
        cures = _cures(covers, selection, extra) or _together(covers, selection, extra)
        if widest.status is Status.INFEASIBLE and cures:
            return f"a standard of {enough(least)} together with {' or '.join(cures)}"
        return f"a standard of at least {enough(least)}"

    return words


def _extra_time(clock: Clock) -> Clock:
    time_s = min(clock.limits.time_s, EXPLANATION_S)
    return Limits(time_s=time_s, gap=0.0, stop=clock.limits.stop).clock()


def _cures(covers: sparse.csr_array, selection: Selection, clock: Clock) -> list[str]:
    return [
        *_number(covers, selection, clock),
        *_money(covers, selection, clock),
        *_groups(covers, selection, clock),
    ]


def _number(covers: sparse.csr_array, selection: Selection, clock: Clock) -> list[str]:
    """The number of open sites nearest to the one asked for that works under the other rules."""
    rows, sites = covers.shape
    fixed = selection.fewest == selection.most
    program = CoverProgram(
        covers, np.full(rows, np.inf), np.ones(sites), selection.without_number()
    )
    chosen = solve_cover(program, clock).chosen
    if chosen is None:
        return []
    number = int(chosen.sum())
    if number > selection.most:
        return [f"p = {number}" if fixed else f"{number} open sites instead of {selection.most}"]
    fewer = replace(selection, fewest=0, most=selection.fewest - 1)
    kept, _ = _least(covers, fewer, np.full(sites, -1.0), clock)
    if kept is None:
        return []
    number = int(kept.sum())
    return [f"p = {number}" if fixed else f"{number} open sites instead of {selection.fewest}"]


def _money(covers: sparse.csr_array, selection: Selection, clock: Clock) -> list[str]:
    if not np.isfinite(selection.money_left):
        return []
    richer = replace(selection, money_left=np.inf)
    chosen, _ = _least(covers, richer, selection.money, clock)
    return [] if chosen is None else [_budget_for(chosen, selection)]


def _budget_for(chosen: BoolArray, selection: Selection) -> str:
    needed = selection.money_fixed + float(selection.money[chosen].sum())
    return money_words(needed, selection.money_fixed + selection.money_left)


def _groups(covers: sparse.csr_array, selection: Selection, clock: Clock) -> list[str]:
    if not len(selection.room):
        return []
    _, excess = _least(covers, selection, np.zeros(covers.shape[1]), clock, widen=True)
    return [] if excess is None else [_limits_for(excess, selection)]


def _limits_for(excess: IntArray, selection: Selection) -> str:
    return " and ".join(
        f"at most {selection.room[k] + excess[k]} instead of {selection.room[k]} open sites in "
        f"{selection.group_names[k]}"
        for k in np.flatnonzero(excess)
    )


def _together(covers: sparse.csr_array, selection: Selection, clock: Clock) -> list[str]:
    """What one choice of as few sites as possible asks for, when no rule relaxed alone helps."""
    rows, sites = covers.shape
    free = replace(
        selection.without_number(),
        money_left=np.inf,
        group=np.full_like(selection.group, -1),
        room=selection.room[:0],
    )
    chosen = solve_cover(
        CoverProgram(covers, np.full(rows, np.inf), np.ones(sites), free), clock
    ).chosen
    if chosen is None:
        return []
    number = int(chosen.sum())
    parts = []
    if not selection.fewest <= number <= selection.most:
        fixed = selection.fewest == selection.most
        parts.append(f"p = {number}" if fixed else f"{number} open sites")
    if float(selection.money[chosen].sum()) > selection.money_limit:
        parts.append(_budget_for(chosen, selection))
    inside = np.bincount(
        selection.group[chosen & (selection.group >= 0)], minlength=len(selection.room)
    )
    excess = np.maximum(inside - selection.room, 0)
    if excess.any():
        parts.append(_limits_for(excess, selection))
    return [" and ".join(parts)] if parts else []


def _least(
    covers: sparse.csr_array,
    selection: Selection,
    price: FloatArray,
    clock: Clock,
    *,
    widen: bool = False,
) -> tuple[BoolArray | None, IntArray | None]:
    """The allowed choice of least price that covers every row, or of least excess over groups.

    Returns
    -------
    (M,) chosen sites and (G,) open sites beyond each group's limit; None if there is no such choice
    or none was found in time
    """
    if selection.most < 0:
        return None, None
    kept = np.flatnonzero(selection.allowed)
    builder = ModelBuilder()
    y = builder.variables(
        (len(kept),),
        cost=price[kept],
        lower=selection.forced[kept].astype(float),
        upper=1.0,
        integer=True,
    )
    entries = sparse.coo_array(covers[:, kept])
    row = builder.rows((covers.shape[0],), lower=1.0)
    builder.add(row[entries.row], y[entries.col], 1.0)
    rules = replace(selection, room=selection.room[:0]) if widen else selection
    rules.add_rows(builder, y, kept)
    excess = np.empty(0, dtype=np.int64)
    if widen:
        excess = builder.variables((len(selection.room),), cost=1.0, integer=True)
        for position, room in enumerate(selection.room):
            limit = builder.rows((1,), upper=int(room))
            builder.add(limit, y[selection.group[kept] == position], 1.0)
            builder.add(limit, excess[position : position + 1], -1.0)
    found = solve_linear(builder.build(), clock)
    if found.values is None:
        return None, None
    chosen = np.zeros(covers.shape[1], dtype=bool)
    chosen[kept[found.values[y] > 0.5]] = True
    return chosen, np.rint(found.values[excess]).astype(np.int64)
