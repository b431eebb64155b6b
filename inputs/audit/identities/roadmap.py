"""Identities of the Green Almaty roadmap: years, sources of money, parts and wholes."""

from __future__ import annotations

import pandas as pd

from inputs.audit.identity import EXACT, Identity, Tables, joined, residuals

_MONEY = ("republican_budget_mln_kzt", "local_budget_mln_kzt", "private_mln_kzt")
_TOTAL = "total_mln_kzt"


def _sources(tables: Tables) -> pd.DataFrame:
    frame = tables["projects"]
    sums = frame[list(_MONEY)].sum(axis=1, min_count=1)
    return residuals(frame, _TOTAL, frame[_TOTAL], sums, EXACT)


def _years(tables: Tables) -> pd.DataFrame:
    frame = tables["projects"]
    spent = tables["project_spending"].groupby("item")["cost_mln_kzt"].sum(min_count=1)
    return residuals(frame, _TOTAL, frame[_TOTAL], frame["item"].map(spent), EXACT)


def _parts_of_totals(tables: Tables) -> pd.DataFrame:
    frame = tables["projects"]
    parts = []
    for field in (_TOTAL, *_MONEY):
        sums = frame.groupby("parent")[field].sum(min_count=1)
        parts.append(residuals(frame, field, frame[field], frame["item"].map(sums), EXACT))
    return joined(parts)


def _parts_of_years(tables: Tables) -> pd.DataFrame:
    frame = tables["project_spending"]
    parent = frame["item"].map(tables["projects"].set_index("item")["parent"])
    sums = (
        frame.assign(item=parent)
        .groupby(["item", "bucket"])["cost_mln_kzt"]
        .sum(min_count=1)
        .rename("part")
        .reset_index()
    )
    both = frame.reset_index().merge(sums, on=["item", "bucket"]).set_index("index")
    return residuals(both, "cost_mln_kzt", both["cost_mln_kzt"], both["part"], EXACT)


def _unit_costs(tables: Tables) -> pd.DataFrame:
    """The ratio is ours and rounded to four significant digits at least."""
    frame = tables["project_unit_costs"]
    expected = frame["cost_mln_kzt"] / frame["quantity"]
    return residuals(
        frame, "unit_cost_mln_kzt", frame["unit_cost_mln_kzt"], expected, expected.abs() * 5e-3
    )


IDENTITIES = (
    Identity("total = sum of the sources of money", "projects", _sources, "exact", ()),
    Identity("total = sum of the years", "projects", _years, "exact", ("project_spending",)),
    Identity("total = sum of the parts", "projects", _parts_of_totals, "exact", ()),
    Identity(
        "year = sum of the parts", "project_spending", _parts_of_years, "exact", ("projects",)
    ),
    Identity(
        "unit cost = cost / quantity",
        "project_unit_costs",
        _unit_costs,
        "0.5 % (the ratio is rounded)",
        (),
    ),
)
