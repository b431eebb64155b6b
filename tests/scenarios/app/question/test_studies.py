"""The library by subject: the plainest question first, and how the others differ from it."""

import pytest

from scenarios.app.question.asking import Question
from scenarios.app.question.studies import STUDIES, differing, listed, scenarios_of, subject_of
from scenarios.loading import library
from scenarios.positions import in_words


def test_every_scenario_of_the_library_is_about_something():
    assert sorted(item.name for item in listed()) == sorted(library())
    assert {item.subject for item in listed()} == set(STUDIES)


@pytest.mark.parametrize(
    ("subject", "plain"),
    [
        ("schools", "default"),
        ("siting", "almaty-siting"),
        ("preschool", "preschool"),
        ("water", "water"),
        ("logistics", "logistics"),
        ("roadmap", "roadmap"),
    ],
)
def test_the_plainest_question_comes_first(subject, plain):
    assert next(iter(scenarios_of(subject))) == plain
    assert subject_of(Question.of_library(plain)) == subject
    assert differing(Question.of_library(plain)) == []


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("tight-budget", ["money.budget_bn_per_year"]),
        ("west", ["region", "money.budget_bn_per_year"]),
        ("water-dry-year", ["water.climate"]),
        ("logistics-khorgos-doubles", ["logistics.gateway_factor"]),
        ("efficiency-only", ["objectives"]),
    ],
)
def test_a_scenario_says_how_it_differs(name, keys):
    assert [in_words(path) for path in differing(Question.of_library(name))] == keys
