"""The example of docs/water.md does what its comments say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "water.md"


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\d+\.\d+", text)]


def test_the_example_gives_the_figures_beside_it():
    section = PAGE.read_text(encoding="utf-8").split("\n## Hydraulics\n")[1]
    code = section.split("```python\n")[1].split("```")[0]
    names: dict[str, object] = {}
    exec(code, names)
    said = {
        line.split("  # ")[0]: line.split("  # ")[1] for line in code.splitlines() if "#" in line
    }
    before = names["simulate"](names["forest"]).pressure_m
    assert before.round(1).tolist() == numbers(said["simulate(forest).pressure_m"])
    found = names["found"]
    assert (found.pipes.tolist(), found.after_mm.tolist()) == ([0], [160.0])
    assert found.because == ("pressure",)
    assert (
        f"{found.objective:,.0f} and {found.bound:,.0f}".replace(",", " ")
        in (said["found.objective, found.bound"])
    )
    judged = names["judged"]
    told = said["judged = simulate_epanet(found.forest)"].removeprefix("EPANET 2.2")
    assert judged.pressure_m == pytest.approx(numbers(told), abs=0.05)
    assert found.check(judged) == []
