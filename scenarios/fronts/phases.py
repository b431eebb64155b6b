"""The front of the roadmap: public money, or the dearest year, against its first goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from models.capacity_expansion.instance import IntArray
from models.project_scheduling import (
    NOT_DONE,
    Goal,
    ProjectSchedulingInstance,
    check,
    measure,
    solve,
)
from models.project_scheduling.solution import spending
from optimizer.certificate import Violation
from optimizer.limits import Limits
from scenarios.fronts.answer import Front, Point, Request
from scenarios.fronts.level_words import ONE_MORE_BN, LevelWords
from scenarios.fronts.levels import Solved, trace_levels
from scenarios.language import _, marked
from scenarios.plan import Origin, Plan
from scenarios.scenario import Scenario
from scenarios.studies.roadmap import RoadmapStudy
from scenarios.studies.roadmap.phases import TENTHS
from scenarios.studies.roadmap.schedule import OPTIMISED, documented_under_budget, plan_from
from scenarios.studies.roadmap.terms import WHOLE, RoadmapTerms
from scenarios.unfinished import Unfinished

HALVINGS = 20
# First what is least at a level, then what decides between plans that have as little of it.
EFFECT, FIT, SMOOTH = (Goal.WAITING, Goal.LOSS), (Goal.LOSS, Goal.WAITING), (Goal.WAITING,)


class PhaseLevels:
    """Starts (N,) of phases where the public money of every free year is cut alike.

    A level is that money of all years, mln KZT. What it cannot pay may be left out, but what the
    scenario says must be done.
    """

    def __init__(self, study: RoadmapStudy) -> None:
        self.study = study
        asked = study.scenario.roadmap
        self.goals: tuple[Goal, ...] = FIT if asked.objective == "fit" else EFFECT
        finish = asked.must_finish or ()
        roadmap = asked.model_copy(update={"must_finish": finish})
        self.terms = replace(
            study.terms, scenario=study.scenario.model_copy(update={"roadmap": roadmap})
        )
        self.free = self.terms.years >= asked.first_free_year

    @property
    def most(self) -> float:
        return float(self.terms.envelope[self.free, 0].sum()) / TENTHS

    def least(self, limits: Limits) -> float:
        """Of what must be done in its documented years; 0 where that says nothing."""
        required = np.where(self.terms.required, self.terms.documented_start, NOT_DONE)
        if self.broken(required, self.most):
            return 0.0
        return self.cost(required)

    def at(self, level: float) -> RoadmapTerms:
        share = level / self.most if self.most > 0 else 0.0
        envelope, limit = self.terms.envelope.copy(), self.terms.carry_limit.copy()
        for money in (envelope, limit):
            money[self.free, 0] = np.floor(money[self.free, 0] * min(share, 1.0)).astype(np.int64)
        return replace(self.terms, envelope=envelope, carry_limit=limit)

    def instance(self, level: float) -> ProjectSchedulingInstance:
        return self.at(level).instance

    def solve(
        self, level: float, limits: Limits, known: IntArray | None, part: IntArray | None
    ) -> Solved:
        terms = self.at(level)
        instance = terms.instance
        start = documented_under_budget(terms)
        if part is not None:
            there = np.flatnonzero(part != NOT_DONE)
            instance, start = instance.pinned(there, part[there]), part
        found = solve(instance, self.goals, limits, start=start)
        bound = found.certificates[0].bound
        return Solved(found.start, None if bound is None else bound / WHOLE)

    def cost(self, starts: IntArray) -> float:
        low, high = 0.0, 1.0
        for _halving in range(HALVINGS):
            middle = (low + high) / 2
            if self.broken(starts, middle * self.most):
                low = middle
            else:
                high = middle
        return high * self.most

    def objective(self, starts: IntArray) -> float:
        return measure(self.instance(self.most), starts, self.goals[0]) / WHOLE

    def broken(self, starts: IntArray, level: float) -> tuple[Violation, ...]:
        return check(self.instance(level), starts)

    def contains(self, large: IntArray, small: IntArray) -> bool:
        return bool((large == small)[small != NOT_DONE].all())

    def built(self, starts: IntArray, level: float, limits: Limits) -> IntArray | None:
        return None


class YearLevels(PhaseLevels):
    """Starts (N,) of phases, all done, with no year dearer than a level, mln KZT."""

    def __init__(self, study: RoadmapStudy) -> None:
        super().__init__(study)
        self.terms, self.goals = study.terms, SMOOTH

    @property
    def most(self) -> float:
        return float(self.terms.instance.cost.sum()) / TENTHS

    def least(self, limits: Limits) -> float:
        found = solve(self.terms.instance, (Goal.PEAK,), limits, start=self.terms.documented_start)
        return self.cost(found.start)

    def instance(self, level: float) -> ProjectSchedulingInstance:
        """The dearest year as the one limit of a group of all tasks' money is an envelope.

        The sources share it, so both are paid from one envelope of the level.
        """
        whole = self.terms.instance
        most = np.full((whole.periods, 1), round(level * TENTHS), dtype=np.int64)
        return replace(
            whole,
            cost=whole.cost.sum(axis=2, keepdims=True),
            envelope=most,
            carry_limit=np.zeros_like(most),
            source_names=("all money",),
        )

    def solve(
        self, level: float, limits: Limits, known: IntArray | None, part: IntArray | None
    ) -> Solved:
        instance = self.instance(level)
        found = solve(instance, self.goals, limits, start=known)
        bound = found.certificates[0].bound
        return Solved(found.start, None if bound is None else bound / WHOLE)

    def cost(self, starts: IntArray) -> float:
        return float(spending(self.terms.instance, starts).sum(axis=1).max(initial=0)) / TENTHS


@dataclass(frozen=True)
class PhasesSubject:
    """The roadmap as a question of levels."""

    study: RoadmapStudy

    @cached_property
    def levels(self) -> PhaseLevels:
        smooth = self.study.scenario.roadmap.objective == "smooth"
        return YearLevels(self.study) if smooth else PhaseLevels(self.study)

    @property
    def words(self) -> LevelWords:
        return words_of(self.study.scenario)

    def trace(self, request: Request, limits: Limits, parts: Unfinished) -> Front:
        return trace_levels(self.levels, request, limits, parts)

    def plan(self, point: Point) -> Plan:
        return plan_from(self.study.terms, point.starts, OPTIMISED, Origin.OPTIMISED)

    def simulated(self, kpis: Mapping[str, Any]) -> tuple[float, float]:
        objective = self.study.scenario.roadmap.objective
        name = "targets_missed" if objective == "fit" else "target_years_waited"
        spent = "peak_spending_mln_kzt" if objective == "smooth" else "spending_mln_kzt"
        return float(kpis[name]), float(kpis[spent])


def words_of(scenario: Scenario) -> LevelWords:
    return {"effect": WAITING, "fit": LEFT_OUT, "smooth": EVEN}[scenario.roadmap.objective]


def _target_years(value: float) -> str:
    return _("{years:trimmed2} target-years", years=value)


def _targets(value: float) -> str:
    return _("{targets:trimmed2} targets", targets=value)


WAITING = LevelWords(
    label=marked("years that targets wait"),
    head=marked("Years that targets wait, target-years"),
    write=_target_years,
    scale=1.0,
    kind="decimal",
    level=marked("{money} of public money"),
    level_head=marked("Public money, bn KZT"),
    knee=ONE_MORE_BN,
    simulated_head=marked("Simulated, target-years"),
    spent_head=marked("Spent in all, bn KZT"),
    sure=(
        marked(
            "A level cuts the public money of every free year alike and is shown as its sum over "
            "these years; private money stays. Phases that it cannot pay are left out and wait to "
            "the end, except those that the scenario says must be done."
        ),
    ),
    nested=marked(
        "Nested: what a smaller budget starts, the larger starts in the same year. Each plan adds "
        "to the one before it and the row was not decided at once: the price stated is an upper "
        "estimate."
    ),
)
LEFT_OUT = replace(
    WAITING,
    label=marked("targets left out"),
    head=marked("Targets left out"),
    write=_targets,
    kind="quantity",
    simulated_head=marked("Simulated, targets missed"),
)
EVEN = replace(
    WAITING,
    level=marked("{money} in the dearest year"),
    level_head=marked("Dearest year, bn KZT"),
    spent_head=marked("Spent in the dearest year, bn KZT"),
    sure=(
        marked(
            "A level is the most that any year may cost, public and private money together; every "
            "phase is done at every point."
        ),
    ),
)
