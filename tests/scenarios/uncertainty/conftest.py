from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from inputs.territory import Territory, load_territory
from scenarios.uncertainty import Question, load_question

LoadText = Callable[[str], Question]


@pytest.fixture(scope="session")
def territory() -> Territory:
    return load_territory()


@pytest.fixture
def load_text(tmp_path: Path, territory: Territory) -> LoadText:
    """Reads a question with the given text."""

    def load(text: str) -> Question:
        file = tmp_path / "trial.yaml"
        file.write_text(text, encoding="utf-8")
        return load_question(file, territory.assumptions)

    return load
