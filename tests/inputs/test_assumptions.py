"""Assumptions: names, ranges and overrides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from inputs.territory import load_territory

EMBEDDED = load_territory().assumptions


@pytest.fixture
def assumptions() -> Assumptions:
    return EMBEDDED


def test_a_value_comes_with_its_range_and_source(assumptions: Assumptions) -> None:
    cost = assumptions["school_place_cost_300"]
    assert (cost.value, cost.unit, cost.price_year) == (8.3, "mln KZT per place", 2022)
    assert cost.low <= cost.value <= cost.high
    assert cost.source.startswith("UC-001")
    assert assumptions.value("school_place_cost_2500") == 3.6


def test_every_assumption_names_a_source_and_money_a_price_year(assumptions: Assumptions) -> None:
    for item in assumptions.values():
        assert item.source, item.name
        assert item.low <= item.value <= item.high, item.name
        if "KZT" in item.unit and "per USD" not in item.unit:
            assert item.price_year is not None, item.name


def test_school_costs_fall_with_the_size_of_the_school(assumptions: Assumptions) -> None:
    sizes = (300, 600, 900, 1200, 1500, 2000, 2500)
    costs = [assumptions.value(f"school_place_cost_{size}") for size in sizes]
    assert costs == sorted(costs, reverse=True)


@pytest.mark.parametrize("prefix", ["school", "preschool"])
def test_spending_shares_add_up_to_one(assumptions: Assumptions, prefix: str) -> None:
    shares = [a.value for name, a in assumptions.items() if name.startswith(f"{prefix}_spend_")]
    assert sum(shares) == pytest.approx(1.0)


def test_each_oblast_level_unit_has_a_cost_coefficient(assumptions: Assumptions) -> None:
    units = load_territory().units
    oblasts = units.index[units["level"].isin(["oblast", "republican_city"])]
    assert len(oblasts) == 11
    assert all(f"cost_coefficient_{oblast}" in assumptions for oblast in oblasts)


def test_overrides_change_a_copy_only(assumptions: Assumptions) -> None:
    changed = assumptions.with_overrides({"discount_rate": 0.07, "tail_years": "high"})
    assert changed.value("discount_rate") == 0.07
    assert changed.value("tail_years") == assumptions["tail_years"].high
    assert assumptions.value("discount_rate") == 0.05
    assert changed.with_overrides({"discount_rate": "central"}).value("discount_rate") == 0.05


def test_the_table_of_used_values_says_what_was_overridden(assumptions: Assumptions) -> None:
    table = assumptions.with_overrides({"discount_rate": 0.07, "tail_years": "central"}).to_table()
    rows = table.set_index("name")
    assert len(rows) == len(assumptions)
    assert rows.index[rows["overridden"]].tolist() == ["discount_rate"]
    assert rows.loc["discount_rate", "value"] == 0.07
    assert rows.loc["discount_rate", "central"] == 0.05


def test_a_table_survives_the_way_through_assumptions(assumptions: Assumptions) -> None:
    again = Assumptions.from_table(assumptions.to_table())
    assert dict(again) == dict(assumptions)


@given(share=st.floats(0, 1), name=st.sampled_from(["discount_rate", "circuity_road"]))
def test_no_value_within_the_range_is_flagged(share: float, name: str) -> None:
    low, high = EMBEDDED[name].low, EMBEDDED[name].high
    value = min(max(low + share * (high - low), low), high)
    assert EMBEDDED.with_overrides({name: value}).outside_range() == []


@pytest.mark.parametrize("value", [0.5, -1.0])
def test_a_value_outside_the_range_is_taken_and_flagged(
    assumptions: Assumptions, value: float
) -> None:
    changed = assumptions.with_overrides({"discount_rate": value})
    assert changed.value("discount_rate") == value
    assert changed.outside_range() == ["discount_rate"]


def test_an_unknown_name_is_answered_with_close_ones(assumptions: Assumptions) -> None:
    with pytest.raises(InputError, match=r"discount_rates.*discount_rate"):
        assumptions.with_overrides({"discount_rates": 0.1})
    with pytest.raises(InputError, match="school_lead_time_years"):
        assumptions["school_lead_time"]


@pytest.mark.parametrize("value", ["hi", "", float("nan"), float("inf"), True])
def test_a_value_that_is_no_number_is_refused(assumptions: Assumptions, value: float | str) -> None:
    with pytest.raises(InputError, match=r"discount_rate.*low, central, high"):
        assumptions.with_overrides({"discount_rate": value})
