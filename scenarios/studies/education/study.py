"""The education study: from a question about places to a checked, compared answer."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from inputs.territory import Territory
from models.capacity_expansion import (
    CapacityExpansionInstance,
    CapacityExpansionSolution,
    SolveExpansion,
    solve,
)
from models.capacity_expansion.greedy import greedy_starts
from optimizer.limits import Limits
from scenarios.comparison import Headline, compare
from scenarios.evaluation import Evaluation
from scenarios.plan import Action, Plan
from scenarios.scenario import Scenario
from scenarios.studies.contradictions import contradictions
from scenarios.studies.education.checks import find_problems
from scenarios.studies.education.documented import (
    AS_PRINTED,
    LARGEST_BACKLOG_FIRST,
    OWN_PROPORTIONS,
    documented_as_printed,
    documented_buildings,
    documented_under_budget,
)
from scenarios.studies.education.front import efficiency_equity_front
from scenarios.studies.education.instance import (
    OPTIMISED,
    build_instance,
    fixed_plan,
    model_years,
    plan_from,
    plan_of_starts,
)
from scenarios.studies.education.neighbours import Neighbours, find_neighbours
from scenarios.studies.education.notes import write_notes
from scenarios.studies.education.programme import Programme
from scenarios.studies.education.simulate import simulate
from scenarios.studies.education.terms import Terms, build_terms, used_assumptions
from scenarios.studies.money import MLN_PER_BN
from scenarios.studies.orders import GREEDY
from scenarios.study import Answer, Measured, PlanRules, Problem

HEADLINES = (
    Headline("shortage", "discounted_shortage_place_years", "discounted place-years", 0.5),
    Headline("third shift", "third_shift_pupil_years", "pupil-years", 0.5),
    Headline("end of third shift", "third_shift_end_year", "year", 0.0),
    Headline("worst district", "worst_share", "share of need", 5e-4),
)


class EducationStudy:
    """Where and when to add places, under a budget, against the documented programme.

    `expansion` solves its model; where several scenarios share their data, a resolver may.
    """

    def __init__(
        self,
        territory: Territory,
        scenario: Scenario,
        programme: Programme,
        expansion: SolveExpansion = solve,
    ) -> None:
        self.territory = territory
        self.scenario = scenario
        self.expansion = expansion
        self.terms: Terms = build_terms(territory, scenario, programme)

    def problems(self) -> list[Problem]:
        return find_problems(self.terms, self.territory)

    def evaluate(self, plan: Plan) -> Evaluation:
        return simulate(self.terms, plan)

    @cached_property
    def _documented(self) -> dict[str, Plan]:
        terms, buildings = self.terms, documented_buildings(self.terms)
        return {
            AS_PRINTED: documented_as_printed(terms, buildings),
            OWN_PROPORTIONS: documented_under_budget(terms, buildings, "own_proportions"),
            LARGEST_BACKLOG_FIRST: documented_under_budget(
                terms, buildings, "largest_backlog_first"
            ),
        }

    def documented(self) -> dict[str, Plan]:
        return dict(self._documented)

    @property
    def baseline(self) -> str:
        """The documented variant that the optimised plan is compared against."""
        rule = self.scenario.documented.rule
        return OWN_PROPORTIONS if rule == "own_proportions" else LARGEST_BACKLOG_FIRST

    @cached_property
    def neighbours(self) -> Neighbours | None:
        if not self.scenario.transfers.enabled:
            return None
        return find_neighbours(self.territory, self.terms)

    @cached_property
    def fixed(self) -> Plan:
        return fixed_plan(self.terms)

    def instance(self) -> CapacityExpansionInstance:
        """Build the model's arrays; goals `at_most: documented` read the baseline's evaluation."""
        baseline = self.evaluate(self._documented[self.baseline])
        return build_instance(self.terms, baseline, self.fixed, self.neighbours)

    def plan(self, solution: CapacityExpansionSolution) -> Plan:
        return plan_from(self.terms, self.instance(), solution, self.fixed)

    def greedy(self) -> dict[str, Plan]:
        """Largest shortage first, and most shortage removed for the money; no pupils are moved.

        Both build what the scenario holds fixed and its minimum programme; neither looks at the
        third shift or at the worst district.
        """
        baseline = self.evaluate(self._documented[self.baseline])
        instance = build_instance(self.terms, baseline, self.fixed, None, fair=False)
        return {
            name: plan_of_starts(self.terms, name, greedy_starts(instance, priority), self.fixed)
            for name, priority in GREEDY.items()
        }

    @property
    def measured(self) -> Measured:
        return Measured(
            total="shortage_place_years",
            unit="place-years short",
            curve="shortage",
            first=self.terms.first,
            last=self.terms.last,
        )

    def plan_rules(self) -> PlanRules:
        return PlanRules(
            places=self.terms.units,
            assets=(self.terms.programme.asset,),
            actions=(Action.OPEN, Action.EXPAND, Action.CLOSE, Action.TRANSFER),
            first_year=self.terms.first,
            last_year=self.terms.last,
        )

    def answer(self, limits: Limits) -> Answer:
        """Optimise, evaluate, compare.

        Raises
        ------
        optimizer.errors.InfeasibleError
            no plan meets the scenario's caps; the message says which, and by how much
        """
        evaluations = {name: self.evaluate(p) for name, p in self._documented.items()}
        instance = build_instance(
            self.terms, evaluations[self.baseline], self.fixed, self.neighbours
        )
        solution = self.expansion(instance, limits)
        plan = plan_from(self.terms, instance, solution, self.fixed)
        plans = {OPTIMISED: plan, **self._documented}
        evaluations = {OPTIMISED: self.evaluate(plan), **evaluations}
        front = pd.DataFrame()
        if self.scenario.solve.front_points and not limits.stop:
            front = efficiency_equity_front(
                build_instance(
                    self.terms, evaluations[self.baseline], self.fixed, self.neighbours, fair=False
                ),
                evaluations,
                lambda s: self.evaluate(plan_from(self.terms, instance, s, self.fixed)),
                limits,
                self.scenario.solve.front_points,
                chosen=OPTIMISED,
                baseline=self.baseline,
            )
        terms = self.terms
        return Answer(
            scenario=self.scenario,
            territory=self.territory,
            plan=plan,
            plans=plans,
            evaluations=evaluations,
            comparison=compare(
                plans,
                evaluations,
                optimised=OPTIMISED,
                baseline=self.baseline,
                headlines=HEADLINES if terms.programme.shifts else (HEADLINES[0], HEADLINES[3]),
                horizons=terms.programme.horizons,
                first_year=terms.first,
            ),
            certificates=solution.certificates,
            budget_value=pd.DataFrame(
                {
                    "year": model_years(terms),
                    "value": solution.budget_value * MLN_PER_BN,
                }
            ).query("year <= @terms.last"),
            front=front,
            assumptions=used_assumptions(terms),
            anomalies=contradictions(
                self.territory, [terms.programme.table], {*terms.units, *terms.oblasts}
            ),
            notes=write_notes(terms, self.territory, self.neighbours),
        )
