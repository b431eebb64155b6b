"""Covering models, p-centre and p-dispersion: the fast algorithms are proven by the textbook."""

from __future__ import annotations

import importlib.util
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from models.facility_location.covering import lscp, mclp
from models.facility_location.dispersion import p_dispersion
from models.facility_location.p_center import p_center
from models.facility_location.reference.covering import lscp_reference, mclp_reference
from models.facility_location.reference.dispersion import p_dispersion_reference
from models.facility_location.reference.p_center import p_center_reference
from models.facility_location.sites import Sites, Terms
from optimizer.certificate import Status
from optimizer.limits import Limits, Stop

EXACT = Limits(time_s=60.0, gap=0.0)


@st.composite
def instances(draw, square: bool = False):
    """Matrix, weights, p, standard, sites and terms with everything switched on at random."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    m = int(random.integers(2, 9))
    n = m if square else int(random.integers(1, 12))
    cost = random.integers(0, 30, (n, m)).astype(float)
    if draw(st.booleans()) and not square:
        cost[random.random((n, m)) < 0.3] = np.inf
    weights = random.integers(0, 6, n) if draw(st.booleans()) else random.random(n)
    status = ["candidate"] * m
    if draw(st.booleans()):
        kinds = ["candidate", "existing", "committed", "excluded"]
        status = [str(s) for s in random.choice(kinds, m, p=[0.55, 0.2, 0.1, 0.15])]
    sites = Sites.of(
        m,
        status=status,
        fixed_cost=random.integers(0, 10, m),
        closing_cost=random.integers(0, 5, m),
        group=random.integers(-1, 2, m),
    )
    groups = {int(g) for g in np.unique(sites.group) if g >= 0}
    terms = Terms(
        standard=float(random.integers(5, 30)) if draw(st.booleans()) and not square else np.inf,
        unserved_penalty=(
            float(random.choice([0.3, 2.0, 10.0])) if draw(st.booleans()) and not square else None
        ),
        budget=float(random.integers(0, 30)) if draw(st.booleans()) else np.inf,
        min_open=int(random.integers(0, 3)) if draw(st.booleans()) else 0,
        max_open=int(random.integers(1, m + 1)) if draw(st.booleans()) else None,
        group_limit=(
            {g: int(random.integers(0, 4)) for g in groups} if draw(st.booleans()) else {}
        ),
    )
    p = int(random.integers(2 if square else 1, m + 1))
    return cost, weights, p, float(random.integers(3, 25)), sites, terms


def _agree(fast, reference) -> None:
    assert fast.check() == []
    if reference.status is Status.INFEASIBLE:
        assert fast.status is Status.INFEASIBLE
        assert fast.reason
        return
    assert reference.status is Status.OPTIMAL
    assert fast.status is Status.OPTIMAL, fast
    assert fast.gap == 0.0
    assert fast.objective == pytest.approx(reference.objective, rel=1e-6, abs=1e-5)


@given(instances())
@settings(max_examples=120, deadline=None)
def test_set_covering_is_the_textbook(instance) -> None:
    cost, weights, _, standard, sites, terms = instance
    _agree(
        lscp(cost, standard, weights, sites=sites, terms=terms, limits=EXACT),
        lscp_reference(cost, standard, weights, sites=sites, terms=terms),
    )


@given(instances())
@settings(max_examples=120, deadline=None)
def test_maximal_covering_is_the_textbook(instance) -> None:
    cost, weights, p, standard, sites, terms = instance
    _agree(
        mclp(cost, weights, standard, p, sites=sites, terms=terms, limits=EXACT),
        mclp_reference(cost, weights, standard, p, sites=sites, terms=terms),
    )


@given(instances(), st.booleans())
@settings(max_examples=120, deadline=None)
def test_the_centre_is_the_textbook(instance, weighted: bool) -> None:
    cost, weights, p, _, sites, terms = instance
    given_weights = weights if weighted else None
    _agree(
        p_center(cost, given_weights, p=p, sites=sites, terms=terms, limits=EXACT),
        p_center_reference(cost, given_weights, p=p, sites=sites, terms=terms),
    )


@given(instances(square=True))
@settings(max_examples=120, deadline=None)
def test_dispersion_is_the_textbook(instance) -> None:
    cost, _, p, _, sites, terms = instance
    _agree(
        p_dispersion(cost, p, sites=sites, terms=terms, limits=EXACT),
        p_dispersion_reference(cost, p, sites=sites, terms=terms),
    )


@given(instances())
@settings(max_examples=40, deadline=None)
def test_a_sparse_matrix_says_the_same_as_a_dense_one(instance) -> None:
    cost, weights, p, standard, sites, terms = instance
    row, column = np.nonzero(np.isfinite(cost))
    pairs = sparse.coo_array((cost[row, column], (row, column)), shape=cost.shape)
    asked = {"sites": sites, "terms": terms, "limits": EXACT}
    for ask in (
        lambda c: lscp(c, standard, weights, **asked),
        lambda c: mclp(c, weights, standard, p, **asked),
        lambda c: p_center(c, weights, p=p, **asked),
    ):
        dense, thin = ask(cost), ask(pairs)
        assert thin.status is dense.status
        assert thin.objective == pytest.approx(dense.objective)
        assert thin.check() == []


def _line(count: int) -> np.ndarray:
    place = np.arange(count, dtype=float)
    return np.abs(place[:, None] - place[None, :])


def test_larger_instances_close_the_gap() -> None:
    """Big enough that sampling, bounds and the exact finish all have something to do."""
    random = np.random.default_rng(5)
    points = random.uniform(0, 100, (400, 2))
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    centre = p_center(distance, p=30, limits=EXACT)
    assert centre.status is Status.OPTIMAL
    assert centre.check() == []
    fewest = lscp(distance, centre.objective, limits=EXACT)
    assert fewest.objective <= 30
    below = np.nextafter(centre.objective, 0.0)
    assert lscp(distance, below, limits=EXACT).bound > 30
    everyone = mclp(distance, np.ones(400), centre.objective, 30, limits=EXACT)
    assert everyone.objective == 400
    assert mclp(distance, np.ones(400), below, 30, limits=EXACT).objective < 400


def test_dispersion_on_a_line() -> None:
    found = p_dispersion(_line(101), 6, limits=EXACT)
    assert (found.objective, found.gap) == (20.0, 0.0)


def test_points_without_a_site_in_reach_are_named() -> None:
    cost = np.array([[1.0, 9.0], [40.0, 25.0], [2.0, np.inf]])
    answer = lscp(cost, 10.0, demand_labels=["Uzynagash", "Otar", "Kaskelen"])
    assert answer.status is Status.INFEASIBLE
    assert "Otar (nearest: site 1 at 25)" in answer.reason
    assert "a standard of 25" in answer.reason
    assert lscp(cost, 25.0).status is Status.OPTIMAL


def test_too_few_sites_name_the_number_and_the_standard_that_work() -> None:
    distance = _line(20)
    answer = lscp(distance, 2.0, terms=Terms(max_open=3))
    assert answer.status is Status.INFEASIBLE
    assert "4 open sites instead of 3" in answer.reason
    assert "a standard of 3" in answer.reason
    assert lscp(distance, 3.0, terms=Terms(max_open=3)).status is Status.OPTIMAL
    assert lscp(distance, 2.0, terms=Terms(max_open=4)).status is Status.OPTIMAL
    centre = p_center(distance, p=3, terms=Terms(standard=2.0))
    assert centre.status is Status.INFEASIBLE
    assert "a standard of 3" in centre.reason
    assert "p = 4" in centre.reason


def test_a_short_budget_says_by_how_much() -> None:
    sites = Sites.of(20, fixed_cost=10.0)
    answer = lscp(_line(20), 2.0, sites=sites, terms=Terms(budget=25.0))
    assert answer.status is Status.INFEASIBLE
    assert "a budget of 40 (short by 15)" in answer.reason
    assert lscp(_line(20), 2.0, sites=sites, terms=Terms(budget=40.0)).objective == 4


@pytest.mark.parametrize("model", ["lscp", "mclp", "p_center", "p_dispersion"])
def test_no_time_still_gives_a_checked_plan_and_a_true_bound(model: str) -> None:
    random = np.random.default_rng(2)
    points = random.uniform(0, 100, (300, 2))
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    ask = {
        "lscp": lambda limits: lscp(distance, 12.0, limits=limits),
        "mclp": lambda limits: mclp(distance, np.ones(300), 8.0, 12, limits=limits),
        "p_center": lambda limits: p_center(distance, p=12, limits=limits),
        "p_dispersion": lambda limits: p_dispersion(distance, 12, limits=limits),
    }[model]
    hurried, best = ask(Limits(time_s=0.0, gap=0.0)), ask(Limits(time_s=60.0, gap=0.0))
    assert hurried.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert hurried.check() == []
    sign = -1.0 if model in ("mclp", "p_dispersion") else 1.0
    assert sign * hurried.bound <= sign * best.objective + 1e-9
    assert sign * best.objective <= sign * hurried.objective + 1e-9


def test_a_raised_stop_flag_ends_the_search() -> None:
    stop = Stop()
    stop.request()
    answer = p_center(_line(300), p=7, limits=Limits(time_s=600.0, gap=0.0, stop=stop))
    assert answer.seconds < 60.0
    assert answer.check() == []


def test_incumbent_and_bound_are_told() -> None:
    told = []
    random = np.random.default_rng(3)
    points = random.uniform(0, 100, (200, 2))
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    p_center(distance, p=9, limits=replace(EXACT, on_progress=told.append))
    assert told
    assert all(t.bound <= t.incumbent for t in told if t.incumbent is not None)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: lscp(np.array([[1.0, -2.0]]), 3.0), ["cost[0, 1]", "-2"]),
        (lambda: lscp(np.array([[1.0, np.nan]]), 3.0), ["cost[0, 1]", "nan"]),
        (lambda: lscp(np.ones((2, 2)), -1.0), ["standard", "-1"]),
        (lambda: lscp(np.empty((0, 2)), 1.0), ["0 demand points"]),
        (lambda: mclp(np.ones((2, 2)), [1.0, -1.0], 1.0, 1), ["weights[1]", "-1"]),
        (lambda: mclp(np.ones((2, 2)), [1.0, 1.0], 1.0, 3), ["p: 3", "1 to 2"]),
        (lambda: p_center(np.ones((2, 2)), p=0), ["p: 0"]),
        (lambda: p_center(np.ones((2, 2)), p=1, sites=Sites.of(3)), ["3 sites", "2 columns"]),
        (lambda: p_center(np.ones((2, 2)), p=1, sites=Sites.of(2, capacity=5)), ["capacit"]),
        (lambda: p_dispersion(np.ones((2, 3)), 2), ["(2, 3)"]),
        (lambda: p_dispersion(np.ones((3, 3)), 1), ["p: 1"]),
        (
            lambda: lscp(sparse.coo_array(([1.0, -4.0], ([0, 0], [0, 2])), shape=(1, 3)), 1.0),
            ["cost[0, 2]", "-4"],
        ),
    ],
)
def test_bad_input_is_named(ask, words: list[str]) -> None:
    with pytest.raises(ValueError, match=re.escape(words[0])) as caught:
        ask()
    for word in words:
        assert word in str(caught.value)


def test_the_check_finds_a_wrong_answer() -> None:
    distance = _line(12)
    good = lscp(distance, 2.0, limits=EXACT)
    assert good.check() == []
    assert replace(good, open=good.open[1:]).check()
    assert replace(good, objective=good.objective - 1).check()
    assert replace(good, assignment=np.full(12, -1)).check()
    centre = p_center(distance, p=2, limits=EXACT)
    assert replace(centre, assignment=centre.assignment[::-1].copy()).check()
    assert replace(centre, bound=centre.objective + 5).check()
    spread = p_dispersion(distance, 3, limits=EXACT)
    assert replace(spread, objective=spread.objective + 1).check()
    most = mclp(distance, np.ones(12), 1.0, 2, limits=EXACT)
    assert replace(most, objective=most.objective + 1, bound=most.objective + 1).check()


ROOT = Path(__file__).parents[3]
PUBLISHED = ROOT.parent / "shared" / "benchmarks"


@pytest.mark.skipif(not PUBLISHED.exists(), reason="published instances are not there")
@pytest.mark.parametrize(("number", "optimum"), [(1, 127), (6, 84), (9, 37), (15, 18)])
def test_published_centres(number: int, optimum: int) -> None:
    """Elloumi, Labbe, Pochet (2004), INFORMS Journal on Computing 16, 84-94, table 1."""
    spec = importlib.util.spec_from_file_location("instances", ROOT / "benchmarks" / "instances.py")
    assert spec is not None
    assert spec.loader is not None
    readers = importlib.util.module_from_spec(spec)
    sys.modules["instances"] = readers
    spec.loader.exec_module(readers)
    graph = next(readers.pmed(PUBLISHED, range(number, number + 1)))
    answer = p_center(graph.distance, p=graph.p, limits=EXACT)
    assert (answer.objective, answer.gap) == (optimum, 0.0)
    assert answer.check() == []
