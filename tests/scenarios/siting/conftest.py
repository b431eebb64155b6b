"""Two small districts of the package: their answer takes seconds."""

from __future__ import annotations

import pytest
from siting_questions import SMALL

from inputs.territory import Territory, load_territory
from optimizer.limits import Limits
from scenarios.scenario import Scenario
from scenarios.studies.siting import SitingStudy
from scenarios.study import Answer


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return Scenario.model_validate(SMALL)


@pytest.fixture(scope="session")
def study(territory: Territory, scenario: Scenario) -> SitingStudy:
    return SitingStudy(territory, scenario)


@pytest.fixture(scope="session")
def answer(study: SitingStudy) -> Answer:
    return study.answer(Limits(time_s=60.0, gap=1e-3, threads=1))
