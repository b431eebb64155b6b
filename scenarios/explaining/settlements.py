"""The ground of a settlement where schools are sited: what its run has there, and wishes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from models.dynamic_location import DynamicLocationInstance
from scenarios.explaining.settlement_plans import SettlementPlans
from scenarios.explaining.site_ground import Asked, SiteGround
from scenarios.explaining.sites import require_period
from scenarios.explaining.speech import as_text, plan_head
from scenarios.language import Names, Said, said
from scenarios.runs import Run
from scenarios.studies.money import MLN_PER_BN
from scenarios.studies.siting.instance import modules_of
from scenarios.studies.siting.study import CENTRES, SitingStudy


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
    names = _names(study, table["settlement_id"].tolist())
    sites = SettlementPlans(instance, site, names, modules_of(terms, run.plan))
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
            ("documented", plan_head(CENTRES), theirs),
            ("optimised", plan_head("optimised"), ours),
        ),
        counted=said("New school places there"),
        base=sites.base,
        asked=tuple(_asked(sites, terms.periods, float(told["opened"]), year)) if openable else (),
        without=tuple(_without(instance)),
        stops=() if openable else (said("No school may be opened there."),),
    )


def _names(study: SitingStudy, settlements: list[str]) -> tuple[Said, ...]:
    """By the Kazakh name in Russian too: the documents have no other."""
    table = study.territory.table("settlements").set_index("settlement_id").loc[settlements]
    kazakh = table["name_kk"].fillna(table["name_en"])
    return tuple(
        as_text(Names({"en": str(english), "kk": str(kk), "ru": str(kk)}))
        for english, kk in zip(table["name_en"], kazakh, strict=True)
    )


def _asked(
    sites: SettlementPlans, periods: tuple[int, ...], opened: float, year: int | None
) -> Iterator[Asked]:
    name, last = sites.names[sites.site], len(periods)
    if np.isnan(opened):
        for t, by in enumerate(periods):
            if year in (None, by):
                wish = said("With a school in {place} by {year}", place=name, year=by)
                yield Asked("in", by, wish, partial(sites.open_by, t))
    else:
        first = periods.index(int(opened))
        wish = said("With no new school in {place}", place=name)
        yield Asked("out", periods[-1], wish, partial(sites.closed_before, last))
        if first + 1 < last:
            by = periods[first + 1]
            wish = said("With schools in {place} from {year} and not before", place=name, year=by)
            yield Asked("later", by, wish, partial(sites.closed_before, first + 1))
        if first:
            by = periods[first - 1]
            wish = said("With a school in {place} by {year} already", place=name, year=by)
            yield Asked("earlier", by, wish, partial(sites.open_by, first - 1))
    k = sites.instance
    for t in map(int, np.flatnonzero(np.isfinite(k.budget))):
        budget = k.budget.copy()
        budget[t] += MLN_PER_BN
        wish = said("One more bn KZT by {year}", year=periods[t])
        yield Asked("budget", periods[t], wish, partial(sites.of, replace(k, budget=budget)))
    if np.isfinite(k.max_sites).any():
        more = replace(k, max_sites=k.max_sites + 1)
        wish = said("One more site allowed in every period")
        yield Asked("one more", periods[-1], wish, partial(sites.of, more))


def _without(instance: DynamicLocationInstance) -> Iterator[Said]:
    if not np.isfinite(instance.budget).any():
        yield said(
            "The money is not limited here: it is part of what is minimised, so one more bn KZT "
            "is worth a bn KZT in any year."
        )
    if not np.isfinite(instance.max_sites).any():
        yield said("The number of sites is not limited, so one more is allowed already.")


def _does(
    name: Said, documented: bool, opened: float, ours: tuple[float, ...], theirs: tuple[float, ...]
) -> Said:
    if np.isnan(opened) and documented:
        return said(
            "The plan opens no school in {place}; the scheme makes it a service centre.", place=name
        )
    if np.isnan(opened):
        return said(
            "The plan opens no school in {place}; it is no service centre of the scheme.",
            place=name,
        )
    values = {"places": ours[-1], "place": name, "year": int(opened), "theirs": theirs[-1]}
    if documented:
        return said(
            "The plan opens {places:.0f} school places in {place}, the first by {year}; the scheme "
            "makes it a service centre, and with service centres only there are {theirs:.0f}.",
            **values,
        )
    return said(
        "The plan opens {places:.0f} school places in {place}, the first by {year}; it is no "
        "service centre of the scheme, and with service centres only there are {theirs:.0f}.",
        **values,
    )
