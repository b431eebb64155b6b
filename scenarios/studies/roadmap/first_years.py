"""The first years of the roadmap, held while later ones are decided anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

import numpy as np

from inputs.assumptions import Assumptions
from inputs.territory import Territory
from models.project_scheduling import NOT_DONE, ProjectSchedulingInstance
from scenarios.first_years import Judged, Start
from scenarios.language import p_said, said
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.studies.roadmap.schedule import fits
from scenarios.studies.roadmap.study import RoadmapStudy
from scenarios.studies.roadmap.terms import FIRST_YEAR

_MEASURES = (
    Judged("effect", p_said("after a number", "target-years of waiting")),
    Judged("smooth", p_said("after a number", "bn KZT in the dearest year")),
    Judged("fit", p_said("after a number", "targets left out")),
)


class RoadmapFirstYears:
    """Phases by the year in which they begin."""

    counted: ClassVar[str] = p_said("what is started", "phases")
    remark: ClassVar[str] = ""
    uncertain: ClassVar[tuple[str, ...]] = (
        "money", "assumptions", "roadmap.public_share", "roadmap.private_share", "roadmap.weights",
    )  # fmt: skip

    def __init__(self, territory: Territory, scenario: Scenario) -> None:
        self._territory, self._scenario = territory, scenario

    @cached_property
    def _study(self) -> RoadmapStudy:
        return RoadmapStudy(self._territory, self._scenario)

    @staticmethod
    def judged(scenario: Scenario) -> tuple[Judged, ...]:
        return tuple(sorted(_MEASURES, key=lambda m: m.name != scenario.roadmap.objective))

    @staticmethod
    def minimising(scenario: Scenario, measure: Judged) -> Scenario:
        asked = scenario.roadmap.model_copy(update={"objective": measure.name})
        return scenario.model_copy(update={"roadmap": asked})

    @staticmethod
    def decidable(scenario: Scenario, assumptions: Assumptions) -> tuple[int, int]:
        return scenario.roadmap.first_free_year, scenario.roadmap.last_year - 1

    @staticmethod
    def held(scenario: Scenario, starts: Mapping[Start, int], until: int) -> Scenario:
        asked = scenario.roadmap
        decided = {phase: year for phase, _, year in sorted(starts)}
        later = {item: year for item, year in asked.start.items() if year > until}
        changed = asked.model_copy(
            update={"decided": decided, "decided_until": until, "start": later}
        )
        return scenario.model_copy(update={"roadmap": changed})

    def starts(self, plan: Plan, until: int) -> dict[Start, int]:
        rows = plan.actions[plan.actions["start_year"] <= until]
        pairs = zip(rows["asset"], rows["start_year"], strict=True)
        return {(str(phase), 1, int(year)): 1 for phase, year in sorted(pairs)}

    def documented(self) -> Plan:
        return self._study.documented()[self._study.baseline]

    def pays(self) -> bool:
        if self._study.problems():
            return False
        terms = self._study.terms
        decided = terms.scenario.roadmap.decided
        start = np.array(
            [
                decided[phase] - FIRST_YEAR if phase in decided else NOT_DONE
                for phase in terms.phases["phase_id"]
            ]
        )
        return fits(terms, start)

    def cost_of_held(self, measure: Judged) -> float:
        """Nothing: what is decided is part of the model."""
        return 0.0

    def model(self) -> ProjectSchedulingInstance:
        return self._study.instance()

    def named(self, what: str) -> str:
        """Number and name of the project, and which of its phases."""
        terms = self._study.terms
        phase = terms.phases[terms.phases["phase_id"] == what].iloc[0]
        activity = str(phase["activity"])
        return said("{phase} {activity}", phase=what, activity=said(activity))
