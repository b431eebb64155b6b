"""What a question file may say, and what is refused before anything is solved."""

from __future__ import annotations

import pytest

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.scenario import MeasureName
from scenarios.uncertainty.mean_future import mean_future

TEXT = """\
base: default
decide_until: 2030
futures:
  grid:
    demand.growth: [low, central, high]
    money.budget_bn_per_year: [400, 600]
weights:
  demand.growth: [0.25, 0.5, 0.25]
"""


def test_weights_of_axes_multiply_and_an_axis_without_has_even_ones(load_text) -> None:
    question = load_text(TEXT)
    assert [f.weight for f in question.futures] == [0.125, 0.125, 0.25, 0.25, 0.125, 0.125]
    assert question.futures[1].scenario.demand.growth == "low"
    assert question.futures[1].scenario.money.budget_bn_per_year == 600
    assert question.measure.name == "shortage"
    assert question.cvar_level == 0.8


def test_the_mean_future_is_the_weighted_mean(load_text, territory: Territory) -> None:
    question = load_text(TEXT)
    mean = mean_future(question.base, question.futures, territory.assumptions)
    row = territory.assumptions["growth_variant"]
    assert mean.scenario.demand.growth == pytest.approx(
        0.25 * row.low + 0.5 * row.value + 0.25 * row.high
    )
    assert mean.scenario.money.budget_bn_per_year == pytest.approx(500)
    assert mean.left == ()


def test_what_has_no_mean_stays_at_the_base(load_text, territory: Territory) -> None:
    text = TEXT.replace(
        "money.budget_bn_per_year: [400, 600]", "demand.interpolation: [linear, monotone_cubic]"
    )
    question = load_text(text)
    mean = mean_future(question.base, question.futures, territory.assumptions)
    assert mean.left == ("demand.interpolation",)
    assert mean.scenario.demand.interpolation == "linear"


def test_the_measure_is_minimised_first_and_no_longer_held(load_text) -> None:
    question = load_text(TEXT + "measure: third_shift\n")
    first = [g for g in question.futures[0].scenario.objectives if g.at_most is None]
    held = [g.measure for g in question.base.objectives if g.at_most is not None]
    assert first[0].measure is MeasureName.THIRD_SHIFT
    assert held == [MeasureName.WORST_SHARE]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[0.25, 0.5, 0.25]", "[0.25, 0.5, 0.5]", "do not sum to 1"),
        ("[0.25, 0.5, 0.25]", "[-0.5, 0.5, 1.0]", "is negative"),
        ("[0.25, 0.5, 0.25]", "[0.5, 0.5]", "a list of 3 weights"),
        ("[0.25, 0.5, 0.25]", "[a, b, c]", "no number"),
        ("  demand.growth: [0.25", "  demand.grow: [0.25", "did you mean demand.growth"),
        ("2030\n", "2050\n", "2026 to 2049"),
        ("2030\n", "2019\n", "2026 to 2049"),
        ("2030\n", "soon\n", "a whole number"),
        ("demand.growth: [low,", "assumptions.no_such: [low,", "no assumption 'no_such'"),
        ("money.budget_bn_per_year: [4", "solve.time_s: [4", "varies solve.time_s, which no"),
        ("base: default", "base: almaty-siting", "varies money.budget_bn_per_year, which no"),
        (
            "base: default",
            "base: almaty-siting\nset: {study: preschool}",
            "schools by district or settlement",
        ),
        ("base: default", "base: default\nmeasure: happiness", "shortage | third_shift"),
        ("base: default", "base: default\ncvar_level: 1", "below 1"),
        ("base: default", "base: default\ntornado: 3", "true or false"),
        ("base: default", "base: default\nfuture: x", "did you mean futures"),
    ],
)  # fmt: skip
def test_mistakes_are_told_with_their_line(load_text, old: str, new: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        load_text(TEXT.replace(old, new, 1))
    assert told in str(error.value)
    assert "trial.yaml" in str(error.value)


def test_one_period_leaves_nothing_for_later(load_text) -> None:
    text = (
        "base: almaty-siting\nset: {siting.periods: [2050], siting.nested: []}\n"
        "decide_until: 2050\nfutures:\n  grid: {demand.growth: [low, high]}\n"
    )
    with pytest.raises(InputError, match="a second period"):
        load_text(text)


def test_one_future_is_none(load_text) -> None:
    text = "base: default\ndecide_until: 2030\nfutures:\n  grid: {demand.growth: [low]}\n"
    with pytest.raises(InputError, match="has one future only"):
        load_text(text)


def test_weights_need_futures_that_differ(load_text) -> None:
    text = TEXT.replace("[400, 600]", "[400, 400]")
    with pytest.raises(InputError, match="two futures ask the same"):
        load_text(text)
