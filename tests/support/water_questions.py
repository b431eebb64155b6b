"""Questions to the water study, small enough for tests."""

from __future__ import annotations

from typing import Any

from scenarios.scenario import Scenario


def changed(**parts: Any) -> Scenario:
    """The usual question with parts replaced, without the parts of the answer beside it."""
    water = {"networks": False, "date_prices": False, **parts.pop("water", {})}
    given = {"name": "small", "study": "water", "solve": {"time_s": 90, "gap": 0.001}}
    return Scenario.model_validate({**given, **parts, "water": water})


SMALL = changed(water={"date_prices": True})
