"""The search from the best plan with a few sites flipped."""

from __future__ import annotations

import numpy as np

from models.facility_location.capacitated.instance import Instance
from models.facility_location.capacitated.perturbation import _perturbed, perturbed_search
from models.facility_location.capacitated.plans import Plans
from models.facility_location.capacitated.relaxation import Relaxation
from models.facility_location.sites import Terms
from optimizer.limits import Limits


def plans_of(terms: Terms | None = None) -> Plans:
    rng = np.random.default_rng(7)
    points, sites = rng.random((120, 2)), rng.random((40, 2))
    demand = rng.uniform(5.0, 35.0, 120)
    cost = np.linalg.norm(points[:, None] - sites, axis=2) * demand[:, None]
    capacity = rng.uniform(0.5, 1.5, 40) * 5.0 * demand.sum() / 40
    problem = Instance.of(cost, 60.0, capacity, demand, False, None, terms).problem()
    clock = Limits(time_s=60.0, gap=0.0).clock()
    return Plans(problem, Relaxation(problem, np.zeros(1, dtype=np.bool_)), clock)


def test_it_leaves_a_poor_plan_far_behind_and_its_best_is_worth_what_it_says() -> None:
    plans = plans_of()
    bound = plans.relaxation.bound(plans.problem.allowed, plans.relaxation.start, np.inf, 300)
    everything = np.ones(40, dtype=np.int64)
    poor = plans.evaluate(everything)
    perturbed_search(plans, bound, plans.clock)
    assert bound.value <= plans.value < 0.8 * poor
    assert plans.problem.keeps_rows(plans.best.level)
    again = plans_of()
    assert abs(again.evaluate(plans.best.level) - plans.value) <= 1e-9 * plans.value


def test_flips_are_few_and_keep_to_every_row() -> None:
    plans = plans_of(Terms(max_open=12))
    problem = plans.problem
    bound = plans.relaxation.bound(problem.allowed, plans.relaxation.start, np.inf, 300)
    level = plans.rounded(bound.smooth)
    assert level is not None
    random = np.random.default_rng(1)
    seen = set()
    for _ in range(30):
        near = _perturbed(problem, level, bound.level_value, random)
        assert near is not None
        assert problem.keeps_rows(near)
        assert 2 <= (near != level).sum() <= 5
        seen.add(near.tobytes())
    assert len(seen) > 10
