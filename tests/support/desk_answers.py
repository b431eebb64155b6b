"""Answers of real studies for the desk's tests, made without a solver.

A documented variant stands in the optimised plan's place: figures, edits and comparisons need two
plans of one question, not the better one.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from inputs.territory import Territory, load_territory
from optimizer.certificate import Certificate, Status
from scenarios import studies
from scenarios.comparison import Headline, compare
from scenarios.loading import load_scenario
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.studies.education.study import HEADLINES
from scenarios.study import Answer, OrderedStudy

OPTIMISED = "optimised"


@cache
def territory() -> Territory:
    return load_territory()


@cache
def schools(budget_bn: float = 30.0, name: str = "mangystau") -> Answer:
    """School places of one oblast; the plan builds the largest backlog first."""
    scenario = load_scenario(
        "default",
        ["region=[mangystau_oblast]", f"money.budget_bn_per_year={budget_bn}"],
    )
    return _answer(scenario.model_copy(update={"name": name}), "largest backlog first", HEADLINES)


def answered(scenario: Scenario, ground: Territory | None = None) -> Answer:
    """School places as the scenario asks, with a front that holds the plan and the documents'."""
    answer = _answer(scenario, "largest backlog first", HEADLINES, ground)
    return replace(answer, front=_front(answer))


@cache
def water() -> Answer:
    """Settlements of all oblasts; the plan connects them without waiting."""
    headlines = (Headline("without water", "weighted_unserved_person_years", "person-years", 0.5),)
    return _answer(load_scenario("water"), "documented order without waiting", headlines)


def _front(answer: Answer) -> pd.DataFrame:
    """The plans as points, and two beside the first that nobody has made."""
    rows = []
    for name in (OPTIMISED, answer.comparison.baseline):
        kpis = answer.evaluations[name].kpis
        short = kpis["discounted_shortage_place_years"]
        rows.append((kpis["worst_share"], short, "chosen" if name == OPTIMISED else name))
    share, short, _label = rows[0]
    rows += [(0.9 * share, 1.05 * short, ""), (1.1 * share, 0.98 * short, "")]
    front = pd.DataFrame(rows, columns=["worst_share", "discounted_shortage_place_years", "label"])
    return front.assign(worst_share_cap=front["worst_share"], bound=0.9 * short, gap=0.01)


def _answer(
    scenario: Scenario,
    best: str,
    headlines: tuple[Headline, ...],
    ground: Territory | None = None,
) -> Answer:
    ground = ground or territory()
    study = studies.create(ground, scenario)
    assert isinstance(study, OrderedStudy)
    documented = study.documented()
    plans = {OPTIMISED: Plan(OPTIMISED, documented[best].actions), **documented}
    evaluations = {name: study.evaluate(plan) for name, plan in plans.items()}
    span = range(scenario.years.first, scenario.years.last + 1)
    return Answer(
        scenario=scenario,
        territory=ground,
        plan=plans[OPTIMISED],
        plans=plans,
        evaluations=evaluations,
        comparison=compare(
            plans,
            evaluations,
            optimised=OPTIMISED,
            baseline=study.baseline,
            headlines=headlines,
            horizons=(2030, 2040, 2050),
            first_year=scenario.years.first,
        ),
        certificates=(
            Certificate(
                "1 shortage", "minimise", "weighted demand not served", Status.FEASIBLE, 1000.0,
                990.0, 0.01, 1.0, "highs", True,
            ),
        ),
        budget_value=pd.DataFrame({"year": span, "value": [float(2060 - y) for y in span]}),
        front=pd.DataFrame(),
        assumptions=ground.assumptions.to_table(),
        anomalies=ground.table("anomalies").head(2),
        kind="water" if scenario.study == "water" else "programme",
    )  # fmt: skip
