"""The roadmap's projects as phases: what is done in which years, for what money, in which order.

A phase is a cell of the roadmap: a project in one of its columns. The last column stands for five
years; what it buys in pieces is spread over them, what it finishes whole is one phase of so many
years.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.errors import InputError
from inputs.territory import Territory

IntArray = NDArray[np.int64]

TENTHS = 10  # money is counted in tenths of a mln KZT: the fifths of a column are whole
SOURCES = ("public", "private")
# What the data call the quantity of a phase tells how its work goes on.
PREPARATION = ("study", "design", "site design", "canal design")
IN_PIECES = (
    "seedling", "tree", "ha", "km", "station", "site", "eco-station", "container", "water body",
    "intake", "canal", "object", "volume",
)  # fmt: skip
YEARLY = ("person", "%", "event")

_INTERVAL = re.compile(r"(\d{4})(?:-(\d{4}))?")


def costed_projects(territory: Territory) -> pd.DataFrame:
    """Items without parts that carry money, in the document's order.

    Columns of `projects`, and public_share (of the money that is not private), section (A, B, C).
    """
    table = territory.table("projects")
    leaves = table[(table["level"] == "project") & table["total_mln_kzt"].notna()].copy()
    money = ["republican_budget_mln_kzt", "local_budget_mln_kzt", "private_mln_kzt"]
    parts = leaves[money].fillna(0.0)
    leaves["public_share"] = 1.0 - parts["private_mln_kzt"] / parts.sum(axis=1)
    leaves["section"] = [ancestors(table, item)[-1] for item in leaves["item"]]
    order = leaves["item"].map(item_order)
    return leaves.loc[order.sort_values().index].reset_index(drop=True)


def ancestors(projects: pd.DataFrame, item: str) -> list[str]:
    """Groups and the section that an item belongs to, from below, without the grand total."""
    parent = projects.set_index("item")["parent"]
    found: list[str] = []
    above = parent[item]
    while isinstance(above, str) and isinstance(parent.get(above), str):
        found.append(above)
        above = parent[above]
    return found


def item_order(item: str) -> tuple[int, ...]:
    """10.2 comes after 9."""
    return tuple(int(part) for part in item.split("."))


def build_phases(territory: Territory, spread: str) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Every phase with its documented years, and its money.

    Parameters
    ----------
    spread : how five years share the last column: pro_rata, early or late

    Returns
    -------
    One row a phase: phase_id, item, number (within the project, from 1), activity, unit, quantity,
    work (preparation | pieces | whole | yearly | running), first_year, duration, part, parts (of
    its column), gap (years to the phase before, where the period has a pause), document, lines.
    (N, D, 2) tenths of a mln KZT by year since its start and source.

    Raises
    ------
    InputError
        spending without an activity
    """
    projects = costed_projects(territory).set_index("item")
    spending = territory.table("project_spending")
    spending = spending[spending["item"].isin(projects.index)]
    activities = territory.table("project_activities")
    wanted = ["item", "bucket", "activity", "quantity", "quantity_derived", "unit"]
    cells = spending.merge(activities[wanted], on=["item", "bucket"], how="left")
    if cells["activity"].isna().any():
        row = cells[cells["activity"].isna()].iloc[0]
        raise InputError(
            "money without an activity",
            file="project_activities.csv",
            value=f"item {row['item']}, {row['bucket']}",
            expected="a row for every row of project_spending of an item without parts",
        )
    cells["amount"] = cells["quantity"].fillna(cells["quantity_derived"])
    rows: list[dict[str, object]] = []
    money: list[IntArray] = []
    for item in projects.index:
        part = cells[cells["item"] == item].sort_values("first_year")
        public = float(projects.loc[item, "public_share"])
        for phase, cost in _project_phases(item, str(projects.loc[item, "period"]), part, spread):
            rows.append({**phase, "number": 1 + sum(r["item"] == item for r in rows)})
            money.append(_by_source(cost, public))
    depth = max(len(m) for m in money)
    cost = np.stack([np.pad(m, ((0, depth - len(m)), (0, 0))) for m in money])
    table = pd.DataFrame(rows)
    table["phase_id"] = table["item"] + ":" + table["number"].astype(str)
    return table, cost


def shares(years: int, spread: str) -> NDArray[np.float64]:
    """(years,) shares that sum to 1: equal, or falling or rising by the sum of the digits."""
    digits = {
        "pro_rata": np.ones(years),
        "early": np.arange(years, 0, -1.0),
        "late": np.arange(1.0, years + 1),
    }[spread]
    return np.asarray(digits / digits.sum())


def documented_years(first: int, last: int, period: str) -> tuple[int, int]:
    """Years of a column that the project's printed period holds; all of them if it holds none."""
    held = [
        (max(first, a), min(last, b)) for a, b in _intervals(period) if a <= last and b >= first
    ]
    return (held[-1][0], held[-1][1]) if held else (first, last)


def _intervals(period: str) -> list[tuple[int, int]]:
    return [(int(a), int(b or a)) for a, b in _INTERVAL.findall(period)]


def _project_phases(
    item: str, period: str, cells: pd.DataFrame, spread: str
) -> list[tuple[dict[str, object], IntArray]]:
    """Rows without number and id, and (years,) tenths of a mln KZT of each."""
    units = cells["unit"].fillna("")
    project = (
        "running"
        if (units == "").all()
        else "yearly"
        if units.isin(YEARLY).any()
        else "pieces"
        if cells.loc[units.isin(IN_PIECES), "amount"].sum() > 1
        else "whole"
    )
    found: list[tuple[dict[str, object], IntArray]] = []
    end = 0
    for cell in cells.to_dict("records"):
        unit = "" if pd.isna(cell["unit"]) else str(cell["unit"])
        amount = 0.0 if pd.isna(cell["amount"]) else float(cell["amount"])
        first, last = documented_years(int(cell["first_year"]), int(cell["last_year"]), period)
        parts = shares(last - first + 1, spread)
        cost = _whole(parts, round(float(cell["cost_mln_kzt"]) * TENTHS))
        final = cell["first_year"] == cells["first_year"].max()
        other = project == "pieces" and unit not in IN_PIECES
        work = "preparation" if (unit in PREPARATION or other) and not final else project
        paused = bool(end) and first - end > 1 and len(_intervals(period)) > 1
        row: dict[str, object] = {
            "item": item, "activity": str(cell["activity"]), "unit": unit, "work": work,
            "gap": first - end - 1 if paused else 0,
            "document": cell["document"], "lines": cell["lines"],
        }  # fmt: skip
        end = last
        divisible = project in ("running", "yearly") or (unit in IN_PIECES and amount >= len(parts))
        if len(parts) > 1 and divisible:
            for k, share in enumerate(parts):
                piece = {"quantity": amount * share, "first_year": first + k, "duration": 1}
                found.append(
                    ({**row, **piece, "part": k + 1, "parts": len(parts)}, cost[k : k + 1])
                )
        else:
            piece = {"quantity": amount, "first_year": first, "duration": len(parts)}
            found.append(({**row, **piece, "part": 1, "parts": 1}, cost))
    return found


def _whole(parts: NDArray[np.float64], total: int) -> IntArray:
    """An amount in whole numbers by shares, nothing lost."""
    ends = np.rint(np.cumsum(parts) * total).astype(np.int64)
    return np.asarray(np.diff(ends, prepend=0))


def _by_source(cost: IntArray, public: float) -> IntArray:
    ours = np.rint(cost * public).astype(np.int64)
    return np.stack([ours, cost - ours], axis=1)
