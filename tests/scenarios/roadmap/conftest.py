"""The territory, the terms of a question, and one answer that every test of the views reads."""

from __future__ import annotations

import pytest
from roadmap_questions import all_years, changed

from inputs.territory import Territory, load_territory
from optimizer.limits import Limits
from scenarios.studies.roadmap import RoadmapStudy
from scenarios.studies.roadmap.terms import RoadmapTerms, build_terms
from scenarios.study import Answer


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()


@pytest.fixture(scope="session")
def terms(territory: Territory) -> RoadmapTerms:
    return build_terms(territory, all_years())


@pytest.fixture(scope="session")
def answer(territory: Territory) -> Answer:
    """What is ahead of 2028 with half of the public money: something is left out.

    Every solve is proven within two CPU seconds; the time is a ceiling for a busy machine.
    """
    asked = {"objective": "fit", "public_share": 0.5, "prices": True, "first_free_year": 2028}
    return RoadmapStudy(territory, changed(roadmap=asked)).answer(Limits(time_s=120.0, gap=1e-3))
