"""Is the water there? The balance of all years and variants, with proofs."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from inputs.territory import Territory
from models.network_flow import OrderError
from optimizer.certificate import Certificate, Status, Violation, relative_gap
from optimizer.limits import Limits
from scenarios.language import said
from scenarios.scenario import Scenario
from scenarios.studies.water.balance.checks import find_problems
from scenarios.studies.water.balance.documents import read_documents
from scenarios.studies.water.balance.notes import write_notes
from scenarios.studies.water.balance.results import Results, solve_all
from scenarios.studies.water.balance.tables import balance_tables
from scenarios.studies.water.balance.terms import VARIANTS, assumptions_of, read_terms
from scenarios.studies.water.balance.transfers import read_transfers
from scenarios.studies.water.balance.treatments import list_treatments
from scenarios.study import Problem


@dataclass(frozen=True)
class WaterBalance:
    """What the balance says.

    Attributes
    ----------
    tables : balance_uses, balance_sources, balance_transfers, balance_flows, balance_proofs by
        variant and year, and balance_treatments; empty where there are problems
    certificates : one a variant, over all its years
    notes : sentences the report must show
    assumptions_used : names of assumption rows
    problems : what in the scenario or the data cannot be
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    certificates: tuple[Certificate, ...] = ()
    notes: tuple[str, ...] = ()
    assumptions_used: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def balance(territory: Territory, scenario: Scenario, limits: Limits | None = None) -> WaterBalance:
    """Balance supply and demand of every oblast from 2040 to 2050 in normal and dry years.

    All oblasts of the data are balanced together, since rivers do not end at a region; the tables
    show those of the scenario's region.

    Raises
    ------
    InputError
        a row of the data cannot be, whatever the scenario
    NoPlanInTimeError
        time is over
    """
    problems = find_problems(territory, scenario)
    if problems:
        return _without(*problems)
    started = time.perf_counter()
    asked, assumptions = scenario.water, assumptions_of(territory, scenario)
    terms, documented = read_terms(assumptions), read_documents(territory)
    transfers = read_transfers(territory, assumptions, documented.oblasts, asked.drop_transfers)
    factor = np.array([asked.surface_factor.get(o, 1.0) for o in documented.oblasts])
    clock = (limits or Limits()).clock()
    try:
        results = solve_all(documented, transfers, terms, factor, clock)
    except OrderError as error:
        return _without(Problem("assumptions.water_value_household", str(error)))
    shown = {territory.oblast_of(unit) for unit in territory.leaf_units(scenario.region)}
    treatments = list_treatments(territory, documented, transfers)
    treatments = treatments[treatments["oblast_id"].isin(shown)].drop(columns="oblast_id")
    tables = balance_tables(documented, transfers, results, shown)
    seconds = time.perf_counter() - started
    named = transfers.table["cost_assumption"].dropna()
    return WaterBalance(
        tables={**tables, "balance_treatments": treatments.reset_index(drop=True)},
        certificates=tuple(_certificate(results, v, seconds) for v in range(len(VARIANTS))),
        notes=write_notes(territory, terms, tables, transfers),
        assumptions_used=tuple(dict.fromkeys([*terms.names, *named])),
    )


def _without(*problems: Problem) -> WaterBalance:
    """No tables, and a note that says why."""
    notes = tuple(
        said("No water balance: {problem}.", problem=str(problem)) for problem in problems
    )
    return WaterBalance(notes=notes, problems=problems)


def _certificate(results: Results, v: int, seconds: float) -> Certificate:
    """All years of a variant together."""
    objective, bound = float(results.objective[v].sum()), float(results.bound[v].sum())
    gap, checked = relative_gap(objective, bound), bool(results.checked[v].all())
    return Certificate(
        stage=f"water balance, {VARIANTS[v].replace('_', ' ')} years",
        sense="minimise",
        unit="mln KZT",
        status=Status.OPTIMAL if gap is not None and gap <= 1e-7 else Status.FEASIBLE,
        objective=objective,
        bound=bound,
        gap=gap,
        seconds=seconds / len(VARIANTS),
        engine=results.engine,
        checked=checked,
        violations=()
        if checked
        else (Violation("balance", "years that failed", float((~results.checked[v]).sum())),),
    )
