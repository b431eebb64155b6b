"""The logistics study: which centres, where and when, against what the schemes declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
import pandas as pd

from inputs.territory import Territory
from models.dynamic_location import dynamic_cover
from models.hub_location import HubInstance, HubSolution, route, solve
from models.hub_location.warm_up import compile_kernels
from optimizer.certificate import Certificate
from optimizer.limits import Clock, Limits
from scenarios.comparison import Comparison, Headline, compare_measures
from scenarios.evaluation import Evaluation
from scenarios.language import marked, names_of
from scenarios.plan import Action, Origin, Plan
from scenarios.scenario import Scenario
from scenarios.studies.contradictions import contradictions
from scenarios.studies.logistics import tables
from scenarios.studies.logistics.checks import find_problems
from scenarios.studies.logistics.documented import (
    Spread,
    in_other_order,
    spread_of_assignments,
    tied_to_horizon,
)
from scenarios.studies.logistics.greedy import greedy_plans
from scenarios.studies.logistics.instance import (
    ASSET,
    as_printed,
    documented_places_only,
    plan_from,
    site_question,
    size_question,
)
from scenarios.studies.logistics.notes import write_notes
from scenarios.studies.logistics.prices import link_prices, site_prices
from scenarios.studies.logistics.reach import cover_instance, openings_of
from scenarios.studies.logistics.simulate import Simulation, simulate
from scenarios.studies.logistics.terms import (
    CLASSES,
    FloatArray,
    IntArray,
    LogisticsTerms,
    build_terms,
    used_assumptions,
)
from scenarios.study import Answer, Measured, PlanRules, Problem

OPTIMISED = "optimised"
UNDER_BUDGET = "documented places under budget"
PRINTED = "documented as printed"
PRINTED_WORST = "documented as printed, worst order"
# Shares of the time by which each step ends; what a step leaves is the next one's.
UNTIL = {
    "budget sites": 0.16,
    "sites": 0.28,
    "sizes": 0.36,
    "budget sizes": 0.48,
    "printed sites": 0.56,
    "printed sizes": 0.62,
    "prices": 0.82,
    "links": 1.0,
}
# Tables that this study reads and in which the documents contradict themselves.
CONTRADICTING = ("logistics_counts", "logistics_sites", "network_totals", "corridors", "macro")
# Stages, as the certificates call them
SITES, SIZES = marked("sites and years"), marked("sizes of these centres")
LEAST_SECONDS = 2.0  # for a step that comes late: without its plan there is no answer


@dataclass(frozen=True)
class Sites:
    """Openings (M, T) up to a period, tonnes a year that would pass (M, T), and their proof.

    `solution` is the hub model's answer, None where reach decided.
    """

    openings: IntArray
    wanted: FloatArray
    proof: tuple[Certificate, ...]
    solution: HubSolution | None


@dataclass(frozen=True)
class Chosen:
    """Centres (M, S, T) and what is proven of them."""

    centres: IntArray
    proof: tuple[Certificate, ...]


@dataclass(frozen=True)
class Programmes:
    """Centres opened (M, S, T) by the names of their plans.

    `proofs` by the same names, none for an order that is only costed; `spread` of the orders.
    """

    centres: dict[str, IntArray]
    proofs: dict[str, tuple[Certificate, ...]]
    spread: Spread | None


class LogisticsStudy:
    """Where, when and how large, under the budget and the declared numbers."""

    def __init__(self, territory: Territory, scenario: Scenario) -> None:
        self.territory = territory
        self.scenario = scenario

    @cached_property
    def terms(self) -> LogisticsTerms:
        return build_terms(self.territory, self.scenario)

    def problems(self) -> list[Problem]:
        return find_problems(self.scenario, self.territory, lambda: self.terms)

    def instance(self) -> HubInstance:
        """Which sites and when."""
        return site_question(self.terms)

    def documented(self) -> dict[str, Plan]:
        """The declared centres as printed, in the best and the worst order, and under budget."""
        compile_kernels()
        clock = Limits(self.scenario.solve.time_s, self.scenario.solve.gap).clock()
        question = self.instance()
        places = self._sites(documented_places_only(question, self.terms), clock, "budget sites")
        return self._plans(self._documented(question, places, clock).centres)

    def evaluate(self, plan: Plan) -> Evaluation:
        return simulate(self.terms, plan).evaluation

    @property
    def baseline(self) -> str:
        """The named places, which are the documents' plan under the same money."""
        return UNDER_BUDGET

    @property
    def measured(self) -> Measured:
        periods = self.terms.periods
        return Measured(
            total="total_cost_mln_kzt",
            unit="discounted mln KZT",
            curve="out_of_reach",
            first=periods[0],
            last=periods[-1],
            beside=("transport_cost_mln_kzt", "tkm_bn", "past_centres_mln_t", "mean_km"),
            kpis=(f"share_through_centres_{periods[-1]}", f"freight_within_reach_{periods[-1]}"),
            nothing_left=5e-4,
        )

    def greedy(self) -> dict[str, Plan]:
        """Most freight out of reach first, and most transport saved for the money."""
        compile_kernels()
        return greedy_plans(self.terms)

    def plan_rules(self) -> PlanRules:
        sites, years = self.terms.sites, self.terms.periods
        return PlanRules(
            places=tuple(map(str, sites.loc[sites["kind"] != "gateway", "site_id"])),
            assets=tuple(f"{ASSET}{name}" for name in CLASSES),
            actions=(Action.OPEN, Action.EXPAND),
            first_year=years[0] - self.terms.lead,
            last_year=years[-1] - self.terms.lead,
        )

    def retold(
        self, plan: Plan, known: Mapping[str, pd.DataFrame]
    ) -> tuple[Evaluation, dict[str, pd.DataFrame]]:
        """A plan simulated, and an answer's tables with it in the place of the optimised one."""
        found = simulate(self.terms, plan)
        return found.evaluation, tables.retold(self.terms, known, plan, found)

    def answer(self, limits: Limits) -> Answer:
        """Optimise, cost the documented programme under the same rules, price the differences.

        Raises
        ------
        optimizer.errors.InfeasibleError
            the scenario's decided centres leave no plan within numbers and budget
        optimizer.errors.NoPlanInTimeError
            stopped before a first plan
        """
        compile_kernels()  # seconds on an installation's first run, none of the planner's time
        terms, instance, clock = self.terms, self.instance(), limits.clock()
        places = self._sites(documented_places_only(instance, terms), clock, "budget sites")
        # the named places are a plan of the whole question too: none is to be worse
        sites = self._sites(instance, clock, "sites", start=places.solution)
        best = self._sizes(instance, sites, _limits(clock, "sizes"))
        found = self._documented(instance, places, clock)
        plans = self._plans({OPTIMISED: best.centres, **found.centres})
        simulations = {name: simulate(terms, plan) for name, plan in plans.items()}
        evaluations = {name: s.evaluation for name, s in simulations.items()}
        return Answer(
            scenario=self.scenario,
            territory=self.territory,
            plan=plans[OPTIMISED],
            plans=plans,
            evaluations=evaluations,
            comparison=self._comparison(evaluations),
            certificates=(*sites.proof, *best.proof),
            budget_value=pd.DataFrame(),
            front=pd.DataFrame(),
            assumptions=used_assumptions(terms),
            anomalies=contradictions(self.territory, CONTRADICTING),
            notes=write_notes(
                terms,
                found.spread,
                [names_of(partial(self.territory.name, unit)) for unit in terms.oblasts],
            ),
            kind="logistics",
            tables=self._tables(clock, instance, sites.solution, plans, simulations, found),
        )

    def sized(self, question: HubInstance, starts: IntArray, limits: Limits) -> IntArray:
        """(M, S, T) the centres of given sites and periods (M, 1, T), for the question's money."""
        openings = np.asarray(starts.sum(axis=1).cumsum(axis=1), dtype=np.int64)
        wanted = np.full(np.shape(openings), self.terms.size[-1])
        if self.scenario.logistics.objective == "cost":
            ample = np.where((openings > 0) | (question.existing > 0)[:, None], np.inf, 0.0)
            for t in range(len(self.terms.periods)):
                wanted[:, t] = route(question, ample[:, t], t).throughput
        return self._sizes(question, Sites(openings, wanted, (), None), limits).centres

    def _sites(
        self, question: HubInstance, clock: Clock, step: str, start: HubSolution | None = None
    ) -> Sites:
        """Sites and years by the scenario's objective."""
        terms, limits = self.terms, _limits(clock, step)
        if self.scenario.logistics.objective == "cost":
            found = solve(question, limits, start=None if start is None else start.centres)
            proof = tuple(replace(c, stage=SITES) for c in found.certificates)
            return Sites(_openings(found), found.throughput, proof, found)
        cover = dynamic_cover(cover_instance(question, terms), limits)
        openings = openings_of(terms, cover)
        proof = (replace(cover.certificate, stage=SITES),)
        return Sites(openings, np.full(openings.shape, terms.size[-1]), proof, None)

    def _sizes(self, question: HubInstance, sites: Sites, limits: Limits) -> Chosen:
        """Sizes at least cost."""
        asked = size_question(self.terms, question, sites.openings, sites.wanted)
        found = solve(asked.instance, limits, start=asked.by_need)
        proof = tuple(replace(c, stage=SIZES) for c in found.certificates)
        return Chosen(asked.on_all_sites(found.centres, len(self.terms.sites)), proof)

    def _documented(self, question: HubInstance, places: Sites, clock: Clock) -> Programmes:
        """Under the same money at the sites `places`, and as printed."""
        terms = self.terms
        named = documented_places_only(question, terms)
        under = self._sizes(named, places, _limits(clock, "budget sizes"))
        printed = as_printed(question, terms, tied_to_horizon(terms))
        found = solve(printed, _limits(clock, "printed sites"))
        proof = tuple(replace(c, stage=SITES) for c in found.certificates)
        sites = Sites(_openings(found), found.throughput, proof, found)
        sizes = self._sizes(printed, sites, _limits(clock, "printed sizes"))
        centres = {UNDER_BUDGET: under.centres, PRINTED: sizes.centres}
        spread = spread_of_assignments(question, terms, sites.openings, terms.declared)
        if spread is not None:
            centres[PRINTED_WORST] = in_other_order(sizes.centres, spread.worst_openings)
        proofs = {
            UNDER_BUDGET: (*places.proof, *under.proof),
            PRINTED: (*sites.proof, *sizes.proof),
        }
        return Programmes(centres, proofs, spread)

    def _plans(self, centres: dict[str, IntArray]) -> dict[str, Plan]:
        return {
            name: plan_from(
                self.terms,
                opened,
                name,
                Origin.OPTIMISED if name == OPTIMISED else Origin.DOCUMENTED,
            )
            for name, opened in centres.items()
        }

    def _tables(
        self,
        clock: Clock,
        instance: HubInstance,
        best: HubSolution | None,
        plans: dict[str, Plan],
        simulations: dict[str, Simulation],
        documented: Programmes,
    ) -> dict[str, pd.DataFrame]:
        terms, asked = self.terms, self.scenario.logistics
        both = {"optimised": OPTIMISED, "budget": UNDER_BUDGET}
        prices = (
            site_prices(terms, instance, best, clock.until(_end(clock, "prices")))
            if asked.prices and best is not None
            else []
        )
        links = (
            link_prices(self.territory, terms, best, clock)
            if asked.link_prices and best is not None
            else []
        )
        return {
            "sites": tables.sites(terms, plans, simulations, both | {"printed": PRINTED}),
            "places": tables.places(terms, simulations, both),
            "links": tables.links(terms, simulations, both),
            "prices": tables.prices(terms, prices),
            "link_prices": tables.link_prices(terms, links),
            "spread": tables.spread(documented.spread),
            "proofs": tables.proofs(documented.proofs),
            "named": tables.named(terms),
        }

    def _comparison(self, evaluations: dict[str, Evaluation]) -> Comparison:
        last = self.terms.periods[-1]
        headlines = (
            Headline("total cost", "total_cost_mln_kzt", "discounted mln KZT", 0.5),
            Headline("tonne-kilometres by road", f"road_tkm_bn_{last}", "bn t-km a year", 0.005),
            Headline("distance to a centre", f"mean_km_{last}", "km by road", 0.05),
        )
        return compare_measures(
            evaluations, optimised=OPTIMISED, baseline=UNDER_BUDGET, headlines=headlines
        )


def _openings(solution: HubSolution) -> IntArray:
    """(M, T) centres up to a period."""
    return np.asarray(solution.centres.sum(axis=1).cumsum(axis=1), dtype=np.int64)


def _limits(clock: Clock, step: str) -> Limits:
    return replace(clock.limits, time_s=max(_end(clock, step) - clock.seconds, LEAST_SECONDS))


def _end(clock: Clock, step: str) -> float:
    return UNTIL[step] * clock.limits.time_s
