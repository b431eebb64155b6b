"""The water study: which settlements to connect when, against what the schemes promise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TypeVar

import pandas as pd

from inputs.territory import Territory
from models.capacity_expansion import CapacityExpansionInstance, CapacityExpansionSolution, solve
from models.capacity_expansion.greedy import greedy_starts
from optimizer.certificate import Certificate
from optimizer.limits import Limits
from scenarios.comparison import Comparison, Headline, TurnWords, compare
from scenarios.evaluation import Evaluation
from scenarios.language import marked
from scenarios.plan import Action, Plan
from scenarios.scenario import Scenario
from scenarios.studies.contradictions import contradictions
from scenarios.studies.money import MLN_PER_BN
from scenarios.studies.orders import GREEDY
from scenarios.studies.water import tables
from scenarios.studies.water.balance.checks import find_problems as balance_problems
from scenarios.studies.water.beside import beside_programme
from scenarios.studies.water.checks import find_problems
from scenarios.studies.water.documented import (
    AS_PRINTED,
    LARGEST_BACKLOG_FIRST,
    OWN_PROPORTIONS,
    WITHOUT_WAITING,
    documented_as_printed,
    documented_settlements,
    documented_under_budget,
    documented_without_waiting,
)
from scenarios.studies.water.instance import (
    OPTIMISED,
    build_instance,
    period_years,
    plan_from,
    plan_of_starts,
)
from scenarios.studies.water.lots import TECHNOLOGIES
from scenarios.studies.water.notes import gain_note, missing_note, write_notes
from scenarios.studies.water.prices import date_prices, dates_asked
from scenarios.studies.water.sequence import as_starts, most_people_first, sequence
from scenarios.studies.water.simulate import simulate
from scenarios.studies.water.terms import (
    HORIZONS,
    IntArray,
    WaterTerms,
    build_terms,
    oblasts_of,
    used_assumptions,
)
from scenarios.studies.water.wishes import start_limits
from scenarios.study import Answer, Measured, PlanRules, Problem

HEADLINES = (
    Headline(
        marked("without water"),
        "weighted_unserved_person_years",
        marked("discounted person-years"),
        0.5,
    ),
    Headline(marked("everybody has water from"), "full_access_year", "year", 0.0),
    Headline(marked("worst oblast"), "worst_share", marked("share of people to connect"), 5e-4),
)
COST = Headline("cost", "discounted_spending_mln_kzt", "discounted mln KZT", 0.5)
TURN = TurnWords(
    dropped=marked("not connected: the money reaches more people elsewhere"),
    price=marked("{cost_per_place:.2f} mln KZT a person"),
    added=marked("not counted by the documents; {price}"),
    same=marked("same turn; {price}; {became}"),
    earlier=marked("earlier, at {price}; {became}"),
    later_worse=marked("later: the money reaches more people elsewhere first; {price}; {became}"),
    later=marked("later, at {price}; {became}"),
    became=marked("{place_years_gained:+_.0f} person-years with water"),
)
STAGE_NAMES = {
    "people_years": marked("people without water"),
    "cost_to_target": marked("cost of connections"),
}
PROGRAMME_SHARE = 0.4  # of the seconds; what stands beside it takes the rest
# Tables that this study reads and in which the documents contradict themselves.
CONTRADICTING = (
    "water_projects", "unserved_villages", "water_balance", "water_abstraction", "water_indicators",
)  # fmt: skip


class WaterStudy:
    """Settlements to connect, under a budget, against the documented programme."""

    def __init__(self, territory: Territory, scenario: Scenario) -> None:
        self.territory = territory
        self.scenario = scenario

    @cached_property
    def terms(self) -> WaterTerms:
        return build_terms(self.territory, self.scenario)

    def problems(self) -> list[Problem]:
        return [
            *find_problems(self.scenario, self.territory, lambda: self.terms),
            *balance_problems(self.territory, self.scenario),
        ]

    def evaluate(self, plan: Plan) -> Evaluation:
        return simulate(self.terms, plan)

    @cached_property
    def _documented(self) -> dict[str, Plan]:
        terms, listed = self.terms, documented_settlements(self.terms)
        return {
            AS_PRINTED: documented_as_printed(terms, listed),
            OWN_PROPORTIONS: documented_under_budget(terms, listed, "own_proportions"),
            LARGEST_BACKLOG_FIRST: documented_under_budget(terms, listed, "largest_backlog_first"),
            WITHOUT_WAITING: documented_without_waiting(terms, listed),
        }

    def documented(self) -> dict[str, Plan]:
        return dict(self._documented)

    @property
    def baseline(self) -> str:
        """The documented variant that the optimised plan is compared against."""
        rule = self.scenario.documented.rule
        return OWN_PROPORTIONS if rule == "own_proportions" else LARGEST_BACKLOG_FIRST

    def instance(self) -> CapacityExpansionInstance:
        return build_instance(self.terms)

    def greedy(self) -> dict[str, Plan]:
        """Oblast with most people without water first, and most people for the money."""
        instance = self.instance()
        return {
            name: plan_of_starts(
                self.terms, name, greedy_starts(instance, priority, instance.group)
            )
            for name, priority in GREEDY.items()
        }

    @property
    def measured(self) -> Measured:
        return Measured(
            total="unserved_person_years",
            unit="person-years without water",
            curve="shortage",
            first=self.terms.first,
            last=self.terms.last,
        )

    def plan_rules(self) -> PlanRules:
        return PlanRules(
            places=self.terms.oblasts,
            assets=TECHNOLOGIES,
            actions=(Action.CONNECT, Action.OPEN, Action.EXPAND),
            first_year=self.terms.first,
            last_year=self.terms.last,
        )

    def answer(self, limits: Limits) -> Answer:
        """Optimise, evaluate, compare, price the dates.

        Raises
        ------
        optimizer.errors.InfeasibleError
            no plan meets what the scenario holds fixed; the message says why
        optimizer.errors.NoPlanInTimeError
            stopped before a first plan
        """
        terms, clock = self.terms, limits.clock()
        solution = solve(
            self.instance(),
            replace(limits, time_s=PROGRAMME_SHARE * limits.time_s),
            start=self._first_guess(),
        )
        plan = plan_from(terms, solution)
        plans = {OPTIMISED: plan, **self._documented}
        evaluations = {name: self.evaluate(each) for name, each in plans.items()}
        found = date_prices(terms, documented_settlements(terms), solution, clock)
        beside = beside_programme(self.territory, self.scenario, clock)
        return Answer(
            scenario=self.scenario,
            territory=self.territory,
            plan=plan,
            plans=plans,
            evaluations=evaluations,
            comparison=self._comparison(plans, evaluations),
            certificates=(*self._certificates(solution), *_all(b.certificates for b in beside)),
            budget_value=self._budget_value(solution),
            front=pd.DataFrame(),
            assumptions=used_assumptions(terms, _all(b.assumptions_used for b in beside)),
            anomalies=contradictions(self.territory, CONTRADICTING),
            notes=(
                *write_notes(terms),
                *gain_note(terms, evaluations),
                *missing_note(dates_asked(terms), {price.year for price in found}),
                *_all(b.notes for b in beside),
            ),
            kind="water",
            tables={
                "lots": tables.lots(terms),
                "connections": tables.connections(plans),
                "commitments": tables.commitments(
                    terms, self.territory, oblasts_of(self.territory, self.scenario)
                ),
                "date_prices": tables.date_prices(found),
                **{name: table for b in beside for name, table in b.tables.items()},
            },
        )

    def _certificates(self, solution: CapacityExpansionSolution) -> tuple[Certificate, ...]:
        name = STAGE_NAMES[self.scenario.water.objective]
        return tuple(replace(c, stage=name) for c in solution.certificates)

    @property
    def _cheapest(self) -> bool:
        return self.scenario.water.objective == "cost_to_target"

    def _first_guess(self) -> IntArray:
        """A plan to begin from: most people for their money first."""
        terms, order = self.terms, most_people_first(self.terms)
        years = sequence(
            terms,
            order,
            "given_order",
            terms.budget,
            terms.carry_over_limit,
            limits=start_limits(terms, terms.years),
        )
        return as_starts(terms, order, years)

    def _comparison(self, plans: dict[str, Plan], evaluations: dict[str, Evaluation]) -> Comparison:
        return compare(
            plans,
            evaluations,
            optimised=OPTIMISED,
            baseline=self.baseline,
            headlines=(*HEADLINES, COST) if self._cheapest else HEADLINES,
            horizons=HORIZONS,
            first_year=self.terms.first,
            words=TURN,
        )

    def _budget_value(self, solution: CapacityExpansionSolution) -> pd.DataFrame:
        """What one more bn KZT of a year for connecting settlements is worth."""
        table = pd.DataFrame(
            {"year": period_years(self.terms), "value": solution.budget_value * MLN_PER_BN}
        )
        return table[table["year"] <= self.terms.last]


T = TypeVar("T")


def _all(parts: Iterable[Iterable[T]]) -> tuple[T, ...]:
    return tuple(chain.from_iterable(parts))
