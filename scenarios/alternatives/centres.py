"""Alternatives of logistics: other sites and years of centres."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from models.capacity_expansion.instance import FloatArray, IntArray
from models.hub_location import HubResolver
from models.hub_location.alternatives import farthest
from models.hub_location.solution import check_centres
from models.hub_location.warm_up import compile_kernels
from optimizer.limits import Clock, Limits
from scenarios.alternatives.answer import Found
from scenarios.alternatives.measured_words import COST, MeasuredWords, beside, cost
from scenarios.alternatives.subject import Sought
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

    @property
    def held(self) -> tuple[str, ...]:
        return (COST,)

    def optimum(self, limits: Limits) -> Sought:
        compile_kernels()
        fine = replace(limits, gap=min(limits.gap, FINE_GAP))
        resolver = HubResolver(self.levels.question, fine)
        best = resolver.solution
        proofs = tuple(replace(proof, stage=SITES) for proof in best.certificates)
        found = self.found(self._sized(best.centres), None)
        return Sought((found,), proofs, resolver.master.to_arrays())

    def farther(self, sought: Sought, within: float, clock: Clock) -> Sought | None:
        compile_kernels()
        known = [starts[:, self._size : self._size + 1] for starts in sought.starts]
        most = sought.plans[0].measures[COST] * MLN_PER_BN * (1 + within)
        apart = farthest(self.levels.question, sought.learned, known, most, clock)
        if apart is None:
            return None
        found = replace(self.found(self._sized(apart.centres), None), largest=apart.largest)
        return replace(sought, plans=(*sought.plans, found))

    def found(self, starts: IntArray, flows: FloatArray | None) -> Found:
        centres = starts[:, self._size : self._size + 1]
        if broken := check_centres(self.levels.question, centres):
            raise UncheckedPlan("a plan did not pass its check: " + str(broken[0]))
        kpis = self.study.evaluate(self.plan(starts, None)).kpis
        reached = {
            COST: self.levels.objective(centres) / MLN_PER_BN,
            "simulated_bn": float(kpis["total_cost_mln_kzt"]) / MLN_PER_BN,
        }
        return Found(starts, None, reached)

    def spending(self, plan: Found) -> FloatArray:
        return np.asarray(np.einsum("mst,s->mt", plan.starts, self.study.terms.cost))

    def named(self, place: str) -> str:
        sites = self.study.terms.sites.set_index("site_id")["name"]
        return place_names(self.study.territory)(place, str(sites.loc[place]))

    def thing(self, asset: str) -> str:
        return _("{size} centre", size=told(asset.removeprefix("logistics_centre_")))

    def plan(self, starts: IntArray, flows: FloatArray | None) -> Plan:
        return plan_from(self.study.terms, starts, OPTIMISED, Origin.OPTIMISED)

    @property
    def _size(self) -> int:
        return CLASSES.index(self.study.scenario.logistics.standard_size)

    def _sized(self, centres: IntArray) -> IntArray:
        """Sites and years (M, 1, T) at the standard size."""
        starts = np.zeros((len(centres), len(CLASSES), centres.shape[2]), dtype=np.int64)
        starts[:, self._size] = centres[:, 0]
        return starts


WORDS = MeasuredWords(
    measures={
        COST: cost(marked("Discounted cost of transport, handling and centres, bn KZT")),
        "simulated_bn": beside(
            marked("Simulated with centres of the standard size, bn KZT"), "money"
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
