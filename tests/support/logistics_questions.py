"""Small logistics questions that are answered in seconds."""

from __future__ import annotations

from scenarios.scenario import Scenario

SMALL = Scenario.model_validate(
    {
        "name": "small",
        "study": "logistics",
        "region": ["zhambyl_oblast", "kyzylorda_oblast", "shymkent_city"],
        "logistics": {"prices": False, "link_prices": False},
        "assumptions": {"freight_mean_haul_km": 350},
        "solve": {"time_s": 60, "gap": 0.01},
    }
)


def changed(**logistics: object) -> Scenario:
    """The small question with other keys in its part `logistics`."""
    data = SMALL.canonical()
    data["logistics"] |= logistics
    return Scenario.model_validate(data)
