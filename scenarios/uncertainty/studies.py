"""Which studies can be asked under uncertainty."""

from __future__ import annotations

from scenarios.first_years import FirstYears
from scenarios.scenario import Scenario, StudyName
from scenarios.studies.education.first_years import EducationFirstYears
from scenarios.studies.logistics.first_years import LogisticsFirstYears
from scenarios.studies.roadmap.first_years import RoadmapFirstYears
from scenarios.studies.siting.first_years import SitingFirstYears
from scenarios.studies.water.first_years import WaterFirstYears

_BY_STUDY: dict[StudyName, type[FirstYears]] = {
    StudyName.SCHOOLS: EducationFirstYears,
    StudyName.PRESCHOOL: EducationFirstYears,
    StudyName.WATER: WaterFirstYears,
    StudyName.LOGISTICS: LogisticsFirstYears,
    StudyName.ROADMAP: RoadmapFirstYears,
}
KNOWN = "schools by district or settlement; preschool, water, logistics, roadmap by district"


def first_years_of(scenario: Scenario) -> type[FirstYears] | None:
    """How the scenario's study holds its first years; None where it cannot."""
    if scenario.level == "settlement":
        return SitingFirstYears if scenario.study is StudyName.SCHOOLS else None
    return _BY_STUDY[scenario.study]
