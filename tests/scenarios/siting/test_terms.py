"""Pupils, places and ways as the documents give them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError
from siting_questions import SMALL

from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.studies.siting import SitingStudy
from scenarios.studies.siting.terms import SitingTerms, build_terms


def terms_of(territory: Territory, **siting: Any) -> SitingTerms:
    return build_terms(territory, Scenario.model_validate({**SMALL, "siting": siting}))


def test_need_is_population_times_the_districts_pupils_per_head(territory: Territory) -> None:
    terms = terms_of(territory, periods=[2050])
    schools = territory.table("schools").set_index(["unit_id", "year"])["need_seats"]
    people = territory.table("population").set_index(["unit_id", "year"])["population"]
    for row, need in zip(terms.settlements.to_dict("records"), terms.need[:, 0], strict=True):
        at = (row["unit_id"], 2050)
        assert need == pytest.approx(row["population_2050"] * schools[at] / people[at])


def test_a_year_between_two_horizons_lies_between_them(territory: Territory) -> None:
    early, between, late = (terms_of(territory, periods=[year]).need for year in (2030, 2033, 2040))
    low, high = np.minimum(early, late), np.maximum(early, late)
    assert ((between >= low - 1e-6) & (between <= high + 1e-6)).all()


def test_places_are_the_districts_seats_per_head(territory: Territory) -> None:
    terms = terms_of(territory)
    seats = territory.table("schools").set_index(["unit_id", "year"])["seats_end"]
    people = territory.table("population").set_index(["unit_id", "year"])["population"]
    unit = (terms.settlements["unit_id"] == "zhambyl_d_almaty").to_numpy()
    here = terms.settlements.loc[unit, "population_2025"].sum()
    at = ("zhambyl_d_almaty", 2024)
    assert terms.existing[unit].sum() == pytest.approx(seats[at] * here / people[at])


def test_a_school_list_replaces_its_district_only(territory: Territory, tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text("settlement_id,places\nA-055,1200\nA-055,900\nA-052,500\n", encoding="utf-8")
    listed = terms_of(territory, existing_places=str(file))
    before = terms_of(territory)
    ids = listed.settlements["settlement_id"]
    zhambyl = (listed.settlements["unit_id"] == "zhambyl_d_almaty").to_numpy()
    assert listed.existing[(ids == "A-055").to_numpy()] == 2100
    assert listed.existing[zhambyl].sum() == 2600
    assert listed.existing[~zhambyl] == pytest.approx(before.existing[~zhambyl])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("settlement_id,seats\nA-055,1\n", "column places is missing"),
        ("settlement_id,places\nA-055,many\n", "row 2"),
        ("settlement_id,places\nA-055,-5\n", "row 2"),
    ],
)
def test_a_bad_school_list_is_named(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "schools.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValidationError, match=said):
        Scenario.model_validate({"siting": {"existing_places": str(file)}})


def test_the_content_of_the_list_is_part_of_the_question(tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    hashes = []
    for places in (100, 200):
        file.write_text(f"settlement_id,places\nA-055,{places}\n", encoding="utf-8")
        asked = Scenario.model_validate({"siting": {"existing_places": str(file)}})
        hashes.append(asked.content_hash)
    assert hashes[0] != hashes[1]


def test_standards_come_by_class_and_hold_for_every_pair(territory: Territory) -> None:
    terms = terms_of(territory, standard_km={"village": 7.5})
    villages = (terms.settlements["kind"] == "village").to_numpy()
    assert set(terms.standard[villages]) == {7.5}
    assert terms.standard[~villages] == pytest.approx(3.0)
    assert (terms.km <= terms.standard[terms.origin]).all()


def test_large_buildings_stand_only_where_the_settlement_fills_them(territory: Territory) -> None:
    terms = terms_of(territory)
    assert terms.allowed[:, 0].all()
    pupils = terms.need.max(axis=1)
    for place, size in np.argwhere(terms.allowed[:, 1:]):
        assert terms.size[size + 1] <= pupils[place]


def test_almaty_is_outside_and_gate_city_has_nobody_in_2025(territory: Territory) -> None:
    asked = Scenario.model_validate({**SMALL, "region": ["ile", "almaty_city"], "siting": {}})
    terms = build_terms(territory, asked)
    names = terms.settlements["name"].tolist()
    assert "Almaty" not in names
    assert terms.need[names.index("Gate City"), 0] == 0
    assert terms.need[names.index("Gate City"), -1] > 0


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"study": "preschool"}, "study"),
        ({"siting": {"sites_by_period": {"2030": 4}}}, "siting.sites_by_period.2030"),
        ({"siting": {"budget_bn_by_period": {"2025": 4}}}, "siting.budget_bn_by_period"),
        ({"siting": {"existing_places": {"B-1": 4}}}, "siting.existing_places.B-1"),
        ({"siting": {"nested_budgets": [0.5, 1]}}, "siting.nested_budgets"),
        ({"construction": {"sizes": [350]}}, "construction.sizes"),
        ({"region": ["aktobe_city"]}, "region"),
    ],
)
def test_impossible_questions_are_named(
    territory: Territory, change: dict[str, Any], path: str
) -> None:
    asked = Scenario.model_validate({**SMALL, **change})
    assert path in [problem.path for problem in SitingStudy(territory, asked).problems()]


@pytest.mark.parametrize("key", ["periods", "nested", "nested_budgets"])
def test_steps_that_do_not_rise_are_named_by_their_key(key: str) -> None:
    with pytest.raises(ValidationError, match="must rise") as caught:
        Scenario.model_validate({**SMALL, "siting": {key: [2050, 2035]}})
    assert [error["loc"] for error in caught.value.errors()] == [("siting", key)]


def test_a_budget_for_no_period_is_one_mistake(territory: Territory) -> None:
    asked = Scenario.model_validate({**SMALL, "siting": {"budget_bn_by_period": {"2030": 5}}})
    paths = [problem.path for problem in SitingStudy(territory, asked).problems()]
    assert paths == ["siting.budget_bn_by_period.2030"]
