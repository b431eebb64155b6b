"""Sites and buildings at once: what no plan of whole buildings can undercut.

    min  sum_t w_t (c sum_a l_a x_at + q sum_i u_it) + sum_jkt v_t m_jk y_jkt
    sum_a(i) x_at + u_it = d_it
    sum_a(j) x_at <= E_jt + sum_{t' <= t} sum_k s_k y_jkt'
    x_at <= min(d_it, E_jt) + max(0, d_it - E_jt) z_jt
    z_jt <= sum_{t' <= t} sum_k y_jkt'    y_jkt <= Y_jk z_jt    z_jt <= z_j,t+1
    sum_j z_jt <= P_t    sum_{t' <= t} sum_jk m_jk y_jkt' <= B_1 + ... + B_t
    sum_{t' <= t} sum_k s_k y_jkt' >= G_jt    y_jkt = 0 where it may not be built

with z binary and y whole. Its relaxation already knows that an open site needs a whole first
building; cuts and branching raise the bound further for as long as there is time.
"""

from __future__ import annotations

import numpy as np

from models.dynamic_location.instance import DynamicLocationInstance, FloatArray
from models.dynamic_location.solution import DynamicLocationSolution
from optimizer.engines import solve_linear
from optimizer.limits import Clock
from optimizer.linear_model import LinearModel, ModelBuilder


def lower_bound(
    instance: DynamicLocationInstance, known: DynamicLocationSolution, clock: Clock
) -> float:
    """Money that every plan of buildings costs at least; -inf where time allowed no bound.

    Parameters
    ----------
    known : a plan of the instance, which helps to prune
    """
    start = np.concatenate(
        [a.ravel() for a in (known.flow, known.unserved, _open(known), known.modules.astype(float))]
    )
    found = solve_linear(_model(instance), clock, start=start, stage="bound")
    return -np.inf if found.bound is None else min(found.bound, known.objective)


def _open(known: DynamicLocationSolution) -> FloatArray:
    """(M, T) 1 where a site has a building."""
    return np.asarray(known.modules.sum(axis=1).cumsum(axis=1) > 0, dtype=float)


def _model(inst: DynamicLocationInstance) -> LinearModel:
    n, m, periods, k = inst.shape
    arcs, origin, site = len(inst.origin), inst.origin, inst.site
    builder = ModelBuilder()
    demand = inst.demand[origin]
    travel = inst.travel_cost * inst.distance[:, None] * inst.years
    flow = builder.variables((arcs, periods), cost=travel, upper=demand)
    unserved = builder.variables(
        (n, periods), cost=inst.unserved_cost * inst.years, upper=inst.demand
    )
    usable = inst.openable
    held = (inst.min_capacity > 0).astype(float)
    opened = builder.variables(
        (m, periods), lower=held, upper=usable[:, None].astype(float), integer=True
    )
    most = np.maximum(np.ceil(inst.most[:, None] / inst.size), 1.0) * usable[:, None]
    modules = builder.variables(
        (m, k, periods),
        cost=inst.module_cost[:, :, None] * inst.discount,
        upper=most[:, :, None] * inst.startable,
        integer=True,
    )
    served = builder.rows((n, periods), lower=inst.demand, upper=inst.demand)
    builder.add(served[origin], flow, 1.0)
    builder.add(served, unserved, 1.0)
    room = builder.rows((m, periods), upper=inst.existing)
    builder.add(room[site], flow, 1.0)
    free = np.minimum(demand, inst.existing[site])
    link = builder.rows((arcs, periods), upper=free)
    builder.add(link, flow, 1.0)
    builder.add(link, opened[site], free - demand)
    stays = builder.rows((m, periods - 1), lower=0.0)
    builder.add(stays, opened[:, 1:], 1.0)
    builder.add(stays, opened[:, :-1], -1.0)
    stands = builder.rows((m, periods), lower=0.0)
    builder.add(stands, opened, -1.0)
    needs = builder.rows((m, k, periods), upper=0.0)
    builder.add(needs, modules, 1.0)
    builder.add(needs, opened[:, None, :], -most[:, :, None])
    must = np.flatnonzero(inst.forced)
    decided = builder.rows((len(must), periods), lower=inst.min_capacity[must])
    purse = np.cumsum(inst.budget)
    money = builder.rows((periods,), upper=purse)
    for t in range(periods):
        for earlier in range(t + 1):
            builder.add(room[:, t][:, None], modules[:, :, earlier], -inst.size)
            builder.add(stands[:, t][:, None], modules[:, :, earlier], 1.0)
            builder.add(decided[:, t][:, None], modules[must, :, earlier], inst.size)
            if np.isfinite(purse[t]):
                builder.add(money[t], modules[:, :, earlier], inst.module_cost)
    limited = np.flatnonzero(np.isfinite(inst.max_sites))
    count = builder.rows((len(limited),), upper=inst.max_sites[limited])
    builder.add(count[None, :], opened[:, limited], 1.0)
    return builder.build()
