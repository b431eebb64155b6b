"""Questions to the roadmap study, quick enough for tests."""

from __future__ import annotations

from typing import Any

from scenarios.scenario import Scenario


def changed(**parts: Any) -> Scenario:
    """What is still ahead, without prices, with parts replaced."""
    roadmap = {"first_free_year": 2026, "prices": False, **parts.pop("roadmap", {})}
    given = {"name": "small", "study": "roadmap", "solve": {"time_s": 6, "gap": 0.001}}
    return Scenario.model_validate({**given, **parts, "roadmap": roadmap})


def all_years(**parts: Any) -> Scenario:
    """Every year decided anew."""
    return changed(**{**parts, "roadmap": {"first_free_year": 2022, **parts.get("roadmap", {})}})
