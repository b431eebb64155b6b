"""One small answer, solved once and shared."""

from __future__ import annotations

import pytest
from logistics_questions import SMALL

from inputs.territory import Territory, load_territory
from optimizer.limits import Limits
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.logistics.terms import LogisticsTerms
from scenarios.study import Answer


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="session")
def study(territory: Territory) -> LogisticsStudy:
    return LogisticsStudy(territory, SMALL)


@pytest.fixture(scope="session")
def terms(study: LogisticsStudy) -> LogisticsTerms:
    return study.terms


@pytest.fixture(scope="session")
def answer(study: LogisticsStudy) -> Answer:
    return study.answer(Limits(time_s=SMALL.solve.time_s, gap=SMALL.solve.gap))
