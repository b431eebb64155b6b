"""The programme's figures as its charts, tables and sentences use them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.numbers import MLN_PER_BN

TECHNOLOGIES = {
    "group_main": "group main",
    "local_source": "local source",
    "block_module": "block module",
}


def kpis(answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of the optimised plan and of the documented one under the same money."""
    return frames.optimised(answer).kpis, frames.baseline(answer).kpis


def said_technology(technology: str) -> str:
    return TECHNOLOGIES.get(technology, technology.replace("_", " "))


def yearly_budget(answer: Answer) -> float:
    """Mean of the scenario's budget, bn KZT a year."""
    return float(frames.spending(answer)["budget"].mean())


def date_prices(answer: Answer) -> pd.DataFrame:
    """year, plan, budget_low_bn, budget_high_bn; empty where they were not asked for."""
    columns = ["year", "plan", "budget_low_bn", "budget_high_bn"]
    table = answer.tables.get("date_prices", pd.DataFrame())
    if table.empty:
        return pd.DataFrame(columns=columns)
    known = table["budget_high_bn"].notna() & (table["budget_high_bn"] < float("inf"))
    return table.loc[known, columns].sort_values(["plan", "year"], ignore_index=True)


def price_of(answer: Answer, year: int) -> dict[str, tuple[float, float]]:
    """Least yearly budget by plan for all to be connected by a year: (low, high) bn KZT."""
    table = date_prices(answer)
    own = table[table["year"] == year]
    return {
        str(row.plan): (float(row.budget_low_bn), float(row.budget_high_bn))
        for row in frames.rows(own)
    }


def technologies(answer: Answer) -> pd.DataFrame:
    """role, oblast, technology, settlements, people, spending (bn KZT): both plans, all years."""
    table = answer.tables["connections"]
    roles = {evaluation.plan_name: role for role, evaluation in frames.pair(answer).items()}
    own = table[table["plan"].isin(list(roles))]
    found = own.groupby(["plan", "unit_id", "technology"], as_index=False)[
        ["settlements", "people", "spending_mln_kzt"]
    ].sum()
    found["role"] = found["plan"].map(roles)
    found["oblast"] = [answer.territory.name(str(u), "en") for u in found["unit_id"]]
    found["spending"] = found["spending_mln_kzt"] / MLN_PER_BN
    return found[["role", "oblast", "technology", "settlements", "people", "spending"]]
