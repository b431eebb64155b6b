"""Desks that show a small answer of each study, solved once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import logistics_questions
import pytest
import roadmap_questions
import siting_questions
import water_questions
from shown_desk import Shown, answered, shown_desk

from inputs.territory import load_territory
from scenarios.scenario import Scenario

SCHOOLS: dict[str, Any] = {
    "name": "mangystau",
    "region": ["mangystau_oblast"],
    "objectives": [{"measure": "shortage"}],
    "solve": {"time_s": 20, "front_points": 0},
}
QUESTIONS = {
    "schools": Scenario.model_validate(SCHOOLS),
    "siting": Scenario.model_validate(siting_questions.SMALL),
    "logistics": logistics_questions.SMALL,
    "water": water_questions.changed(),
    "roadmap": roadmap_questions.changed(),
}


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    out: Path = tmp_path_factory.mktemp("shown") / "runs"
    territory = load_territory()
    runs = {study: answered(asked, territory, out) for study, asked in QUESTIONS.items()}
    with shown_desk(out) as server:
        yield Shown(server, runs, territory)
        trouble = server.trouble()
    assert not trouble, trouble
