"""What the schemes declare and name, and every order that they leave open."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest

from models.hub_location import cost_of
from scenarios.studies.logistics import LogisticsStudy
from scenarios.studies.logistics.documented import (
    _splits,
    in_other_order,
    spread_of_assignments,
    tied_to_horizon,
)
from scenarios.studies.logistics.terms import LogisticsTerms


@pytest.mark.parametrize(
    ("places", "sizes"), [((1, 2, 3), (1, 2, 0)), ((5, 5, 7, 8), (2, 1, 1)), ((4,), (0, 1))]
)
def test_splits_are_all_orders_once(places: tuple[int, ...], sizes: tuple[int, ...]) -> None:
    ends = np.cumsum(sizes)
    brute = {
        tuple(tuple(sorted(order[e - s : e])) for e, s in zip(ends, sizes, strict=True))
        for order in permutations(places)
    }
    found = list(_splits(places, sizes))
    assert set(found) == brute
    assert len(found) == len(brute)


def test_declared_numbers_are_those_of_the_scheme(terms: LogisticsTerms) -> None:
    declared = dict(zip(terms.oblasts, terms.declared.tolist(), strict=True))
    assert declared["zhambyl_oblast"] == [1, 3, 3]
    assert declared["kyzylorda_oblast"] == [2, 2, 4]
    assert declared["shymkent_city"] == [4, 4, 4]


def test_only_shymkent_is_tied_to_a_horizon(terms: LogisticsTerms) -> None:
    tied = tied_to_horizon(terms)
    assert set(terms.sites["oblast_id"][tied[:, -1] > 0]) == {"shymkent_city"}
    assert tied[:, 0].sum() == 4


def test_the_spread_is_that_of_all_orders(study: LogisticsStudy, terms: LogisticsTerms) -> None:
    instance = study.instance()
    chosen = np.zeros((len(terms.sites), len(terms.periods)), dtype=np.int64)
    found = spread_of_assignments(instance, terms, chosen, terms.declared)
    assert found is not None
    # Zhambyl puts one of three places first, Kyzylorda two of four
    assert found.count == 3 * 6
    assert found.best <= found.worst
    standing = terms.existing > 0
    worst = sum(
        terms.years[t] * cost_of(instance, standing | (found.worst_openings[:, t] > 0), t)
        for t in range(len(terms.periods))
    )
    assert worst == pytest.approx(found.worst)
    in_oblast = np.array(
        [found.worst_openings[terms.group == g].sum(axis=0) for g in range(len(terms.oblasts))]
    )
    assert in_oblast.tolist() == terms.declared.tolist()


def test_another_order_keeps_sites_and_sizes() -> None:
    centres = np.zeros((2, 2, 3), dtype=np.int64)
    centres[0, 1, 0] = 1
    centres[0, 0, 2] = 1
    centres[1, 0, 1] = 1
    openings = np.array([[0, 1, 2], [1, 1, 1]])
    moved = in_other_order(centres, openings)
    assert moved.sum(axis=2).tolist() == centres.sum(axis=2).tolist()
    assert moved[0, 1].tolist() == [0, 1, 0]
    assert moved[0, 0].tolist() == [0, 0, 1]
    assert moved[1, 0].tolist() == [1, 0, 0]
