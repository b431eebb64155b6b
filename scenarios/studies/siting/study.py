"""The siting study: sites and buildings, against the scheme's service centres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

import pandas as pd

from inputs.territory import Territory
from models.dynamic_location import (
    DynamicLocationInstance,
    DynamicLocationSolution,
    SitesPlan,
    SitesProgram,
    alternatives,
    choose_sites,
    nested_plans,
    site_prices,
    with_bound,
    with_buildings,
)
from optimizer.certificate import Status, relative_gap
from optimizer.limits import Clock, Limits
from scenarios.comparison import Comparison, Headline, compare_measures
from scenarios.evaluation import Evaluation
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Scenario
from scenarios.studies.contradictions import contradictions
from scenarios.studies.siting import tables
from scenarios.studies.siting.checks import find_problems
from scenarios.studies.siting.greedy import greedy_plans
from scenarios.studies.siting.instance import build_instance, documented_only, plan_from
from scenarios.studies.siting.notes import write_notes
from scenarios.studies.siting.simulate import Simulation, simulate
from scenarios.studies.siting.terms import SitingTerms, build_terms, used_assumptions
from scenarios.study import Answer, Measured, PlanRules, Problem

OPTIMISED = "optimised"
CENTRES = "service centres only"
# Shares of the time for each step; what a step leaves is the next one's.
UNTIL = {
    "sites": 0.1,
    "centre sites": 0.16,
    "buildings": 0.26,
    "centres": 0.36,
    "nested": 0.44,
    "alternatives": 0.5,
    "prices": 0.74,
    "bound": 0.97,  # a solver may overrun a little
}
# The same where nothing beside the plan is asked.
UNTIL_OF_PLAN = {
    "sites": 0.35,
    "centre sites": 0.45,
    "buildings": 0.6,
    "centres": 0.75,
    **dict.fromkeys(("nested", "alternatives", "prices"), 0.75),
    "bound": 0.97,
}
SITES_GAP = 1e-6  # prices are differences of optima: their gap must be far below a price


class SitingStudy:
    """Where, how large and by when, all periods decided together."""

    def __init__(self, territory: Territory, scenario: Scenario) -> None:
        self.territory = territory
        self.scenario = scenario

    @cached_property
    def terms(self) -> SitingTerms:
        return build_terms(self.territory, self.scenario)

    def problems(self) -> list[Problem]:
        return find_problems(self.scenario, self.territory, lambda: self.terms)

    def instance(self) -> DynamicLocationInstance:
        return build_instance(self.terms)

    def documented(self) -> dict[str, Plan]:
        """The best plan that builds in service centres of the scheme only."""
        return {CENTRES: self._centres(self.scenario.solve.time_s)[1]}

    def evaluate(self, plan: Plan) -> Evaluation:
        return simulate(self.terms, plan).evaluation

    @property
    def baseline(self) -> str:
        """The scheme's service centres, which it puts into no order of its own."""
        return CENTRES

    @property
    def measured(self) -> Measured:
        return Measured(
            total="total_cost_mln_kzt",
            unit="discounted mln KZT",
            curve="shortage",
            first=self.terms.periods[0],
            last=self.terms.periods[-1],
            beside=("pupil_km", "mean_way_km"),
            kpis=("sites_opened", "places_opened"),
        )

    def greedy(self) -> dict[str, Plan]:
        """Most pupils without a place first, and most of them served for the money."""
        return greedy_plans(self.terms)

    def plan_rules(self) -> PlanRules:
        return PlanRules(
            places=tuple(map(str, self.terms.settlements["settlement_id"])),
            assets=("school",),
            actions=(Action.OPEN, Action.EXPAND),
            first_year=self.terms.periods[0],
            last_year=self.terms.periods[-1],
        )

    def retold(
        self, plan: Plan, known: Mapping[str, pd.DataFrame]
    ) -> tuple[Evaluation, dict[str, pd.DataFrame]]:
        """A plan simulated, and an answer's tables with it in the place of the optimised one."""
        found = simulate(self.terms, plan)
        return found.evaluation, tables.retold(self.terms, known, plan, found.flow)

    def answer(self, limits: Limits) -> Answer:
        """Sites, buildings, the same with the scheme's centres only, then what deviations cost.

        Raises
        ------
        optimizer.errors.NoPlanInTimeError
            stopped before a first plan
        """
        terms, instance = self.terms, self.instance()
        exact = replace(limits, gap=min(limits.gap, SITES_GAP))
        clock, loose = exact.clock(), limits.clock()
        centres = documented_only(instance, terms)
        base = choose_sites(instance, self._until(clock, "sites"))
        there = choose_sites(centres, self._until(clock, "centre sites"))
        chosen = base = _no_worse(base, there)
        solution = with_buildings(instance, base, self._until(loose, "buildings"))
        planned = with_buildings(centres, there, self._until(loose, "centres"))
        if planned.objective < solution.objective:  # where the time was too short
            base, solution = replace(there, bound=base.bound), _as_answer(planned, solution)
        plans = {
            OPTIMISED: plan_from(terms, solution, OPTIMISED, Origin.OPTIMISED),
            CENTRES: plan_from(terms, planned, CENTRES, Origin.DOCUMENTED),
        }
        simulations = {name: simulate(terms, plan) for name, plan in plans.items()}
        evaluations = {name: s.evaluation for name, s in simulations.items()}
        said = self._tables(clock, base, there, solution, planned, simulations)
        said["first_step"] = tables.first_step(terms, chosen)
        solution = with_bound(instance, solution, self._until(loose, "bound"))
        return Answer(
            scenario=self.scenario,
            territory=self.territory,
            plan=plans[OPTIMISED],
            plans=plans,
            evaluations=evaluations,
            comparison=self._comparison(evaluations),
            certificates=solution.certificates,
            budget_value=pd.DataFrame(),
            front=pd.DataFrame(),
            assumptions=used_assumptions(terms),
            anomalies=contradictions(
                self.territory,
                ("settlements", "service_centres", "schools", "population"),
                set(self.terms.settlements["unit_id"]),
            ),
            notes=write_notes(terms, base),
            kind="siting",
            tables=said,
        )

    def _tables(
        self,
        clock: Clock,
        base: SitesPlan,
        there: SitesPlan,
        solution: DynamicLocationSolution,
        planned: DynamicLocationSolution,
        simulations: dict[str, Simulation],
    ) -> dict[str, pd.DataFrame]:
        terms, siting, instance = self.terms, self.scenario.siting, self.instance()
        program = SitesProgram(instance)
        steps = []
        if siting.nested:
            steps = nested_plans(instance, siting.nested, self._until(clock, "nested"))
        elif siting.nested_budgets:
            steps = nested_plans(
                instance, siting.nested_budgets, self._until(clock, "nested"), money=True
            )
        others = alternatives(
            program,
            base,
            count=siting.alternatives,
            differ=siting.differ_in,
            within=siting.alternatives_within,
            clock=self._until(clock, "alternatives"),
        )
        chosen = base.sites.tolist()
        left = [int(j) for j in terms.documented if j not in set(chosen) and instance.openable[j]]
        wanted = left + [j for j in chosen if not instance.forced[j]]
        wishes = wanted if siting.prices else []
        prices = list(site_prices(program, base, wishes, self._until(clock, "prices")))
        return {
            "settlements": tables.settlements(terms, solution, planned),
            "service": tables.service(terms, simulations[OPTIMISED].flow),
            "agreement": tables.agreement(terms, base, there),
            "prices": tables.prices(terms, base, prices),
            "alternatives": tables.alternative_plans(terms, base, others),
            "alternative_sites": tables.alternative_sites(terms, base, others),
            "nested": tables.nested(terms, steps, money=not siting.nested),
        }

    def _centres(self, time_s: float) -> tuple[DynamicLocationSolution, Plan]:
        clock = Limits(time_s, self.scenario.solve.gap, self.scenario.solve.threads).clock()
        instance = documented_only(self.instance(), self.terms)
        sites = choose_sites(instance, self._until(clock, "buildings"))
        solution = with_buildings(instance, sites, clock)
        return solution, plan_from(self.terms, solution, CENTRES, Origin.DOCUMENTED)

    def _until(self, clock: Clock, step: str) -> Clock:
        siting = self.scenario.siting
        beside = siting.prices or siting.alternatives or siting.nested or siting.nested_budgets
        shares = UNTIL if beside else UNTIL_OF_PLAN
        return clock.until(shares[step] * clock.limits.time_s)

    def _comparison(self, evaluations: dict[str, Evaluation]) -> Comparison:
        last = self.terms.periods[-1]
        headlines = (
            Headline("total cost", "total_cost_mln_kzt", "discounted mln KZT", 0.5),
            Headline("pupils without a place", f"unserved_{last}", "pupils", 0.5),
            Headline("pupil-kilometres", f"pupil_km_{last}", "pupil-km one way a day", 0.5),
        )
        return compare_measures(
            evaluations, optimised=OPTIMISED, baseline=CENTRES, headlines=headlines
        )


def _no_worse(plan: SitesPlan, other: SitesPlan) -> SitesPlan:
    """The plan, or where time left it worse than another that the question allows too, that."""
    if plan.objective <= other.objective:
        return plan
    return replace(other, bound=plan.bound, status=Status.FEASIBLE)


def _as_answer(
    plan: DynamicLocationSolution, other: DynamicLocationSolution
) -> DynamicLocationSolution:
    """A plan with the bounds of another, which hold for all sites, and the other's first step."""
    first, *others = other.certificates
    bounded = [
        replace(
            mine,
            bound=theirs.bound,
            gap=relative_gap(mine.objective, theirs.bound),
            status=Status.FEASIBLE,
        )
        for mine, theirs in zip(plan.certificates[1:], others, strict=True)
    ]
    return replace(plan, bound=other.bound, certificates=(first, *bounded))
