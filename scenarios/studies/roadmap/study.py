"""The roadmap study: phases of projects in years, against the document's own phasing."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import pandas as pd

from inputs.territory import Territory
from models.project_scheduling import (
    Goal,
    ProjectSchedulingInstance,
    ProjectSchedulingSolution,
    solve,
)
from optimizer.certificate import Certificate
from optimizer.limits import Limits
from scenarios.comparison import Comparison, Headline, compare_measures
from scenarios.evaluation import Evaluation
from scenarios.language import marked
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Scenario
from scenarios.studies.contradictions import contradictions
from scenarios.studies.roadmap import tables
from scenarios.studies.roadmap.checks import find_problems
from scenarios.studies.roadmap.notes import write_notes
from scenarios.studies.roadmap.prices import prices
from scenarios.studies.roadmap.schedule import (
    AS_PRINTED,
    OPTIMISED,
    UNDER_BUDGET,
    documented_as_printed,
    documented_under_budget,
    fits,
    greedy_schedules,
    plan_from,
)
from scenarios.studies.roadmap.simulate import simulate
from scenarios.studies.roadmap.terms import (
    FIRST_YEAR,
    STEP_BN,
    TENTHS_PER_BN,
    WHOLE,
    IntArray,
    RoadmapTerms,
    build_terms,
    used_assumptions,
)
from scenarios.study import Answer, Measured, PlanRules, Problem

GOALS = {
    "effect": (Goal.WAITING, Goal.MOVES),
    "smooth": (Goal.PEAK, Goal.SQUARES, Goal.MOVES),
    "fit": (Goal.LOSS, Goal.WAITING, Goal.MOVES),
}
SCHEDULE_SHARE = 0.6  # of the seconds; prices take the rest
CONTRADICTING = ("projects", "project_spending", "project_activities")
# Stage names, units and sizes of the optimiser's whole numbers, in a planner's words.
_SAID = {
    Goal.LOSS: (marked("targets left out"), marked("targets"), 1 / WHOLE),
    Goal.WAITING: (marked("years that targets wait"), marked("target-years"), 1 / WHOLE),
    Goal.PEAK: (marked("dearest year"), marked("bn KZT"), 1 / TENTHS_PER_BN),
    Goal.SQUARES: (
        marked("unevenness of years"),
        marked("bn KZT squared"),
        STEP_BN / TENTHS_PER_BN,
    ),
    Goal.MOVES: (marked("moves away from the document"), marked("phase-years"), 1.0),
}
# Units and sizes of the whole numbers of each goal, for what is told of it elsewhere.
TARGET_UNITS = {goal: (unit, scale) for goal, (_, unit, scale) in _SAID.items()}
WAITED = Headline(_SAID[Goal.WAITING][0], "target_years_waited", "target-years", 0.005)
MISSED = Headline(marked("targets missed"), "targets_missed", "targets", 0.0005)
PEAK = Headline(_SAID[Goal.PEAK][0], "peak_spending_mln_kzt", marked("mln KZT"), 0.5)
# KPI that orders are judged by, its unit and what of it is no difference, by objective
_TOTALS = {
    "effect": (WAITED.kpi, "target-years", WAITED.tolerance),
    "smooth": (PEAK.kpi, "mln KZT in the dearest year", PEAK.tolerance),
    "fit": (MISSED.kpi, "targets missed", MISSED.tolerance),
}
UNFINISHED = Headline(
    marked("projects not finished"), "projects_unfinished", marked("projects"), 0.0
)


class RoadmapStudy:
    """Phases of the costed projects, under yearly envelopes, against the document."""

    def __init__(self, territory: Territory, scenario: Scenario) -> None:
        self.territory = territory
        self.scenario = scenario

    @cached_property
    def terms(self) -> RoadmapTerms:
        return build_terms(self.territory, self.scenario)

    def problems(self) -> list[Problem]:
        return find_problems(self.scenario, self.territory, lambda: self.terms)

    def evaluate(self, plan: Plan) -> Evaluation:
        return simulate(self.terms, plan)

    def instance(self) -> ProjectSchedulingInstance:
        return self.terms.instance

    @cached_property
    def _documented_starts(self) -> dict[str, IntArray]:
        printed = documented_as_printed(self.terms)
        found = {AS_PRINTED: printed}
        if self.terms.limited and not fits(self.terms, printed):
            found[UNDER_BUDGET] = documented_under_budget(self.terms)
        return found

    def documented(self) -> dict[str, Plan]:
        return {
            name: plan_from(self.terms, start, name, Origin.DOCUMENTED)
            for name, start in self._documented_starts.items()
        }

    @property
    def baseline(self) -> str:
        """As printed where the money pays it, else in its order as the money allows."""
        return UNDER_BUDGET if UNDER_BUDGET in self._documented_starts else AS_PRINTED

    @property
    def measured(self) -> Measured:
        total, unit, tolerance = _TOTALS[self.scenario.roadmap.objective]
        return Measured(
            total=total,
            unit=unit,
            tolerance=tolerance,
            curve="waiting",
            first=FIRST_YEAR,
            last=self.scenario.roadmap.last_year,
            beside=("finished",),
            kpis=("projects_unfinished",),
            nothing_left=WAITED.tolerance,
            money="spending_mln_kzt",
            weight="capex_mln_kzt",
            single="asset",
            held={"required_left_out": 0.0},
        )

    def greedy(self) -> dict[str, Plan]:
        """Most target in a year of work first, and most for its money."""
        return {
            name: plan_from(self.terms, start, name, Origin.MANUAL)
            for name, start in greedy_schedules(self.terms).items()
        }

    def plan_rules(self) -> PlanRules:
        phases = self.terms.phases
        phase_ids = tuple(map(str, phases["phase_id"]))
        return PlanRules(
            places=self.terms.items,
            assets=phase_ids,
            actions=(Action.OPEN,),
            first_year=FIRST_YEAR,
            last_year=self.scenario.roadmap.last_year,
            of_place=dict(zip(phase_ids, map(str, phases["item"]), strict=True)),
            years=dict(zip(phase_ids, map(int, phases["duration"]), strict=True)),
        )

    @property
    def first_schedule(self) -> IntArray:
        """(N,) starts of the baseline, from which the optimum is searched."""
        return self._documented_starts[self.baseline]

    @property
    def goals(self) -> tuple[Goal, ...]:
        return GOALS[self.scenario.roadmap.objective]

    def answer(self, limits: Limits) -> Answer:
        """Schedule, evaluate, compare, price what moves.

        Raises
        ------
        optimizer.errors.InfeasibleError
            no schedule pays what must be done; names the years whose envelope is too small
        optimizer.errors.NoPlanInTimeError
            stopped before a first schedule
        """
        terms, clock = self.terms, limits.clock()
        documented = self.first_schedule
        solution = solve(
            self.instance(),
            self.goals,
            clock.until(SCHEDULE_SHARE * limits.time_s),
            start=documented,
        )
        starts = {OPTIMISED: solution.start, **self._documented_starts}
        plans = {
            OPTIMISED: plan_from(terms, solution.start, OPTIMISED, Origin.OPTIMISED),
            **self.documented(),
        }
        evaluations = {name: self.evaluate(plan) for name, plan in plans.items()}
        goal = self.goals[0]
        first = solution.certificates[0]
        found = (
            list(prices(terms, solution.start, float(first.bound or 0.0), goal, clock))
            if self.scenario.roadmap.prices
            else []
        )
        scale = _SAID[goal][2]
        found = [
            replace(p, low=None if p.low is None else p.low * scale,
                    high=None if p.high is None else p.high * scale)
            for p in found
        ]  # fmt: skip
        return Answer(
            scenario=self.scenario,
            territory=self.territory,
            plan=plans[OPTIMISED],
            plans=plans,
            evaluations=evaluations,
            comparison=self._comparison(evaluations),
            certificates=self.certificates_of(self.goals, solution),
            budget_value=pd.DataFrame(),
            front=pd.DataFrame(),
            assumptions=used_assumptions(terms),
            anomalies=contradictions(self.territory, CONTRADICTING),
            notes=write_notes(terms),
            kind="roadmap",
            tables={
                "schedule": tables.schedule(terms, starts),
                "projects": tables.projects(terms, documented, solution.start, found),
                "indicators": tables.indicators(
                    terms, {"documented": documented, "optimised": solution.start}
                ),
                "printed_sums": tables.printed_sums(terms, self.territory),
                "emissions": tables.emissions(self.territory),
            },
        )

    def _comparison(self, evaluations: dict[str, Evaluation]) -> Comparison:
        measures = {
            "effect": (WAITED, PEAK, UNFINISHED),
            "smooth": (PEAK, WAITED, UNFINISHED),
            "fit": (MISSED, WAITED, UNFINISHED),
        }[self.scenario.roadmap.objective]
        return compare_measures(
            evaluations, optimised=OPTIMISED, baseline=self.baseline, headlines=measures
        )

    def certificates_of(
        self, goals: tuple[Goal, ...], solution: ProjectSchedulingSolution
    ) -> tuple[Certificate, ...]:
        """Of the goals, in a planner's words and units."""
        said = []
        for goal, c in zip(goals, solution.certificates, strict=True):
            stage, unit, scale = _SAID[goal]
            said.append(
                replace(
                    c,
                    stage=stage,
                    unit=unit,
                    objective=None if c.objective is None else c.objective * scale,
                    bound=None if c.bound is None else c.bound * scale,
                )
            )
        return tuple(said)
