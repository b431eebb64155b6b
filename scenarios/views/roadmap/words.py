"""How the roadmap's views name plans and goals, and the plans they compare."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.language import _, marked, told
from scenarios.study import Answer
from scenarios.views.numbers import MLN_PER_BN, grouped

SECTIONS = {"A": marked("Air"), "B": marked("Green and blue"), "C": marked("Waste")}
# What the study, its solver and the workbook call kinds of work, columns, engine and sheets
KINDS = (
    marked("CP-SAT of OR-Tools"),
    marked("preparation"),
    marked("pieces"),
    marked("whole"),
    marked("yearly"),
    marked("running"),
    marked("total"),
)
SHEETS = (
    marked("Moves"),
    marked("Phases"),
    marked("Years"),
    marked("Indicators"),
    marked("Prices"),
    marked("Printed sums"),
    marked("Emissions"),
)

# Unit of a price and of the first goal, by objective.
GOAL_UNITS = {
    "effect": marked("target-years"),
    "smooth": marked("bn KZT in the dearest year"),
    "fit": marked("targets"),
}


def baseline_label(answer: Answer) -> str:
    """How the documented plan that is compared against is called, in a sentence."""
    if as_printed(answer):
        return _("the documented phasing")
    return _("the documented order under the same money")


def as_printed(answer: Answer) -> bool:
    """Whether the plan is compared against the document as it is printed."""
    return answer.comparison.baseline == "documented as printed"


def goal_unit(answer: Answer) -> str:
    return _(GOAL_UNITS[answer.scenario.roadmap.objective])


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
        return _("{amount}\u202fmln KZT", amount=grouped(mln))
    value = mln / MLN_PER_BN
    return _("{amount}\u202fbn KZT", amount=grouped(value, 1 if value >= 10 else 2))


def short_name(name: str) -> str:
    """A project's name without what stands in brackets or after a colon."""
    return name.split(" (")[0].split(":")[0]


def project_label(item: str, name: str, most: int = 46) -> str:
    short = short_name(name)
    short = short if len(short) <= most else short[: most - 1].rstrip() + "…"
    return f"{item}  {short}"


def projects(answer: Answer) -> pd.DataFrame:
    """The projects as the views show them, named in the spoken language.

    Beside the stored columns label, cost (mln KZT) and shift (years of mean spending, negative:
    earlier), empty where a plan leaves the project out.
    """
    table = answer.tables["projects"].copy()
    table["item"] = table["item"].astype(str)
    table["name"] = [told(name) for name in table["name"]]
    table["label"] = [
        project_label(i, n) for i, n in zip(table["item"], table["name"], strict=True)
    ]
    table["cost"] = table["public"] + table["private"]
    table["shift"] = table["mean_optimised"] - table["mean_documented"]
    return table
