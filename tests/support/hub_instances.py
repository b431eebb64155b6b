"""Random hub-location instances, small and large."""

from __future__ import annotations

import numpy as np

from models.hub_location import HubInstance


def random_hubs(
    seed: int,
    nodes: int = 5,
    hubs: int = 4,
    periods: int = 2,
    *,
    capital: float = 1.0,
    limits: bool = True,
    classes: tuple[float, ...] = (15.0, 40.0),
) -> HubInstance:
    """Nodes on a square with flows between all of them; limits, bans and directness at random."""
    rng = np.random.default_rng(seed)
    place = rng.uniform(0, 100, (nodes, 2))
    at = rng.choice(nodes, hubs, replace=False)
    origin, destination = np.triu_indices(nodes, 1)
    distance = np.linalg.norm(place[:, None] - place, axis=2)
    pairs = len(origin)
    growth = np.array([1.0, 1.3, 1.6])[:periods]
    flow = rng.gamma(1.0, 6.0, (pairs, 1)) * growth * (rng.random((pairs, 1)) < 0.9)
    access = distance[:, at, None] + rng.uniform(1, 8, (1, hubs, 1)) + np.zeros(periods)
    hub_distance = distance[np.ix_(at, at)]
    link = 0.4 * hub_distance[:, :, None] * rng.uniform(0.8, 1.2, (hubs, hubs, periods))
    link[rng.random((hubs, hubs)) < 0.15] = np.inf
    link[np.arange(hubs), np.arange(hubs)] = 0.0
    direct = 1.15 * distance[origin, destination, None] + np.zeros(periods)
    size = np.array(classes)
    cost = 40.0 * capital * size**0.7 * rng.uniform(0.7, 1.3, (hubs, 1))
    existing = np.where(rng.random(hubs) < 0.3, 20.0, 0.0)
    existing[rng.random(hubs) < 0.1] = np.inf
    group = rng.integers(-1, 2, hubs)
    free = np.full((2, periods), np.inf)
    if not limits:
        return HubInstance(
            origin, destination, flow, direct, access, link,
            years=np.array([4.0, 6.0, 8.0])[:periods],
            discount=np.array([1.0, 0.7, 0.4])[:periods],
            size=size, class_cost=cost, allowed=np.ones((hubs, len(size)), dtype=bool),
            existing=existing, max_new=np.full(periods, np.inf), group=group,
            group_min=np.zeros((2, periods)), group_max=free, budget=np.full(periods, np.inf),
            forced=np.zeros((hubs, periods), dtype=np.int64), max_at_site=np.full(hubs, np.inf),
            earliest=np.zeros(hubs, dtype=np.int64),
        )  # fmt: skip
    allowed = rng.random((hubs, len(size))) < 0.85
    earliest = rng.integers(0, periods, hubs) * (rng.random(hubs) < 0.3)
    forced = np.zeros((hubs, periods), dtype=np.int64)
    ready = np.flatnonzero(allowed.any(axis=1))
    if ready.size and rng.random() < 0.3:
        forced[ready[0], -1] = 1
    top = np.sort(rng.integers(1, 5, periods)).astype(float)
    return HubInstance(
        origin, destination, flow, direct, access, link,
        years=np.array([4.0, 6.0, 8.0])[:periods],
        discount=np.array([1.0, 0.7, 0.4])[:periods],
        size=size, class_cost=cost, allowed=allowed, existing=existing,
        max_new=top if rng.random() < 0.5 else np.full(periods, np.inf),
        group=group, group_min=np.zeros((2, periods)),
        group_max=free if rng.random() < 0.5 else np.full((2, periods), 2.0),
        budget=cost.mean() * rng.uniform(0.8, 3, periods)
        if rng.random() < 0.3 and not forced.any()
        else np.full(periods, np.inf),
        forced=forced,
        max_at_site=rng.integers(1, 4, hubs).astype(float),
        earliest=earliest.astype(np.int64),
    )  # fmt: skip
