"""What a schedule of phases does, year by year; knows nothing of solvers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from models.project_scheduling import NOT_DONE
from scenarios.evaluation import Evaluation
from scenarios.plan import Plan
from scenarios.studies.roadmap.schedule import starts_of
from scenarios.studies.roadmap.terms import (
    FIRST_YEAR,
    FloatArray,
    IntArray,
    RoadmapTerms,
    mln,
    spend,
)

MIDTERM = 2025  # the roadmap's own year of account


def simulate(terms: RoadmapTerms, plan: Plan) -> Evaluation:
    """Simulate any plan over the years.

    by_unit : a row an item and year: unit_id (the item), oblast_id (its section), year, reached
    (part of the target), finished, public, private (mln KZT spent). by_year : year, spending,
    public, private, budget, budget_public, budget_private, available, carry_over, lapsed,
    overspending (mln KZT; budgets empty where there is no limit), reached and waiting (targets,
    weighted), finished (projects). spending : year, oblast_id (section A, B or C), spending.
    """
    start = starts_of(terms, plan)
    by_unit = _by_project(terms, start)
    by_year = _by_year(terms, start, by_unit)
    spending = (
        by_unit.assign(spending=by_unit["public"] + by_unit["private"])
        .groupby(["year", "oblast_id"])["spending"]
        .sum()
        .reset_index()
    )
    return Evaluation(plan.name, by_unit, by_year, spending, _kpis(terms, start, by_year, by_unit))


def reached(terms: RoadmapTerms, start: IntArray) -> FloatArray:
    """(P, Y) part of each project's target reached by the end of a year."""
    result = np.zeros((len(terms.projects), len(terms.years)))
    end = start + terms.duration - 1
    there = np.flatnonzero((start != NOT_DONE) & (end < len(terms.years)))
    np.add.at(result, (terms.project[there], end[there]), terms.share[there])
    return np.asarray(result.cumsum(axis=1))


def _by_project(terms: RoadmapTerms, start: IntArray) -> pd.DataFrame:
    years = terms.years
    part = reached(terms, start)
    end = np.where(start == NOT_DONE, len(years), start + terms.duration - 1)
    last = np.zeros(len(terms.projects), dtype=np.int64)
    np.maximum.at(last, terms.project, end)
    frames = []
    for p, item in enumerate(terms.items):
        money = mln(spend(terms.cost, start, len(years), np.flatnonzero(terms.project == p)))
        frames.append(
            pd.DataFrame(
                {
                    "unit_id": item,
                    "oblast_id": terms.projects["section"].iloc[p],
                    "year": years,
                    "reached": part[p],
                    "finished": last[p] + FIRST_YEAR <= years,
                    "public": money[:, 0],
                    "private": money[:, 1],
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _by_year(terms: RoadmapTerms, start: IntArray, by_unit: pd.DataFrame) -> pd.DataFrame:
    spent = spend(terms.cost, start, len(terms.years))
    money = purse(terms, spent)
    per_year = by_unit.groupby("year")
    weight = terms.weight @ reached(terms, start)
    return pd.DataFrame(
        {
            "year": terms.years,
            "spending": mln(spent.sum(axis=1)),
            "public": mln(spent[:, 0]),
            "private": mln(spent[:, 1]),
            **money,
            "reached": weight,
            "waiting": terms.weight.sum() - weight,
            "finished": per_year["finished"].sum().to_numpy(),
        }
    )


def purse(terms: RoadmapTerms, spent: IntArray) -> dict[str, FloatArray]:
    """(Y,) columns of the envelope and of what is handed on, mln KZT; not a number if no limit."""
    years = len(terms.years)
    if not terms.limited:
        blank = np.full(years, np.nan)
        names = ("budget", "budget_public", "budget_private", "available")
        return {**dict.fromkeys(names, blank), **{n: np.zeros(years) for n in _FLOWS}}
    kept = np.zeros((years + 1, 2), dtype=np.int64)
    over = np.zeros((years, 2), dtype=np.int64)
    lapsed = np.zeros((years, 2), dtype=np.int64)
    for t in range(years):
        left = kept[t] + terms.envelope[t] - spent[t]
        over[t] = np.maximum(-left, 0)
        most = terms.carry_limit[t] if t + 1 < years else np.zeros(2, dtype=np.int64)
        kept[t + 1] = np.clip(left, 0, most)
        lapsed[t] = np.maximum(left, 0) - kept[t + 1]
    budget = terms.envelope.sum(axis=1)
    return {
        "budget": mln(budget),
        "budget_public": mln(terms.envelope[:, 0]),
        "budget_private": mln(terms.envelope[:, 1]),
        "available": mln(budget + kept[:-1].sum(axis=1)),
        "carry_over": mln(kept[1:].sum(axis=1)),
        "lapsed": mln(lapsed.sum(axis=1)),
        "overspending": mln(over.sum(axis=1)),
    }


_FLOWS = ("carry_over", "lapsed", "overspending")


def _kpis(
    terms: RoadmapTerms, start: IntArray, by_year: pd.DataFrame, by_unit: pd.DataFrame
) -> dict[str, Any]:
    total = float(terms.weight.sum())
    before = np.concatenate([[0.0], by_year["reached"].to_numpy()[:-1]])
    peak = int(by_year["spending"].to_numpy().argmax())
    midterm = by_year[by_year["year"] <= MIDTERM].iloc[-1]
    moved = (start != terms.documented_start).sum()
    return {
        "target_years_waited": float((total - before).sum()),
        "targets_missed": total - float(by_year["reached"].iloc[-1]),
        "targets_reached_2025": float(midterm["reached"]),
        "projects_finished": int(by_year["finished"].iloc[-1]),
        "projects_unfinished": len(terms.projects) - int(by_year["finished"].iloc[-1]),
        "projects_finished_2025": int(midterm["finished"]),
        "spending_mln_kzt": float(by_year["spending"].sum()),
        "peak_spending_mln_kzt": float(by_year["spending"].iloc[peak]),
        "peak_spending_year": int(by_year["year"].iloc[peak]),
        "lowest_spending_mln_kzt": float(by_year["spending"].min()),
        "overspending_mln_kzt": float(by_year["overspending"].sum()),
        "lapsed_mln_kzt": float(by_year["lapsed"].sum()),
        "phases_moved": int(moved),
        "phases_left_out": int((start == NOT_DONE).sum()),
        "required_left_out": int(((start == NOT_DONE) & terms.required).sum()),
    }
