"""Alternatives of logistics: other sites and years of centres."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.capacity_expansion.instance import FloatArray, IntArray
from models.hub_location import HubResolver
from models.hub_location.alternatives import farthest
from models.hub_location.solution import check_centres
from models.hub_location.warm_up import compile_kernels
from optimizer.limits import Clock, Limits, ProgressCallback, Stop
from scenarios.alternatives.answer import Alternatives, Found, Request
from scenarios.alternatives.gathering import gather
from scenarios.alternatives.measured_words import MeasuredWords, Told
from scenarios.errors import UncheckedPlan
from scenarios.fronts.centres import FINE_GAP, CentreLevels
from scenarios.language import _, marked, told
from scenarios.plan import Origin, Plan
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.logistics.instance import plan_from
from scenarios.studies.logistics.study import OPTIMISED, SITES
from scenarios.studies.logistics.terms import CLASSES
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.placenames import place_names

COST = "total_cost_bn"


@dataclass(frozen=True)
class CentresSubject:
    """Every centre at the standard size, (M, S, T)."""

    study: LogisticsStudy

    @cached_property
    def levels(self) -> CentreLevels:
        return CentreLevels(self.study)

    @property
    def places(self) -> tuple[str, ...]:
        return tuple(self.study.terms.sites["site_id"])

    @property
    def years(self) -> IntArray:
        return np.array(self.study.terms.periods, dtype=np.int64)

    @property
    def words(self) -> MeasuredWords:
        return WORDS

    def seek(
        self, request: Request, stop: Stop, on_progress: ProgressCallback | None
    ) -> Alternatives:
        compile_kernels()
        terms = self.study.scenario.solve
        gap = min(terms.gap, FINE_GAP)
        limits = Limits(terms.time_s, gap, terms.threads, terms.seed, stop, on_progress)
        resolver = HubResolver(self.levels.question, limits)
        best = resolver.solution
        optimum = self._found(best.centres, None)

        def next_plan(before: tuple[Found, ...], clock: Clock) -> Found | None:
            known = [self._standard(plan.starts) for plan in before]
            most = optimum.measures[COST] * MLN_PER_BN * (1 + request.within)
            apart = farthest(resolver, known, most, clock)
            return None if apart is None else self._found(apart.centres, apart.largest)

        return gather(
            request,
            optimum,
            (COST,),
            tuple(replace(c, stage=SITES) for c in best.certificates),
            lambda plan: np.einsum("mst,s->mt", plan.starts, self.study.terms.cost),
            next_plan,
            replace(limits, time_s=request.time_s).clock(),
        )

    def named(self, place: str) -> str:
        sites = self.study.terms.sites.set_index("site_id")["name"]
        return place_names(self.study.territory)(place, str(sites.loc[place]))

    def thing(self, asset: str) -> str:
        return _("{size} centre", size=told(asset.removeprefix("logistics_centre_")))

    def plan(self, starts: IntArray, flows: FloatArray | None) -> Plan:
        return plan_from(self.study.terms, starts, OPTIMISED, Origin.OPTIMISED)

    def _found(self, centres: IntArray, largest: float | None) -> Found:
        """A plan of sites and years (M, 1, T), checked."""
        if broken := check_centres(self.levels.question, centres):
            raise UncheckedPlan("a plan did not pass its check: " + str(broken[0]))
        starts = np.zeros((len(centres), len(CLASSES), centres.shape[2]), dtype=np.int64)
        starts[:, self._size] = centres[:, 0]
        return Found(starts, None, self._measured(centres, starts), largest=largest)

    def _measured(self, centres: IntArray, starts: IntArray) -> Mapping[str, float]:
        kpis = self.study.evaluate(self.plan(starts, None)).kpis
        return {
            COST: self.levels.objective(centres) / MLN_PER_BN,
            "simulated_bn": float(kpis["total_cost_mln_kzt"]) / MLN_PER_BN,
        }

    @property
    def _size(self) -> int:
        return CLASSES.index(self.study.scenario.logistics.standard_size)

    def _standard(self, starts: IntArray) -> IntArray:
        return starts[:, self._size : self._size + 1]


WORDS = MeasuredWords(
    measures={
        COST: Told(
            held=marked("the discounted cost"),
            worse=marked("Worse in cost by"),
            head=marked("Discounted cost of transport, handling and centres, bn KZT"),
            kind="money",
        ),
        "simulated_bn": Told(
            held="",
            worse="",
            head=marked("Simulated with centres of the standard size, bn KZT"),
            kind="money",
        ),
    },
    sure=(
        marked(
            "Sites and years are decided, every centre at the standard cost and as large as it "
            "must be: cost, distance and what is proven are of that question. The simulator sees "
            "centres of the standard size, which may be too small for what would pass them."
        ),
        marked(
            "Each alternative was sought for the largest least distance to the plans before it. "
            "The column beside the money moved is proven: no plan within the limit moves more."
        ),
    ),
)
