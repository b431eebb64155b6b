"""The yearly programmes that `models.capacity_expansion` answers, seen through one interface.

Schools, preschool and water decide what to start where and in which year. What asks for more than
one plan of such a programme (fronts, alternatives) works on the model's arrays and turns starts
back into plans here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from inputs.territory import Territory
from models.capacity_expansion import (
    CapacityExpansionInstance,
    CapacityExpansionSolution,
)
from models.capacity_expansion.instance import IntArray
from scenarios.plan import Plan
from scenarios.scenario import Scenario, StudyName
from scenarios.studies.checked import checked_study
from scenarios.study import Study


@dataclass(frozen=True)
class YearlyProgramme:
    """A study's question as the model sees it.

    Attributes
    ----------
    study : evaluates any plan
    instance : N units, K modules, T periods; the model's money is mln KZT
    places : (N,) id of the unit or oblast under which a plan lists what a model's unit starts
    years : (T,) calendar years of the periods; the last stands for the years after the horizon
    plan : a solution as a table of actions
    """

    study: Study
    instance: CapacityExpansionInstance
    places: tuple[str, ...]
    years: IntArray
    plan: Callable[[CapacityExpansionSolution], Plan]


def is_yearly(scenario: Scenario) -> bool:
    """Whether a scenario is a yearly programme of this kind."""
    among = scenario.study in (StudyName.SCHOOLS, StudyName.PRESCHOOL, StudyName.WATER)
    return among and scenario.level != "settlement"


def yearly_programme(scenario: Scenario, territory: Territory) -> YearlyProgramme:
    """Check the question, which `is_yearly`, and build its model; nothing is solved.

    Raises
    ------
    InconsistentScenario
        the question cannot be
    """
    return _seen(checked_study(scenario, territory))


def _seen(study: Study) -> YearlyProgramme:
    from scenarios.studies.education import EducationStudy
    from scenarios.studies.education import instance as education
    from scenarios.studies.water import WaterStudy
    from scenarios.studies.water import instance as water

    if isinstance(study, EducationStudy):
        terms, fixed, model = study.terms, study.fixed, study.instance()
        return YearlyProgramme(
            study,
            model,
            terms.units,
            education.model_years(terms),
            lambda solution: education.plan_from(terms, model, solution, fixed),
        )
    assert isinstance(study, WaterStudy)
    lots = study.terms
    return YearlyProgramme(
        study,
        study.instance(),
        tuple(lots.oblasts[g] for g in lots.oblast),
        water.period_years(lots),
        lambda solution: water.plan_from(lots, solution),
    )
