"""Small random capacitated instances with statuses, sizes, limits and penalties on at random."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.facility_location import Sites, Terms
from models.facility_location.modules import Modules

STATUSES = ["existing", "committed", "candidate", "candidate", "candidate", "excluded"]


@dataclass(frozen=True)
class CflpCase:
    cost: NDArray[np.float64]
    fixed_cost: NDArray[np.float64]
    capacity: NDArray[np.float64]
    demand: NDArray[np.float64]
    sites: Sites
    terms: Terms
    modules: Modules | None


@st.composite
def cflp_cases(draw: st.DrawFn) -> CflpCase:
    """Instances of up to 7 sites and 10 demand points; about a quarter are infeasible."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    switch = st.integers(0, 3).map(lambda k: k == 0)
    n, m = draw(st.integers(1, 10)), draw(st.integers(1, 7))
    whole = draw(st.booleans())
    cost = rng.uniform(0, 40, (n, m))
    demand = rng.uniform(0, 9, n)
    capacity = rng.uniform(0.8, 2.5, m) * demand.sum() / m + 2
    fixed = rng.uniform(0, 60, m)
    if whole:
        cost, fixed = np.round(cost), np.round(fixed)
        demand, capacity = np.round(demand), np.round(capacity)
    if draw(switch):
        cost[rng.random((n, m)) < 0.15] = np.inf
    if draw(switch):
        demand[rng.random(n) < 0.3] = 0.0
    if draw(switch):
        capacity[rng.random(m) < 0.3] = np.inf
    if draw(switch):
        fixed[:] = 0.0
    plain = draw(switch)
    status = ["candidate"] * m if plain else [STATUSES[k] for k in rng.integers(0, 6, m)]
    enlarges = draw(switch)
    bigger = capacity + np.where(rng.random(m) < 0.5, np.ceil(demand.sum() / m), 0.0)
    sites = Sites.of(
        m,
        status=status,
        capacity=capacity if enlarges else None,
        enlarged_capacity=bigger if enlarges else None,
        enlargement_cost=np.round(rng.uniform(0, 20, m)),
        closing_cost=np.round(rng.uniform(0, 15, m)) * (rng.random(m) < 0.7),
        group=rng.integers(-1, 2, m),
    )
    modules = None
    if draw(switch):
        if draw(st.booleans()):
            capacity = np.zeros(m) if not enlarges else capacity
        sizes = np.ceil(np.array([0.5, 1.0, 2.0]) * demand.sum() / m)
        modules = Modules(sizes, np.round(rng.uniform(1, 30, 3)))
    groups = {int(g) for g in np.unique(sites.group) if g >= 0}
    terms = Terms(
        standard=draw(st.sampled_from([np.inf, np.inf, np.inf, 38.0, 30.0])),
        unserved_penalty=draw(st.sampled_from([None, None, 0.0, 3.0, 20.0])),
        budget=float(draw(st.sampled_from([np.inf, np.inf, 150.0, 70.0]))),
        min_open=draw(st.sampled_from([0, 0, min(2, m)])),
        max_open=draw(st.sampled_from([None, None, max(1, m // 2), m])),
        group_limit={g: draw(st.integers(1, 3)) for g in sorted(groups)} if draw(switch) else {},
    )
    return CflpCase(cost, fixed, capacity, demand, sites, terms, modules)
