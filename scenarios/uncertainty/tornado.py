"""Every assumption at its low and its high end alone: which of them moves the answer most."""

from __future__ import annotations

import math

import pandas as pd

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.first_years import FirstYears, Start
from scenarios.scenario import Scenario
from scenarios.sweeps import Variant
from scenarios.uncertainty.actions import share_moved
from scenarios.uncertainty.answer import Cell, Moved
from scenarios.uncertainty.question import Question
from scenarios.uncertainty.running import Runner
from scenarios.uncertainty.sameness import same


def tornado(
    question: Question, runner: Runner, territory: Territory, central: Cell
) -> tuple[Moved, ...]:
    """Every assumption that the base's answer rests on, at both ends of its range.

    One that a key of the scenario overrules changes nothing in the model and is left out.
    """
    if not central.run:
        return ()
    used = pd.read_csv(runner.out / central.run / "assumptions.csv")
    moves = [
        (str(row["name"]), level, float(row[level]), str(row["unit"]))
        for row in used.to_dict("records")
        for level in ("low", "high")
        if not row["overridden"] and float(row[level]) != float(row["value"])
    ]
    scenarios = [_with_assumption(question.base, name, level) for name, level, _, _ in moves]
    before = question.study(territory, question.base).model()
    kept = [i for i, s in enumerate(scenarios) if _matters(question.study, territory, s, before)]
    if not kept:
        return ()
    variants = [Variant(f"{moves[i][0]} {moves[i][1]}", scenarios[i]) for i in kept]
    cells = runner.solve("every assumption by itself", variants)

    def starts_of(cell: Cell, scenario: Scenario) -> dict[Start, int]:
        study = question.study(territory, scenario)
        return runner.starts(cell, study, question.decide_until)

    centre = starts_of(central, question.base)
    found = [
        Moved(
            *moves[i],
            cell.value,
            cell.bound,
            share_moved(starts_of(cell, scenarios[i]), centre) if cell.run else math.nan,
            cell.error,
        )
        for i, cell in zip(kept, cells, strict=True)
    ]
    reach: dict[str, float] = {}
    for one in found:
        away = abs(one.value - central.value)
        if not math.isnan(away):
            reach[one.assumption] = max(reach.get(one.assumption, 0.0), away)
    return tuple(sorted(found, key=lambda m: (-reach.get(m.assumption, 0.0), m.assumption)))


def _with_assumption(base: Scenario, name: str, level: str) -> Scenario:
    settings = {**base.assumptions, name: level}
    return Scenario.model_validate({**base.canonical(), "assumptions": settings})


def _matters(
    study: type[FirstYears], territory: Territory, scenario: Scenario, before: object
) -> bool:
    """Whether the model differs, or cannot be built, which the run will tell."""
    try:
        after = study(territory, scenario).model()
    except InputError:
        return True
    return not same(before, after)
