"""The gravity model keeps its margins and meets the mean cost asked for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.spatial_interaction import calibrated, furness


def _places(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    xy = random.uniform(0, 100, (n, 2))
    cost = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    np.fill_diagonal(cost, np.inf)
    return cost, random.uniform(1, 10, n)


def calibrated_least(cost: np.ndarray, mass: np.ndarray) -> float:
    """A mean that strong deterrence still reaches."""
    strong = furness(np.exp(-0.1 * np.where(np.isfinite(cost), cost, np.inf)), mass, mass)
    return float((strong * np.where(np.isfinite(cost), cost, 0.0)).sum() / strong.sum())


@given(st.integers(0, 10_000), st.integers(6, 25), st.floats(0.5, 0.95))
@settings(max_examples=25, deadline=None)
def test_margins_and_mean_are_met(seed, n, share):
    cost, mass = _places(seed, n)
    mass = np.minimum(mass, 0.4 * mass.sum())
    free = calibrated(cost, mass, mass, mean_cost=1e9)
    wanted = max(share * free.mean_cost, calibrated_least(cost, mass))
    found = calibrated(cost, mass, mass, mean_cost=wanted)
    np.testing.assert_allclose(found.flow.sum(axis=1), mass, rtol=1e-6)
    np.testing.assert_allclose(found.flow.sum(axis=0), mass, rtol=1e-6)
    assert found.mean_cost == pytest.approx(wanted, rel=1e-5)
    assert found.beta > free.beta == 0.0


def test_equal_costs_give_proportional_flows():
    cost = np.ones((3, 3))
    sent, received = np.array([1.0, 2.0, 3.0]), np.array([2.0, 2.0, 2.0])
    flow = calibrated(cost, sent, received, mean_cost=1.0).flow
    np.testing.assert_allclose(flow, np.outer(sent, received) / 6.0)


def test_symmetric_places_trade_symmetrically():
    cost, mass = _places(3, 12)
    flow = calibrated(cost, mass, mass, mean_cost=40.0).flow
    np.testing.assert_allclose(flow, flow.T, rtol=1e-5)


def test_nearer_places_get_more_under_stronger_deterrence():
    cost = np.array([[np.inf, 10.0, 50.0], [10.0, np.inf, 50.0], [50.0, 50.0, np.inf]])
    mass = np.array([10.0, 10.0, 4.0])
    near = furness(np.where(np.isfinite(cost), np.exp(-0.1 * np.nan_to_num(cost)), 0), mass, mass)
    assert near[0, 1] == pytest.approx(8.0)


def test_a_margin_without_partner_is_named():
    seed = np.array([[0.0, 1.0], [0.0, 0.0]])
    with pytest.raises(ValueError, match=r"sent\[1\]: 2 cannot be placed, it has no partner"):
        furness(seed, np.array([1.0, 2.0]), np.array([0.0, 3.0]))
    with pytest.raises(ValueError, match=r"its partners receive too little"):
        furness(np.array([[0.0, 1.0], [1.0, 1.0]]), np.array([2.0, 2.0]), np.array([3.0, 1.0]))


@pytest.mark.parametrize(
    ("seed", "sent", "words"),
    [
        (np.array([[-1.0]]), np.array([1.0]), "seed"),
        (np.ones((1, 1)), np.array([2.0]), "sent sums to 2, received to 1"),
        (np.ones((2, 1)), np.array([1.0]), "shape"),
    ],
)
def test_impossible_margins_are_refused(seed, sent, words):
    with pytest.raises(ValueError, match=words):
        furness(seed, sent, np.array([1.0]))
