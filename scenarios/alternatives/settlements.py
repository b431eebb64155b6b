"""Alternatives of siting: other settlements for the same pupils."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
from optimizer.limits import Clock, Limits, ProgressCallback, Stop
from scenarios.alternatives.answer import Alternatives, Found, Request
from scenarios.alternatives.gathering import gather
from scenarios.alternatives.measured_words import MeasuredWords, Told
from scenarios.errors import UncheckedPlan
from scenarios.language import _, marked
from scenarios.plan import Origin, Plan
from scenarios.studies.siting import SitingStudy
from scenarios.studies.siting.instance import plan_of_modules
from scenarios.studies.siting.simulate import simulate
from scenarios.studies.siting.study import OPTIMISED, SITES_GAP
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.placenames import place_names

COST = "total_cost_bn"
SITES_UNTIL, BUILDINGS_UNTIL = 0.15, 0.35  # of the scenario's time, for the optimum
TRIES = 3  # of sites whose buildings come out too dear


@dataclass(frozen=True)
class SettlementsSubject:
    """Buildings (M, K, T)."""

    study: SitingStudy

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(self.study.terms.settlements["settlement_id"])

    @property
    def years(self) -> IntArray:
        return np.array(self.study.terms.periods, dtype=np.int64)

    @property
    def words(self) -> MeasuredWords:
        return WORDS

    def seek(
        self, request: Request, stop: Stop, on_progress: ProgressCallback | None
    ) -> Alternatives:
        asked, instance = self.study.scenario.solve, self.study.instance()
        limits = Limits(asked.time_s, asked.gap, asked.threads, asked.seed, stop, on_progress)
        exact = replace(limits, gap=min(asked.gap, SITES_GAP)).clock()
        base = choose_sites(instance, exact.until(SITES_UNTIL * asked.time_s))
        best = with_buildings(
            instance, base, limits.clock().until((BUILDINGS_UNTIL - SITES_UNTIL) * asked.time_s)
        )
        optimum = self._found(best.modules)
        most = optimum.measures[COST] * MLN_PER_BN * (1 + request.within)

        def next_plan(before: tuple[Found, ...], clock: Clock) -> Found | None:
            known = [plan.starts for plan in before]
            sites_most = base.objective * (1 + request.within)
            for left in range(TRIES, 0, -1):
                share = clock.until(clock.seconds + clock.remaining / left)
                found = self._built(instance, known, sites_most, share)
                if found is None:
                    return None
                over = found.measures[COST] * MLN_PER_BN - most
                if over <= 0:
                    return found
                sites_most -= 1.5 * over
            return None

        return gather(
            request,
            optimum,
            (COST,),
            best.certificates,
            lambda plan: np.einsum("mkt,mk->mt", plan.starts, instance.module_cost),
            next_plan,
            replace(limits, time_s=request.time_s).clock(),
        )

    def named(self, place: str) -> str:
        names = self.study.terms.settlements.set_index("settlement_id")["name"]
        return place_names(self.study.territory)(place, str(names.loc[place]))

    def thing(self, asset: str) -> str:
        return _("school")

    def plan(self, starts: IntArray, flows: FloatArray | None) -> Plan:
        return plan_of_modules(self.study.terms, starts, OPTIMISED, Origin.OPTIMISED)

    def _built(
        self,
        instance: DynamicLocationInstance,
        known: list[IntArray],
        sites_most: float,
        clock: Clock,
    ) -> Found | None:
        half = clock.until(clock.seconds + clock.remaining / 2)
        sites = farthest_sites(instance, known, sites_most, half)
        if sites is None:
            return None
        try:
            plan = choose_buildings(instance, sites.open, sites.places, clock)
        except NoPlanInTimeError:
            return None
        return self._found(plan.modules)

    def _found(self, modules: IntArray) -> Found:
        """A plan as the simulator sees it, checked with the simulator's own flows."""
        instance, terms = self.study.instance(), self.study.terms
        seen = simulate(terms, self.plan(modules, None))
        unserved = instance.demand.copy()
        np.subtract.at(unserved, instance.origin, seen.flow)
        if broken := check_plan(instance, modules, seen.flow, np.maximum(unserved, 0.0)):
            raise UncheckedPlan("a plan did not pass its check: " + str(broken[0]))
        kpis = seen.evaluation.kpis
        short = float(kpis["discounted_unserved_mln_kzt"]) / terms.value("school_unserved_cost")
        cost = float(kpis["total_cost_mln_kzt"]) / MLN_PER_BN
        return Found(modules, None, {COST: cost, "unserved": short})


WORDS = MeasuredWords(
    measures={
        COST: Told(
            held=marked("the discounted cost"),
            worse=marked("Worse in cost by"),
            head=marked("Discounted cost of buildings, buses and pupils without a place, bn KZT"),
            kind="money",
        ),
        "unserved": Told(
            held="",
            worse="",
            head=marked("Discounted pupil-years without a place"),
            kind="count",
        ),
    },
    sure=(
        marked(
            "Each alternative was sought for the largest least money that leaves the places and "
            "periods of the plans before it, with school places at their least price, and then "
            "got whole buildings. How much more a plan could move is not proven."
        ),
    ),
)
