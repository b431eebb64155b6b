"""Freight adds up to what the formula says, and the switches do what they say."""

from __future__ import annotations

import numpy as np
import pytest
from logistics_questions import changed

from inputs.territory import Territory
from scenarios.studies.logistics.terms import LogisticsTerms, build_terms


def units(terms: LogisticsTerms) -> np.ndarray:
    return (terms.places["kind"] == "unit").to_numpy()


def test_units_send_so_much_a_head(terms: LogisticsTerms) -> None:
    own = units(terms)
    sent = terms.tonnes[own].sum(axis=0)
    assert sent == pytest.approx(
        terms.value("freight_general_t_per_head") * terms.people[own].sum(axis=0)
    )


def test_flows_keep_the_totals_of_every_place(terms: LogisticsTerms) -> None:
    for t in range(len(terms.periods)):
        ends = np.concatenate([terms.flows.origin, terms.flows.destination])
        passing = np.bincount(ends, weights=np.tile(terms.flows.tonnes[:, t], 2))
        assert passing == pytest.approx(2 * terms.tonnes[:, t], rel=1e-5)


def test_the_mean_haul_is_met_first_and_its_deterrence_kept(terms: LogisticsTerms) -> None:
    assert terms.flows.mean_haul[0] == pytest.approx(terms.value("freight_mean_haul_km"), rel=1e-4)
    assert len(set(terms.flows.beta)) == 1


def test_within_an_oblast_freight_follows_people(terms: LogisticsTerms) -> None:
    for oblast in ("zhambyl_oblast", "kyzylorda_oblast"):
        here = units(terms) & (terms.places["oblast_id"] == oblast).to_numpy()
        per_head = terms.tonnes[here] / terms.people[here]
        assert per_head == pytest.approx(np.tile(per_head[:1], (here.sum(), 1)))


def test_equal_and_population_alone(territory: Territory, terms: LogisticsTerms) -> None:
    equal = build_terms(territory, changed(freight="equal"))
    own = units(equal)
    assert equal.tonnes[own] == pytest.approx(np.tile(equal.tonnes[own][:1], (own.sum(), 1)))
    people = build_terms(territory, changed(freight="population"))
    assert people.tonnes[own] == pytest.approx(
        people.people[own] * people.value("freight_general_t_per_head")
    )
    assert people.tonnes[own].sum() == pytest.approx(terms.tonnes[own].sum())


def test_a_gateway_factor_moves_that_gateway_alone(
    territory: Territory, terms: LogisticsTerms
) -> None:
    gateway = terms.places.loc[~units(terms), "place_id"].iloc[0]
    doubled = build_terms(territory, changed(gateway_factor={gateway: 2}))
    ratio = doubled.tonnes / terms.tonnes
    at = (terms.places["place_id"] == gateway).to_numpy()
    assert ratio[at] == pytest.approx(2.0)
    assert ratio[~at] == pytest.approx(1.0)


def test_nothing_goes_between_gateways_of_one_neighbour(terms: LogisticsTerms) -> None:
    neighbour = terms.places["neighbour"].fillna("").to_numpy()
    start, end = neighbour[terms.flows.origin], neighbour[terms.flows.destination]
    assert not ((start == end) & (start != "")).any()


def test_the_product_of_two_oblasts_printed_as_one_is_shared(territory: Territory) -> None:
    data = changed().canonical() | {"region": ["almaty_oblast", "zhetisu_oblast", "almaty_city"]}
    found = build_terms(territory, changed().model_validate(data))
    per_head = {
        oblast: found.tonnes[here, 0].sum() / found.people[here, 0].sum()
        for oblast in ("almaty_oblast", "zhetisu_oblast", "almaty_city")
        if (here := (found.places["oblast_id"] == oblast).to_numpy() & units(found)).any()
    }
    assert per_head["almaty_oblast"] == pytest.approx(per_head["zhetisu_oblast"])
    assert per_head["almaty_city"] > per_head["zhetisu_oblast"]
