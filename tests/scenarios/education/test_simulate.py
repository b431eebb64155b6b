"""The simulator agrees with a slow, obvious one, and keeps its books."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.plan import Plan
from scenarios.scenario import Scenario
from scenarios.studies.education.documented import documented_as_printed, documented_buildings
from scenarios.studies.education.programme import SCHOOLS
from scenarios.studies.education.simulate import simulate
from scenarios.studies.education.terms import Terms, build_terms
from scenarios.studies.inequality import gini

REGION = ("karasai", "talgar", "kegen", "almaty_city")


@pytest.fixture(scope="module")
def terms(territory: Territory) -> Terms:
    scenario = Scenario.model_validate(
        {"region": REGION, "money": {"budget_bn_per_year": 40, "carry_over_share": 0.2}}
    )
    return build_terms(territory, scenario, SCHOOLS)


def opening(unit: str, size: float, start: int, **more: object) -> dict[str, object]:
    row: dict[str, object] = {
        "place_id": unit,
        "to_place_id": "",
        "asset": "school",
        "action": "open",
        "size": size,
        "unit": "places",
        "start_year": start,
        "in_service_year": start + 2,
        "capex_mln_kzt": size * 4.0,
        "opex_mln_kzt": 0.0,
        "origin": "manual",
    }
    return {**row, **more}


openings = st.builds(
    opening,
    st.sampled_from(REGION),
    st.sampled_from([300, 900, 2500]),
    st.integers(2026, 2050),
)
transfers = st.builds(
    lambda year, pupils: opening(
        "karasai",
        pupils,
        year,
        action="transfer",
        to_place_id="talgar",
        in_service_year=year,
        capex_mln_kzt=0.0,
        opex_mln_kzt=pupils * 0.15,
    ),
    st.integers(2026, 2050),
    st.integers(1, 2000),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.one_of(openings, transfers), max_size=25))
def test_agrees_with_loops_over_units_and_years(
    terms: Terms, rows: list[dict[str, object]]
) -> None:
    plan = Plan.from_rows("any", rows)
    result = simulate(terms, plan)
    table = result.by_unit.set_index(["unit_id", "year"])
    for n, unit in enumerate(terms.units):
        for y, year in enumerate(terms.years):
            places = terms.stock[n, y] + sum(
                r["size"]
                for r in rows
                if r["action"] == "open" and r["place_id"] == unit and r["in_service_year"] <= year
            )
            load = terms.need[n, y]
            for r in rows:
                if r["action"] == "transfer" and r["start_year"] == year:
                    load -= r["size"] if r["place_id"] == unit else 0
                    load += r["size"] if r["to_place_id"] == unit else 0
            row = table.loc[(unit, year)]
            assert row["capacity"] == pytest.approx(places)
            assert row["shortage"] == pytest.approx(max(0.0, load - places))
            assert row["third_shift"] == pytest.approx(max(0.0, load - 2 * places))
            assert row["stranded"] == pytest.approx(max(0.0, places - load))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.one_of(openings, transfers), max_size=25))
def test_every_tenge_is_spent_carried_lapsed_or_overspent(
    terms: Terms, rows: list[dict[str, object]]
) -> None:
    plan = Plan.from_rows("any", rows)
    result = simulate(terms, plan)
    spent = sum(float(str(r["capex_mln_kzt"])) + float(str(r["opex_mln_kzt"])) for r in rows)
    assert result.spending["spending"].sum() == pytest.approx(spent)
    carry = 0.0
    for row in result.by_year.itertuples():
        assert row.available == pytest.approx(row.budget + carry)
        left = row.available + row.overspending - row.spending
        assert left == pytest.approx(row.carry_over + row.lapsed)
        assert row.carry_over <= 0.2 * row.budget + 1e-9
        carry = row.carry_over


def test_second_shift_allowance_changes_shortage_and_not_the_shifts(territory: Territory) -> None:
    base = Scenario.model_validate({"region": REGION})
    allowed = Scenario.model_validate({"region": REGION, "shifts": {"second_shift_until": 2034}})
    nothing = Plan.from_rows("nothing", [])
    one = simulate(build_terms(territory, base, SCHOOLS), nothing).by_year
    two = simulate(build_terms(territory, allowed, SCHOOLS), nothing).by_year
    pd.testing.assert_series_equal(one["third_shift"], two["third_shift"])
    pd.testing.assert_series_equal(one["second_shift"], two["second_shift"])
    early = one["year"] <= 2034
    assert (two.loc[early, "shortage"] < one.loc[early, "shortage"]).all()
    pd.testing.assert_series_equal(one.loc[~early, "shortage"], two.loc[~early, "shortage"])
    assert two.loc[early, "shortage"].to_numpy() == pytest.approx(
        two.loc[early, "third_shift"].to_numpy(), abs=2.0
    )


def test_documented_programme_as_printed_ends_the_shortage_at_every_horizon(
    territory: Territory,
) -> None:
    scenario = Scenario.model_validate({"construction": {"apply_2030_adjustment": False}})
    terms = build_terms(territory, scenario, SCHOOLS)
    result = simulate(terms, documented_as_printed(terms, documented_buildings(terms)))
    at_2030 = result.by_unit[result.by_unit["year"] == 2030]
    assert at_2030["shortage"].max() <= 1.0


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"place_id": "atyrau_city"}, "place_id"),
        ({"asset": "preschool"}, "asset"),
        ({"in_service_year": 2020}, "in_service_year"),
    ],
)
def test_a_plan_of_another_question_is_refused(
    terms: Terms, change: dict[str, object], column: str
) -> None:
    plan = Plan.from_rows("foreign", [{**opening("karasai", 300, 2026), **change}])
    with pytest.raises(InputError) as caught:
        simulate(terms, plan)
    assert caught.value.column == column
    assert caught.value.row == 2


def test_gini_of_known_distributions() -> None:
    assert gini(np.zeros(4)) == 0.0
    assert gini(np.full(5, 0.3)) == pytest.approx(0.0)
    assert gini(np.array([0.0, 0.0, 0.0, 1.0])) == pytest.approx(0.75)
