"""Impossible questions are named before a solver starts, each with its path."""

from __future__ import annotations

import pytest

from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.studies.education.checks import find_problems
from scenarios.studies.education.programme import PRESCHOOL, SCHOOLS
from scenarios.studies.education.terms import build_terms

FIXED = {"place": "karasai", "size": 900, "start_year": 2030}

IMPOSSIBLE: list[tuple[dict[str, object], str, str]] = [
    ({"money": {"budget_bn_per_year": 0.5}}, "money.budget_bn_per_year", "cheapest school"),
    (
        {"money": {"budget_bn_by_year": {2050: 100}}, "years": {"last": 2040}},
        "money.budget_bn_by_year.2050",
        "outside",
    ),
    (
        {"money": {"oblast_budget_bn_per_year": {"pavlodar_oblast": 5}}},
        "money.oblast_budget_bn_per_year.pavlodar_oblast",
        "not an oblast",
    ),
    (
        {"money": {"oblast_min_share": {"almaty_oblast": 0.7, "almaty_city": 0.6}}},
        "money.oblast_min_share",
        "1.3",
    ),
    ({"fixed": [{**FIXED, "place": "narnia"}]}, "fixed[0].place", "narnia"),
    (
        {"fixed": [FIXED], "forbidden": [{"place": "karasai", "first": 2029}]},
        "fixed[0]",
        "forbidden[0]",
    ),
    ({"fixed": [FIXED], "years": {"first": 2031}}, "fixed[0].start_year", "outside"),
    ({"fixed": [{**FIXED, "count": 3000}]}, "fixed", "more than the budget"),
    (
        {"minimum_programme": [{"place": "karasai", "places": 900, "by": 2027}]},
        "minimum_programme[0].by",
        "2027",
    ),
    ({"forbidden": [{"place": "karasai", "sizes": [450]}]}, "forbidden[0].sizes", "450"),
]


@pytest.mark.parametrize(("question", "path", "words"), IMPOSSIBLE)
def test_names_path_and_reason(
    territory: Territory, question: dict[str, object], path: str, words: str
) -> None:
    terms = build_terms(territory, Scenario.model_validate(question), SCHOOLS)
    found = find_problems(terms, territory)
    assert any(p.path == path and words in str(p) for p in found), [str(p) for p in found]


def test_lists_all_of_them_at_once(territory: Territory) -> None:
    question = {
        "money": {"budget_bn_per_year": 0.5, "oblast_min_share": {"nowhere": 0.1}},
        "fixed": [{**FIXED, "place": "narnia"}],
    }
    terms = build_terms(territory, Scenario.model_validate(question), SCHOOLS)
    assert {p.path for p in find_problems(terms, territory)} >= {
        "money.budget_bn_per_year",
        "money.oblast_min_share.nowhere",
        "fixed[0].place",
    }


def test_kindergartens_have_no_third_shift_to_minimise(territory: Territory) -> None:
    question = {"study": "preschool", "objectives": [{"measure": "third_shift"}]}
    terms = build_terms(territory, Scenario.model_validate(question), PRESCHOOL)
    assert [p.path for p in find_problems(terms, territory)] == ["objectives[0].measure"]


def test_the_default_question_is_possible(territory: Territory) -> None:
    assert find_problems(build_terms(territory, Scenario(), SCHOOLS), territory) == []
