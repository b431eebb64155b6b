"""Random planners' instances for the tests: statuses, standards, budgets, groups, penalties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from models.facility_location import Sites, SiteStatus, Terms


@dataclass(frozen=True)
class Instance:
    """What p-median and UFLP are given."""

    cost: np.ndarray
    weights: np.ndarray
    p: int
    sites: Sites
    terms: Terms


@st.composite
def instances(draw: st.DrawFn) -> Instance:
    """Small ones; about a third has no plan at all."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, m = draw(st.integers(1, 14)), draw(st.integers(1, 9))
    whole = draw(st.booleans())
    demand, site = random.uniform(0, 50, (n, 1, 2)), random.uniform(0, 50, (1, m, 2))
    cost = np.sqrt(((demand - site) ** 2).sum(axis=2))
    weights = random.integers(0, 5, n).astype(float)
    if whole:
        cost = np.floor(cost)
    else:
        weights *= random.uniform(0.5, 1.5, n)
    if draw(st.booleans()):
        cost[random.random((n, m)) < 0.15] = np.inf
    status = [SiteStatus.CANDIDATE] * m
    if draw(st.booleans()):
        status = list(random.choice(list(SiteStatus), m, p=[0.2, 0.1, 0.6, 0.1]))
    sites = Sites.of(
        m,
        status=status,
        fixed_cost=random.integers(0, 60, m),
        closing_cost=random.integers(0, 30, m),
        group=random.integers(-1, 3, m),
    )
    groups = {int(g) for g in sites.group if g >= 0}
    limited = draw(st.booleans())
    terms = Terms(
        standard=float(random.integers(15, 60)) if draw(st.booleans()) else np.inf,
        unserved_penalty=float(random.integers(1, 60)) if draw(st.booleans()) else None,
        budget=float(random.integers(0, 60 * m)) if draw(st.booleans()) else np.inf,
        min_open=int(random.integers(0, min(m, 3) + 1)) if draw(st.booleans()) else 0,
        max_open=int(random.integers(1, m + 1)) if draw(st.booleans()) else None,
        group_limit={g: int(random.integers(0, 3)) for g in groups} if limited else {},
    )
    return Instance(cost, weights, int(random.integers(1, m + 1)), sites, terms)
