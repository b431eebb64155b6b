"""Search from the best plan with a few doubtful sites at another level.

Source: Lourenco, H., Martin, O. and Stutzle, T. (2003), Iterated local search, in Handbook of
Metaheuristics, 320-353.
"""

from __future__ import annotations

import numpy as np

from models.facility_location.capacitated.plans import Plans
from models.facility_location.capacitated.problem import FloatArray, IntArray, Problem
from models.facility_location.capacitated.relaxation import Bound
from optimizer.limits import Clock

FLIPS = (2, 5)
IN_VAIN = 30  # perturbations after the last improvement
DRAWS = 20  # attempts at levels that keep to the rows


def perturbed_search(plans: Plans, bound: Bound, clock: Clock) -> None:
    """Improve plans near the best until `clock`, or until that is in vain."""
    random = np.random.default_rng(clock.limits.seed)
    vain = 0
    while vain < IN_VAIN and not clock.expired and bound.value < plans.target():
        best = plans.best
        assert best is not None
        level = _perturbed(plans.problem, best.level, bound.level_value, random)
        if level is None:
            return
        plans.improve(level, clock)
        vain = vain + 1 if plans.best is best else 0


def _perturbed(
    problem: Problem, level: IntArray, value: FloatArray, random: np.random.Generator
) -> IntArray | None:
    """Levels (M,) with a few changed, those of small reduced cost the likeliest; None if stuck."""
    other = problem.allowed & (np.arange(value.shape[1]) != level[:, None])
    sites, levels = np.nonzero(other)
    fewest, most = FLIPS
    if len(sites) < fewest:
        return None
    price = np.abs(value[sites, levels] - value[sites, level[sites]])
    scale = np.partition(price, min(2 * most, len(price) - 1))[min(2 * most, len(price) - 1)]
    weight = np.exp(-price / max(float(scale), 1e-12)) + 1e-12
    weight /= weight.sum()
    for _ in range(DRAWS):
        number = min(int(random.integers(fewest, most + 1)), len(sites))
        flips = random.choice(len(sites), number, replace=False, p=weight)
        trial = level.copy()
        trial[sites[flips]] = levels[flips]
        if problem.keeps_rows(trial):
            return trial
    return None
