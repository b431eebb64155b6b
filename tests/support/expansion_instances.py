"""Random and hand-made instances for the tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from models.capacity_expansion import Cap, CapacityExpansionInstance, Measure, Stage, Transfers


def plain(
    units: int = 3,
    modules: int = 2,
    periods: int = 5,
    *,
    seed: int = 0,
    **changes: Any,
) -> CapacityExpansionInstance:
    """A small instance without options; `changes` replace any field."""
    random = np.random.default_rng(seed)
    size = np.array([100, 200, 300][:modules]) * int(random.integers(1, 3))
    demand = random.integers(2, 12, (units, 1)) * 100 + random.integers(0, 90, (units, periods))
    existing = np.repeat(random.integers(0, 6, (units, 1)) * 70, periods, axis=1)
    lead = int(random.integers(0, 3))
    profile = np.array([[1.0], [0.5, 0.5], [0.2, 0.5, 0.3]][int(random.integers(0, 3))][0:])
    startable = np.ones((units, modules, periods), dtype=bool)
    if len(profile) > 1:
        startable[:, :, periods - len(profile) + 1 :] = False
    per_place = np.array([5.0, 4.0, 3.5][:modules])
    cost = size * per_place * random.uniform(0.8, 1.2, (units, 1))
    budget = np.full(periods, float(random.uniform(0.3, 1.5) * cost.mean() * units / 2))
    arrays: dict[str, Any] = {
        "demand": demand.astype(float),
        "existing": existing.astype(float),
        "size": size,
        "cost": cost,
        "price_index": np.ones(periods),
        "lead": lead,
        "spend_profile": profile,
        "budget": budget,
        "committed_spending": np.zeros(periods),
        "carry_over_limit": np.full(periods, np.inf),
        "startable": startable,
        "max_starts": np.full((units, periods), 1000),
        "min_capacity": np.zeros((units, periods)),
        "max_capacity": np.full((units, periods), np.inf),
        "shortage_weight": 0.95 ** np.arange(periods),
        "overflow_weight": np.ones(periods),
        "cost_weight": 0.95 ** np.arange(periods),
        "capacity_factor": np.ones((units, periods)),
        "overflow_factor": 2.0,
        "overflow_forbidden": np.zeros((units, periods), dtype=bool),
        "equity_period": np.arange(periods) >= lead + 1,
        "equity_weight": np.ones(units),
        "group": np.zeros(units, dtype=np.int64),
        "group_budget": np.full((1, periods), np.inf),
        "group_min_spending": np.zeros((1, periods)),
        "stages": (Stage(Measure.SHORTAGE),),
    }
    return CapacityExpansionInstance(**(arrays | changes))


def everything(seed: int) -> CapacityExpansionInstance:
    """A random instance with each option of the model switched on or off by chance."""
    random = np.random.default_rng(seed)
    units, modules = int(random.integers(2, 6)), int(random.integers(2, 4))
    periods = int(random.integers(3, 7))
    base = plain(units, modules, periods, seed=seed)
    shape = (units, periods)
    groups = int(random.integers(1, 3))
    changes: dict[str, Any] = {"group": np.arange(units) % groups}

    def chance(probability: float = 0.4) -> bool:
        return bool(random.random() < probability)

    if chance():
        changes["price_index"] = 1.04 ** np.arange(periods)
    if chance():
        changes["carry_over_limit"] = base.budget * random.uniform(0, 0.5)
    if chance():
        changes["committed_spending"] = base.budget * random.uniform(0, 0.3, periods)
    if chance():
        changes["max_starts"] = random.integers(0, 3, shape)
    if chance(0.3):
        needed = np.zeros(shape)
        needed[int(random.integers(units)), -1] = float(base.size.min())
        changes["min_capacity"] = needed
    if chance():
        startable = base.startable.copy()
        startable &= random.random(startable.shape) < 0.8
        changes["startable"] = startable
    if chance():
        changes["capacity_factor"] = np.repeat(
            np.where(np.arange(periods) < periods // 2, 1.5, 1.0)[None, :], units, axis=0
        )
    if chance(0.2):
        forbidden = np.zeros(shape, dtype=bool)
        forbidden[:, -1] = True
        changes["overflow_forbidden"] = forbidden
    if chance():
        changes["equity_weight"] = random.uniform(0.5, 1.5, units)
    limits = np.full((groups, periods), np.inf)
    if chance():
        limits[0] = base.budget * random.uniform(0.3, 0.8)
    floors = np.zeros((groups, periods))
    if chance():
        floors[-1, -1] = float(base.cost.min()) * random.uniform(0.5, 1.2)
    changes |= {"group_budget": limits, "group_min_spending": floors}
    if chance():
        arcs = np.array([[0, 1], [1, 0]])[: int(random.integers(1, 3))]
        changes["transfers"] = Transfers(
            arcs,
            random.uniform(0.1, 2.0, len(arcs)),
            random.uniform(0, 200, (len(arcs), periods)),
        )
    measures = list(Measure)
    random.shuffle(measures)
    count = int(random.integers(1, 4))
    changes["stages"] = tuple(
        Stage(m, float(random.choice([0.0, 0.01, 0.1]))) for m in measures[:count]
    )
    if chance(0.3):
        level = {
            Measure.SHORTAGE: float(base.demand.sum() * 0.5),
            Measure.OVERFLOW: float(base.demand.sum() * 0.2),
            Measure.WORST_SHARE: 0.8,
            Measure.COST: float(base.budget.sum() * 0.7),
        }
        capped = measures[-1]
        changes["caps"] = (Cap(capped, level[capped]),)
    another = np.random.default_rng((seed, 1))  # leaves what was drawn before as it is
    if another.random() < 0.3:
        most = np.full(shape, np.inf)
        first, last = np.sort(another.integers(0, periods, 2))
        most[int(another.integers(units)), first : last + 1] = another.integers(0, 900)
        changes["max_capacity"] = most
    return plain(units, modules, periods, seed=seed, **changes)
