"""One package per question type; `create` finds the one a scenario asks for."""

from __future__ import annotations

from inputs.territory import Territory
from models.capacity_expansion import SolveExpansion, solve
from scenarios.scenario import Scenario, StudyName
from scenarios.studies.orders import GREEDY
from scenarios.study import Study

__all__ = ["GREEDY", "create"]


def create(territory: Territory, scenario: Scenario, expansion: SolveExpansion = solve) -> Study:
    """Build the study of `scenario.study`.

    Parameters
    ----------
    expansion : solves the model of school and preschool places

    Raises
    ------
    InputError
        the scenario names units or assumptions that the territory does not have
    """
    if scenario.level == "settlement":
        from scenarios.studies.siting import SitingStudy

        return SitingStudy(territory, scenario)
    if scenario.study is StudyName.LOGISTICS:
        from scenarios.studies.logistics import LogisticsStudy

        return LogisticsStudy(territory, scenario)
    if scenario.study is StudyName.WATER:
        from scenarios.studies.water import WaterStudy

        return WaterStudy(territory, scenario)
    if scenario.study is StudyName.ROADMAP:
        from scenarios.studies.roadmap import RoadmapStudy

        return RoadmapStudy(territory, scenario)
    from scenarios.studies.education import PRESCHOOL, SCHOOLS, EducationStudy

    programme = {StudyName.SCHOOLS: SCHOOLS, StudyName.PRESCHOOL: PRESCHOOL}[scenario.study]
    return EducationStudy(territory, scenario, programme, expansion)
