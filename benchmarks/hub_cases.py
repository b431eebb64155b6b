"""Hub-location instances to measure: the CAB data, made-up countries, a large made-up network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse, spatial
from scipy.sparse.csgraph import dijkstra

from models.hub_location import HubInstance

CAB = Path(__file__).resolve().parents[2] / "shared" / "benchmarks" / "hub_CAB" / "cab.txt"
ROAD, RAIL, HANDLING = 25.0, 10.0, 1200.0  # money for a tonne and km, and for a tonne handled
CLASSES = np.array([2e6, 5e6, 10e6])
CLASS_COST = np.array([40e9, 80e9, 130e9])

FloatArray = NDArray[np.float64]


def cab() -> tuple[FloatArray, FloatArray]:
    """Flows scaled to sum 1 and distances of the 25 cities."""
    numbers = np.array(CAB.read_text().split(), dtype=float)
    n = int(numbers[0])
    table = numbers[1:].reshape(n, n, 2)
    return table[:, :, 0] / table[:, :, 0].sum(), table[:, :, 1]


def country(nodes: int, hubs: int, periods: int, *, classes: bool, seed: int = 0) -> HubInstance:
    """Clustered towns and gravity flows; size classes with limits on numbers, or neither."""
    rng = np.random.default_rng(seed)
    centre = rng.uniform([0, 0], [2000, 1000], (12, 2))
    top = [2000, 1000]
    place = centre[rng.integers(0, 12, nodes)] + rng.normal(0, 120, (nodes, 2))
    more = max(hubs - nodes, 0)
    extra = centre[rng.integers(0, 12, more)] + rng.normal(0, 150, (more, 2))
    place, extra = np.clip(place, 0, top), np.clip(extra, 0, top)
    at = np.concatenate([place, extra])[:hubs]
    between = 1.25 * spatial.distance_matrix(place, place)
    access = 1.25 * spatial.distance_matrix(place, at)
    link = 1.3 * spatial.distance_matrix(at, at)
    return _instance(rng, between, access, link, at[:, 0] / 2000, periods, classes)


def network(
    size: int = 5000, hubs: int = 500, towns: int = 150, periods: int = 1, seed: int = 0
) -> HubInstance:
    """A road network of `size` junctions; hubs and towns are some of them, linked by rail."""
    rng = np.random.default_rng(seed)
    place = rng.uniform([0, 0], [2000, 1000], (size, 2))
    corners = spatial.Delaunay(place).simplices
    edge = np.unique(
        np.sort(np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]]]), axis=1), axis=0
    )
    length = np.linalg.norm(place[edge[:, 0]] - place[edge[:, 1]], axis=1)
    graph = sparse.csr_array((length, (edge[:, 0], edge[:, 1])), shape=(size, size))
    chosen = rng.permutation(size)
    town, hub = chosen[:towns], chosen[:hubs]
    road = dijkstra(graph, directed=False, indices=hub)
    return _instance(
        rng, road[:towns][:, town], road[:, town].T, road[:, hub], place[hub, 0] / 2000, periods,
        classes=False,
    )  # fmt: skip


def _instance(
    rng: np.random.Generator,
    between: FloatArray,
    access: FloatArray,
    link: FloatArray,
    east: FloatArray,
    periods: int,
    classes: bool,
) -> HubInstance:
    nodes, hubs = access.shape
    mass = np.exp(rng.normal(0, 1.0, nodes))
    origin, destination = np.triu_indices(nodes, 1)
    distance = between[origin, destination]
    gravity = mass[origin] * mass[destination] / (50 + distance)
    growth = np.array([1.0, 1.4, 1.9])[:periods]
    flow = (gravity / gravity.sum() * 300e6)[:, None] * growth
    spread = np.ones(periods)
    size = CLASSES if classes else np.array([1e10])
    existing = np.zeros(hubs)
    existing[rng.choice(hubs, max(hubs // 17, 1), replace=False)] = 5e6 if classes else np.inf
    groups = 10
    limit = np.array([13.0, 22.0, 27.0])[:periods]
    none = np.full(periods, np.inf)
    return HubInstance(
        origin=origin,
        destination=destination,
        flow=flow,
        direct=ROAD * distance[:, None] * spread,
        access=(ROAD * access + HANDLING)[:, :, None] * spread,
        linehaul=RAIL * link[:, :, None] * spread,
        years=np.array([3.5, 5.5, 6.0])[:periods],
        discount=np.array([0.9, 0.6, 0.35])[:periods],
        size=size,
        class_cost=CLASS_COST[: len(size)] * rng.uniform(0.85, 1.15, (hubs, 1)),
        allowed=np.ones((hubs, len(size)), dtype=bool),
        existing=existing,
        max_new=limit if classes else none,
        group=np.minimum((east * groups).astype(np.int64), groups - 1),
        group_min=np.zeros((groups, periods)),
        group_max=np.full((groups, periods), 5.0 if classes else np.inf),
        budget=none,
        forced=np.zeros((hubs, periods), dtype=np.int64),
        max_at_site=np.full(hubs, 3.0),
        earliest=np.zeros(hubs, dtype=np.int64),
    )
