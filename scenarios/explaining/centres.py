"""The ground of a logistics centre: what its run has there, and wishes for the hub model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from models.hub_location import HubInstance, HubResolver, HubSolution
from models.hub_location.warm_up import compile_kernels
from optimizer.limits import Limits
from scenarios.explaining.site_ground import Asked, SiteGround, Solved
from scenarios.explaining.sites import require_period
from scenarios.explaining.speech import named, plan_head, plan_said, site_names
from scenarios.language import Said, said
from scenarios.runs import Run
from scenarios.studies.logistics.study import UNDER_BUDGET, LogisticsStudy
from scenarios.studies.logistics.terms import IntArray
from scenarios.studies.money import MLN_PER_BN


@dataclass
class _Hubs:
    """The question, solved once and then with wishes; `centres` (M, 1, T) of the run's plan."""

    instance: HubInstance
    centres: IntArray
    site: int
    names: tuple[Said, ...]
    resolver: HubResolver | None = None

    def base(self, limits: Limits) -> Solved:
        compile_kernels()
        self.resolver = HubResolver(self.instance, limits, start=self.centres)
        return self._told(self.resolver.solution)

    def wish(self, changed: dict[str, Any], limits: Limits) -> Solved:
        assert self.resolver is not None
        return self._told(self.resolver.resolve(limits, **changed))

    def _told(self, found: HubSolution) -> Solved:
        before = self.centres.sum(axis=(1, 2)) > 0
        after = found.centres.sum(axis=(1, 2)) > 0
        before[self.site] = after[self.site]
        there = found.centres[self.site].sum(axis=0).cumsum()
        return Solved(
            objective=found.objective,
            bound=found.bound,
            there=tuple(map(float, there)),
            comes=tuple(self.names[m] for m in np.flatnonzero(after & ~before)),
            goes=tuple(self.names[m] for m in np.flatnonzero(before & ~after)),
            certificate=found.certificates[-1],
        )


def centre_ground(study: LogisticsStudy, run: Run, place: str, year: int | None) -> SiteGround:
    """What can be asked of a site.

    Raises
    ------
    InputError
        `year` is no period of the run
    """
    terms, instance = study.terms, study.instance()
    require_period(year, terms.periods)
    number = {str(s): m for m, s in enumerate(terms.sites["site_id"])}
    centres = {
        name: _centres(run, name, number, terms.periods)
        for name in run.plans
        if name in (run.plan.name, UNDER_BUDGET)
    }
    ours = centres[run.plan.name]
    called = site_names(study.territory)
    hubs = _Hubs(
        instance,
        ours,
        number[place],
        tuple(named(str(name), called) for name in terms.sites["name"]),
    )
    by_cost = run.scenario.logistics.objective == "cost"
    openable = bool(instance.openable[number[place]].any())
    asked = tuple(_asked(hubs, terms.periods, year)) if by_cost and openable else ()
    return SiteGround(
        run=run,
        place=place,
        name=hubs.names[hubs.site],
        year=year,
        does=_does(run, place, hubs.names[hubs.site]),
        periods=terms.periods,
        courses=tuple(
            (
                "optimised" if name == run.plan.name else "documented",
                plan_head(name),
                tuple(map(float, there[hubs.site].sum(axis=0).cumsum())),
            )
            for name, there in reversed(centres.items())
        ),
        counted=said("New centres in service there"),
        base=hubs.base,
        asked=asked,
        without=tuple(_without(instance, by_cost)),
        stops=()
        if openable
        else (said("No centre may be opened there: it is a crossing or a port, or is forbidden."),),
    )


def _centres(run: Run, name: str, number: dict[str, int], periods: tuple[int, ...]) -> IntArray:
    centres = np.zeros((len(number), 1, len(periods)), dtype=np.int64)
    opened = run.plans[name].openings[["place_id", "in_service_year"]]
    for place, year in opened.itertuples(index=False):
        centres[number[place], 0, int(np.searchsorted(periods, year))] += 1
    return centres


def _asked(hubs: _Hubs, periods: tuple[int, ...], year: int | None) -> Iterator[Asked]:
    k, site, name = hubs.instance, hubs.site, hubs.names[hubs.site]
    there = hubs.centres[site].sum(axis=0).cumsum()
    first = int(np.argmax(there > 0)) if there[-1] else -1
    soonest = int(k.earliest[site])

    def least(count: int, since: int) -> dict[str, Any]:
        forced, most = k.forced.copy(), k.max_at_site.copy()
        forced[site, since:] = np.maximum(forced[site, since:], count)
        most[site] = max(most[site], forced[site, -1])
        return {"forced": forced, "max_at_site": most}

    if first < 0:
        for t in range(soonest, len(periods)):
            if year in (None, periods[t]):
                wish = said("With a centre in {place} by {year}", place=name, year=periods[t])
                yield Asked("in", periods[t], wish, partial(hubs.wish, least(1, t)))
    else:
        forced, most = k.forced.copy(), k.max_at_site.copy()
        forced[site], most[site] = 0, 0.0
        closed: dict[str, Any] = {"forced": forced, "max_at_site": most}
        wish = said("With no centre in {place}", place=name)
        yield Asked("out", periods[-1], wish, partial(hubs.wish, closed))
        if first + 1 < len(periods) and not k.forced[site, first]:
            earliest = k.earliest.copy()
            earliest[site] = first + 1
            by = periods[first + 1]
            wish = said("With the centre in {place} by {year} and not before", place=name, year=by)
            yield Asked("later", by, wish, partial(hubs.wish, {"earliest": earliest}))
        if first > soonest:
            by = periods[first - 1]
            wish = said("With the centre in {place} by {year} already", place=name, year=by)
            yield Asked("earlier", by, wish, partial(hubs.wish, least(1, first - 1)))
        count = int(there[-1]) + 1
        by, most_of_all = periods[-1], least(count, len(periods) - 1)
        wish = said("With one more centre in {place} by {year}", place=name, year=by)
        yield Asked("more", by, wish, partial(hubs.wish, most_of_all))
    for t in map(int, np.flatnonzero(np.isfinite(k.budget))):
        budget = k.budget.copy()
        budget[t] += MLN_PER_BN
        wish = said("One more bn KZT by {year}", year=periods[t])
        yield Asked("budget", periods[t], wish, partial(hubs.wish, {"budget": budget}))
    group = int(k.group[site])
    if group >= 0 and (np.isfinite(k.group_max[group]).any() or np.isfinite(k.max_new).any()):
        most = k.group_max.copy()
        most[group] += 1
        allowed = {"group_max": most, "max_new": k.max_new + 1}
        wish = said("One more centre allowed in its oblast")
        yield Asked("one more", periods[-1], wish, partial(hubs.wish, allowed))


def _without(instance: HubInstance, by_cost: bool) -> Iterator[Said]:
    if not by_cost:
        yield said(
            "The run chooses sites by reach and not by cost, so wishes about them have no price "
            "in money."
        )
        return
    if not np.isfinite(instance.budget).any():
        yield said("The money is not limited, so more of it is worth nothing in any year.")


def _does(run: Run, place: str, name: Said) -> Said:
    site: Any = run.tables["sites"].set_index("site_id").loc[place]
    opened, documented = float(site["optimised_opened"]), float(site["budget_opened"])
    ours = None if np.isnan(opened) else int(opened)
    theirs = None if np.isnan(documented) else int(documented)
    other = plan_said(UNDER_BUDGET)
    if ours is not None and theirs is not None:
        return said(
            "The plan has a centre in {place} by {ours}; {other} by {theirs}.",
            place=name,
            ours=ours,
            other=other,
            theirs=theirs,
        )
    if ours is not None:
        return said(
            "The plan has a centre in {place} by {ours}; {other} has none.",
            place=name,
            ours=ours,
            other=other,
        )
    if theirs is not None:
        return said(
            "The plan has no centre in {place}; {other} has one by {theirs}.",
            place=name,
            other=other,
            theirs=theirs,
        )
    if site["documented"]:
        return said(
            "The plan has no centre in {place}; the documents name it, {other} has none there.",
            place=name,
            other=other,
        )
    return said("The plan has no centre in {place}; the documents do not name it.", place=name)
