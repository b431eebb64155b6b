"""Alternatives of siting: other settlements for the same pupils."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.capacity_expansion.instance import FloatArray, IntArray
from models.dynamic_location import (
    DynamicLocationInstance,
    check_plan,
    choose_buildings,
    choose_sites,
    with_buildings,
)
from models.dynamic_location.apart import farthest_sites
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.alternatives.answer import Found
from scenarios.alternatives.measured_words import COST, MeasuredWords, beside, cost
from scenarios.alternatives.subject import Sought
from scenarios.errors import UncheckedPlan
from scenarios.language import _, marked
from scenarios.plan import Origin, Plan
from scenarios.studies.siting import SitingStudy
from scenarios.studies.siting.instance import plan_of_modules
from scenarios.studies.siting.simulate import simulate
from scenarios.studies.siting.study import OPTIMISED, SITES_GAP
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.placenames import place_names

SITES = "sites"  # money of the choice of sites, mln KZT
SITES_UNTIL, BUILDINGS_UNTIL = 0.15, 0.35  # of the scenario's time, for the optimum
TRIES = 3  # of sites whose buildings come out too dear


@dataclass(frozen=True)
class SettlementsSubject:
    """Buildings (M, K, T)."""

    study: SitingStudy

    @cached_property
    def instance(self) -> DynamicLocationInstance:
        return self.study.instance()

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(self.study.terms.settlements["settlement_id"])

    @property
    def years(self) -> IntArray:
        return np.array(self.study.terms.periods, dtype=np.int64)

    @property
    def words(self) -> MeasuredWords:
        return WORDS

    @property
    def held(self) -> tuple[str, ...]:
        return (COST,)

    def optimum(self, limits: Limits) -> Sought:
        instance = self.instance
        exact = replace(limits, gap=min(limits.gap, SITES_GAP)).clock()
        base = choose_sites(instance, exact.until(SITES_UNTIL * limits.time_s))
        most_s = (BUILDINGS_UNTIL - SITES_UNTIL) * limits.time_s
        best = with_buildings(instance, base, limits.clock().until(most_s))
        found = self.found(best.modules, None)
        return Sought((found,), best.certificates, {SITES: np.array(base.objective)})

    def farther(self, sought: Sought, within: float, clock: Clock) -> Sought | None:
        most = sought.plans[0].measures[COST] * MLN_PER_BN * (1 + within)
        least = float(sought.learned[SITES])
        sites_most = least * (1 + within)
        for left in range(TRIES, 0, -1):
            share = clock.until(clock.seconds + clock.remaining / min(left, 2))
            found = self._built(sought.starts, sites_most, share)
            if found is None:
                return None
            over = found.measures[COST] * MLN_PER_BN - most
            if over <= 0:
                return replace(sought, plans=(*sought.plans, found))
            sites_most = max(sites_most - 1.5 * over, (sites_most + least) / 2)
        return None

    def found(self, starts: IntArray, flows: FloatArray | None) -> Found:
        """A plan as the simulator sees it, checked with the simulator's own flows."""
        instance, terms = self.instance, self.study.terms
        seen = simulate(terms, self.plan(starts, None))
        unserved = instance.demand.copy()
        np.subtract.at(unserved, instance.origin, seen.flow)
        if broken := check_plan(instance, starts, seen.flow, np.maximum(unserved, 0.0)):
            raise UncheckedPlan("a plan did not pass its check: " + str(broken[0]))
        kpis = seen.evaluation.kpis
        short = float(kpis["discounted_unserved_mln_kzt"]) / terms.value("school_unserved_cost")
        total = float(kpis["total_cost_mln_kzt"]) / MLN_PER_BN
        return Found(starts, None, {COST: total, "unserved": short})

    def spending(self, plan: Found) -> FloatArray:
        return np.asarray(np.einsum("mkt,mk->mt", plan.starts, self.instance.module_cost))

    def named(self, place: str) -> str:
        names = self.study.terms.settlements.set_index("settlement_id")["name"]
        return place_names(self.study.territory)(place, str(names.loc[place]))

    def thing(self, asset: str) -> str:
        return _("school")

    def plan(self, starts: IntArray, flows: FloatArray | None) -> Plan:
        return plan_of_modules(self.study.terms, starts, OPTIMISED, Origin.OPTIMISED)

    def _built(self, known: list[IntArray], sites_most: float, clock: Clock) -> Found | None:
        third = clock.until(clock.seconds + clock.remaining / 3)
        sites = farthest_sites(self.instance, known, sites_most, third)
        if sites is None:
            return None
        try:
            plan = choose_buildings(self.instance, sites.open, sites.places, clock)
        except NoPlanInTimeError:
            return None
        return self.found(plan.modules, None)


WORDS = MeasuredWords(
    measures={
        COST: cost(
            marked("Discounted cost of buildings, buses and pupils without a place, bn KZT")
        ),
        "unserved": beside(marked("Discounted pupil-years without a place"), "count"),
    },
    sure=(
        marked(
            "Each alternative was sought for the largest least money that leaves the places and "
            "periods of the plans before it, with school places at their least price, and then "
            "got whole buildings. How much more a plan could move is not proven."
        ),
    ),
)
