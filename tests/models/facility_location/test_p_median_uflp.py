"""The fast algorithm against the textbook formulation, on instances with everything switched on."""

from __future__ import annotations

import numpy as np
import pytest
from assignment_instances import Instance, instances
from hypothesis import given, settings
from scipy import sparse

from models.facility_location import Sites, Terms, p_median, uflp
from models.facility_location.reference.p_median import p_median_reference
from models.facility_location.reference.uflp import uflp_reference
from models.facility_location.solution import LocationSolution
from optimizer.certificate import Status


def agree(fast: LocationSolution, objective: float | None, status: Status) -> None:
    assert fast.status is status, fast.reason
    assert fast.check() == []
    if objective is None:
        assert fast.objective is None
        assert fast.reason
    else:
        assert fast.objective == pytest.approx(objective, rel=1e-6, abs=1e-6)
        assert fast.gap == 0.0


@settings(max_examples=60, deadline=None)
@given(instances())
def test_p_median_equals_its_reference(case: Instance) -> None:
    fast = p_median(case.cost, case.weights, p=case.p, sites=case.sites, terms=case.terms)
    slow = p_median_reference(case.cost, case.weights, p=case.p, sites=case.sites, terms=case.terms)
    agree(fast, slow.objective, slow.status)


@settings(max_examples=60, deadline=None)
@given(instances())
def test_uflp_equals_its_reference(case: Instance) -> None:
    fast = uflp(case.cost, weights=case.weights, sites=case.sites, terms=case.terms)
    slow = uflp_reference(case.cost, weights=case.weights, sites=case.sites, terms=case.terms)
    agree(fast, slow.objective, slow.status)


@settings(max_examples=25, deadline=None)
@given(instances())
def test_a_sparse_matrix_is_the_dense_one_with_forbidden_pairs(case: Instance) -> None:
    row, site = np.nonzero(np.isfinite(case.cost))
    thin = sparse.csr_array((case.cost[row, site], (row, site)), shape=case.cost.shape)
    dense = p_median(case.cost, case.weights, p=case.p, sites=case.sites, terms=case.terms)
    given_thin = p_median(thin, case.weights, p=case.p, sites=case.sites, terms=case.terms)
    agree(given_thin, dense.objective, dense.status)


def test_the_check_notices_a_wrong_plan() -> None:
    cost = np.array([[0.0, 4.0, 9.0], [4.0, 0.0, 5.0], [9.0, 5.0, 0.0]])
    sites = Sites.of(3, status=["candidate", "excluded", "committed"])
    found = p_median(cost, p=2, sites=sites)
    assert found.open.tolist() == [0, 2]
    assert found.objective == 4.0
    object.__setattr__(found, "assignment", np.array([1, 1, 2]))
    assert {str(v.constraint) for v in found.check()} == {"served by an open site"}
    object.__setattr__(found, "open", np.array([1, 2]))
    assert "excluded site stays closed" in {v.constraint for v in found.check()}
    object.__setattr__(found, "objective", 3.0)
    assert "objective as stated" in {v.constraint for v in found.check()}


def test_why_there_is_no_plan_is_said_in_numbers() -> None:
    cost = np.array([[1.0, 8.0], [9.0, 2.0], [30.0, 20.0]])
    far = p_median(cost, p=1, terms=Terms(standard=10.0))
    assert far.status is Status.INFEASIBLE
    assert "demand point 2 (nearest: site 1 at 20)" in far.reason
    assert "a standard of 20" in far.reason
    few = p_median(cost[:2], p=1, terms=Terms(standard=5.0))
    assert "p = 2" in few.reason
    sites = Sites.of(2, fixed_cost=[10.0, 20.0])
    poor = uflp(cost, sites=sites, terms=Terms(budget=5.0, min_open=1))
    assert "short by 5" in poor.reason


def test_unserved_demand_is_paid_for() -> None:
    cost = np.array([[0.0, 50.0], [50.0, 0.0], [50.0, 1.0]])
    found = p_median(cost, [1.0, 1.0, 2.0], p=1, terms=Terms(unserved_penalty=10.0))
    assert found.assignment.tolist() == [-1, 1, 1]
    assert found.objective == 12.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cost": [[1.0, -2.0]]}, r"cost\[0, 1\].*site 1.*-2"),
        ({"cost": [[1.0, np.nan]]}, r"cost\[0, 1\].*nan"),
        ({"cost": np.zeros((0, 2))}, "0 demand points"),
        ({"cost": [1.0, 2.0]}, "1 dimension"),
        ({"p": 3}, "p: 3, expected a whole number, 1 to 2, the number of sites"),
        ({"p": 0}, "p: 0"),
        ({"weights": [1.0, 2.0]}, r"weights: shape \(2,\), expected \(1,\)"),
        ({"weights": [-1.0]}, r"weights\[0\] \(demand point 0\): -1"),
        ({"sites": Sites.of(3)}, "3 sites, but cost has 2 columns"),
        ({"sites": Sites.of(2, capacity=[5.0, np.inf])}, r"capacity\[0\] \(site 0\): 5"),
        ({"terms": Terms(standard=-1.0)}, "terms.standard: -1"),
        ({"terms": Terms(group_limit={4: 1})}, r"group_limit\[4\]: no site"),
    ],
)
def test_bad_input_is_named(change: dict[str, object], message: str) -> None:
    arguments: dict[str, object] = {"cost": [[1.0, 2.0]], "p": 1} | change
    with pytest.raises(ValueError, match=message):
        p_median(arguments.pop("cost"), **arguments)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"labels": ["a", "b", "a"]}, "'a' stands at 0 and 2"),
        ({"status": ["candidate", "open", "existing"]}, r"status\[1\] \(site 1\): 'open'"),
        ({"capacity": [1, 2, 3], "enlarged_capacity": [1, 1, 3]}, r"enlarged_capacity\[1\]"),
        ({"fixed_cost": [1.0, np.inf, 0.0]}, r"fixed_cost\[1\] \(site 1\): inf"),
        ({"group": [0.5, 1.0, 2.0]}, "group"),
    ],
)
def test_bad_sites_are_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Sites.of(3, **change)
