"""The front of siting: discounted money for buildings against pupils without a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from models.capacity_expansion.instance import FloatArray, IntArray
from models.dynamic_location import (
    Cap,
    Measure,
    SitesPlan,
    SitesProgram,
    check_caps,
    choose_buildings,
    measure_of,
)
from models.dynamic_location.buildings import BuildingsPlan
from optimizer.certificate import Violation
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.fronts.answer import Front, Point, Request
from scenarios.fronts.level_words import ONE_MORE_BN, LevelWords
from scenarios.fronts.levels import Solved, trace_levels
from scenarios.language import marked
from scenarios.plan import Origin, Plan
from scenarios.studies.siting import SitingStudy
from scenarios.studies.siting.instance import plan_of_modules
from scenarios.studies.siting.simulate import simulate
from scenarios.studies.siting.study import OPTIMISED
from scenarios.unfinished import Unfinished
from scenarios.views.numbers import in_words

SITES_UNTIL = 0.5  # of a level's time; the buildings have the rest
SAME = 1e-6  # relative; pupils without a place that a cheaper plan may have more


class SettlementLevels:
    """Buildings (M, K, T) whose discounted money stays within a level, mln KZT.

    Sites are chosen with places at their least price, which proves the bound: whole buildings cost
    as much or more. Then come the buildings of these sites. In both, fewest pupils without a place
    come first, and then least money of all kinds.
    """

    most = float("inf")

    def __init__(self, study: SitingStudy) -> None:
        self.study = study
        self.question = study.instance()

    def least(self, limits: Limits) -> float:
        """Of the places that are decided."""
        if not self.question.min_capacity.any():
            return 0.0
        clock = limits.clock()
        sites = SitesProgram(self.question, least=Measure.MODULES).solve(clock)
        if sites is None:
            return 0.0
        found = choose_buildings(
            self.question, sites.open, sites.places, clock, least=Measure.MODULES
        )
        return self.cost(found.modules)

    def solve(
        self, level: float, limits: Limits, known: IntArray | None, part: IntArray | None
    ) -> Solved:
        clock = limits.clock()
        sites, bound = self._sites(level, part, clock.until(SITES_UNTIL * clock.limits.time_s))
        found = self._buildings(level, sites, part, clock).modules
        whole = part is None or known is None or self.contains(known, part)
        if known is not None and whole and self.cost(known) <= level:
            found = min(found, known, key=self.objective)
        return Solved(found, bound)

    def cost(self, starts: IntArray) -> float:
        nobody = np.zeros((0, starts.shape[2]))
        return measure_of(self.question, starts, nobody, nobody, Measure.MODULES)

    def objective(self, starts: IntArray) -> float:
        """Pupil-years as the simulator sends pupils to the places."""
        _flow, unserved = self._served(starts)
        return float(unserved.sum(axis=0) @ self.question.years)

    def broken(self, starts: IntArray, level: float) -> list[Violation]:
        flow, unserved = self._served(starts)
        return check_caps(self.question, starts, flow, unserved, _caps(level))

    def contains(self, large: IntArray, small: IntArray) -> bool:
        return bool((large >= small).all())

    def built(self, starts: IntArray, level: float, limits: Limits) -> IntArray | None:
        return None

    def _sites(self, level: float, part: IntArray | None, clock: Clock) -> tuple[SitesPlan, float]:
        """Sites, and what no plan within the level goes below."""
        opened: dict[int, int] = {}
        standing = None
        if part is not None:
            built = part.sum(axis=1)
            opened = {int(j): int(np.argmax(built[j] > 0)) for j in np.flatnonzero(built.any(1))}
            standing = np.cumsum(np.einsum("mkt,k->mt", part, self.question.size), axis=1)
        caps = _caps(level)
        first = SitesProgram(self.question, least=Measure.UNSERVED, caps=caps)
        fewest = first.solve(clock, opened_by=opened, standing=standing, stage="sites")
        if fewest is None:
            raise NoPlanInTimeError("stopped before any choice of sites was found")
        held = Cap(Measure.UNSERVED, fewest.objective * (1 + SAME) + SAME)
        second = SitesProgram(self.question, caps=(*caps, held))
        cheapest = second.solve(clock, opened_by=opened, standing=standing, stage="sites")
        return cheapest or fewest, fewest.bound

    def _buildings(
        self, level: float, sites: SitesPlan, part: IntArray | None, clock: Clock
    ) -> BuildingsPlan:
        caps = _caps(level)
        half = clock.until((clock.seconds + clock.limits.time_s) / 2)
        fewest = choose_buildings(
            self.question, sites.open, sites.places, half,
            least=Measure.UNSERVED, caps=caps, part=part,
        )  # fmt: skip
        held = Cap(Measure.UNSERVED, fewest.objective * (1 + SAME) + SAME)
        try:
            return choose_buildings(
                self.question, sites.open, sites.places, clock,
                caps=(*caps, held), part=part, start=fewest.modules,
            )  # fmt: skip
        except NoPlanInTimeError:
            return fewest

    def _served(self, starts: IntArray) -> tuple[FloatArray, FloatArray]:
        """(A, T) pupils on their ways and (N, T) without a place, as simulated."""
        question = self.question
        flow = simulate(self.study.terms, self.plan(starts)).flow
        unserved = question.demand.copy()
        np.subtract.at(unserved, question.origin, flow)
        return flow, np.maximum(unserved, 0.0)

    def plan(self, starts: IntArray) -> Plan:
        return plan_of_modules(self.study.terms, starts, OPTIMISED, Origin.OPTIMISED)


def _caps(level: float) -> tuple[Cap, ...]:
    return (Cap(Measure.MODULES, level),) if np.isfinite(level) else ()


@dataclass(frozen=True)
class SettlementsSubject:
    """Siting as a question of levels."""

    study: SitingStudy

    @cached_property
    def levels(self) -> SettlementLevels:
        return SettlementLevels(self.study)

    @property
    def words(self) -> LevelWords:
        return WORDS

    def trace(self, request: Request, limits: Limits, parts: Unfinished) -> Front:
        return trace_levels(self.levels, request, limits, parts)

    def plan(self, point: Point) -> Plan:
        return self.levels.plan(point.starts)

    def simulated(self, kpis: Mapping[str, Any]) -> tuple[float, float]:
        price = self.study.terms.value("school_unserved_cost")
        return float(kpis["discounted_unserved_mln_kzt"]) / price, float(kpis["capex_mln_kzt"])


WORDS = LevelWords(
    label=marked("discounted pupil-years without a place"),
    head=marked("Discounted pupil-years without a place"),
    write=in_words,
    scale=1.0,
    kind="count",
    level=marked("{money} of discounted cost"),
    level_head=marked("Discounted cost, bn KZT"),
    knee=ONE_MORE_BN,
    simulated_head=marked("Simulated, pupil-years"),
    spent_head=marked("Spent on buildings, bn KZT"),
    sure=(
        marked(
            "A level limits the discounted money for buildings of all periods together; budgets "
            "and numbers of sites of the scenario hold at every point. Of plans that leave equally "
            "few pupils without a place the one of least money for buildings and buses is sought."
        ),
        marked(
            "The bound is that of the choice of sites with places bought one by one at their least "
            "price. Plans have whole buildings, so part of the gap is their rounding."
        ),
    ),
    nested=marked(
        "Nested: what a smaller budget builds, the larger builds in the same settlement and "
        "period. Each plan adds to the one before it and the row was not decided at once: the "
        "price stated is an upper estimate."
    ),
)
