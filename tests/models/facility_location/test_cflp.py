"""Capacitated facility location against its textbook formulation and against itself."""

from __future__ import annotations

import dataclasses
import re
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from cflp_instances import CflpCase, cflp_cases
from hypothesis import given, settings
from scipy import sparse

from models.facility_location import LocationSolution, Sites, Terms, cflp
from models.facility_location.modules import Modules
from models.facility_location.reference.cflp import cflp_reference
from optimizer.certificate import Status
from optimizer.limits import Limits, Progress, Stop

BENCHMARKS = Path(__file__).parents[4] / "shared" / "benchmarks"


def both(case: CflpCase, single_source: bool) -> tuple[LocationSolution, object]:
    arguments = (case.cost, case.fixed_cost, case.capacity, case.demand, single_source)
    keywords = {"sites": case.sites, "terms": case.terms, "modules": case.modules}
    return cflp(*arguments, **keywords), cflp_reference(*arguments, **keywords)


@pytest.mark.parametrize("single_source", [False, True])
@settings(max_examples=150, deadline=None)
@given(case=cflp_cases())
def test_equals_its_reference(single_source: bool, case: CflpCase) -> None:
    fast, slow = both(case, single_source)
    assert fast.status is slow.status, fast.reason
    assert fast.check() == []
    if slow.objective is None:
        assert fast.objective is None
        assert fast.reason
    else:
        assert fast.objective == pytest.approx(slow.objective, rel=1e-6, abs=1e-6)
        assert fast.gap == 0.0


def orlib(name: str, capacity: float = np.nan) -> tuple[np.ndarray, ...]:
    """Cost (N, M), fixed cost, capacity, demand of an OR-Library instance."""
    path = BENCHMARKS / "cap" / f"{name}.txt"
    if not path.exists():
        pytest.skip("benchmark instances are not here")
    words = path.read_text().replace("capacity", str(capacity)).split()
    count = int(words[0])
    head = np.array(words[2 : 2 + 2 * count], dtype=float).reshape(count, 2)
    body = np.array(words[2 + 2 * count :], dtype=float).reshape(-1, count + 1)
    return body[:, 1:], head[:, 1], head[:, 0], body[:, 0]


def holmberg(number: int) -> tuple[np.ndarray, ...]:
    path = BENCHMARKS / "sscflp" / "holmberg" / f"p{number}"
    if not path.exists():
        pytest.skip("benchmark instances are not here")
    words = path.read_text().split()
    m, n = int(words[0]), int(words[1])
    numbers = np.array(words[2:], dtype=float)
    capacity, fixed, demand, cost = np.split(numbers, [m, 2 * m, 2 * m + n])
    return cost.reshape(n, m), fixed, capacity, demand


@pytest.mark.parametrize(
    ("name", "capacity", "optimum"),
    [
        ("cap41", np.nan, 1040444.375),
        ("cap84", np.nan, 1069369.525),
        ("cap94", np.nan, 946051.325),
        ("capa", 8000.0, 19240822.449),
        ("capa", 14000.0, 17160439.012),
    ],
)
def test_published_optimum_of_shared_sources(name: str, capacity: float, optimum: float) -> None:
    found = cflp(*orlib(name, capacity))
    assert found.objective == pytest.approx(optimum, rel=1e-8)
    assert found.gap == 0.0
    assert found.status is Status.OPTIMAL
    assert found.check() == []


@pytest.mark.parametrize(("number", "optimum"), [(1, 8848), (16, 10408), (43, 5214), (60, 20534)])
def test_published_optimum_of_single_sources(number: int, optimum: float) -> None:
    found = cflp(*holmberg(number), single_source=True)
    assert found.objective == optimum
    assert found.gap == 0.0
    assert found.check() == []


def random_instance(n: int, m: int, seed: int) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    points, sites = rng.random((n, 2)), rng.random((m, 2))
    demand = rng.integers(5, 35, n).astype(float)
    distance = np.linalg.norm(points[:, None] - sites, axis=2)
    capacity = rng.integers(10, 160, m) / 100
    capacity = np.ceil(capacity * 5 * demand.sum() / capacity.sum())
    fixed = rng.uniform(0, 90, m) + rng.uniform(100, 110, m) * np.sqrt(capacity)
    return demand[:, None] * distance * 10, fixed, capacity, demand


def test_shares_of_a_split_demand_add_up() -> None:
    found = cflp([[1.0, 2.0]], [0.0, 0.0], [6.0, 6.0], [10.0])
    assert sparse.issparse(found.assignment)
    assert found.assignment.shape == (1, 2)
    assert found.assignment.toarray().tolist() == [[0.6, 0.4]]
    assert found.objective == pytest.approx(0.6 * 1 + 0.4 * 2)
    whole = cflp([[1.0, 2.0]], [0.0, 0.0], [6.0, 10.0], [10.0], single_source=True)
    assert whole.assignment.tolist() == [1]


def test_a_sparse_matrix_is_the_dense_one_with_forbidden_pairs() -> None:
    cost, fixed, capacity, demand = random_instance(40, 12, 3)
    far = cost > 5 * demand[:, None]
    row, site = np.nonzero(~far)
    thin = sparse.csr_array((cost[row, site], (row, site)), shape=cost.shape)
    dense = cflp(np.where(far, np.inf, cost), fixed, capacity, demand)
    assert cflp(thin, fixed, capacity, demand).objective == pytest.approx(dense.objective)


def test_memory_is_in_proportion_to_the_pairs_allowed() -> None:
    rng = np.random.default_rng(0)
    points, sites, near = 20_000, 500, 30
    site = (np.arange(points)[:, None] * sites // points + np.arange(near)) % sites
    start = np.arange(points + 1) * near
    cost = rng.uniform(1.0, 9.0, points * near)
    thin = sparse.csr_array((cost, site.ravel(), start), shape=(points, sites))
    demand = rng.uniform(5.0, 35.0, points)
    tracemalloc.start()
    found = cflp(thin, 500.0, 3.0 * demand.sum() / sites, demand, limits=Limits(time_s=1.0))
    assert found.check() == []
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.objective is not None
    assert found.gap is not None
    assert peak < 2 * 8 * points * sites  # less than two dense matrices, input included
    wrong = sparse.csr_array(([1.0, -1.0], ([0, 1], [1, 0])), shape=(2, 2))
    with pytest.raises(ValueError, match=r"cost\[1, 0\] \(demand point 1, site 0\): -1.0"):
        cflp(wrong, 1.0, 9.0, 1.0)


def test_an_existing_site_is_enlarged_before_a_dearer_one_is_built() -> None:
    sites = Sites.of(
        2,
        status=["existing", "candidate"],
        capacity=[5.0, 20.0],
        enlarged_capacity=[12.0, 20.0],
        enlargement_cost=[3.0, 0.0],
        closing_cost=[1.0, 0.0],
        fixed_cost=[0.0, 9.0],
    )
    cost = [[1.0, 1.0], [1.0, 1.0]]
    enlarged = cflp(cost, None, None, [6.0, 6.0], sites=sites)
    assert enlarged.open.tolist() == [0]
    assert enlarged.enlarged.tolist() == [0]
    assert enlarged.objective == 5.0
    cheap = dataclasses.replace(sites, enlargement_cost=np.array([30.0, 0.0]))
    built = cflp(cost, None, None, [6.0, 6.0], sites=cheap)
    assert built.objective == 11.0
    assert built.enlarged.tolist() == []
    # closing costs 1 more than leaving the small site open beside the new one
    assert built.open.tolist() == [0, 1]


def test_a_module_is_chosen_from_the_menu() -> None:
    menu = Modules([10.0, 25.0], [6.0, 7.0])
    found = cflp([[1.0, 5.0], [5.0, 1.0]], 2.0, 0.0, [9.0, 9.0], modules=menu)
    assert found.objective == pytest.approx(2 + 7 + 1 + 5)
    assert found.modules.tolist() == [1]
    assert found.enlarged.tolist() == []
    assert found.check() == []


def test_one_capacity_short_is_explained_in_numbers() -> None:
    short = cflp([[1.0, 2.0], [2.0, 1.0]], 1.0, [5.0, 6.0], [8.0, 7.0])
    assert short.status is Status.INFEASIBLE
    assert "demand is 15" in short.reason
    assert "hold 11: capacity is short by 4 (36.4 % more would do)" in short.reason
    whole = cflp([[1.0, 2.0]], 1.0, [5.0, 6.0], [8.0], single_source=True)
    assert "demand point 0 needs 8 from one site" in whole.reason
    assert "short by 2" in whole.reason


def test_a_local_shortage_names_its_demand_points() -> None:
    cost = np.array([[1.0, np.inf], [1.0, np.inf], [1.0, 1.0]])
    found = cflp(cost, 1.0, [10.0, 50.0], [8.0, 7.0, 5.0])
    assert found.status is Status.INFEASIBLE
    assert "demand points 0, 1 together need 15" in found.reason
    assert "(site 0) hold 10: capacity is short by 5" in found.reason


def test_the_smallest_relaxation_of_each_limit_is_named() -> None:
    cost = np.array([[1.0, 9.0], [9.0, 1.0]])
    arguments = (cost, [10.0, 20.0], [10.0, 10.0], [6.0, 6.0])
    poor = cflp(*arguments, terms=Terms(budget=25.0))
    assert "a budget of 30 (short by 5)" in poor.reason
    assert "leaving 2 of the demand of 12 unserved" in poor.reason
    tight = cflp(cost, 1.0, [12.0, 5.0], [6.0, 6.0], terms=Terms(standard=5.0), single_source=True)
    assert tight.status is Status.INFEASIBLE
    few = cflp(cost, 1.0, [20.0, 20.0], [6.0, 6.0], terms=Terms(standard=5.0, max_open=1))
    assert "2 open sites instead of at most 1" in few.reason
    assert "a standard of 9" in few.reason
    assert cflp(cost, 1.0, 20.0, [6.0, 6.0], terms=Terms(standard=9.0, max_open=1)).objective == 11


def test_demand_may_stay_unserved_for_a_penalty() -> None:
    found = cflp([[1.0], [50.0]], 2.0, [9.0], [4.0, 4.0], terms=Terms(unserved_penalty=3.0))
    assert found.objective == pytest.approx(2 + 1 + 12)
    assert found.assignment.toarray().tolist() == [[1.0], [0.0]]


@pytest.mark.parametrize("single_source", [False, True])
def test_a_time_limit_keeps_the_best_plan_with_its_bound(single_source: bool) -> None:
    instance = random_instance(150, 60, 1)
    best = cflp(*instance, single_source, limits=Limits(time_s=20.0, gap=1e-2))
    hurried = cflp(*instance, single_source, limits=Limits(time_s=0.01, gap=0.0))
    assert hurried.check() == []
    assert hurried.objective >= best.bound - 1e-6
    assert hurried.bound <= best.objective + 1e-6
    assert hurried.status in (Status.FEASIBLE, Status.OPTIMAL)


@pytest.mark.parametrize("single_source", [False, True])
def test_without_any_time_there_is_a_plan_with_a_bound(single_source: bool) -> None:
    instance = random_instance(150, 60, 1)
    best = cflp(*instance, single_source, limits=Limits(time_s=20.0, gap=1e-2))
    none = cflp(*instance, single_source, limits=Limits(time_s=0.0))
    assert none.check() == []
    assert none.objective >= best.bound - 1e-6
    assert 0.0 < none.bound <= best.objective + 1e-6
    assert none.status is Status.FEASIBLE


def test_a_limit_holds_where_one_step_takes_longer() -> None:
    rng = np.random.default_rng(3)
    points, sites, near = 8_000, 300, 25
    site = (np.arange(points)[:, None] * sites // points + np.arange(near)) % sites
    cost = rng.uniform(1.0, 9.0, points * near)
    start = np.arange(points + 1) * near
    thin = sparse.csr_array((cost, site.ravel(), start), shape=(points, sites))
    demand = rng.uniform(5.0, 35.0, points)
    cflp(*random_instance(6, 4, 1))
    before = time.process_time()
    found = cflp(thin, 500.0, 2.0 * demand.sum() / sites, demand, limits=Limits(time_s=1.0))
    # of the processor, not of the wall: others may be at work on the machine
    assert time.process_time() - before < 3.0
    assert found.check() == []
    assert found.objective is not None
    assert found.bound > 0.0


def test_a_gap_asked_for_is_enough_and_told_as_it_is() -> None:
    instance = random_instance(80, 30, 2)
    exact = cflp(*instance)
    near = cflp(*instance, limits=Limits(gap=0.02))
    assert near.status is Status.OPTIMAL
    assert near.bound <= exact.objective * (1 + 1e-9)
    assert near.objective <= exact.objective * 1.02
    assert near.gap == pytest.approx((near.objective - near.bound) / near.objective, abs=1e-9)


def test_progress_is_told_and_a_stop_is_heard() -> None:
    instance = random_instance(120, 40, 4)
    told: list[Progress] = []
    cflp(*instance, limits=Limits(gap=0.0, on_progress=told.append))
    bounds = [p.bound for p in told]
    assert bounds
    assert bounds == sorted(bounds)
    stop = Stop()
    stop.request()
    stopped = cflp(*instance, limits=Limits(gap=0.0, stop=stop))
    assert stopped.objective is not None
    assert stopped.bound <= stopped.objective


@pytest.mark.parametrize("single_source", [False, True])
def test_the_order_and_scale_of_an_instance_do_not_matter(single_source: bool) -> None:
    cost, fixed, capacity, demand = random_instance(25, 10, 5)
    plain = cflp(cost, fixed, capacity, demand, single_source)
    rng = np.random.default_rng(0)
    points, sites = rng.permutation(25), rng.permutation(10)
    mixed = cflp(
        cost[points][:, sites] * 1e3, fixed[sites] * 1e3, capacity[sites] / 8, demand[points] / 8,
        single_source,
    )  # fmt: skip
    assert mixed.objective == pytest.approx(plain.objective * 1e3, rel=1e-7)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cost": [[1.0, -1.0]]}, r"cost\[0, 1\]"),
        ({"demand": [np.nan]}, r"demand\[0\] \(demand point 0\): nan"),
        ({"demand": [1.0, 2.0]}, r"demand: shape \(2,\), expected \(1,\)"),
        ({"fixed_cost": [1.0, np.inf]}, r"fixed_cost\[1\]"),
        ({"capacity": [1.0, -2.0]}, r"capacity\[1\]"),
        ({"capacity": [1.0]}, r"capacity: shape \(1,\)"),
        ({"modules": Modules([1.0, 2.0], [1.0])}, "2 capacities, but 1 costs"),
        ({"modules": Modules([[1.0]], [1.0])}, "modules.capacity: 1 rows, expected 2"),
        ({"sites": Sites.of(2, capacity=[3.0, 4.0])}, r"capacity\[0\]: 9, but sites.capacity"),
        ({"sites": Sites.of(3)}, "3 sites, but cost has 2 columns"),
    ],
)
def test_bad_input_is_named(change: dict[str, object], message: str) -> None:
    arguments: dict[str, object] = {
        "cost": [[1.0, 2.0]],
        "fixed_cost": [1.0, 1.0],
        "capacity": [9.0, 4.0],
        "demand": [2.0],
    } | change
    with pytest.raises(ValueError, match=message):
        cflp(**arguments)


def test_the_check_notices_a_wrong_plan() -> None:
    cost = [[1.0, 2.0], [2.0, 1.0]]
    found = cflp(cost, 1.0, [5.0, 5.0], [4.0, 4.0], single_source=True)
    assert found.check() == []

    def broken(**changes: object) -> set[str]:
        return {v.constraint for v in dataclasses.replace(found, **changes).check()}

    assert broken(assignment=np.array([0, 0])) == {"capacity"}
    assert broken(assignment=np.array([0, -1])) == {"served"}
    assert broken(objective=3.0) == {"objective"}
    closed = broken(open=np.array([0]), modules=np.array([-1]))
    assert closed == {"serves only when open", "capacity"}


@pytest.mark.parametrize("seed", range(12))
def test_a_named_budget_and_standard_work_when_typed_back_in(seed: int) -> None:
    """Thirds have more digits than a message: what is named is rounded up."""
    random = np.random.default_rng(seed)
    cost = random.integers(1, 60, (6, 4)) / 3.0
    arguments = (cost, random.integers(10, 99, 4) * 1e4 / 7.0, [9.0] * 4, random.integers(2, 6, 6))
    poor = cflp(*arguments, terms=Terms(budget=1e4))
    named = re.search(r"a budget of ([\d.]+) \(short by ([\d.]+)\)", poor.reason)
    assert named is not None, poor.reason
    assert cflp(*arguments, terms=Terms(budget=float(named[1]))).open.size
    assert 1e4 + float(named[2]) >= float(named[1]) * (1 - 1e-5)
    short = Terms(standard=float(cost.min(axis=1).max()), max_open=2)
    tight = cflp(*arguments[:2], [20.0] * 4, arguments[3], terms=short)
    if named := re.search(r"a standard of ([\d.]+)", tight.reason):
        wide = dataclasses.replace(short, standard=float(named[1]))
        assert cflp(*arguments[:2], [20.0] * 4, arguments[3], terms=wide).open.size
