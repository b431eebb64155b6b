"""p-median on very many points: sweeps without lists, bounds on part of the pairs, stopping."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from models.facility_location import Sites, Terms, p_median, p_median_on_points
from models.facility_location.costs import DenseCosts, PointCosts, SparseCosts, points_of
from models.facility_location.interchange import Rules, improve
from models.facility_location.lagrangian import ascend
from models.facility_location.lists import NeighbourLists
from models.facility_location.point_blocks import Blocks, served, site_values, workers
from models.facility_location.point_bound import PointBound, PointInstance, shares
from models.facility_location.point_search import solve_on_points
from optimizer.limits import Limits, Progress, Stop


class StopAfter(Stop):
    """Raised at the look of that number; counts all looks."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number, self.looks = number, 0

    def __bool__(self) -> bool:
        self.looks += 1
        return self.looks > self.number


def random_points(seed: int, count: int, sphere: bool) -> np.ndarray:
    random = np.random.default_rng(seed)
    if sphere:
        return points_of(random.uniform([46, 40], [88, 56], (count, 2)), "xy", sphere=True)
    return random.uniform(0, 100, (count, 2))


def rules_of(m: int, p: int, forced: np.ndarray | None = None) -> Rules:
    none = np.zeros(m)
    fixed = np.zeros(m, dtype=bool) if forced is None else forced
    group = np.full(m, -1, dtype=np.int64)
    return Rules(none, fixed, p, p, none, np.inf, group, np.zeros(0, dtype=np.int64))


def least_cost(weighted: np.ndarray, p: int, forced: np.ndarray) -> float:
    """Over all plans of a small matrix."""
    return min(
        float(weighted[:, list(plan)].min(axis=1).sum())
        for plan in combinations(range(weighted.shape[1]), p)
        if set(np.flatnonzero(forced)) <= set(plan)
    )


@pytest.mark.parametrize("sphere", [False, True])
@pytest.mark.parametrize("threads", [1, 3])
def test_sweeps_agree_with_the_full_matrix(sphere: bool, threads: int) -> None:
    demand, site = random_points(1, 300, sphere), random_points(2, 170, sphere)
    random = np.random.default_rng(3)
    weight, share = random.uniform(0, 5, 300), random.uniform(0, 1, 170)
    costs = PointCosts(demand, site, sphere)
    matrix = costs.matrix()
    radius = random.uniform(0, 0.7, 300) * matrix.max()
    rows, columns = Blocks.of(demand, 16), Blocks.of(site, 8)
    value, times = np.empty(170), np.empty(300)
    with workers(threads) as sweep:
        value[columns.order] = site_values(
            columns, rows, weight[rows.order], radius[rows.order], sphere, sweep
        )
        times[rows.order] = served(
            rows, columns, share[columns.order], radius[rows.order], sphere, sweep
        )
    expected = (weight[:, None] * np.minimum(matrix - radius[:, None], 0.0)).sum(axis=0)
    np.testing.assert_allclose(value, expected, rtol=1e-6)
    assert (value <= expected + 1e-9 * np.abs(expected)).all()
    np.testing.assert_allclose(times, (matrix < radius[:, None]) @ share)


def test_points_on_one_spot_form_one_block() -> None:
    blocks = Blocks.of(np.zeros((100, 2)), 8)
    assert sorted(blocks.order) == list(range(100))
    assert blocks.start[-1] == 100


@given(seed=st.integers(0, 10**6), p=st.integers(1, 6), smooth=st.floats(0, 50))
@settings(max_examples=50, deadline=None)
def test_shares_open_p_sites_and_are_least(seed: int, p: int, smooth: float) -> None:
    random = np.random.default_rng(seed)
    value, forced = -random.uniform(0, 100, 12), random.random(12) < 0.1
    forced[np.flatnonzero(forced)[p:]] = False
    share = shares(value, forced, p, smooth)
    assert share.sum() == pytest.approx(p, abs=1e-6)
    assert ((share >= 0) & (share <= 1)).all()
    assert (share[forced] == 1).all()
    other = shares(value, forced, p, 0.0)
    assert value @ share + smooth / 2 * (share**2).sum() <= (
        value @ other + smooth / 2 * (other**2).sum() + 1e-6
    )


@given(
    seed=st.integers(0, 10**6),
    p=st.integers(1, 3),
    sphere=st.booleans(),
    steps=st.integers(1, 40),
    upper=st.floats(0.5, 3.0),
)
@settings(max_examples=60, deadline=None)
def test_no_plan_is_cheaper_than_the_bound_on_points(
    seed: int, p: int, sphere: bool, steps: int, upper: float
) -> None:
    """Wherever the steps aim, even below the optimum."""
    random = np.random.default_rng(seed)
    demand, site = random_points(seed, 20, sphere), random_points(seed + 1, 8, sphere)
    weight = random.integers(0, 9, 20).astype(float)
    forced = np.zeros(8, dtype=bool)
    forced[random.integers(0, 8)] = random.random() < 0.5
    costs = PointCosts(demand, site, sphere)
    optimum = least_cost(weight[:, None] * costs.matrix(), p, forced)
    radius = random.uniform(0, costs.matrix().max(), 20)
    with workers(1) as sweep:
        prices = PointBound(PointInstance(costs, weight, forced, p), radius, sweep)
        bound = prices.climb(upper * optimum + 1.0, steps, lambda: False)
    assert bound <= optimum * (1 + 1e-9) + 1e-9
    value = prices.value[~forced]
    rest = np.sort(value)[: p - int(forced.sum())].sum() + prices.value[forced].sum()
    assert bound == pytest.approx(weight @ prices.radius + rest, rel=1e-9, abs=1e-6)


@given(
    seed=st.integers(0, 10**6),
    p=st.integers(1, 3),
    width=st.integers(1, 7),
    steps=st.integers(1, 60),
)
@settings(max_examples=60, deadline=None)
def test_no_plan_is_cheaper_than_the_bound_of_truncated_lists(
    seed: int, p: int, width: int, steps: int
) -> None:
    """Rows that end at their nearest sites, each at another length, still bound the whole."""
    random = np.random.default_rng(seed)
    weighted = random.integers(0, 30, (15, 8)).astype(float)
    none = np.zeros(8, dtype=bool)
    optimum = least_cost(weighted, p, none)
    rank = np.minimum(random.integers(1, width + 1, 15), 7)
    cap = np.sort(weighted, axis=1)[np.arange(15), rank]
    lists = NeighbourLists.of_dense(weighted, cap)
    price = random.uniform(0, 40, 15)
    found = ascend(lists, rules_of(8, p), price, 1.2 * optimum + 1.0, iterations=steps)
    assert found.bound <= optimum + 1e-9


@pytest.mark.parametrize("sphere", [False, True])
def test_search_on_points_agrees_with_the_matrix(sphere: bool) -> None:
    points = random_points(5, 400, sphere)
    weight = np.random.default_rng(6).integers(1, 50, 400).astype(float)
    costs = PointCosts(points, points, sphere)
    forced = np.zeros(400, dtype=bool)
    forced[[7, 11]] = True
    usable = np.flatnonzero(np.arange(400) != 5)
    status = np.where(forced, "committed", "candidate")
    status[5] = "excluded"
    exact = p_median(costs.matrix(), weight, p=9, sites=Sites.of(400, status=status.tolist()))
    assert exact.gap == 0.0
    limits = Limits(time_s=60.0, gap=0.02)
    outcome = solve_on_points(
        costs, weight, usable, rules_of(399, 9, forced[usable]), limits.clock(), ""
    )
    assert outcome.open is not None
    assert set(np.flatnonzero(forced)) <= set(usable[outcome.open])
    assert outcome.open.sum() == 9
    assert outcome.bound <= exact.objective * (1 + 1e-9) <= outcome.cost * (1 + 2e-9)
    assert outcome.cost <= 1.01 * exact.objective
    assert outcome.bound >= 0.97 * exact.objective


def test_levels_end_with_all_points_and_a_proven_gap() -> None:
    """12 000 points take two levels; sites lie elsewhere than demand."""
    random = np.random.default_rng(8)
    demand, site = random.normal(0, 10, (12_000, 2)), random.normal(0, 10, (11_000, 2))
    reports: list[Progress] = []
    limits = Limits(time_s=120.0, gap=0.03, on_progress=reports.append)
    solution = p_median_on_points(demand, p=30, site_xy=site, limits=limits)
    assert solution.check() == []
    assert solution.gap is not None
    assert solution.gap <= 0.03
    assert [r.incumbent for r in reports] == sorted(
        (r.incumbent for r in reports), key=lambda cost: -(cost or 0.0)
    )


@pytest.mark.parametrize("looks", [0, 1, 5, 12])
def test_a_stop_ends_every_step_and_leaves_a_plan_with_its_bound(looks: int) -> None:
    points = np.random.default_rng(9).normal(0, 10, (12_000, 2))
    stop = StopAfter(looks)
    solution = p_median_on_points(points, p=30, limits=Limits(time_s=600.0, gap=0.0, stop=stop))
    assert stop.looks <= looks + 40
    assert solution.check() == []
    assert solution.bound is not None
    assert solution.objective > 0.0
    assert solution.bound <= solution.objective


def test_interchange_looks_at_the_clock() -> None:
    points = random_points(10, 300, sphere=False)
    costs = PointCosts(points, points, sphere=False)
    lists = NeighbourLists.of_dense(costs.matrix(), np.full(300, 1e6))
    is_open = np.arange(300) < 10
    stop = StopAfter(0)
    improve(
        lists,
        rules_of(300, 10),
        is_open,
        np.random.default_rng(0),
        restarts=10**9,
        clock=Limits(time_s=600.0, stop=stop).clock(),
    )
    assert stop.looks == 2
    assert is_open.sum() == 10


def test_an_expired_clock_ends_the_search_of_a_matrix_with_plan_and_bound() -> None:
    points = random_points(11, 300, sphere=False)
    matrix = PointCosts(points, points, sphere=False).matrix()
    stop = StopAfter(0)
    solution = p_median(matrix, p=40, limits=Limits(time_s=600.0, gap=0.0, stop=stop))
    assert stop.looks <= 20
    assert solution.check() == []
    assert solution.bound is not None
    assert solution.bound <= solution.objective


@pytest.mark.parametrize("thin", [False, True])
@pytest.mark.parametrize("standard", [np.inf, 30.0])
def test_lists_cut_off_by_the_clock_prove_no_more_than_is_true(thin: bool, standard: float) -> None:
    points = random_points(12, 200, sphere=False)
    matrix = PointCosts(points, points[:150] + 0.5, sphere=False).matrix()
    given_matrix = sparse.csr_array(matrix) if thin else matrix
    terms = Terms(standard=standard)
    best = p_median(matrix, p=20, terms=terms)
    assert best.gap == 0.0
    stop = Stop()
    stop.request()
    late = p_median(given_matrix, p=20, terms=terms, limits=Limits(stop=stop))
    assert late.check() == []
    assert late.bound is not None
    assert 0.0 < late.bound <= best.objective * (1 + 1e-9)
    assert late.objective is None or late.objective >= best.objective * (1 - 1e-9)
    if np.isinf(standard):
        assert late.objective is not None
        assert thin or late.bound >= 0.5 * late.objective


@pytest.mark.parametrize("thin", [False, True])
def test_lists_made_in_parts_are_those_made_at_once(
    thin: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(13)
    matrix = np.where(random.random((50, 30)) < 0.2, np.inf, random.integers(1, 9, (50, 30)))
    rows, columns = np.nonzero(np.isfinite(matrix))
    pairs = sparse.csr_array((matrix[rows, columns], (rows, columns)), shape=matrix.shape)
    costs = SparseCosts(pairs) if thin else DenseCosts(matrix)
    weight = random.integers(0, 4, 50).astype(float)
    usable, reach, cap = np.arange(3, 30), np.full(50, 7.0), np.full(50, 20.0)
    clock = Limits().clock()
    whole = costs.lists(usable, weight, reach, cap, 5, clock)
    monkeypatch.setattr("models.facility_location.costs.BLOCK_ENTRIES", 100)
    parts = costs.lists(usable, weight, reach, cap, 5, clock)
    assert len(whole.site) > 0
    for name in ("start", "site", "cost", "cap", "column_start", "column_row", "column_cost"):
        np.testing.assert_array_equal(getattr(parts, name), getattr(whole, name))
