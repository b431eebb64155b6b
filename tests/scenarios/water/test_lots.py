"""Lots: counts as printed, sizes that keep the mean, costs that follow people."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from water_questions import changed

from inputs.territory import Territory
from scenarios.studies.water import WaterStudy
from scenarios.studies.water.lots import TECHNOLOGIES, connection_cost
from scenarios.studies.water.sizes import class_counts, mean_village, relative_sizes, size_pattern
from scenarios.studies.water.terms import WaterTerms


@given(
    st.lists(st.floats(1, 1e5), min_size=1, max_size=60), st.integers(min_value=1, max_value=400)
)
def test_size_classes_keep_the_mean_and_rise(people: list[float], settlements: int) -> None:
    counts = class_counts(settlements)
    sizes = relative_sizes(np.sort(np.array(people)), counts)
    assert counts.sum() == settlements
    assert counts.min() >= 1
    assert counts.max() - counts.min() <= 1
    assert float(counts @ sizes) == pytest.approx(settlements)
    assert (np.diff(sizes) >= -1e-9).all()
    assert (sizes > 0).all()


def test_people_of_an_oblast_are_its_villages_average_times_the_factor(
    terms: WaterTerms, territory: Territory
) -> None:
    for oblast, g in terms.oblast_index.items():
        here = terms.oblast == g
        region = str(territory.units.loc[oblast, "region_id"])
        mean = float(terms.settlements[here] @ terms.people[here] / terms.settlements[here].sum())
        factor = terms.assumptions.value("water_unconnected_size_factor")
        assert mean == pytest.approx(factor * mean_village(territory, region))
    assert mean_village(territory, "south") == pytest.approx(4367_000 / 2151)
    assert mean_village(territory, "west") == pytest.approx(1280_000 / 940)


def test_sizes_spread_as_the_listed_settlements_do(territory: Territory) -> None:
    pattern = size_pattern(territory)
    sizes = relative_sizes(pattern, np.array([1, 1, 1, 1, 1]))
    assert sizes[-1] == pytest.approx(
        pattern[int(0.8 * len(pattern)) :].sum() / pattern.sum() * 5, rel=0.02
    )


def test_the_documents_technology_holds_and_the_rest_is_the_cheapest(terms: WaterTerms) -> None:
    chosen = np.array(TECHNOLOGIES)[terms.cheapest]
    stated = terms.lots["technology_documented"].to_numpy(dtype=str)
    assert (chosen[stated != ""] == stated[stated != ""]).all()
    free = stated == ""
    assert (chosen[free & (terms.people <= 100)] == "block_module").any()
    far = free & ~terms.lots["local_source"].to_numpy(dtype=bool)
    assert set(chosen[far]) == {"group_main", "block_module"}


def test_cost_stands_where_it_was_stated_and_grows_slower_than_people(terms: WaterTerms) -> None:
    value = terms.assumptions.value
    stated = np.array([value("water_group_main_village_people")])
    at, doubled = (
        connection_cost(people, np.ones(1), terms.assumptions)[0] for people in (stated, 2 * stated)
    )
    assert at[0] == pytest.approx(value("water_group_main_village"))
    assert 1.0 < doubled[0] / at[0] < 2.0


def test_decided_settlements_become_lots_of_their_own(territory: Territory) -> None:
    asked = changed(
        fixed=[{"place": "zhambyl_oblast", "size": 600, "start_year": 2031, "count": 4}]
    )
    lots = WaterStudy(territory, asked).terms.lots
    own = lots[lots["fixed_start"] == 2031]
    assert own["settlements"].tolist() == [4]
    assert own["people_each"].iat[0] == pytest.approx(626, abs=5)
    assert lots.loc[lots["unit_id"] == "zhambyl_oblast", "settlements"].sum() == 117
    assert lots["lot_id"].is_unique
