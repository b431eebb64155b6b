"""Which subject a scenario's front is drawn of."""

from __future__ import annotations

from inputs.territory import Territory
from scenarios.errors import InconsistentScenario
from scenarios.fronts.subject import FrontWords, Subject
from scenarios.fronts.yearly_words import YearlyWords
from scenarios.scenario import Scenario, StudyName
from scenarios.studies.checked import checked_study
from scenarios.study import Problem, Study
from scenarios.yearly import is_yearly, yearly_programme


def unanswered(scenario: Scenario) -> list[Problem]:
    """Why there is no front of a scenario; empty where there is."""
    asked = scenario.roadmap
    if scenario.study is not StudyName.ROADMAP or asked.objective == "smooth":
        return []
    if asked.envelope == "none":
        return [
            Problem(
                "roadmap.envelope",
                "without yearly money there are no levels of it to compare",
                "documented, or the objective smooth",
            )
        ]
    if asked.must_finish == "all":
        return [
            Problem(
                "roadmap.must_finish",
                "with less money than all projects cost no plan finishes all of them",
                "single projects, or none",
            )
        ]
    return []


def words_of(scenario: Scenario) -> FrontWords:
    """How the front of a scenario is told; nothing is built."""
    from scenarios.fronts import centres, phases, settlements

    if is_yearly(scenario):
        return YearlyWords(scenario.study)
    if scenario.study is StudyName.LOGISTICS:
        return centres.words_of(scenario)
    if scenario.study is StudyName.ROADMAP:
        return phases.words_of(scenario)
    return settlements.WORDS


def subject_of(scenario: Scenario, territory: Territory) -> Subject:
    """Check the question and build its model; nothing is solved.

    Raises
    ------
    InconsistentScenario
        the question cannot be
    """
    if is_yearly(scenario):
        from scenarios.fronts.yearly_subject import YearlySubject

        return YearlySubject(yearly_programme(scenario, territory))
    if problems := unanswered(scenario):
        raise InconsistentScenario(problems)
    return _of_levels(checked_study(scenario, territory))


def _of_levels(study: Study) -> Subject:
    from scenarios.fronts.centres import CentresSubject
    from scenarios.fronts.phases import PhasesSubject
    from scenarios.fronts.settlements import SettlementsSubject
    from scenarios.studies.logistics import LogisticsStudy
    from scenarios.studies.roadmap import RoadmapStudy
    from scenarios.studies.siting import SitingStudy

    if isinstance(study, LogisticsStudy):
        return CentresSubject(study)
    if isinstance(study, SitingStudy):
        return SettlementsSubject(study)
    assert isinstance(study, RoadmapStudy)
    return PhasesSubject(study)
