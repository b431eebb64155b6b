"""Dynamic covering against its reference, by hand, and with contradicting limits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.dynamic_location import DynamicCoverInstance, dynamic_cover
from models.dynamic_location.cover_reference import cover_reference_optimum
from optimizer.limits import Limits

EXACT = Limits(time_s=30.0, gap=1e-9, threads=1)


def random_cover(
    seed: int, points: int = 12, sites: int = 7, periods: int = 3
) -> DynamicCoverInstance:
    """Points and sites on a square, a standard that widens as roads are built, random limits."""
    rng = np.random.default_rng(seed)
    place, at = rng.uniform(0, 10, (points, 2)), rng.uniform(0, 10, (sites, 2))
    distance = np.linalg.norm(place[:, None] - at, axis=2)
    demand, site = np.nonzero(distance <= 6)
    reach = np.array([3.0, 4.0, 4.5])[:periods]
    cost = rng.uniform(5, 15, sites)
    forced = np.zeros((sites, periods), dtype=bool)
    earliest = rng.integers(0, 2, sites)
    forced[0, -1] = rng.random() < 0.3
    none = np.full(periods, np.inf)
    return DynamicCoverInstance(
        weight=rng.integers(0, 50, (points, periods)).astype(float),
        demand=demand,
        site=site,
        within=distance[demand, site][:, None] <= reach,
        years=np.array([4.0, 10.0, 10.0])[:periods],
        existing=rng.random(sites) < 0.2,
        cost=cost,
        max_new=np.array([1.0, 2.0, 4.0])[:periods] if rng.random() < 0.7 else none,
        group=rng.integers(-1, 2, sites),
        group_min=np.zeros((2, periods)),
        group_max=np.full((2, periods), rng.choice([1.0, np.inf])),
        budget=rng.uniform(8, 15, periods) if rng.random() < 0.5 else none,
        forced=forced,
        earliest=earliest,
    )


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 100_000))
def test_optimum_of_the_reference(seed: int) -> None:
    instance = random_cover(seed)
    found = dynamic_cover(instance, EXACT)
    assert found.check(instance) == []
    assert found.objective == pytest.approx(cover_reference_optimum(instance), rel=1e-6)
    assert found.bound == pytest.approx(found.objective, rel=1e-6)


def two_towns() -> DynamicCoverInstance:
    """A town of 10 and one of 6 that grows to 20, each with a site; one opens now, two later."""
    return DynamicCoverInstance(
        weight=np.array([[10.0, 10.0], [6.0, 20.0]]),
        demand=np.array([0, 1]),
        site=np.array([0, 1]),
        within=np.ones((2, 2), dtype=bool),
        years=np.array([1.0, 1.0]),
        existing=np.zeros(2, dtype=bool),
        cost=np.array([3.0, 3.0]),
        max_new=np.array([1.0, 1.0]),
        group=np.array([0, 1]),
        group_min=np.zeros((2, 2)),
        group_max=np.full((2, 2), np.inf),
        budget=np.full(2, np.inf),
        forced=np.zeros((2, 2), dtype=bool),
        earliest=np.zeros(2, dtype=np.int64),
        site_labels=("Aral", "Beyneu"),
    )


def test_what_opens_stays_so_the_growing_town_comes_first() -> None:
    found = dynamic_cover(two_towns(), EXACT)
    assert found.opened.tolist() == [-1, 0]
    assert found.objective == 26.0


def test_without_time_there_is_a_choice_within_the_limits() -> None:
    found = dynamic_cover(two_towns(), Limits(time_s=1e-9, threads=1))
    assert found.check(two_towns()) == []
    assert found.objective <= 26.0 <= found.bound


def test_money_that_is_left_stays() -> None:
    later = replace(two_towns(), max_new=np.full(2, np.inf), budget=np.array([2.0, 4.0]))
    found = dynamic_cover(later, EXACT)
    assert found.opened.tolist() == [1, 1]


def test_contradicting_limits_are_an_error() -> None:
    from optimizer.errors import InfeasibleError

    forced = np.ones((2, 2), dtype=bool)
    with pytest.raises(InfeasibleError, match="contradict each other"):
        dynamic_cover(replace(two_towns(), forced=forced), EXACT)
    with pytest.raises(ValueError, match="forced before it may open: Aral"):
        replace(two_towns(), forced=forced, earliest=np.array([1, 0]))
    with pytest.raises(ValueError, match=r"weight\[0, 1\]: -1.0, expected a number"):
        replace(two_towns(), weight=np.array([[10.0, -1.0], [6.0, 20.0]]))
