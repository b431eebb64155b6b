"""How each study dates and prices what a planner starts by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.study import PlanRules, Study

if TYPE_CHECKING:
    from scenarios.app.editing.edits import Group, History


class Craft(Protocol):
    """What a study can start, when, and what becomes of a row of its plans in another year."""

    @property
    def rules(self) -> PlanRules:
        """What a plan made by hand may name."""
        ...

    def years(self, place: str, asset: str) -> tuple[int, ...]:
        """Years in which this may be started there, rising; none where it keeps its years."""
        ...

    def assets(self, place: str) -> tuple[str, ...]:
        """What may be added at a place."""
        ...

    def sizes(self, place: str, asset: str) -> tuple[float, ...]:
        """Sizes in which it may be added there."""
        ...

    def opened(self, group: Group) -> dict[str, Any]:
        """The row of a plan that starts one of these."""
        ...

    def restarted(self, row: Mapping[str, Any], year: int) -> dict[str, Any]:
        """The row of a plan as it is when it is started in another year."""
        ...

    def refusal(self, plan: Plan) -> str:
        """Why the study cannot evaluate the plan, in the spoken language; empty where it can."""
        ...

    def remarks(self, plan: Plan) -> tuple[str, ...]:
        """What the study would not do itself in this plan, in the spoken language."""
        ...

    def kept(self, scenario: Scenario, history: History) -> Kept:
        """The question in which what was decided by hand stays as it is."""
        ...


class Kept(Protocol):
    """A question that keeps decisions, or why none can."""

    @property
    def scenario(self) -> Scenario | None:
        """None where the study knows no decided sites."""
        ...

    @property
    def lost(self) -> tuple[str, ...]:
        """Decisions that the question cannot express, in the spoken language."""
        ...


def craft_of(study: Study) -> Craft:
    """The craft of a study."""
    from scenarios.studies.education import EducationStudy
    from scenarios.studies.logistics import LogisticsStudy
    from scenarios.studies.roadmap import RoadmapStudy
    from scenarios.studies.siting import SitingStudy
    from scenarios.studies.water import WaterStudy

    if isinstance(study, EducationStudy):
        from scenarios.app.editing.crafts.buildings import Buildings

        return Buildings(study.terms, study.plan_rules())
    if isinstance(study, WaterStudy):
        from scenarios.app.editing.crafts.connections import Connections

        return Connections(study.terms, study.plan_rules())
    if isinstance(study, LogisticsStudy):
        from scenarios.app.editing.crafts.centres import Centres

        return Centres(study.terms, study.plan_rules())
    if isinstance(study, RoadmapStudy):
        from scenarios.app.editing.crafts.phases import Phases

        return Phases(study.terms, study.plan_rules())
    assert isinstance(study, SitingStudy)
    from scenarios.app.editing.crafts.sites import Sites

    return Sites(study.terms, study.plan_rules())
