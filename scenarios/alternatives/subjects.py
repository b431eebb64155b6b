"""Which subject a scenario's alternatives are sought of."""

from __future__ import annotations

from inputs.territory import Territory
from scenarios.alternatives.subject import Subject
from scenarios.errors import InconsistentScenario
from scenarios.scenario import Scenario, StudyName
from scenarios.studies.checked import checked_study
from scenarios.study import Problem, Study
from scenarios.yearly import is_yearly, yearly_programme


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
    if is_yearly(scenario):
        from scenarios.alternatives.yearly_subject import YearlySubject

        return YearlySubject(yearly_programme(scenario, territory))
    if problems := unanswered(scenario):
        raise InconsistentScenario(problems)
    return _of(checked_study(scenario, territory))


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
