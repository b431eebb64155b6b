"""A study whose question is known to be one: what every caller that solves begins with."""

from __future__ import annotations

from collections.abc import Callable

from inputs.territory import Territory
from scenarios.consistency import unknown_names
from scenarios.errors import InconsistentScenario
from scenarios.scenario import Scenario
from scenarios.studies import create
from scenarios.study import Study


def checked_study(
    scenario: Scenario,
    territory: Territory,
    create: Callable[[Territory, Scenario], Study] = create,
) -> Study:
    """Build the study of a scenario, by `create`; nothing is solved.

    Raises
    ------
    InconsistentScenario
        names that the territory does not have, or a question that cannot be
    """
    if problems := unknown_names(scenario, territory):
        raise InconsistentScenario(problems)
    study = create(territory, scenario)
    if problems := study.problems():
        raise InconsistentScenario(problems)
    return study
