"""Alternatives of a yearly programme: schools, preschool, water between districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.capacity_expansion import CapacityExpansionSolution, Measure, solve
from models.capacity_expansion.alternatives import furthest, near, trimmed
from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.solution import accounts, check_plan, measures
from optimizer.certificate import Certificate
from optimizer.limits import Clock, Limits
from scenarios.alternatives.answer import Alternatives, Found
from scenarios.alternatives.subject import Sought
from scenarios.alternatives.words import method_notes
from scenarios.errors import UncheckedPlan
from scenarios.language import _, marked, p_, spoken, told
from scenarios.plan import Plan
from scenarios.scenario import StudyName
from scenarios.study import Study
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.table import Column
from scenarios.views.vocabulary import stage_label
from scenarios.views.words import plain_unit, short_years
from scenarios.yearly import YearlyProgramme

_WORSE = {
    Measure.OVERFLOW: marked("Worse in overflow by"),
    Measure.SHORTAGE: marked("Worse in shortage by"),
    Measure.WORST_SHARE: marked("Worse in worst share by"),
    Measure.COST: marked("Worse in cost by"),
}


@dataclass(frozen=True)
class YearlyWords:
    """Shortage, cost and the worst share."""

    name: StudyName

    def in_which(self, measure: str) -> str:
        return {
            Measure.OVERFLOW: p_("in which", "the third shift"),
            Measure.SHORTAGE: p_("in which", "shortage"),
            Measure.WORST_SHARE: p_("in which", "the worst share"),
            Measure.COST: p_("in which", "cost"),
        }[Measure(measure)]

    def worse(self, measure: str) -> str:
        return _(_WORSE[Measure(measure)])

    def columns(self) -> Sequence[Column]:
        amount = short_years(self.name)
        return (
            Column("shortage", p_("head", "Discounted {amount}", amount=amount), "count"),
            Column("cost_bn", _("Discounted cost, bn KZT"), "money"),
            Column("worst_share", _("Worst share"), "share"),
        )

    def certificate(self, proof: Certificate) -> Certificate:
        stage, unit = stage_label(proof.stage), plain_unit(proof.unit, self.name)
        return replace(proof, stage=stage, unit=unit)

    def notes(self, answer: Alternatives) -> list[str]:
        notes = [
            *method_notes(),
            _(
                "Every alternative keeps every requirement of the scenario and is at most "
                "{share:g} % worse than the optimum in each measure that was minimised, and in "
                "cost; each was recomputed and checked outside the solver.",
                share=100 * answer.request.within,
            ),
        ]
        if answer.optimum.flows is not None:
            notes.append(
                _(
                    "Demand that moves between units moves in each alternative as the relaxation "
                    "moved it; only starts were sought, so alternatives that differ more may "
                    "exist."
                )
            )
        return notes


@dataclass(frozen=True)
class YearlySubject:
    """A programme as the model sees it."""

    programme: YearlyProgramme

    @property
    def study(self) -> Study:
        return self.programme.study

    @property
    def places(self) -> tuple[str, ...]:
        return self.programme.places

    @property
    def years(self) -> IntArray:
        return self.programme.years

    @property
    def words(self) -> YearlyWords:
        return YearlyWords(self.study.scenario.study)

    @property
    def held(self) -> tuple[str, ...]:
        stages = (stage.measure.value for stage in self.programme.instance.stages)
        return tuple(dict.fromkeys([*stages, Measure.COST.value]))

    def optimum(self, limits: Limits) -> Sought:
        instance = self.programme.instance
        solved = solve(instance, limits)
        found = self.found(trimmed(instance, solved.starts), solved.flows)
        return Sought((found,), solved.certificates)

    def farther(self, sought: Sought, within: float, clock: Clock) -> Sought | None:
        instance, best = self.programme.instance, sought.plans[0]
        optimum = self._solution(best.starts, best.flows)
        close = near(instance, optimum, within)
        apart = furthest(close, sought.starts, clock, sought.learned or None)
        if apart is None:
            return None
        found = replace(self.found(apart.starts, apart.flows), largest=apart.largest)
        return replace(sought, plans=(*sought.plans, found), learned=apart.paths)

    def found(self, starts: IntArray, flows: FloatArray | None) -> Found:
        if broken := check_plan(self.programme.instance, starts, flows):
            raise UncheckedPlan("a plan did not pass its check: " + str(broken[0]))
        reached = self._solution(starts, flows).measures
        by_name = {measure.value: value for measure, value in reached.items()}
        cost = by_name[Measure.COST.value] / MLN_PER_BN
        return Found(starts, flows, {**by_name, "cost_bn": cost})

    def spending(self, plan: Found) -> FloatArray:
        return accounts(self.programme.instance, plan.starts).spending

    def named(self, place: str) -> str:
        return self.study.territory.name(place, spoken())

    def thing(self, asset: str) -> str:
        return told(asset)

    def plan(self, starts: IntArray, flows: FloatArray | None) -> Plan:
        return self.programme.plan(self._solution(starts, flows))

    def _solution(self, starts: IntArray, flows: FloatArray | None) -> CapacityExpansionSolution:
        instance = self.programme.instance
        return CapacityExpansionSolution(
            starts=starts,
            flows=flows,
            certificates=(),
            budget_value=np.zeros(len(instance.budget)),
            budget_value_measure=Measure.SHORTAGE,
            measures=measures(instance, accounts(instance, starts, flows)),
        )
