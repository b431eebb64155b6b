"""Connections of the first years, held by lot."""

from __future__ import annotations

import numpy as np
import pytest
from first_years_held import assert_nothing_lost, held_and_answered
from water_questions import changed

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.studies.water import WaterStudy
from scenarios.studies.water.first_years import WaterFirstYears

UNTIL = 2027


def asked(**parts: object) -> Scenario:
    usual = {
        "region": ["atyrau_oblast"],
        "money": {"budget_bn_per_year": 3},
        "solve": {"time_s": 30, "gap": 0.005},
    }
    return changed(**{**usual, **parts})


def test_the_first_years_of_an_optimum_held_lose_nothing(territory: Territory) -> None:
    assert_nothing_lost(held_and_answered(territory, asked(), UNTIL))


def test_a_lot_is_the_same_when_it_is_dearer_and_larger(territory: Territory) -> None:
    base = asked()
    study = WaterFirstYears(territory, base)
    starts = study.starts(study.documented(), 2035)
    assert starts
    future = asked(
        demand={"growth": "high"},
        assumptions={"water_local_source_village": "low", "water_unconnected_size_factor": "high"},
    )
    terms = WaterStudy(territory, study.held(future, starts, 2035)).terms
    whole = WaterStudy(territory, future).terms
    assert terms.settlements.sum() == whole.settlements.sum()
    decided = terms.lots[terms.lots["fixed_start"] >= 0]
    found = {
        (lot, 1, year): count
        for lot, year, count in decided[["part_of", "fixed_start", "settlements"]].itertuples(
            index=False
        )
    }
    assert found == starts


def test_nothing_else_starts_until_the_year(territory: Territory) -> None:
    study = WaterStudy(territory, WaterFirstYears.held(asked(), {}, UNTIL))
    instance = study.instance()
    years = np.array([int(label) for label in instance.period_labels])
    assert not instance.startable[:, :, years <= UNTIL].any()
    assert instance.startable[:, :, years == UNTIL + 1].any()


def test_what_the_money_cannot_pay_is_told_apart(territory: Territory) -> None:
    base = asked()
    lots = WaterStudy(territory, base).terms.lots
    everything = {(str(r.lot_id), 1, 2026): int(r.settlements) for r in lots.itertuples()}
    assert not WaterFirstYears(territory, WaterFirstYears.held(base, everything, UNTIL)).pays()
    assert WaterFirstYears(territory, WaterFirstYears.held(base, {}, UNTIL)).pays()


def test_a_plan_of_another_question_is_refused(territory: Territory) -> None:
    study = WaterFirstYears(territory, asked())
    plan = study.documented()
    other = Plan("other", plan.actions.assign(size=plan.actions["size"] * 1.5))
    with pytest.raises(InputError, match="does not have"):
        study.starts(other, 2050)


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        ({"no-such": {2026: 1}}, "is no lot of the region"),
        ({"LOT": {2026: 1000}}, "settlements of"),
        ({"LOT": {2040: 1}}, "2026 to 2027"),
    ],
)
def test_impossible_decisions_are_named(
    territory: Territory, decided: dict[str, dict[int, int]], told: str
) -> None:
    lot = str(WaterStudy(territory, asked()).terms.lots["lot_id"].iloc[0])
    named = {lot if key == "LOT" else key: value for key, value in decided.items()}
    scenario = asked(years={"decided_until": UNTIL}, water={"decided": named})
    problems = WaterStudy(territory, scenario).problems()
    assert len(problems) == 1
    assert told in str(problems[0])
