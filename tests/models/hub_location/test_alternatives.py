"""Alternatives keep the level, and no plan within it is proven wrong."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hub_instances import random_hubs

from models.hub_location import HubResolver, costs_of
from models.hub_location.alternatives import farthest, moved
from models.hub_location.solution import check_centres
from optimizer.limits import Limits


@pytest.mark.parametrize("seed", range(3))
def test_what_is_proven_holds_for_every_plan_there_is(seed: int) -> None:
    instance = random_hubs(seed, hubs=3, classes=(1000.0,), capital=0.2, limits=False)
    instance = replace(
        instance,
        existing=np.where(np.arange(3) == 0, np.inf, 0.0),
        direct=np.where(np.isfinite(instance.direct), instance.direct, 300.0),
        max_at_site=np.ones(3),
    )
    resolver = HubResolver(instance, Limits(20, 1e-6))
    best = resolver.solution
    most = 1.3 * best.objective
    cuts = resolver.master.to_arrays()
    found = farthest(instance, cuts, [best.centres], most, Limits(20, 1e-6).clock())
    furthest = 0.0
    for choice in product(range(3), repeat=3):
        centres = np.zeros((3, 1, 2), dtype=np.int64)
        for j, when in enumerate(choice):
            if when < 2:
                centres[j, 0, when] = 1
        if check_centres(instance, centres):
            continue
        stands = (instance.existing > 0)[:, None] | (centres.sum(axis=1).cumsum(axis=1) > 0)
        carried = [costs_of(instance, stands[None, :, t], t)[0] for t in range(2)]
        built = np.einsum("mst,ms,t->", centres, instance.class_cost, instance.discount)
        if built + np.array(carried) @ instance.years <= most:
            furthest = max(furthest, moved(instance, centres, best.centres))
    assert found is not None
    assert found.cost <= most * (1 + 1e-9)
    assert found.distance <= furthest + 1e-6
    assert found.largest >= furthest - 1e-6
