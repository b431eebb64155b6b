"""Which subject a scenario's alternatives are sought of."""

from __future__ import annotations

from inputs.territory import Territory
from scenarios import studies
from scenarios.alternatives.subject import Subject
from scenarios.consistency import unknown_names
from scenarios.errors import InconsistentScenario
from scenarios.scenario import Scenario, StudyName
from scenarios.study import Problem, Study
from scenarios.yearly import supported, yearly_programme


def unanswered(scenario: Scenario) -> list[Problem]:
    """Why no alternatives of a scenario are sought; empty where they are."""
    if scenario.study is StudyName.LOGISTICS and scenario.logistics.objective == "reach":
        return [
            Problem(
                "logistics.objective",
                "freight within reach has many equally good plans, and says nothing of their cost",
                "cost",
            )
        ]
    return []


def subject_of(scenario: Scenario, territory: Territory) -> Subject:
    """Check the question and build its model; nothing is solved.

    Raises
    ------
    InconsistentScenario
        the question cannot be
    """
    if not supported(scenario):
        from scenarios.alternatives.yearly_subject import YearlySubject

        return YearlySubject(yearly_programme(scenario, territory))
    if problems := unanswered(scenario) or unknown_names(scenario, territory):
        raise InconsistentScenario(problems)
    study = studies.create(territory, scenario)
    if problems := study.problems():
        raise InconsistentScenario(problems)
    return _of(study)


def _of(study: Study) -> Subject:
    from scenarios.alternatives.centres import CentresSubject
    from scenarios.alternatives.phases import PhasesSubject
    from scenarios.alternatives.settlements import SettlementsSubject
    from scenarios.studies.logistics import LogisticsStudy
    from scenarios.studies.roadmap import RoadmapStudy
    from scenarios.studies.siting import SitingStudy

    if isinstance(study, LogisticsStudy):
        return CentresSubject(study)
    if isinstance(study, SitingStudy):
        return SettlementsSubject(study)
    assert isinstance(study, RoadmapStudy)
    return PhasesSubject(study)
