"""What every study (schools, logistics, water, roadmap) offers the runner and the views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import pandas as pd

from inputs.territory import Territory
from optimizer.certificate import Certificate
from optimizer.limits import Limits
from scenarios.comparison import Comparison
from scenarios.evaluation import Evaluation
from scenarios.plan import Plan
from scenarios.scenario import Scenario


@dataclass(frozen=True)
class Problem:
    """Something in the question that cannot be, in the planner's words, with the path to it."""

    path: str
    message: str
    allowed: str = ""

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" + (
            f" (allowed: {self.allowed})" if self.allowed else ""
        )


@dataclass(frozen=True)
class Answer:
    """Everything a run folder keeps and every view reads.

    Attributes
    ----------
    scenario, territory : the question and the data it was asked of
    plan : the optimised plan
    evaluations : by plan name, the first is the optimised plan; the others are documented variants
        ("optimised", "documented as printed", "documented under budget", "largest backlog first")
    plans : the plans behind `evaluations`, same keys
    comparison : optimised against the documented plan under the same money
    certificates : one per stage of the objective, in order
    budget_value : year, value: place-years (or the main stage's unit) that one more bn KZT in
        that year would gain
    front : points of the efficiency-equity front: worst_share_cap, worst_share,
        discounted_shortage_place_years, bound, gap, label ("chosen" for the run's own plan, the
        documented plans' names for their points, else empty); empty when it was not asked for
    assumptions : the assumption rows used: name, value, low, high, unit, price_year, source,
        overridden
    anomalies : contradictions of the documents that touch the units of this run
    notes : sentences the report must show (coordinate quality, treatment of the horizon's end)
    kind : which family of views shows it (`scenarios.rendering`): programme for yearly plans by
        district, siting for places on a map
    tables : what this kind has beyond the rest, by name; stored and read back as they are
    """

    scenario: Scenario
    territory: Territory
    plan: Plan
    plans: dict[str, Plan]
    evaluations: dict[str, Evaluation]
    comparison: Comparison
    certificates: tuple[Certificate, ...]
    budget_value: pd.DataFrame
    front: pd.DataFrame
    assumptions: pd.DataFrame
    anomalies: pd.DataFrame
    notes: tuple[str, ...] = field(default=())
    kind: str = "programme"
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)


@dataclass(frozen=True)
class PlanRules:
    """What a plan made by hand may name.

    Attributes
    ----------
    places, assets, actions : values of those columns
    first_year, last_year : years in which something may be started
    of_place : of assets that there are but once, the place; empty where there are many of a kind
    years : of these, the years from the start to the year of service
    """

    places: tuple[str, ...]
    assets: tuple[str, ...]
    actions: tuple[str, ...]
    first_year: int
    last_year: int
    of_place: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[str, int] = field(default_factory=dict)


class Study(Protocol):
    """A question type: built from a territory and a scenario, answered by `answer`."""

    scenario: Scenario
    territory: Territory

    def problems(self) -> list[Problem]:
        """Consistency checks before any solve; empty when the question can be answered."""
        ...

    def documented(self) -> dict[str, Plan]:
        """The documented plan in its variants: as printed, and under the scenario's budget."""
        ...

    def evaluate(self, plan: Plan) -> Evaluation:
        """Simulate any plan year by year; knows nothing of solvers."""
        ...

    def answer(self, limits: Limits) -> Answer:
        """Optimise, evaluate, compare."""
        ...


@dataclass(frozen=True)
class Measured:
    """By which figures of an evaluation the orders of a study are judged.

    Attributes
    ----------
    total : KPI of which the optimised order leaves least
    unit : of `total`, on the terminal
    tolerance : difference of `total` that is none
    curve : column of `by_year`, less is better, whose fall the targets tell
    nothing_left : what of it counts as nothing
    beside : further columns of `by_year` with a curve each
    kpis : further KPIs that stand beside the total
    money : KPI of what is built, mln KZT
    first, last : years that are judged
    weight : column of a plan by whose amounts the years of a place are averaged
    single : column of a plan whose values tell apart what is built one after the other
    held : KPIs that the optimised order keeps at or below a level, whatever the objectives
    """

    total: str
    unit: str
    curve: str
    first: int
    last: int
    beside: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()
    tolerance: float = 0.5
    nothing_left: float = 0.5
    money: str = "capex_mln_kzt"
    weight: str = "size"
    single: str = "place_id"
    held: Mapping[str, float] = field(default_factory=dict)


@runtime_checkable
class OrderedStudy(Study, Protocol):
    """Places that open one after the other, in orders that are compared under the same money."""

    @property
    def baseline(self) -> str:
        """The documented variant under the scenario's money."""
        ...

    @property
    def measured(self) -> Measured:
        """By which figures orders are judged."""
        ...

    def greedy(self) -> dict[str, Plan]:
        """Plans in the order of need and of benefit per tenge, under the scenario's money."""
        ...

    def plan_rules(self) -> PlanRules:
        """What a plan made by hand may name."""
        ...
