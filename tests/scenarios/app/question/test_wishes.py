"""Fixed, ruled out, free: one of the three for every place, in every study that reads them."""

import pytest

from inputs.territory import load_territory
from scenarios.app.question.asking import Question, value_at
from scenarios.app.question.checking import every_problem, scenario_of
from scenarios.app.question.wishes import can_forbid, fix, forbid, free, standing

PLACES = {
    "default": "karasai",
    "preschool": "karasai",
    "logistics": "shu",
    "water": "turkistan_oblast",
    "almaty-siting": "A-055",
}


@pytest.fixture(scope="module")
def territory():
    return load_territory()


@pytest.mark.parametrize(("name", "place"), PLACES.items())
def test_a_fixed_place_is_one_that_the_study_takes(name, place, territory):
    question = fix(Question.of_library(name), place, territory)
    assert standing(question, place) == "fixed"
    assert every_problem(question, territory) == []


@pytest.mark.parametrize(("name", "place"), PLACES.items())
def test_a_place_is_fixed_or_forbidden_and_never_both(name, place, territory):
    question = forbid(fix(Question.of_library(name), place, territory), place)
    assert standing(question, place) == "forbidden"
    assert scenario_of(question).fixed == ()
    assert every_problem(question, territory) == []
    again = fix(question, place, territory)
    assert standing(again, place) == "fixed"
    assert scenario_of(again).forbidden == ()


def test_free_takes_back_everything(territory):
    question = forbid(fix(Question.of_library("default"), "karasai", territory), "talgar")
    freed = free(free(question, "karasai"), "talgar")
    assert freed == Question.of_library("default")


def test_other_places_keep_what_is_asked_of_them(territory):
    question = fix(fix(Question.of_library("default"), "karasai", territory), "talgar", territory)
    assert standing(free(question, "karasai"), "talgar") == "fixed"


def test_two_buildings_can_be_fixed_at_a_place(territory):
    question = fix(Question.of_library("default"), "karasai", territory, 2027)
    question = fix(question, "karasai", territory, 2030)
    assert [row.start_year for row in scenario_of(question).fixed] == [2027, 2030]


def test_a_project_of_the_roadmap_begins_in_a_year(territory):
    question = fix(Question.of_library("roadmap"), "11.2", territory)
    assert scenario_of(question).roadmap.start == {"11.2": 2023}  # as documented
    assert every_problem(question, territory) == []
    assert standing(question, "11.2") == "fixed"
    assert not can_forbid(question)
    assert free(question, "11.2") == Question.of_library("roadmap")


def test_a_fixed_settlement_gets_the_smallest_school_by_the_last_period(territory):
    question = fix(Question.of_library("almaty-siting"), "A-055", territory)
    (row,) = scenario_of(question).fixed
    assert (row.size, row.start_year) == (300, 2050)


def test_a_size_of_the_menu_is_written(territory):
    question = fix(Question.of_library("preschool"), "karasai", territory)
    assert value_at(question, ("fixed",))[0]["size"] in (100, 140, 200, 240, 280, 320)
