"""The front of a yearly programme: schools, preschool, water between districts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.capacity_expansion import CapacityExpansionSolution, Measure
from models.capacity_expansion.solution import accounts, measures
from optimizer.limits import Limits
from scenarios.fronts.answer import Front, Point, Request
from scenarios.fronts.tracing import trace
from scenarios.fronts.yearly_words import YearlyWords
from scenarios.plan import Plan
from scenarios.study import Study
from scenarios.unfinished import Unfinished
from scenarios.yearly import YearlyProgramme

# Each study's simulator counts what is short in words of its own.
_SHORT = ("discounted_shortage_place_years", "weighted_unserved_person_years")


@dataclass(frozen=True)
class YearlySubject:
    """`programme` without the goals that the front gives up."""

    programme: YearlyProgramme

    @property
    def study(self) -> Study:
        return self.programme.study

    @property
    def words(self) -> YearlyWords:
        return YearlyWords(self.programme.study.scenario.study)

    def trace(self, request: Request, limits: Limits, parts: Unfinished) -> Front:
        return trace(self.programme.instance, request, limits, parts)

    def plan(self, point: Point) -> Plan:
        instance = self.programme.instance
        solution = CapacityExpansionSolution(
            starts=point.starts,
            flows=point.flows,
            certificates=(),
            budget_value=np.zeros(len(instance.budget)),
            budget_value_measure=Measure.SHORTAGE,
            measures=measures(instance, accounts(instance, point.starts, point.flows)),
        )
        return self.programme.plan(solution)

    def simulated(self, kpis: Mapping[str, Any]) -> tuple[float, float]:
        short = next(kpis[name] for name in _SHORT if name in kpis)
        return float(short), float(kpis["discounted_spending_mln_kzt"])
