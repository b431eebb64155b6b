"""The programme's figures as its charts, tables and sentences use them."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from scenarios.language import _, marked, spoken, told
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import MLN_PER_BN

TECHNOLOGIES = {
    "group_main": marked("group main"),
    "local_source": marked("local source"),
    "block_module": marked("block module"),
}


OPTIMISED_ORDER, DOCUMENTED_ORDER = marked("optimised order"), marked("documented order")
CLOSE = 0.01  # relative: prices nearer than this are said as one


def kpis(answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the optimised plan and of the documented one under the same money."""
    return frames.optimised(answer).kpis, frames.baseline(answer).kpis


def said_technology(technology: str) -> str:
    return _(TECHNOLOGIES.get(technology, technology.replace("_", " ")))


def yearly_budget(answer: Answer) -> float:
    """Mean of the scenario's budget, bn KZT a year."""
    return float(frames.spending(answer)["budget"].mean())


def date_prices(answer: Answer) -> pd.DataFrame:
    """year, plan, budget_low_bn, budget_high_bn (empty: out of reach), why (it is).

    Without rows where no prices were asked for.
    """
    columns = ["year", "plan", "budget_low_bn", "budget_high_bn", "why"]
    table = answer.tables.get("date_prices", pd.DataFrame(columns=columns))
    table = table[columns].sort_values(["year", "plan"], ascending=[True, False], ignore_index=True)
    table["why"] = [_with_names(answer, told(why)) for why in table["why"].fillna("")]
    return table


def reached(answer: Answer) -> pd.DataFrame:
    """The rows of `date_prices` whose date some budget reaches."""
    table = date_prices(answer)
    return table[table["budget_high_bn"].notna()].reset_index(drop=True)


def price_of(answer: Answer, year: int) -> dict[str, tuple[float, float]]:
    """Least yearly budget by order for all to be connected by a year: (low, high) bn KZT."""
    table = reached(answer)
    own = table[table["year"] == year]
    return {
        str(row.plan): (float(row.budget_low_bn), float(row.budget_high_bn))
        for row in frames.rows(own)
    }


def _with_names(answer: Answer, text: str) -> str:
    """A text with names in place of the ids of units."""
    units = answer.territory.units.index
    return re.sub(
        r"\w+", lambda m: answer.territory.name(m[0], spoken()) if m[0] in units else m[0], text
    )


def technologies(answer: Answer) -> pd.DataFrame:
    """role, oblast, technology, settlements, people, spending (bn KZT): both plans, all years."""
    table = answer.tables["connections"]
    roles = {evaluation.plan_name: role for role, evaluation in frames.pair(answer).items()}
    own = table[table["plan"].isin(list(roles))]
    found = own.groupby(["plan", "unit_id", "technology"], as_index=False)[
        ["settlements", "people", "spending_mln_kzt"]
    ].sum()
    found["role"] = found["plan"].map(roles)
    found["oblast"] = [answer.territory.name(str(u), spoken()) for u in found["unit_id"]]
    found["spending"] = found["spending_mln_kzt"] / MLN_PER_BN
    return found[["role", "oblast", "technology", "settlements", "people", "spending"]]


def first_ones(answer: Answer, year: int) -> pd.DataFrame:
    """`frames.turns` with <role>_count and <role>_size: settlements up to a year, people each."""
    table = frames.turns(answer)
    starts = answer.tables["connections"]
    for role, evaluation in frames.pair(answer).items():
        own = starts[(starts["plan"] == evaluation.plan_name) & (starts["year"] <= year)]
        sums = own.groupby("unit_id")[["settlements", "people"]].sum()
        table[f"{role}_count"] = table["unit_id"].map(sums["settlements"]).fillna(0)
        table[f"{role}_size"] = table["unit_id"].map(sums["people"] / sums["settlements"])
    return table
