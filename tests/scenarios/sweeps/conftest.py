from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import whims

from inputs.assumptions import Assumptions
from inputs.territory import load_territory
from scenarios.sweeps import Sweep, load_sweep

LoadText = Callable[[str], Sweep]


@pytest.fixture(scope="session")
def assumptions() -> Assumptions:
    return load_territory().assumptions


@pytest.fixture
def load_text(tmp_path: Path, assumptions: Assumptions) -> LoadText:
    """Reads a sweep file with the given text."""

    def load(text: str) -> Sweep:
        file = tmp_path / "trial.yaml"
        file.write_text(text, encoding="utf-8")
        return load_sweep(file, assumptions)

    return load


@pytest.fixture
def trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which every solve of a worker leaves its seed and process."""
    file = tmp_path / "trace.txt"
    file.touch()
    monkeypatch.setenv("WHIMS_TRACE", str(file))
    monkeypatch.setenv("PYTHONPATH", str(Path(whims.__file__).parent))
    return file
