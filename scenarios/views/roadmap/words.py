"""How the roadmap's views name plans and goals, and the plans they compare."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.study import Answer
from scenarios.views.numbers import MLN_PER_BN, THIN, grouped

SECTIONS = {"A": "Air", "B": "Green and blue", "C": "Waste"}

# Unit of a price and of the first goal, by objective.
GOAL_UNITS = {"effect": "target-years", "smooth": "bn KZT in the dearest year", "fit": "targets"}


def baseline_label(answer: Answer) -> str:
    """How the documented plan that is compared against is called, in a sentence."""
    return (
        "the documented phasing"
        if answer.comparison.baseline == "documented as printed"
        else "the documented order under the same money"
    )


def goal_unit(answer: Answer) -> str:
    return GOAL_UNITS[answer.scenario.roadmap.objective]


def kpis(answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the optimised plan and of the one it is compared against."""
    ours = answer.evaluations[answer.plan.name].kpis
    return ours, answer.evaluations[answer.comparison.baseline].kpis


def limited(answer: Answer) -> bool:
    return answer.scenario.roadmap.envelope == "documented"


def amount(value: float) -> str:
    """Target-years and targets with the digits that they need."""
    return grouped(value, 1 if abs(value) >= 10 else 2)


def money(mln: float) -> str:
    """9 mln KZT, 2.75 bn KZT, 79.6 bn KZT."""
    if abs(mln) < MLN_PER_BN:
        return f"{grouped(mln)}{THIN}mln KZT"
    value = mln / MLN_PER_BN
    return f"{grouped(value, 1 if value >= 10 else 2)}{THIN}bn KZT"


def short_name(name: str) -> str:
    """A project's name without what stands in brackets or after a colon."""
    return name.split(" (")[0].split(":")[0]


def project_label(item: str, name: str, most: int = 46) -> str:
    short = short_name(name)
    short = short if len(short) <= most else short[: most - 1].rstrip() + "…"
    return f"{item}  {short}"


def projects(answer: Answer) -> pd.DataFrame:
    """The projects as the views show them.

    Beside the stored columns label, cost (mln KZT) and shift (years of mean spending, negative:
    earlier), empty where a plan leaves the project out.
    """
    table = answer.tables["projects"].copy()
    table["item"] = table["item"].astype(str)
    table["label"] = [
        project_label(i, n) for i, n in zip(table["item"], table["name"], strict=True)
    ]
    table["cost"] = table["public"] + table["private"]
    table["shift"] = table["mean_optimised"] - table["mean_documented"]
    return table
