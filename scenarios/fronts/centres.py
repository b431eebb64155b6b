"""The front of logistics: the yearly budget against the study's own objective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from models.capacity_expansion.instance import FloatArray, IntArray
from models.dynamic_location import dynamic_cover
from models.dynamic_location.dynamic_cover import covered_by
from models.hub_location import HubInstance, HubResolver, costs_of
from models.hub_location.solution import check_centres
from models.hub_location.warm_up import compile_kernels
from optimizer.certificate import Violation
from optimizer.limits import Limits
from scenarios.fronts.answer import Front, Point, Request
from scenarios.fronts.level_words import LevelWords
from scenarios.fronts.levels import Solved, trace_levels
from scenarios.language import marked
from scenarios.plan import Origin, Plan
from scenarios.scenario import Scenario
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.logistics.instance import plan_from
from scenarios.studies.logistics.reach import cover_instance, openings_of
from scenarios.studies.logistics.study import OPTIMISED
from scenarios.studies.logistics.terms import CLASSES
from scenarios.unfinished import Unfinished
from scenarios.views.numbers import MLN_PER_BN, bn_in_words, percent

FINE_GAP = 1e-4  # centres save a small part of all transport: a coarser gap would blur them


class CentreLevels:
    """Sites and years of centres, (M, 1, T), where every period's money is cut alike.

    A level is the mean of the budget over the years, mln KZT a year.
    """

    def __init__(self, study: LogisticsStudy) -> None:
        self.study = study
        self.question = study.instance()
        self.reach = study.scenario.logistics.objective == "reach"
        compile_kernels()

    @cached_property
    def most(self) -> float:
        terms = self.study.terms
        years = terms.periods[-1] - self.study.scenario.years.first + 1
        return float(terms.budget.sum()) / years

    def least(self, limits: Limits) -> float:
        forced = np.diff(self.question.forced, axis=1, prepend=0)
        return self.cost(np.maximum(forced, 0)[:, None, :])

    def instance(self, level: float) -> HubInstance:
        return replace(self.question, budget=self._budget(level))

    def solve(
        self, level: float, limits: Limits, known: IntArray | None, part: IntArray | None
    ) -> Solved:
        limits = replace(limits, gap=min(limits.gap, FINE_GAP))
        wish = self.instance(level)
        if part is not None:
            count = part.sum(axis=1).cumsum(axis=1)
            first = np.argmax(count > 0, axis=1)
            wish = replace(
                wish,
                forced=np.maximum(wish.forced, count),
                earliest=np.where(count[:, -1] > 0, first, wish.earliest),
            )
        if self.reach:
            return self._reached(wish, limits)
        resolver = self._resolver(limits)
        found = resolver.resolve(
            limits, forced=wish.forced, earliest=wish.earliest, budget=wish.budget
        )
        return Solved(found.centres, found.bound)

    def cost(self, starts: IntArray) -> float:
        cost = np.einsum("mst,ms->t", starts, self.question.class_cost)
        spent, granted = cost.cumsum(), self.question.budget.cumsum()
        share = np.divide(spent, granted, out=np.where(spent > 0, np.inf, 0.0), where=granted > 0)
        return float(share.max(initial=0.0)) * self.most

    def objective(self, starts: IntArray) -> float:
        if self.reach:
            return self._out_of_reach(starts)
        question = self.question
        stands = (question.existing > 0)[:, None] | (starts.sum(axis=1).cumsum(axis=1) > 0)
        carried = [
            float(costs_of(question, stands[None, :, t], t)[0]) for t in range(len(question.years))
        ]
        built = np.einsum("mst,ms,t->", starts, question.class_cost, question.discount)
        return float(built) + float(np.array(carried) @ question.years)

    def broken(self, starts: IntArray, level: float) -> list[Violation]:
        return check_centres(self.instance(level), starts)

    def contains(self, large: IntArray, small: IntArray) -> bool:
        return bool((large >= small).all())

    def built(self, starts: IntArray, level: float, limits: Limits) -> IntArray | None:
        """Sizes of the centres for the same money, (M, S, T)."""
        return self.study.sized(self.instance(level), starts, limits)

    def _resolver(self, limits: Limits) -> HubResolver:
        if self._first is None:
            self._first = HubResolver(self.question, limits)
        return self._first

    _first: HubResolver | None = None

    def _budget(self, level: float) -> FloatArray:
        share = level / self.most if self.most > 0 else 0.0
        budget: FloatArray = self.question.budget * share
        return budget

    def _reached(self, wish: HubInstance, limits: Limits) -> Solved:
        terms = self.study.terms
        asked = cover_instance(wish, terms)
        found = dynamic_cover(asked, limits)
        count = openings_of(terms, found)
        everything = float((asked.weight @ asked.years).sum())
        starts = np.diff(count, axis=1, prepend=0)[:, None, :]
        return Solved(starts, max(0.0, 1.0 - found.bound / everything))

    def _out_of_reach(self, starts: IntArray) -> float:
        asked = cover_instance(self.question, self.study.terms)
        count = starts.sum(axis=1)
        opened = np.where(count.any(axis=1), np.argmax(count > 0, axis=1), -1)
        covered = float(((asked.weight * covered_by(asked, opened)) @ asked.years).sum())
        return 1.0 - covered / float((asked.weight @ asked.years).sum())


@dataclass(frozen=True)
class CentresSubject:
    """Logistics as a question of levels."""

    study: LogisticsStudy

    @cached_property
    def levels(self) -> CentreLevels:
        return CentreLevels(self.study)

    @property
    def words(self) -> LevelWords:
        return words_of(self.study.scenario)

    def trace(self, request: Request, limits: Limits, parts: Unfinished) -> Front:
        return trace_levels(self.levels, request, limits, parts)

    def plan(self, point: Point) -> Plan:
        terms = self.study.terms
        if point.built is not None:
            return plan_from(terms, point.built, OPTIMISED, Origin.OPTIMISED)
        standard = CLASSES.index(self.study.scenario.logistics.standard_size)
        sized = np.zeros((len(point.starts), len(CLASSES), point.starts.shape[2]), dtype=np.int64)
        sized[:, standard] = point.starts[:, 0]
        return plan_from(terms, sized, OPTIMISED, Origin.OPTIMISED)

    def simulated(self, kpis: Mapping[str, Any]) -> tuple[float, float]:
        spent = float(kpis["capex_mln_kzt"])
        if self.study.scenario.logistics.objective == "cost":
            return float(kpis["total_cost_mln_kzt"]), spent
        terms = self.study.terms
        units = (terms.places["kind"] == "unit").to_numpy()
        weight = terms.tonnes[units].sum(axis=0) * terms.years
        within = np.array([kpis[f"freight_within_reach_{year}"] for year in terms.periods])
        return 1.0 - float(within @ weight) / float(weight.sum()), spent


def words_of(scenario: Scenario) -> LevelWords:
    return REACH if scenario.logistics.objective == "reach" else COST


_LEVEL = marked("a budget of {money} a year")
_LEVEL_HEAD = marked("Budget, bn KZT a year")
_KNEE = marked(
    "The knee is at {level} ({measure}: {value}): up to there one more bn KZT a year lowers it by "
    "{before} on average, beyond it by {after}."
)
_SPENT = marked("Spent on centres, bn KZT")
_SURE = (
    marked(
        "A level cuts the money of every period alike and is shown as its mean over the years; "
        "what is not spent stays available. Numbers of centres by oblast, what is fixed and what "
        "is forbidden hold at every point."
    ),
    marked(
        "Measure and bound are those of the question of sites and years, where every centre has "
        "the standard cost and is as large as it must be. The plans shown have centres of their "
        "own sizes at these sites for the same money; the column of the simulator says what they "
        "come to, which need not fall from level to level."
    ),
)
_NESTED = marked(
    "Nested: what a smaller budget opens, the larger opens at the same site in the same period, "
    "every centre at the standard size. Each plan adds to the one before it and the row was not "
    "decided at once: the price stated is an upper estimate."
)
COST = LevelWords(
    label=marked("discounted cost of transport, handling and centres"),
    head=marked("Discounted cost of transport, handling and centres, bn KZT"),
    write=bn_in_words,
    scale=MLN_PER_BN,
    kind="money",
    level=_LEVEL,
    level_head=_LEVEL_HEAD,
    knee=_KNEE,
    simulated_head=marked("Simulated with sizes of their own, bn KZT"),
    spent_head=_SPENT,
    sure=_SURE,
    nested=_NESTED,
)
REACH = replace(
    COST,
    label=marked("freight out of reach of a centre"),
    head=marked("Freight out of reach of a centre, %"),
    write=lambda share: percent(share, 1),
    scale=0.01,
    kind="decimal",
    simulated_head=marked("Simulated, %"),
    by_simulator=False,
)
