"""The villages, their mains and the ways between, as the documents and assumptions say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from inputs.errors import InputError
from inputs.territory import Territory, load_territory
from scenarios.scenario import Scenario
from scenarios.studies.water.network.terms import NetworkTerms, network_terms


@pytest.fixture(scope="module")
def terms(scenario: Scenario) -> NetworkTerms:
    return network_terms(load_territory(), scenario)


def changed(territory: Territory, table: str, column: str, row: int, value: object) -> Territory:
    frame = territory.table(table).copy()
    frame.loc[row, column] = value
    return replace(territory, _typed={**territory._typed, table: frame})


def test_the_villages_are_those_of_the_scheme(terms: NetworkTerms) -> None:
    territory = load_territory()
    villages = terms.nodes[terms.nodes["kind"] == "village"].set_index("node_id")
    named = territory.table("unserved_villages").set_index("settlement_id")
    assert set(villages.index) == set(named.index)
    assert len(villages) == 11
    assert (villages["unit_id"] == named["unit_id"].reindex(villages.index)).all()
    people = territory.table("settlements").set_index("settlement_id")["population_2050"]
    assert (villages["people"] == people.reindex(villages.index)).all()


def test_every_district_has_its_main(terms: NetworkTerms) -> None:
    sources = terms.nodes[terms.nodes["kind"] == "source"]
    villages = terms.nodes[terms.nodes["kind"] == "village"]
    assert set(sources["node_id"]) == {"esik", "kaskelen", "talgar", "uzynagash"}
    assert set(sources["unit_id"]) == set(villages["unit_id"])
    assert sources["coord_quality"].eq("exact").all()


def test_only_settlements_of_the_districts_are_passed(terms: NetworkTerms) -> None:
    junctions = terms.nodes[terms.nodes["kind"] == "junction"]
    assert set(junctions["unit_id"]) <= set(terms.nodes.loc[terms.villages, "unit_id"])
    assert (junctions[["people", "demand_l_s", "cost_mln_kzt"]] == 0).all(axis=None)
    assert not set(junctions["name"]) & {"Esik", "Kaskelen", "Talgar", "Uzynagash"}
    assert len(np.unique(terms.graph.components())) == 1
    assert (terms.graph.km > 0).all()


def test_no_two_villages_share_a_drawn_place(terms: NetworkTerms) -> None:
    villages = terms.nodes.iloc[terms.villages]
    assert not villages.duplicated(["lat", "lon"]).any()
    assert villages["coord_quality"].eq("schematic").all()


def test_demand_is_that_of_the_peak_hour(scenario: Scenario) -> None:
    asked = scenario.model_copy(
        update={
            "assumptions": {
                "water_consumption_l_person_day": 86.4,
                "water_peak_day_factor": 1.0,
                "water_peak_hour_factor": 2.0,
                "water_network_m_per_person": 10.0,
                "water_network_km": 25.0,
            }
        }
    )
    nodes = network_terms(load_territory(), asked).nodes.set_index("node_id")
    kainazar = nodes.loc["A-049"]
    assert kainazar["demand_l_s"] == pytest.approx(2 * 4685 / 1000)
    assert kainazar["cost_mln_kzt"] == pytest.approx(46.85 * 25)


def test_money_and_years_of_the_stages(scenario: Scenario, terms: NetworkTerms) -> None:
    assert terms.stage_mln_kzt == terms.value("water_network_stage_bn") * 1000
    years = scenario.water.target_year - scenario.years.first + 1
    assert terms.years.tolist() == [years / 3] * 3
    water = scenario.water.model_copy(update={"network_budget_bn": 0.7, "network_stages": 2})
    other = network_terms(load_territory(), scenario.model_copy(update={"water": water}))
    assert other.stage_mln_kzt == pytest.approx(700)
    assert len(other.years) == 2


def test_a_village_without_coordinates_is_told(scenario: Scenario) -> None:
    broken = changed(load_territory(), "settlements", "lat", 32, np.nan)
    with pytest.raises(InputError, match=r"settlements, row 34, column lat, lon.*'A-033'"):
        network_terms(broken, scenario)


def test_a_district_without_a_centre_is_told(scenario: Scenario) -> None:
    places = load_territory().table("places")
    row = int(places.index[places["place_id"] == "talgar"][0])
    broken = changed(load_territory(), "places", "role", row, "station")
    with pytest.raises(InputError, match=r"places, column role.*'talgar'.*district_centre"):
        network_terms(broken, scenario)


@pytest.mark.parametrize("column", ["cost_mln_kzt_per_km", "capacity_l_s", "inner_mm"])
def test_classes_that_do_not_rise_are_told(scenario: Scenario, column: str) -> None:
    broken = changed(load_territory(), "pipe_classes", column, 2, 1.0)
    with pytest.raises(InputError, match=rf"pipe_classes, row 4, column {column}"):
        network_terms(broken, scenario)


def test_a_class_without_a_price_is_told(scenario: Scenario) -> None:
    broken = changed(load_territory(), "pipe_classes", "cost_mln_kzt_per_km", 2, np.nan)
    with pytest.raises(InputError, match=r"pipe_classes, row 4, column cost_mln_kzt_per_km"):
        network_terms(broken, scenario)


def test_imported_places_move_villages(scenario: Scenario, terms: NetworkTerms) -> None:
    territory = load_territory()
    frame = territory.table("settlements").copy()
    at = frame["settlement_id"] == "A-049"
    frame.loc[at, ["lat", "lon", "coord_quality"]] = [43.1977, 76.2690, "exact"]
    located = replace(territory, _typed={**territory._typed, "settlements": frame})
    before = terms.nodes.set_index("node_id")
    after = network_terms(located, scenario).nodes.set_index("node_id")
    assert after.loc["A-049", "coord_quality"] == "exact"
    assert after.loc["A-049", "lat"] == pytest.approx(43.1977)
    moved = pd.Series(after.loc["A-003", ["lat", "lon"]] - before.loc["A-003", ["lat", "lon"]])
    assert (moved == 0).all()
