"""Random questions of dynamic location, small enough for a textbook."""

from __future__ import annotations

import numpy as np

from models.dynamic_location import DynamicLocationInstance


def random_instance(seed: int, points: int = 5, periods: int = 2) -> DynamicLocationInstance:
    """Demand points on a square that are sites too; limits, budget and bans at random."""
    rng = np.random.default_rng(seed)
    place = rng.uniform(0, 10, (points, 2))
    distance = np.linalg.norm(place[:, None] - place, axis=2)
    within = distance <= rng.uniform(3, 9)
    np.fill_diagonal(within, True)
    origin, site = np.nonzero(within)
    size = np.array([10.0, 25.0])
    cost = np.array([40.0, 70.0]) * rng.uniform(0.8, 1.2, (points, 1))
    startable = np.ones((points, 2, periods), dtype=bool)
    startable[:, 1] = (rng.random(points) < 0.6)[:, None]
    budget = rng.uniform(60, 250, periods) if rng.random() < 0.4 else np.full(periods, np.inf)
    limit = float(rng.integers(1, points + 1))
    return DynamicLocationInstance(
        demand=rng.integers(0, 30, (points, periods)).astype(float),
        existing=rng.integers(0, 8, (points, periods)).astype(float),
        origin=origin,
        site=site,
        distance=distance[origin, site],
        travel_cost=0.1,
        unserved_cost=float(rng.uniform(0.5, 4)),
        years=np.array([5.0, 7.0])[:periods],
        discount=np.array([1.0, 0.6])[:periods],
        size=size,
        module_cost=cost,
        startable=startable & (rng.random(points) >= 0.15)[:, None, None],
        max_sites=np.array([max(1.0, limit - 1), limit])[:periods],
        budget=budget,
        min_capacity=np.zeros((points, periods)),
    )
