"""From a file's few words to its scenarios."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from scenarios.errors import InvalidScenario
from scenarios.loading import differences, load_scenario
from scenarios.sweeps import expand
from scenarios.sweeps.expand import MOST_VARIANTS


def test_a_grid_is_every_combination_of_the_base_with_one_value_of_each_axis(load_text) -> None:
    sweep = load_text("""\
title: Money and growth
base: tight-budget
set: {solve.front_points: 0}
grid:
  money.budget_bn_per_year: [300, 500]
  demand.growth: [low, 1.05, high]
""")
    variants = expand(sweep)
    asked = [
        (v.scenario.money.budget_bn_per_year, v.scenario.demand.growth, v.scenario.name)
        for v in variants
    ]
    assert asked == [(b, g, "trial") for b in (300, 500) for g in ("low", 1.05, "high")]
    assert variants[1].keys == {"money.budget_bn_per_year": 300, "demand.growth": 1.05}
    assert variants[1].label == "budget_bn_per_year 300, growth 1.05"
    assert variants[1].scenario.title == "Money and growth: budget_bn_per_year 300, growth 1.05"
    changed = differences(variants[0].scenario, load_scenario("tight-budget"))
    assert set(changed) == {"money.budget_bn_per_year", "demand.growth", "solve.front_points"}


def test_a_pattern_moves_all_assumptions_it_matches(load_text, assumptions: Assumptions) -> None:
    variants = expand(load_text("grid: {assumptions.school_place_cost_*: [low, high]}"))
    names = {n for n in assumptions if n.startswith("school_place_cost_")}
    assert len(names) > 3
    assert [v.scenario.assumptions for v in variants] == [
        dict.fromkeys(names, "low"),
        dict.fromkeys(names, "high"),
    ]


def test_labels_stand_for_several_changes(load_text) -> None:
    variants = expand(
        load_text("""\
grid:
  fairness:
    as it is: {}
    worst first: {objectives: [{measure: worst_share}], equity.from_year: 2035}
""")
    )
    assert [v.keys for v in variants] == [{"fairness": "as it is"}, {"fairness": "worst first"}]
    assert variants[0].scenario.objectives == load_scenario("default").objectives
    assert variants[1].scenario.equity.from_year == 2035
    assert [g.measure for g in variants[1].scenario.objectives] == ["worst_share"]


def test_a_list_is_crossed_with_the_grid_and_repeated_questions_are_asked_once(load_text) -> None:
    variants = expand(
        load_text("""\
grid: {years.last: [2040, 2050]}
list:
  - {demand.growth: low}
  - {demand.growth: central, money.carry_over_share: 0.3}
  - {demand.growth: low}
""")
    )
    assert [(v.scenario.years.last, v.scenario.demand.growth) for v in variants] == [
        (y, g) for y in (2040, 2050) for g in ("low", "central")
    ]
    assert variants[0].keys["money.carry_over_share"] is None
    assert variants[1].keys["money.carry_over_share"] == 0.3


HYPERCUBE = """\
latin_hypercube:
  samples: 40
  seed: {seed}
  over:
    money.budget_bn_per_year: {{from: 300, to: 900}}
    assumptions.growth_variant: low-high
    years.last: {{from: 2041, to: 2050}}
"""


def test_a_hypercube_fills_every_stratum_of_every_range(
    load_text, assumptions: Assumptions
) -> None:
    variants = expand(load_text(HYPERCUBE.format(seed=3)))
    assert len(variants) == 40
    budget = np.array([v.scenario.money.budget_bn_per_year for v in variants])
    assert sorted(np.floor((budget - 300) / 600 * 40).astype(int)) == list(range(40))
    assert kstest((budget - 300) / 600, "uniform").statistic < 1 / 40 + 1e-9
    row = assumptions["growth_variant"]
    growth = np.array([v.scenario.assumptions["growth_variant"] for v in variants])
    assert (growth < row.value).sum() == 20, "half of them lie below the central value"
    assert row.low <= growth.min() < growth.max() <= row.high
    years = [v.scenario.years.last for v in variants]
    assert all(isinstance(y, int) for y in years)
    assert {years.count(y) for y in range(2041, 2051)} == {4}, "whole years, evenly"


def test_a_hypercube_is_the_same_for_the_same_seed_only(load_text) -> None:
    def hashes(seed: int) -> list[str]:
        return [v.scenario.content_hash for v in expand(load_text(HYPERCUBE.format(seed=seed)))]

    assert hashes(5) == hashes(5)
    assert not set(hashes(5)) & set(hashes(6))


def test_assumptions_of_one_pattern_share_their_quantile(load_text, assumptions) -> None:
    variants = expand(
        load_text("""\
latin_hypercube:
  samples: 6
  over: {assumptions.school_place_cost_*: low-high}
""")
    )
    for variant in variants:
        above = {
            float(value) >= assumptions[name].value
            for name, value in variant.scenario.assumptions.items()
        }
        assert len(above) == 1
        assert 0 <= variant.keys["assumptions.school_place_cost_*"] <= 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("base: default", "varies nothing; expected grid, list or latin_hypercube"),
        ("", "varies nothing"),
        ("grid: {}", "line 1: grid: is empty"),
        ("grid:\n  demand.growth: []", "line 2: grid.demand.growth: has no values"),
        ("grid:\n  demand.growth: 3", "has no values"),
        ("list: []", "list: is empty"),
        ("grid: {a.b: [1]}\nlisted: []", "line 2: listed: unknown key; did you mean list?"),
        ("grid:\n  money.budget: [1]", "line 2: money.budget: unknown key"),
        ("grid:\n  demand.growth: [low, hgih]", "demand.growth: does not fit (found 'hgih')"),
        ("grid:\n  assumptions.discuont_rate: [low]", "there is no assumption 'discuont_rate'"),
        ("grid:\n  assumptions.nothing_*: [low]", "there is no assumption 'nothing_*'"),
        ("base: defualt\ngrid: {demand.growth: [low]}", "did you mean default?"),
        ("latin_hypercube: {over: {demand.growth: {from: 1, to: 2}}}", "samples: is missing"),
        ("latin_hypercube: {samples: 0, over: {demand.growth: {from: 1, to: 2}}}", "above 0"),
        ("latin_hypercube: {samples: 2, over: {}}", "over: is empty"),
        ("latin_hypercube: {samples: 2, over: {demand.growth: low-high}}", "is no range"),
        ("latin_hypercube: {samples: 2, over: {demand.growth: {from: 2, to: 1}}}", "from below to"),
        ("grid: {demand.growth: [low]}\nrun_limit_s: -1", "run_limit_s: does not fit (found -1)"),
        (
            "grid: {demand.growth: [low]}\nset: {demand: {growth: high}}\nlist: [{demand: {}}]",
            "demand is varied by 'demand.growth'",
        ),
        ("grid: {gap: {a: {}}}", "'gap' is a column of the table"),
    ],
)
def test_mistakes_are_told_with_their_place_before_anything_is_solved(
    load_text, text: str, said: str
) -> None:
    with pytest.raises(InputError) as error:
        expand(load_text(text))
    assert said in str(error.value), str(error.value)
    assert "trial.yaml" in str(error.value)


def test_all_mistakes_of_a_grid_are_told_once(load_text) -> None:
    text = "grid:\n  demand.growth: [9, low]\n  money.carry_over_share: [2, 0.1, 0.2]\n"
    with pytest.raises(InvalidScenario) as error:
        expand(load_text(text))
    assert len(error.value.errors) == 2


def test_a_grid_without_end_is_refused(load_text) -> None:
    axes = "\n".join(
        f"  demand.unit_growth.{unit}: [{', '.join(f'1.{i:02}' for i in range(30))}]"
        for unit in ("karasai", "talgar", "ile")
    )
    with pytest.raises(InputError, match=f"spans 27000 scenarios.*{MOST_VARIANTS}"):
        expand(load_text("grid:\n" + axes))
