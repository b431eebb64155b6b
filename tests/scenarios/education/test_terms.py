"""Need, stock, menu and money are what the tables and the scenario say."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.scenario import Scenario
from scenarios.studies.education.programme import PRESCHOOL, SCHOOLS
from scenarios.studies.education.terms import Terms, build_terms, cheapest_cover


def terms_of(territory: Territory, **question: object) -> Terms:
    return build_terms(territory, Scenario.model_validate(question), SCHOOLS)


def test_hundred_units_of_south_and_west(territory: Territory) -> None:
    terms = terms_of(territory)
    assert len(terms.units) == 100
    assert len(set(terms.oblasts)) == 11


def test_need_meets_the_documents_at_their_horizons(territory: Territory) -> None:
    terms = terms_of(territory)
    table = territory.table("schools").set_index(["unit_id", "year"])
    for unit in ("karasai", "almaty_city", "atyrau_city", "zhambyl_d_zhambyl"):
        n = terms.unit_index[unit]
        for year in (2030, 2040, 2050):
            assert terms.need[n, year - 2024] == table.loc[(unit, year), "need_seats"]
        assert terms.need[n, 0] == table.loc[(unit, 2024), "pupils"]


@pytest.mark.parametrize("interpolation", ["linear", "monotone_cubic"])
def test_interpolated_need_stays_between_its_anchors(
    territory: Territory, interpolation: str
) -> None:
    terms = terms_of(territory, demand={"interpolation": interpolation})
    anchors = [0, 6, 16, 26]
    for left, right in pairwise(anchors):
        low = np.minimum(terms.need[:, left], terms.need[:, right])
        high = np.maximum(terms.need[:, left], terms.need[:, right])
        between = terms.need[:, left : right + 1]
        assert (between >= low[:, None] - 1e-6).all()
        assert (between <= high[:, None] + 1e-6).all()


def test_growth_reaches_its_factor_at_the_last_horizon_only(territory: Territory) -> None:
    base = terms_of(territory)
    grown = terms_of(territory, demand={"growth": 1.2, "unit_growth": {"karasai": 1.5}})
    ratio = grown.need / base.need
    karasai = base.unit_index["karasai"]
    assert ratio[:, 0] == pytest.approx(np.ones(100))
    assert np.delete(ratio[:, -1], karasai) == pytest.approx(np.full(99, 1.2))
    assert ratio[karasai, -1] == pytest.approx(1.8)


def test_adjustment_of_existing_stock_is_a_switch(territory: Territory) -> None:
    with_it = terms_of(territory)
    without = terms_of(territory, construction={"apply_2030_adjustment": False})
    n = with_it.unit_index["kegen"]
    assert without.stock[n].tolist() == [11363.0] * 27
    assert with_it.stock[n, 5] == 11363.0
    assert with_it.stock[n, 6] == 11301.0


def test_documented_places_sum_to_the_decrees_totals(territory: Territory) -> None:
    terms = terms_of(territory, region=["karasai"])
    assert terms.documented_places.loc["karasai"].tolist() == [47692.0, 15514.0, 20231.0]


def test_preschool_is_the_same_study_with_other_tables(territory: Territory) -> None:
    terms = build_terms(territory, Scenario.model_validate({"study": "preschool"}), PRESCHOOL)
    table = territory.table("preschool").set_index(["unit_id", "year"])
    n = terms.unit_index["aktobe_city"]
    assert terms.need[n, 6] == table.loc[("aktobe_city", 2030), "need_seats"]
    assert terms.stock[n, 0] == table.loc[("aktobe_city", 2024), "enrolled"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ({"region": ["karasay"]}, "karasai"),
        ({"construction": {"sizes": [450]}}, "300, 600, 900"),
        ({"demand": {"unit_growth": {"atyrau_city": 1.1}}, "region": ["south"]}, "unit_growth"),
        ({"assumptions": {"discount_rat": 0.1}}, "discount_rate"),
        ({"assumptions": {"school_spend_share_year_1": 0.7}}, "sum to 1"),
    ],
)
def test_unknown_names_are_told_with_what_is_allowed(
    territory: Territory, question: dict[str, object], words: str
) -> None:
    with pytest.raises(InputError, match=words):
        terms_of(territory, **question)


@given(
    places=st.integers(1, 90),
    costs=st.lists(st.integers(1, 60), min_size=3, max_size=3),
)
def test_cheapest_cover_is_the_cheapest(places: int, costs: list[int]) -> None:
    sizes = np.array([3, 7, 10])
    cost = np.array(costs, dtype=float)
    chosen = cheapest_cover(places, sizes, cost)
    assert sizes[chosen].sum() >= places
    most = [range(-(-places // int(s)) + 1) for s in sizes]
    best = min(
        float(np.dot(counts, cost)) for counts in product(*most) if np.dot(counts, sizes) >= places
    )
    assert cost[chosen].sum() == pytest.approx(best)
