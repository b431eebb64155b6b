"""Measures held down: what is proven at a cap holds for every plan of whole buildings within it."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from dynamic_location_instances import random_instance
from scipy.optimize import linprog

from models.dynamic_location import (
    Cap,
    DynamicLocationInstance,
    Measure,
    SitesProgram,
    check_caps,
    choose_buildings,
    measure_of,
)
from optimizer.limits import Limits

LIMITS = Limits(20, 1e-9)


def _fewest_unserved(instance: DynamicLocationInstance, modules: np.ndarray) -> float:
    """Discounted, each period by a transportation programme."""
    total, arcs = 0.0, len(instance.origin)
    capacity = instance.existing + np.cumsum(np.einsum("mkt,k->mt", modules, instance.size), axis=1)
    for t in range(instance.demand.shape[1]):
        n, m = len(instance.demand), len(capacity)
        rows = np.zeros((n + m, arcs))
        rows[instance.origin, np.arange(arcs)] = 1
        rows[n + instance.site, np.arange(arcs)] = 1
        limit = np.concatenate([instance.demand[:, t], capacity[:, t]])
        served = -linprog(-np.ones(arcs), A_ub=rows, b_ub=limit).fun
        total += instance.years[t] * (instance.demand[:, t].sum() - served)
    return float(total)


@pytest.mark.parametrize("seed", range(4))
def test_the_bound_of_a_cap_holds_for_every_plan_within_it(seed: int) -> None:
    instance = random_instance(seed, points=3, periods=2)
    shape = (*instance.module_cost.shape, instance.demand.shape[1])
    where = np.argwhere(instance.startable.all(axis=2) & instance.openable[:, None])[:4]
    plans = []
    for choice in product(range(shape[2] + 1), repeat=len(where)):
        modules = np.zeros(shape, dtype=np.int64)
        for (j, k), when in zip(where, choice, strict=True):
            if when < shape[2]:
                modules[j, k, when] = 1
        nothing = np.zeros((0, shape[2]))
        cost = measure_of(instance, modules, nothing, nothing, Measure.MODULES)
        opened = (modules.sum(axis=1).cumsum(axis=1) > 0).sum(axis=0)
        spent = np.einsum("mkt,mk->t", modules, instance.module_cost).cumsum()
        if (opened <= instance.max_sites).all() and (spent <= instance.budget.cumsum()).all():
            plans.append((cost, _fewest_unserved(instance, modules)))
    highest = max(cost for cost, _ in plans)
    for share in (0.0, 0.3, 0.6, 1.0):
        caps = (Cap(Measure.MODULES, share * highest),)
        clock = LIMITS.clock()
        sites = SitesProgram(instance, least=Measure.UNSERVED, caps=caps).solve(clock)
        assert sites is not None
        within = [short for cost, short in plans if cost <= share * highest * (1 + 1e-9)]
        assert sites.bound <= min(within) + 1e-6 * max(1.0, min(within))
        found = choose_buildings(
            instance, sites.open, sites.places, clock, least=Measure.UNSERVED, caps=caps
        )
        given = (found.modules, found.flow, found.unserved)
        assert not check_caps(instance, *given, caps)
        assert measure_of(instance, *given, Measure.UNSERVED) >= sites.bound - 1e-6
        held = Cap(Measure.UNSERVED, found.objective + 1e-6)
        again = choose_buildings(instance, sites.open, sites.places, clock, caps=(*caps, held))
        assert not check_caps(instance, again.modules, again.flow, again.unserved, (*caps, held))


def test_a_part_is_built_in_any_case() -> None:
    instance = random_instance(1, points=4)
    everywhere = np.tile(instance.openable[:, None], (1, instance.demand.shape[1]))
    part = np.zeros((*instance.module_cost.shape, instance.demand.shape[1]), dtype=np.int64)
    j, k = np.argwhere(instance.startable.all(axis=2) & instance.openable[:, None])[0]
    part[j, k, 0] = 1
    places = np.zeros(everywhere.shape)
    found = choose_buildings(instance, everywhere, places, LIMITS.clock(), part=part)
    assert (found.modules >= part).all()


def test_a_broken_cap_is_found() -> None:
    instance = random_instance(2, points=3)
    modules = np.zeros((*instance.module_cost.shape, instance.demand.shape[1]), dtype=np.int64)
    flow = np.zeros((len(instance.origin), instance.demand.shape[1]))
    cap = Cap(Measure.UNSERVED, 0.0)
    assert check_caps(instance, modules, flow, instance.demand, (cap,))[0].constraint == "cap"
