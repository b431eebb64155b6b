"""The ground of a settlement where schools are sited: what its run has there, and wishes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from models.dynamic_location import DynamicLocationInstance, SitesPlan, SitesProgram
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Limits
from scenarios.explaining.sites import Asked, SiteGround, Solved, require_period
from scenarios.runs import Run
from scenarios.studies.money import MLN_PER_BN
from scenarios.studies.siting.study import CENTRES, SitingStudy
from scenarios.views.words import plan_label


@dataclass
class _Sites:
    """The question, solved with wishes; names of the settlements, number of the one asked about."""

    instance: DynamicLocationInstance
    site: int
    names: tuple[str, ...]
    chosen: frozenset[int] = frozenset()

    @cached_property
    def program(self) -> SitesProgram:
        return SitesProgram(self.instance)

    def base(self, limits: Limits) -> Solved:
        found = self.program.solve(limits.clock())
        if found is None:
            raise NoPlanInTimeError("stopped before any choice of sites was found")
        self.chosen = frozenset(found.sites.tolist())
        return self._told(found)

    def open_by(self, period: int, limits: Limits) -> Solved:
        return self._found(self.program.solve(limits.clock(), opened_by={self.site: period}))

    def closed_before(self, period: int, limits: Limits) -> Solved:
        return self._found(self.program.solve(limits.clock(), closed_before={self.site: period}))

    def of(self, instance: DynamicLocationInstance, limits: Limits) -> Solved:
        return self._found(SitesProgram(instance).solve(limits.clock()))

    def _found(self, plan: SitesPlan | None) -> Solved:
        if plan is None:
            raise NoPlanInTimeError("no plan with the wish was found")
        return self._told(plan)

    def _told(self, plan: SitesPlan) -> Solved:
        after = set(plan.sites.tolist()) - {self.site}
        before = self.chosen - {self.site}
        return Solved(
            objective=plan.objective,
            bound=plan.bound,
            there=tuple(map(float, plan.places[self.site])),
            comes=tuple(self.names[j] for j in sorted(after - before)),
            goes=tuple(self.names[j] for j in sorted(before - after)),
        )


def settlement_ground(study: SitingStudy, run: Run, place: str, year: int | None) -> SiteGround:
    """What can be asked of a settlement.

    Raises
    ------
    InputError
        `year` is no period of the run
    """
    terms, instance = study.terms, study.instance()
    require_period(year, terms.periods)
    table = terms.settlements.reset_index(drop=True)
    site = int(np.flatnonzero(table["settlement_id"] == place)[0])
    sites = _Sites(instance, site, tuple(map(str, table["name"])))
    told: Any = run.tables["settlements"].set_index("settlement_id").loc[place]
    ours = tuple(float(told[f"optimised_{y}"]) for y in terms.periods)
    theirs = tuple(float(told[f"centres_{y}"]) for y in terms.periods)
    openable = bool(instance.openable[site])
    return SiteGround(
        run=run,
        place=place,
        name=sites.names[site],
        year=year,
        does=_does(
            sites.names[site], bool(told["documented"]), float(told["opened"]), ours, theirs
        ),
        periods=terms.periods,
        courses=(
            ("documented", plan_label(CENTRES), theirs),
            ("optimised", plan_label("optimised"), ours),
        ),
        counted="New school places there; with wishes, places bought at their least price",
        base=sites.base,
        asked=tuple(_asked(sites, terms.periods, float(told["opened"]), year)) if openable else (),
        without=tuple(_without(instance)),
        stops=() if openable else ("No school may be opened there.",),
    )


def _asked(
    sites: _Sites, periods: tuple[int, ...], opened: float, year: int | None
) -> Iterator[Asked]:
    name, last = sites.names[sites.site], len(periods)
    if np.isnan(opened):
        for t, by in enumerate(periods):
            if year in (None, by):
                yield Asked("in", by, f"With a school in {name} by {by}", partial(sites.open_by, t))
    else:
        first = periods.index(int(opened))
        said = f"With no new school in {name}"
        yield Asked("out", periods[-1], said, partial(sites.closed_before, last))
        if first + 1 < last:
            said = f"With schools in {name} from {periods[first + 1]} and not before"
            wish = partial(sites.closed_before, first + 1)
            yield Asked("later", periods[first + 1], said, wish)
        if first:
            said = f"With a school in {name} by {periods[first - 1]} already"
            wish = partial(sites.open_by, first - 1)
            yield Asked("earlier", periods[first - 1], said, wish)
    k = sites.instance
    for t in map(int, np.flatnonzero(np.isfinite(k.budget))):
        budget = k.budget.copy()
        budget[t] += MLN_PER_BN
        wish = partial(sites.of, replace(k, budget=budget))
        yield Asked("budget", periods[t], f"One more bn KZT by {periods[t]}", wish)
    if np.isfinite(k.max_sites).any():
        wish = partial(sites.of, replace(k, max_sites=k.max_sites + 1))
        yield Asked("one more", periods[-1], "One more site allowed in every period", wish)


def _without(instance: DynamicLocationInstance) -> Iterator[str]:
    if not np.isfinite(instance.budget).any():
        yield (
            "The money is not limited here: it is part of what is minimised, so one more bn KZT "
            "is worth a bn KZT in any year."
        )
    if not np.isfinite(instance.max_sites).any():
        yield "The number of sites is not limited, so one more is allowed already."


def _does(
    name: str, documented: bool, opened: float, ours: tuple[float, ...], theirs: tuple[float, ...]
) -> str:
    scheme = (
        "the scheme makes it a service centre"
        if documented
        else "it is no service centre of the scheme"
    )
    if np.isnan(opened):
        return f"The plan opens no school in {name}; {scheme}."
    return (
        f"The plan opens {ours[-1]:.0f} school places in {name}, the first by {int(opened)}; "
        f"{scheme}, and with service centres only there are {theirs[-1]:.0f}."
    )
