"""The figures of a logistics answer that headline, cards and charts judge by."""

from __future__ import annotations

from typing import Any

from scenarios.language import marked
from scenarios.study import Answer

OPTIMISED = marked("optimised")
UNDER_BUDGET = marked("documented places under budget")
PRINTED = "documented as printed"
WORST = "documented as printed, worst order"
COST_TOLERANCE = 50.0  # mln KZT: what a figure in bn KZT can show
TKM_TOLERANCE = 0.005  # bn t-km
KM_TOLERANCE = 0.05
SHARE_TOLERANCE = 5e-4  # what a percentage with one digit can show
LOUD_GAP = 0.01  # above it the sites may be wrong ones, not only their order
PROVEN_ENOUGH = 0.001  # gap below which no reader need be warned


def periods(answer: Answer) -> list[int]:
    return list(answer.scenario.logistics.periods)


def kpis(answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the optimised plan and of the documented places under the same money."""
    ours = answer.evaluations[answer.plan.name].kpis
    return ours, answer.evaluations[answer.comparison.baseline].kpis


def reach_decides(answer: Answer) -> bool:
    """True where freight within reach was the objective, not cost."""
    return answer.scenario.logistics.objective == "reach"


def reach_km(answer: Answer) -> float:
    asked = answer.scenario.logistics.reach_km
    if asked is not None:
        return asked
    table = answer.assumptions.set_index("name")["value"]
    return float(table["logistics_reach_km"])
