"""Every problem has the path of the field that it stands beside."""

import pytest

from inputs.territory import load_territory
from scenarios.app.question.asking import Question, change
from scenarios.app.question.checking import beside, every_problem, quick_problems, scenario_of
from scenarios.app.question.expecting import sentences
from scenarios.language import speaking


@pytest.fixture(scope="module")
def territory():
    return load_territory()


def asked(path, value, name="default"):
    return change(Question.of_library(name), path, value)


def test_a_value_that_does_not_fit_stays_and_is_found():
    question = asked(("money", "budget_bn_per_year"), "much")
    (problem,) = scenario_of(question)
    assert problem.path == "money.budget_bn_per_year"
    assert "much" in problem.message


def test_all_values_that_do_not_fit_are_found_at_once():
    question = asked(("money", "budget_bn_per_year"), -1)
    question = change(question, ("transfers", "max_share"), 7)
    question = change(question, ("objectives",), [{"measure": "beauty"}])
    assert [p.path for p in scenario_of(question)] == [
        "money.budget_bn_per_year",
        "transfers.max_share",
        "objectives[0].measure",
    ]


def test_an_unknown_place_is_found_before_the_study_is_built(territory):
    (problem,) = quick_problems(asked(("region",), ["south", "nowhere"]), territory)
    assert problem.path == "region[1]"


def test_the_study_finds_what_only_it_knows(territory):
    row = {"place": "karasai", "size": 600, "start_year": 2045}
    question = change(asked(("years", "last"), 2040), ("fixed",), [row])
    assert quick_problems(question, territory) == []
    (problem,) = every_problem(question, territory)
    assert problem.path == "fixed[0].start_year"
    assert beside([problem], ("fixed",)) == [problem]
    assert beside([problem], ("forbidden",)) == []


def test_data_that_a_study_cannot_use_is_a_problem_and_no_crash(territory):
    question = asked(("assumptions",), {"school_spend_share_year_1": 0.9})
    assert every_problem(question, territory)


def test_a_file_of_this_machine_is_never_opened(tmp_path):
    listed = tmp_path / "schools.csv"
    listed.write_text("settlement_id,places\nA-001,100\n")
    question = asked(("siting", "existing_places"), str(listed), "almaty-siting")
    (problem,) = scenario_of(question)
    assert problem.path == "siting.existing_places"


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("default", ("money", "budget_bn_per_year"), 0.5),
        ("water", ("water", "target_year"), 2026),
        ("water", ("region",), ["karasai"]),
        ("logistics", ("fixed",), [{"place": "nowhere", "size": 1, "start_year": 2030}]),
        ("roadmap", ("roadmap", "start"), {"99": 2026}),
        ("almaty-siting", ("siting", "nested_budgets"), [0.5, 1]),
    ],
)
def test_what_a_study_finds_is_told_in_the_language_of_the_page(name, path, value, territory):
    problems = every_problem(asked(path, value, name), territory)
    assert problems
    told = {}
    for language in ("en", "kk", "ru"):
        with speaking(language):
            told[language] = sentences(problems)
    assert len(set(told.values())) == 3
    assert told["en"].isascii()


def test_braces_that_somebody_types_are_shown_as_they_are(territory):
    question = asked(("region",), ["{x}", "{0}"])
    assert "{x}" in sentences(quick_problems(question, territory))
    odd = asked(("demand", "growth"), "{x}")
    assert "{x}" in sentences(scenario_of(odd))
