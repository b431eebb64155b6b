"""Which subject a scenario's front is drawn of."""

from __future__ import annotations

from inputs.territory import Territory
from scenarios import studies
from scenarios.consistency import unknown_names
from scenarios.errors import InconsistentScenario
from scenarios.fronts.subject import Subject
from scenarios.scenario import Scenario, StudyName
from scenarios.study import Problem
from scenarios.yearly import supported, yearly_programme


def unanswered(scenario: Scenario) -> list[Problem]:
    """Why there is no front of a scenario; empty where there is."""
    if scenario.study is StudyName.LOGISTICS and scenario.level != "settlement":
        return []
    return supported(scenario)


def subject_of(scenario: Scenario, territory: Territory) -> Subject:
    """Check the question and build its model; nothing is solved.

    Raises
    ------
    InconsistentScenario
        the question cannot be
    """
    if not supported(scenario):
        from scenarios.fronts.yearly_subject import YearlySubject

        return YearlySubject(yearly_programme(scenario, territory))
    if problems := unanswered(scenario) or unknown_names(scenario, territory):
        raise InconsistentScenario(problems)
    study = studies.create(territory, scenario)
    if problems := study.problems():
        raise InconsistentScenario(problems)
    from scenarios.fronts.centres import CentresSubject
    from scenarios.studies.logistics import LogisticsStudy

    assert isinstance(study, LogisticsStudy)
    return CentresSubject(study)
