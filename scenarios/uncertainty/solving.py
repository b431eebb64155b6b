"""From the question to its answer: every solve is a run of its own, through the sweep's runner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from inputs.territory import Territory
from optimizer.errors import InfeasibleError
from scenarios.explaining.speech import named, site_names
from scenarios.first_years import FirstYears, Start
from scenarios.language import Said
from scenarios.scenario import Scenario
from scenarios.sweeps import Variant
from scenarios.territories import territory_for
from scenarios.uncertainty.actions import action_table
from scenarios.uncertainty.answer import Cell, UncertaintyAnswer
from scenarios.uncertainty.mean_future import mean_future
from scenarios.uncertainty.naming import DOCUMENTED, MEAN, plan_for
from scenarios.uncertainty.payoff import Payoff
from scenarios.uncertainty.plans import HereAndNow, consensus, merged
from scenarios.uncertainty.question import Future, Question, variants_of
from scenarios.uncertainty.running import Interrupted, Runner
from scenarios.uncertainty.sameness import require_difference
from scenarios.uncertainty.shared import shared_plan
from scenarios.uncertainty.tornado import tornado

_MEAN_FUTURE, _BASE = "the mean future", "the base"


def solve(question: Question, runner: Runner) -> UncertaintyAnswer:
    """Answer a question; what is answered below `runner.out` already is read.

    Raises
    ------
    Interrupted
        stopped; the same call goes on from there
    InfeasibleError
        no future has an answer
    InputError
        names the data do not know, or futures that are all the same to the study
    """
    territory = territory_for(question.base, runner.data)
    until, study = question.decide_until, question.study

    def starts_of(cell: Cell, scenario: Scenario) -> dict[Start, int]:
        return runner.starts(cell, study(territory, scenario), until)

    require_difference(question, territory)
    mean = mean_future(question.base, question.futures, territory.assumptions)
    asked = [*variants_of(question), Variant(_MEAN_FUTURE, mean.scenario)]
    if question.tornado:
        asked.append(Variant(_BASE, question.base))
    cells = runner.solve("every future by itself", asked)
    count = len(question.futures)
    futures, lost = _answered(question.futures, cells[:count])
    alone = [cell for cell in cells[:count] if cell.run]
    own = [starts_of(c, f.scenario) for f, c in zip(futures, alone, strict=True)]

    proposed = [
        HereAndNow((plan_for(f.label),), starts) for f, starts in zip(futures, own, strict=True)
    ]
    if cells[count].run:
        proposed.append(HereAndNow((MEAN,), starts_of(cells[count], mean.scenario)))
    base = study(territory, question.base)
    proposed.append(HereAndNow((DOCUMENTED,), base.starts(base.documented(), until)))
    proposed.append(consensus(study, territory, futures, own, until))
    runner.on_step("one first stage for all futures")
    shared_bound, shared = shared_plan(question, territory, futures, runner.stop)
    if runner.stop:
        raise Interrupted
    if shared is not None:
        proposed.append(shared)
    plans = merged(proposed)
    table = _table(question, runner, territory, plans, futures)

    central = cells[-1] if question.tornado else None
    return UncertaintyAnswer(
        question=question,
        counted=study.counted,
        names=_names(base, territory, plans),
        futures=tuple(futures),
        lost=tuple(lost),
        alone=tuple(alone),
        plans=tuple(plans),
        cells=tuple(map(tuple, table)),
        payoff=Payoff(
            weight=np.array([f.weight for f in futures]),
            alone=np.array([c.value for c in alone]),
            alone_bound=np.array([c.bound for c in alone]),
            value=np.array([[c.value for c in row] for row in table]),
            bound=np.array([[c.bound for c in row] for row in table]),
            shared_bound=shared_bound,
        ),
        mean=next((i for i, plan in enumerate(plans) if MEAN in plan.names), None),
        left_at_base=mean.left,
        own=tuple(own),
        actions=action_table(futures, own),
        central=central,
        tornado=tornado(question, runner, territory, central) if central else (),
    )


def _names(base: FirstYears, territory: Territory, plans: Sequence[HereAndNow]) -> dict[str, str]:
    """What any plan starts, in words that are told in every language."""
    found = {what: base.named(what) for what in sorted({w for p in plans for w, _, _ in p.starts})}
    if all(isinstance(name, Said) for name in found.values()):
        return found
    sites = site_names(territory)
    return {what: named(name, sites) for what, name in found.items()}


def _answered(
    futures: Sequence[Future], cells: Sequence[Cell]
) -> tuple[list[Future], list[tuple[Future, str]]]:
    """The futures that have an answer, with weights that sum to 1 again; the others with why."""
    pairs = list(zip(futures, cells, strict=True))
    lost = [(future, cell.error) for future, cell in pairs if not cell.run]
    total = sum(future.weight for future, cell in pairs if cell.run)
    if total <= 0:
        raise InfeasibleError(tuple(f"{future.label}: {error}" for future, error in lost))
    kept = [replace(f, weight=f.weight / total) for f, cell in pairs if cell.run]
    return kept, lost


def _table(
    question: Question,
    runner: Runner,
    territory: Territory,
    plans: Sequence[HereAndNow],
    futures: Sequence[Future],
) -> list[list[Cell]]:
    """Every plan in every future, later starts chosen anew."""
    variants = [
        Variant(
            f"{plan.label}, then {future.label}",
            question.study.held(future.scenario, plan.starts, question.decide_until),
        )
        for plan in plans
        for future in futures
    ]
    cells = runner.solve("every plan in every future", variants)
    cells = [
        _with_cost_of_held(cell, question, territory, variant.scenario)
        for cell, variant in zip(cells, variants, strict=True)
    ]
    return [cells[i * len(futures) : (i + 1) * len(futures)] for i in range(len(plans))]


def _with_cost_of_held(
    cell: Cell, question: Question, territory: Territory, scenario: Scenario
) -> Cell:
    if not cell.run:
        return cell
    paid = question.study(territory, scenario).cost_of_held(question.measure)
    return replace(cell, value=cell.value + paid, bound=cell.bound + paid)
