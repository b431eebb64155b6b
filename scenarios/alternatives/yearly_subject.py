"""Alternatives of a yearly programme: schools, preschool, water between districts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.capacity_expansion import CapacityExpansionSolution, Measure, solve
from models.capacity_expansion.alternatives import find_alternatives, trimmed
from models.capacity_expansion.instance import FloatArray, IntArray
from models.capacity_expansion.solution import accounts, measures
from optimizer.certificate import Certificate
from optimizer.limits import Limits, ProgressCallback, Stop
from scenarios.alternatives.answer import Alternatives, Found, Request
from scenarios.alternatives.words import method_notes
from scenarios.errors import UncheckedPlan
from scenarios.language import _, marked, p_, spoken, told
from scenarios.plan import Plan
from scenarios.scenario import StudyName
from scenarios.study import Study
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

    def seek(
        self, request: Request, stop: Stop, on_progress: ProgressCallback | None
    ) -> Alternatives:
        terms = self.study.scenario.solve
        limits = Limits(terms.time_s, terms.gap, terms.threads, terms.seed, stop, on_progress)
        instance = self.programme.instance
        optimum = solve(instance, limits)
        starts = trimmed(instance, optimum.starts)
        reached = measures(instance, accounts(instance, starts, optimum.flows))
        optimum = replace(optimum, starts=starts, measures=reached)
        if broken := optimum.check(instance):
            raise UncheckedPlan("the optimum did not pass its check: " + str(broken[0]))
        limits = replace(limits, time_s=request.time_s)
        others = find_alternatives(instance, optimum, request.count, request.within, limits)
        plans = (
            Found(starts, optimum.flows, _named(reached)),
            *(Found(o.starts, o.flows, _named(o.measures), o.distance, o.largest) for o in others),
        )
        held = dict.fromkeys([*(s.measure.value for s in instance.stages), Measure.COST.value])
        return Alternatives(
            request=request,
            plans=plans,
            spending=np.stack([accounts(instance, plan.starts).spending for plan in plans]),
            held=tuple(held),
            certificates=optimum.certificates,
            complete=len(others) == request.count and not stop,
        )

    def named(self, place: str) -> str:
        return self.study.territory.name(place, spoken())

    def thing(self, asset: str) -> str:
        return told(asset)

    def plan(self, starts: IntArray, flows: FloatArray | None) -> Plan:
        instance = self.programme.instance
        solution = CapacityExpansionSolution(
            starts=starts,
            flows=flows,
            certificates=(),
            budget_value=np.zeros(len(instance.budget)),
            budget_value_measure=Measure.SHORTAGE,
            measures={},
        )
        return self.programme.plan(solution)


def _named(reached: dict[Measure, float]) -> dict[str, float]:
    by_name = {measure.value: value for measure, value in reached.items()}
    return {**by_name, "cost_bn": by_name[Measure.COST.value] / 1000.0}
