"""The centre where sites cost money and groups have limits: search, relaxation and MIP."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from models.facility_location.centre_rules import covered, relaxed_cover
from models.facility_location.p_center import p_center
from models.facility_location.pair_exchange import swapped_cover
from models.facility_location.reference.p_center import p_center_reference
from models.facility_location.selection import Selection
from models.facility_location.sites import Sites, Terms
from optimizer.certificate import Status
from optimizer.limits import Limits

LIMITS = Limits(time_s=60.0, gap=0.0)


def _case(n: int, p: int, seed: int) -> tuple[np.ndarray, Sites, Terms]:
    random = np.random.default_rng(seed)
    points = random.uniform(0, 100, (n, 2))
    distance = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1))
    sites = Sites.of(n, fixed_cost=random.integers(1, 20, n), group=random.integers(0, 4, n))
    limits = {group: max(2, p // 3) for group in range(4)}
    return distance, sites, Terms(budget=5.0 * p, group_limit=limits)


@pytest.mark.parametrize("seed", range(4))
def test_money_and_groups_as_in_the_textbook(seed: int) -> None:
    distance, sites, terms = _case(25, 5, seed)
    fast = p_center(distance, p=5, sites=sites, terms=terms, limits=LIMITS)
    slow = p_center_reference(distance, p=5, sites=sites, terms=terms)
    assert fast.status is slow.status is Status.OPTIMAL
    assert fast.objective == pytest.approx(slow.objective)
    assert fast.check() == []


def test_a_larger_instance_is_closed_and_rules_cost_something() -> None:
    distance, sites, terms = _case(150, 8, 3)
    bound = p_center(distance, p=8, sites=sites, terms=terms, limits=LIMITS)
    assert bound.status is Status.OPTIMAL
    assert bound.check() == []
    assert bound.objective > p_center(distance, p=8, limits=LIMITS).objective


@pytest.mark.parametrize("seed", range(6))
def test_search_relaxation_and_mip_never_contradict_each_other(seed: int) -> None:
    distance, sites, terms = _case(60, 6, seed)
    selection = Selection.of(sites, terms, 6)
    start = selection.filled_up(selection.cheapest(selection.money)[0])
    said = set()
    for radius in np.quantile(distance, np.linspace(0.05, 0.5, 12)):
        covers = sparse.csr_array((distance <= radius).astype(float))
        found = swapped_cover(covers, start, selection, LIMITS.clock(), steps=4_000)
        relaxed = relaxed_cover(covers, selection, LIMITS.clock())
        exact = covered(covers, selection, LIMITS.clock())
        for chosen in (found, exact):
            if isinstance(chosen, np.ndarray):
                assert selection.admits(chosen)
                assert (distance[:, chosen].min(axis=1) <= radius).all()
        if exact is False:
            assert found is None
        else:
            assert isinstance(relaxed, np.ndarray)
            assert ((covers @ relaxed) >= 1 - 1e-4).all()
        said.add((found is not None, relaxed is not False, exact is not False))
    assert {(True, True, True), (False, False, False)} <= said


def test_a_row_without_a_site_is_no_cover() -> None:
    _, sites, terms = _case(5, 3, 0)
    selection = Selection.of(sites, replace(terms, budget=np.inf), 3)
    covers = sparse.csr_array(np.array([[1.0, 1, 1, 1, 1], [0, 0, 0, 0, 0]]))
    assert swapped_cover(covers, np.arange(5) < 3, selection, LIMITS.clock()) is None
    assert relaxed_cover(covers, selection, LIMITS.clock()) is False
    assert covered(covers, selection, LIMITS.clock()) is False
