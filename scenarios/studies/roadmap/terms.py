"""The question in arrays: phases, their money and order, the envelope of every year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.territory import Territory
from models.project_scheduling import NOT_DONE, ProjectSchedulingInstance
from scenarios.scenario import Scenario
from scenarios.studies.money import value_or
from scenarios.studies.roadmap.phases import (
    SOURCES,
    TENTHS,
    build_phases,
    costed_projects,
)

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

FIRST_YEAR = 2022
TENTHS_PER_BN = 10_000
WHOLE = 10_000  # a project's target in the optimiser's whole numbers
STEP_BN = 5  # between the break points of the square of spending
ASSUMPTIONS = ("carry_over_share", "roadmap_pace")


@dataclass(frozen=True)
class RoadmapTerms:
    """Everything a simulation or an optimisation of the roadmap needs to know.

    N phases, P projects, Y years (2022 to the last of the scenario), 2 sources of money.

    Attributes
    ----------
    projects : (P rows) as `costed_projects`; weight : (P,) of a project's target
    phases : (N rows) as `build_phases`; project : (N,) index into projects
    cost : (N, D, 2) tenths of a mln KZT by year since the start, public and private
    share : (N,) part of its project's target that a phase reaches
    documented : (N,) year in which the document starts it
    years : (Y,); envelope, carry_limit : (Y, 2) tenths of a mln KZT
    pace : most a project may spend in a year, relative to its dearest documented one
    """

    scenario: Scenario
    assumptions: Assumptions
    projects: pd.DataFrame
    weight: FloatArray
    phases: pd.DataFrame
    project: IntArray
    cost: IntArray
    share: FloatArray
    documented: IntArray
    years: IntArray
    envelope: IntArray
    carry_limit: IntArray
    pace: float

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(map(str, self.projects["item"]))

    @property
    def duration(self) -> IntArray:
        return self.phases["duration"].to_numpy(dtype=np.int64)

    @property
    def limited(self) -> bool:
        return self.scenario.roadmap.envelope == "documented"

    @cached_property
    def documented_start(self) -> IntArray:
        """(N,) periods; phases that the document ends after the last year are not done."""
        start = self.documented - FIRST_YEAR
        return np.asarray(np.where(start + self.duration <= len(self.years), start, NOT_DONE))

    @cached_property
    def held(self) -> BoolArray:
        """(N,) keeps its documented years: begun before the free years, or running costs."""
        early = self.documented < self.scenario.roadmap.first_free_year
        running = (self.phases["work"] == "running").to_numpy()
        return np.asarray((early | running) & (self.documented_start != NOT_DONE))

    @cached_property
    def required(self) -> BoolArray:
        """(N,) must be done."""
        asked = self.scenario.roadmap.must_finish
        if asked is None:
            asked = () if self.scenario.roadmap.objective == "fit" else "all"
        if asked == "all":
            return np.ones(len(self.project), dtype=bool)
        return np.asarray(self.held | self.phases["item"].isin(list(asked)).to_numpy())

    @cached_property
    def instance(self) -> ProjectSchedulingInstance:
        """The question for the optimiser, in periods from 2022 and tenths of a mln KZT."""
        return _instance(self)


def build_terms(territory: Territory, scenario: Scenario) -> RoadmapTerms:
    """Read the tables and apply the scenario.

    Raises
    ------
    InputError
        tables or assumptions that the question needs are missing or cannot be
    """
    assumptions = territory.assumptions.with_overrides(dict(scenario.assumptions))
    projects = costed_projects(territory)
    phases, cost = build_phases(territory, scenario.documented.spread)
    number = {item: p for p, item in enumerate(projects["item"])}
    project = phases["item"].map(number).to_numpy(dtype=np.int64)
    years = np.arange(FIRST_YEAR, scenario.roadmap.last_year + 1)
    documented = phases["first_year"].to_numpy(dtype=np.int64)
    envelope = _envelope(scenario, years, documented, cost)
    share = value_or(scenario.money.carry_over_share, assumptions, "carry_over_share")
    weights = scenario.roadmap.weights
    return RoadmapTerms(
        scenario=scenario,
        assumptions=assumptions,
        projects=projects,
        weight=np.array([weights.get(item, 1.0) for item in projects["item"]]),
        phases=phases,
        project=project,
        cost=cost,
        share=target_shares(phases),
        documented=documented,
        years=years,
        envelope=envelope,
        carry_limit=np.floor(share * envelope).astype(np.int64),
        pace=assumptions.value("roadmap_pace"),
    )


def target_shares(phases: pd.DataFrame) -> FloatArray:
    """(N,) part of the project's target that a phase reaches; sums to 1 in every project.

    In pieces: by quantity, where it has quantities of two units each counts for half. Whole: the
    last phase reaches it all. Running costs: every year alike.
    """
    share = np.zeros(len(phases))
    for _, part in phases.groupby("item", sort=False):
        work = part[part["work"] != "preparation"]
        counted = work[(work["quantity"] > 0) & work["work"].isin(["pieces", "yearly"])]
        if (work["work"] == "running").all():
            share[work.index] = 1.0 / len(work)
        elif counted.empty:
            share[part.index[-1]] = 1.0
        else:
            of_unit = counted.groupby("unit")["quantity"].transform("sum")
            share[counted.index] = counted["quantity"] / of_unit / counted["unit"].nunique()
    return share


def spend(cost: IntArray, start: IntArray, periods: int, rows: IntArray | None = None) -> IntArray:
    """(periods, 2) tenths of a mln KZT of the phases that are done, as far as the years reach.

    Parameters
    ----------
    start : (N,) period or `NOT_DONE`; rows : only these phases
    """
    there = np.flatnonzero(start != NOT_DONE)
    if rows is not None:
        there = np.intersect1d(there, rows)
    depth = cost.shape[1]
    spent = np.zeros((periods + depth, cost.shape[2]), dtype=np.int64)
    np.add.at(spent, start[there][:, None] + np.arange(depth)[None, :], cost[there])
    return spent[:periods]


def used_assumptions(terms: RoadmapTerms) -> pd.DataFrame:
    """Rows of the assumption table that the answer rests on, with the values used."""
    table = terms.assumptions.to_table()
    return table[table["name"].isin(ASSUMPTIONS)].reset_index(drop=True)


def _envelope(
    scenario: Scenario, years: IntArray, documented: IntArray, cost: IntArray
) -> IntArray:
    """(Y, 2) tenths of a mln KZT: what the document spends, changed as the scenario says."""
    asked = scenario.roadmap
    start = documented - FIRST_YEAR
    printed = spend(cost, start, int(start.max()) + 1)
    envelope = np.zeros((len(years), 2), dtype=np.int64)
    shown = min(len(years), len(printed))
    envelope[:shown] = printed[:shown]
    if asked.envelope == "none":
        return np.full_like(envelope, int(cost.sum()))
    free = years >= asked.first_free_year
    factor = np.array([asked.public_share, asked.private_share])
    envelope[free] = np.rint(envelope[free] * factor).astype(np.int64)
    if scenario.money.budget_bn_per_year is not None:
        envelope[free, 0] = round(scenario.money.budget_bn_per_year * TENTHS_PER_BN)
    for year, amount in scenario.money.budget_bn_by_year.items():
        envelope[(years == year) & free, 0] = round(amount * TENTHS_PER_BN)
    return envelope


def _instance(terms: RoadmapTerms) -> ProjectSchedulingInstance:
    phases, periods = terms.phases, len(terms.years)
    asked = terms.scenario.roadmap
    free = max(asked.first_free_year, (asked.decided_until or FIRST_YEAR - 1) + 1)
    release = np.full(len(phases), free - FIRST_YEAR)
    before, after, lag, from_end, together = _order(phases)
    dearest = _dearest_year(terms)
    limit = np.maximum(np.rint(terms.pace * dearest), _largest_phase(terms)).astype(np.int64)
    instance = ProjectSchedulingInstance(
        duration=terms.duration,
        cost=terms.cost,
        release=np.asarray(release, dtype=np.int64),
        deadline=np.full(len(phases), periods - 1, dtype=np.int64),
        optional=~terms.required,
        value=np.rint(WHOLE * terms.weight[terms.project] * terms.share).astype(np.int64),
        preferred=terms.documented_start,
        envelope=terms.envelope,
        carry_limit=terms.carry_limit,
        group=terms.project,
        group_limit=limit,
        before=before,
        after=after,
        lag=lag,
        from_end=from_end,
        together=together,
        step=STEP_BN * TENTHS_PER_BN,
        task_names=tuple(f"phase {name}" for name in phases["phase_id"]),
        period_names=tuple(map(str, terms.years)),
        source_names=tuple(f"{name} money" for name in SOURCES),
        money=(1 / TENTHS_PER_BN, "bn KZT"),
    )
    held = np.flatnonzero(terms.held)
    instance = instance.pinned(held, terms.documented_start[held])
    for phase, year in asked.decided.items():
        decided = np.flatnonzero(phases["phase_id"] == phase)
        instance = instance.pinned(decided, np.array([year - FIRST_YEAR] * len(decided)))
    for item, year in asked.start.items():
        first = np.flatnonzero((phases["item"] == item) & (phases["number"] == 1))
        instance = instance.pinned(first, np.array([year - FIRST_YEAR] * len(first)))
    return instance


def _order(
    phases: pd.DataFrame,
) -> tuple[IntArray, IntArray, IntArray, BoolArray, BoolArray]:
    """Phases of a project follow each other; pieces of a kind may share a year."""
    item = phases["item"].to_numpy()
    after = np.flatnonzero(item[1:] == item[:-1]) + 1
    before = after - 1
    work = phases["work"].to_numpy()
    gap = phases["gap"].to_numpy(dtype=np.int64)[after]
    from_end = (work[before] != "pieces") | (gap > 0)
    together = (work[after] == "whole") | (work[before] == "preparation")
    return before, after, gap, from_end, together


def _dearest_year(terms: RoadmapTerms) -> IntArray:
    """(P,) tenths of a mln KZT in the dearest documented year of a project."""
    start = terms.documented - FIRST_YEAR
    reach = int((start + terms.duration).max())
    rows = [np.flatnonzero(terms.project == p) for p in range(len(terms.projects))]
    return np.array([spend(terms.cost, start, reach, r).sum(axis=1).max() for r in rows])


def _largest_phase(terms: RoadmapTerms) -> IntArray:
    """(P,) tenths of a mln KZT that the dearest phase of a project spends in a year."""
    largest = np.zeros(len(terms.projects), dtype=np.int64)
    np.maximum.at(largest, terms.project, terms.cost.sum(axis=2).max(axis=1))
    return largest


def mln(tenths: IntArray | int) -> FloatArray:
    """Tenths of a mln KZT as mln KZT."""
    return np.asarray(np.asarray(tenths, dtype=float) / TENTHS)
