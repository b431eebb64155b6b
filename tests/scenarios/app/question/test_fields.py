"""Every key of a scenario is a field of some study, with the values that its model allows."""

import pytest

from inputs.territory import load_territory
from scenarios.app.question import assumed
from scenarios.app.question.asking import Question, change
from scenarios.app.question.checking import every_problem, scenario_of
from scenarios.app.question.choices import named
from scenarios.app.question.expecting import sentences
from scenarios.app.question.fields import Kind, field_of
from scenarios.app.question.labels import LABELS, OPTIONS
from scenarios.app.question.layout import layout_of
from scenarios.app.question.tables import first_value
from scenarios.app.question.wishes import forbid, menu
from scenarios.language import speaking
from scenarios.loading import path_of
from scenarios.scenario import Scenario
from scenarios.validation import schema_at

STUDIES = ["default", "preschool", "almaty-siting", "logistics", "water", "roadmap"]
# asked by the lists above the form, or in a file only
ELSEWHERE = {
    *("name", "title", "study", "level", "siting.existing_places"),
    *("water.decided", "roadmap.decided", "roadmap.decided_until"),
    *("siting.decided", "siting.decided_until"),
}

# no yearly sum holds anyway: it has to be entered
NOTHING_USUAL = {
    ("almaty-siting", "siting.budget_bn_by_period"),
    ("roadmap", "money.budget_bn_by_year"),
}


@pytest.fixture(scope="module")
def territory():
    return load_territory()


def model_keys():
    plain = Scenario().canonical()
    for key, value in plain.items():
        part = schema_at((key,)) or {}
        if isinstance(value, dict) and "properties" in part:
            yield from (f"{key}.{name}" for name in value)
        else:
            yield key


def test_every_key_of_the_model_is_in_some_form():
    forms = {key for name in STUDIES for key in layout_of(Question.of_library(name)).keys}
    assert forms | ELSEWHERE == set(model_keys())
    assert set(LABELS) == forms


@pytest.mark.parametrize("name", STUDIES)
def test_a_form_has_each_field_once_and_a_few_first(name):
    layout = layout_of(Question.of_library(name))
    assert len(set(layout.keys)) == len(layout.keys)
    assert len(layout.first) <= 7


@pytest.mark.parametrize("key", LABELS)
def test_words_of_a_choice_are_the_values_of_the_model(key):
    field = field_of(key)
    schema = schema_at(path_of(key))
    said = set(field.options) - {"null"}
    if field.kind in (Kind.CHOICE, Kind.WORDED) or field.things == "options":
        allowed = set()
        for part in (*schema.get("anyOf", [schema]), schema.get("items", {})):
            allowed |= set(part.get("enum", ())) | ({part["const"]} if "const" in part else set())
        assert said == allowed
    elif field.kind is not Kind.SEVERAL:
        assert not said


def test_measures_of_goals_are_those_of_the_model():
    allowed = set(schema_at(path_of("objectives[0].measure"))["enum"])
    assert set(OPTIONS["objectives[0].measure"]) == allowed
    assert set(OPTIONS["objectives[0].at_most"]) == allowed


@pytest.mark.parametrize("name", STUDIES)
def test_what_a_table_starts_a_row_with_fits(name, territory):
    question = Question.of_library(name)
    for field in map(field_of, layout_of(question).keys):
        things = named(field.things, question, territory) if field.kind is Kind.TABLE else {}
        if not things:
            continue
        thing = next(iter(things))
        value = first_value(field, thing, question, territory)
        if (name, field.key) in NOTHING_USUAL:
            assert value is None
            continue
        found = scenario_of(change(question, field.path, {thing: value}))
        assert isinstance(found, Scenario), (field.key, found)


@pytest.mark.parametrize("name", STUDIES)
def test_what_can_be_chosen_is_what_the_study_knows(name, territory):
    question = Question.of_library(name)
    for field in map(field_of, layout_of(question).keys):
        if field.kind is Kind.SEVERAL and field.things != "options":
            known = [*field.options, *named(field.things, question, territory)]
            assert known, field.key
            whole = field.things == "sizes"
            value = [int(thing) if whole else thing for thing in known[:2]]
            assert isinstance(scenario_of(change(question, field.path, value)), Scenario)


@pytest.mark.parametrize("name", ["default", "water", "logistics"])
def test_names_are_in_the_language_of_the_page(name, territory):
    question = Question.of_library(name)
    with speaking("kk"):
        kazakh = named("places", question, territory)
    assert kazakh.keys() == named("places", question, territory).keys()
    assert kazakh != named("places", question, territory)


def test_lots_of_settlements_are_offered_by_oblast_and_can_be_ruled_out(territory):
    question = Question.of_library("water")
    lots = [
        place
        for place in named("places", question, territory)
        if place not in territory.units.index
    ]
    assert every_problem(forbid(question, lots[0]), territory) == []
    assert every_problem(forbid(question, f"{lots[0]}0"), territory)


def test_defaults_come_from_the_assumption_in_use(territory):
    question = Question.of_library("default")
    assert assumed.usual("money.budget_bn_per_year", question, territory) == 600
    question = change(question, ("assumptions",), {"schools_budget_bn": "low"})
    assert assumed.usual("money.budget_bn_per_year", question, territory) == 200
    assert assumed.behind("money.budget_bn_per_year", question, territory).source
    tight = Question.of_library("tight-budget")
    assert assumed.usual("money.budget_bn_per_year", tight, territory) == 400


def test_an_assumption_has_one_control(territory):
    for name in STUDIES:
        question = Question.of_library(name)
        rows = [row.name for group in assumed.rows(question, territory).values() for row in group]
        assert len(rows) == len(set(rows))
        behind = {assumed.behind(key, question, territory) for key in layout_of(question).keys}
        assert not {row.name for row in behind if row} & set(rows)


@pytest.mark.parametrize(
    ("name", "used"),
    [
        ("default", "school_place_cost_600"),
        ("preschool", "preschool_place_cost_140"),
        ("almaty-siting", "school_bus_cost_pupil_km"),
        ("logistics", "road_freight_cost"),
        ("water", "water_value_household"),
        ("roadmap", "roadmap_pace"),
    ],
)
def test_a_study_shows_the_assumptions_it_reads(name, used, territory):
    groups = assumed.rows(Question.of_library(name), territory)
    assert used in {row.name for group in groups.values() for row in group}


def test_the_menu_is_what_is_asked_for(territory):
    question = Question.of_library("default")
    assert menu(question, territory.assumptions)[0] == 300
    asked = change(question, ("construction", "sizes"), [900, 600])
    assert menu(asked, territory.assumptions) == [600, 900]


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("money.budget_bn_per_year", -1, "Enter a number of 0 or more."),
        ("transfers.max_share", 2, "Enter a number from 0 to 1."),
        ("years.first", 1999, "Enter a whole number from 2025 to 2050."),
        ("demand.growth", 9, "Enter a number above 0, at most 3."),
        ("solve.gap", 1, "Enter a number from 0 to below 1."),
        ("solve.seed", "x", "Enter a whole number."),
        ("equity.weights", "heavy", "Choose one of the values offered."),
        ("money.budget_bn_by_year", {"2030": -1}, "Enter a number of 0 or more."),
    ],
)
def test_what_is_wrong_stands_in_a_sentence(key, value, expected):
    question = change(Question.of_library("default"), path_of(key), value)
    assert sentences(scenario_of(question), field_of(key)) == expected


def test_a_place_that_does_not_fit_says_what_its_number_may_be():
    row = {"place": "karasai", "size": 600, "start_year": 2060}
    question = change(Question.of_library("default"), ("fixed",), [row])
    told = sentences(scenario_of(question), field_of("fixed"))
    assert told == "Enter a whole number from 2025 to 2050."
