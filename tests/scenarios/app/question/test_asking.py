"""A question keeps only what is asked otherwise, and always finds its way back."""

import pytest

from scenarios.app.question import asking
from scenarios.app.question.asking import Question, change, reset, value_at
from scenarios.app.question.checking import scenario_of
from scenarios.loading import library, load_scenario
from scenarios.scenario import Scenario

BUDGET = ("money", "budget_bn_per_year")


@pytest.mark.parametrize("name", library())
def test_a_library_question_is_that_scenario(name):
    found = scenario_of(Question.of_library(name))
    assert isinstance(found, Scenario)
    assert found.content_hash == load_scenario(name).content_hash


def test_a_change_is_asked_and_known_as_one():
    question = change(Question.of_library("tight-budget"), BUDGET, 350)
    assert scenario_of(question).money.budget_bn_per_year == 350
    assert list(asking.changed_paths(question)) == [BUDGET]
    assert value_at(question, BUDGET) == 350


def test_reset_goes_back_to_the_library_and_not_to_the_model():
    question = reset(change(Question.of_library("tight-budget"), BUDGET, 350), BUDGET)
    assert value_at(question, BUDGET) == 400
    assert not question.changed


def test_reset_leaves_no_trace_of_what_the_library_does_not_write():
    question = change(Question.of_library("default"), BUDGET, 350)
    assert reset(question, BUDGET).data == Question.of_library("default").data


def test_writing_the_default_is_no_change():
    start = Question.of_library("default")
    question = change(change(start, BUDGET, 350), BUDGET, None)
    assert question.data == start.data


def test_a_key_of_the_library_can_be_taken_away():
    """Files merge key by key and cannot do this; a planner must."""
    question = Question.of_library("logistics-khorgos-doubles")
    question = change(question, ("logistics", "gateway_factor"), {"khorgos_road": 2})
    assert scenario_of(question).logistics.gateway_factor == {"khorgos_road": 2}


def test_reset_all_goes_back_to_the_start():
    question = change(Question.of_library("west"), BUDGET, 350)
    question = change(question, ("region",), ["south"])
    assert asking.reset_all(question) == Question.of_library("west")


def test_an_unknown_path_is_an_error_and_no_silent_key():
    with pytest.raises(KeyError, match=r"money\.budgte"):
        change(Question.of_library("default"), ("money", "budgte"), 1)


def test_questions_do_not_share_what_they_change():
    first = Question.of_library("default")
    change(first, BUDGET, 1)
    assert value_at(first, BUDGET) is None
