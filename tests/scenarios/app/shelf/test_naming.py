"""Names on the shelf say what was asked differently."""

from __future__ import annotations

from scenarios.app.shelf.naming import distinct, field_name, said_value
from scenarios.language import speaking
from scenarios.loading import load_scenario


def test_an_answer_of_the_same_scenario_is_called_by_what_differs() -> None:
    west = load_scenario("west")
    more = west.model_copy(
        update={"money": west.money.model_copy(update={"budget_bn_per_year": 300.0})}
    )
    field = field_name("money.budget_bn_per_year")
    assert distinct("West", west, {}) == "West"
    named = distinct("West", more, {"West": west})
    assert named == f"West ({field}: 300)"
    assert distinct("West", more, {"West": west, named: more}) == f"{named} (2)"
    assert distinct("West", west, {"West": west}) == "West (2)"


def test_values_are_told_as_the_language_writes_them() -> None:
    assert said_value(150.0) == "150"
    assert said_value(None) == "–"
    assert said_value(["a", "b"]) == "a and b"
    with speaking("ru"):
        assert said_value(0.5) == "0,5"
        assert field_name("money.budget_bn_per_year") != "money.budget_bn_per_year"
