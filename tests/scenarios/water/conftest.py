"""One answer, solved once and shared."""

from __future__ import annotations

import pytest
from water_questions import SMALL

from inputs.territory import Territory, load_territory
from optimizer.limits import Limits
from scenarios.studies.water import WaterStudy
from scenarios.studies.water.terms import WaterTerms
from scenarios.study import Answer


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="session")
def study(territory: Territory) -> WaterStudy:
    return WaterStudy(territory, SMALL)


@pytest.fixture(scope="session")
def terms(study: WaterStudy) -> WaterTerms:
    return study.terms


@pytest.fixture(scope="session")
def answer(study: WaterStudy) -> Answer:
    return study.answer(Limits(time_s=SMALL.solve.time_s, gap=SMALL.solve.gap))
