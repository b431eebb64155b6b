"""Schedules of phases as plans, and back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from inputs.errors import InputError
from models.project_scheduling import NOT_DONE, carried
from scenarios.plan import Action, Origin, Plan
from scenarios.studies.orders import BY_BENEFIT, BY_NEED
from scenarios.studies.roadmap.terms import (
    FIRST_YEAR,
    FloatArray,
    IntArray,
    RoadmapTerms,
    mln,
    spend,
)

OPTIMISED = "optimised"
AS_PRINTED = "documented as printed"
UNDER_BUDGET = "documented under budget"


def plan_from(terms: RoadmapTerms, start: IntArray, name: str, origin: Origin) -> Plan:
    """Every phase that is done as a row; `asset` is its phase_id, `in_service_year` the year after.

    Phases that keep their documented years because the scenario holds them are `fixed`.
    """
    money = mln(terms.cost.sum(axis=(1, 2)))
    rows = [
        {
            "place_id": phase["item"],
            "to_place_id": "",
            "asset": phase["phase_id"],
            "action": Action.OPEN.value,
            "size": float(phase["quantity"]),
            "unit": phase["unit"] or "phase",
            "start_year": FIRST_YEAR + int(start[i]),
            "in_service_year": FIRST_YEAR + int(start[i]) + int(phase["duration"]),
            "capex_mln_kzt": float(money[i]),
            "opex_mln_kzt": 0.0,
            "origin": (Origin.FIXED if terms.held[i] and origin is Origin.OPTIMISED else origin),
        }
        for i, phase in enumerate(terms.phases.to_dict("records"))
        if start[i] != NOT_DONE
    ]
    return Plan.from_rows(name, rows)


def starts_of(terms: RoadmapTerms, plan: Plan) -> IntArray:
    """(N,) period in which a plan starts each phase, `NOT_DONE` for those it leaves out.

    Raises
    ------
    InputError
        a phase that the roadmap does not have, twice in the plan, or before its first year
    """
    rows = plan.actions
    known = pd.Series(np.arange(len(terms.phases)), index=terms.phases["phase_id"])
    strange = ~rows["asset"].isin(known.index)
    twice = rows["asset"].duplicated()
    early = rows["start_year"] < FIRST_YEAR
    for wrong, message, column, expected in (
        (strange, "is no phase of the roadmap", "asset", "an item and a number, such as 8:1"),
        (twice, "stands twice in the plan", "asset", "every phase once"),
        (early, "is before the roadmap", "start_year", f"{FIRST_YEAR} or later"),
    ):
        if wrong.any():
            at = int(wrong.to_numpy().argmax())
            raise InputError(
                message,
                file=plan.name,
                row=at + 2,
                column=column,
                value=str(rows[column].iloc[at]),
                expected=expected,
            )
    start = np.full(len(terms.phases), NOT_DONE, dtype=np.int64)
    start[known[rows["asset"]].to_numpy()] = rows["start_year"].to_numpy() - FIRST_YEAR
    return start


def documented_as_printed(terms: RoadmapTerms) -> IntArray:
    """(N,) the document's own years, whatever money there is."""
    return terms.documented_start.copy()


def documented_under_budget(terms: RoadmapTerms) -> IntArray:
    """(N,) the document's order waiting for money: no phase before its year, none out of turn.

    Phases take their turn by documented year and then by item; one that finds no money up to the
    last year is left out with those that follow it, and a project that only its end finishes is
    left out whole.
    """
    return _as_money_allows(terms, terms.documented, terms.documented - FIRST_YEAR)


def greedy_schedules(terms: RoadmapTerms) -> dict[str, IntArray]:
    """(N,) starts of the most target in a year of work first, and of the most for its money.

    Projects take their turn with all their phases, which begin as soon as their order, the pace and
    the money allow. Nothing looks ahead: what finds no money up to the last year is left out.
    """
    k = terms.instance
    earliest = np.zeros(k.tasks, dtype=np.int64)
    for e in np.argsort(k.after):
        b, a = k.before[e], k.after[e]
        earliest[a] = earliest[b] + k.lag[e] + k.from_end[e] * k.duration[b]
    work = np.zeros(len(terms.projects))
    np.maximum.at(work, terms.project, earliest + k.duration)
    money = np.bincount(terms.project, weights=terms.cost.sum(axis=(1, 2)))
    return {
        name: _as_money_allows(terms, -(terms.weight / dear)[terms.project], k.release)
        for name, dear in ((BY_NEED, work), (BY_BENEFIT, money))
    }


def _as_money_allows(
    terms: RoadmapTerms, rank: IntArray | FloatArray, earliest: IntArray
) -> IntArray:
    """(N,) starts of phases by rank, the lowest first, none before its earliest period."""
    excluded: set[int] = set()
    while True:
        start = _in_turn(terms, rank, earliest, excluded)
        broken = _unfinished(terms, start) - excluded
        if not broken:
            return start
        excluded |= broken


def _in_turn(
    terms: RoadmapTerms, rank: IntArray | FloatArray, earliest: IntArray, excluded: set[int]
) -> IntArray:
    k = terms.instance
    start = np.full(k.tasks, NOT_DONE, dtype=np.int64)
    turn = np.lexsort((np.arange(k.tasks), ~terms.held, rank))
    turn = turn[np.argsort(~terms.held[turn], kind="stable")]  # what is held is paid first
    into = {int(a): e for e, a in enumerate(k.after)}
    spent = np.zeros_like(k.envelope)
    by_project = np.zeros((len(k.group_limit), k.periods), dtype=np.int64)
    for i in map(int, turn):
        if int(terms.project[i]) in excluded:
            continue
        ready = int(max(earliest[i], k.release[i]))
        if i in into:
            e = into[i]
            b = int(k.before[e])
            if start[b] == NOT_DONE:
                continue
            ready = max(ready, int(start[b] + k.lag[e] + k.from_end[e] * k.duration[b]))
        for t in range(ready, int(k.last_start[i]) + 1):
            trial = spent.copy()
            cost = k.cost[i, : k.duration[i]]
            trial[t : t + k.duration[i]] += cost
            busy = by_project[k.group[i], t : t + k.duration[i]]
            slow_enough = (busy + cost.sum(axis=1) <= k.group_limit[k.group[i]]).all()
            if slow_enough and (trial <= k.envelope + carried(k, trial)[:-1]).all():
                start[i], spent = t, trial
                busy += cost.sum(axis=1)
                break
    return start


def _unfinished(terms: RoadmapTerms, start: IntArray) -> set[int]:
    """Projects with a phase that is of no use without one that is not done."""
    k = terms.instance
    bad = k.together & ((start[k.before] == NOT_DONE) != (start[k.after] == NOT_DONE))
    return {int(p) for p in terms.project[k.before[bad]]}


def fits(terms: RoadmapTerms, start: IntArray) -> bool:
    """Whether the envelopes pay a schedule."""
    k = terms.instance
    spent = spend(terms.cost, start, k.periods)
    return bool((spent <= k.envelope + carried(k, spent)[:-1]).all())
