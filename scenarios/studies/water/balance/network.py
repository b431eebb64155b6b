"""The water of a year as a network for `models.network_flow`.

Each oblast has an intake and, after conveyance, a pool for surface water, groundwater and other
water (collector, drainage and waste water), a pool for what pipes bring, and a node for each use.
Households drink surface, ground and piped water, never other; sea water serves only the industry
that cools with it. Obligations leave the intake before conveyance. A region's explored
groundwater beyond the plan feeds the intakes of its oblasts, up to a share of their plan, and the
transfers that draw on it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.network_flow import FlowInstance
from scenarios.studies.water.balance.documents import (
    SOURCES,
    USES,
    DocumentedWater,
    FloatArray,
    IntArray,
)
from scenarios.studies.water.balance.terms import SLICES, BalanceTerms
from scenarios.studies.water.balance.transfers import ON_AS_SURFACE, Transfers
from scenarios.studies.water.balance.volumes import GROUND, OBLIGATION, SURFACE, Volumes

INDUSTRY, IRRIGATION, OTHER = (USES.index(u) for u in ("industry", "irrigation", "other"))
DRINKABLE = (SURFACE, GROUND)
MINE = len(USES)  # obligations that are groundwater stand behind the uses


@dataclass(frozen=True)
class Layout:
    """Where nodes, arcs and demands of the network stand.

    Attributes
    ----------
    intake, pool : (O, 3) nodes by source
    piped : (O,) nodes
    use : (O, 5) nodes; obligations at the intake of surface water, other uses with irrigation
    reserve : (R,) nodes
    outside : (T,) nodes where a way from outside begins
    cooling : (T,) nodes of industry that cools with sea water
    conveyance, extra, transfer : (O, 3), (O,), (T,) arcs
    demand_unit, demand_use : (D,) of a demand: unit and use; MINE for mine water
    """

    intake: IntArray
    pool: IntArray
    piped: IntArray
    use: IntArray
    reserve: IntArray
    outside: IntArray
    cooling: IntArray
    conveyance: IntArray
    extra: IntArray
    transfer: IntArray
    demand_unit: IntArray
    demand_use: IntArray


def build_network(
    documented: DocumentedWater, transfers: Transfers, terms: BalanceTerms, volumes: Volumes
) -> tuple[FlowInstance, Layout]:
    """The network of a year as planned; supplies are in the order (O, 3), (R,), (T,)."""
    oblasts, ways, regions = len(documented.oblasts), len(transfers.start), len(documented.reserve)
    blocks = np.split(
        np.arange(oblasts * (2 * len(SOURCES) + 1 + len(USES)) + regions + 2 * ways),
        np.cumsum([3 * oblasts, 3 * oblasts, oblasts, 5 * oblasts, regions, ways]),
    )
    intake, pool = (block.reshape(oblasts, len(SOURCES)) for block in blocks[:2])
    piped, use = blocks[2], blocks[3].reshape(oblasts, len(USES))
    reserve, outside, cooling = blocks[4:]
    region = np.array([documented.region_ids.index(r) for r in documented.regions])
    arcs = _Arcs()
    conveyance = arcs.add(intake, pool, gain=volumes.gain)
    extra = arcs.add(
        reserve[region],
        intake[:, GROUND],
        capacity=terms.ground_growth * volumes.available[:, GROUND],
        cost=terms.ground_cost,
    )
    transfer = _add_transfers(
        arcs, transfers, volumes, region, intake, piped, reserve, outside, cooling
    )
    for u, name in enumerate(USES):
        if u in (OBLIGATION, OTHER):
            continue
        for s in DRINKABLE if name == "household" else range(len(SOURCES)):
            arcs.add(pool[:, s], use[:, u])
        arcs.add(piped, use[:, u])
    salt = np.flatnonzero(transfers.are("kind", "sea"))
    arcs.add(use[transfers.end[salt], INDUSTRY], cooling[salt])
    use[:, OBLIGATION] = intake[:, SURFACE]
    use[:, OTHER] = use[:, IRRIGATION]  # the same water reaches both
    tail, head, capacity, cost, gain = arcs.arrays()
    node, unit, kind, amount, value = _demands(documented, transfers, terms, volumes, use, cooling)
    node[kind == MINE] = intake[documented.oblast_of[unit[kind == MINE]], GROUND]
    planned = volumes.available[:, GROUND]
    spare = documented.reserve - np.bincount(region, planned, regions)
    instance = FlowInstance(
        nodes=int(cooling[-1]) + 1 if ways else int(reserve[-1]) + 1,
        tail=tail,
        head=head,
        capacity=capacity,
        cost=cost,
        gain=gain,
        supply_node=np.concatenate([intake.ravel(), reserve, outside]),
        supply=np.concatenate(
            [
                volumes.available.ravel(),
                np.maximum(spare, 0.0),
                np.where(transfers.start < 0, capacity[transfer], 0.0),
            ]
        ),
        supply_cost=np.repeat([terms.abstraction_cost, 0.0], [intake.size, regions + ways]),
        demand_node=node,
        demand=amount,
        value=value,
        demand_labels=tuple(
            f"{documented.units[u]}, {(*USES, 'mine water')[k]}"
            for u, k in zip(unit, kind, strict=True)
        ),
    )
    layout = Layout(
        intake, pool, piped, use, reserve, outside, cooling, conveyance, extra, transfer, unit, kind
    )
    return instance, layout


def _add_transfers(
    arcs: _Arcs,
    transfers: Transfers,
    volumes: Volumes,
    region: IntArray,
    intake: IntArray,
    piped: IntArray,
    reserve: IntArray,
    outside: IntArray,
    cooling: IntArray,
) -> IntArray:
    start, end = transfers.start, transfers.end
    tail = np.where(start < 0, outside, intake[start, SURFACE])
    explored = transfers.are("from_source", "reserve")
    tail[explored] = reserve[region[start[explored]]]
    on = transfers.are("kind", *ON_AS_SURFACE)
    head = np.where(on, intake[end, SURFACE], piped[end])
    salt = transfers.are("kind", "sea")
    head[salt] = cooling[salt]
    return arcs.add(tail, head, capacity=volumes.capacity, cost=transfers.cost, gain=transfers.gain)


def _demands(
    documented: DocumentedWater,
    transfers: Transfers,
    terms: BalanceTerms,
    volumes: Volumes,
    use: IntArray,
    cooling: IntArray,
) -> tuple[IntArray, IntArray, IntArray, FloatArray, FloatArray]:
    """Node, unit, use, volume and value of every demand: each use of each unit in slices."""
    wanted = np.column_stack([volumes.wanted, volumes.mine])
    wanted[:, OBLIGATION] -= volumes.mine
    units, uses = wanted.shape
    node = np.column_stack([use[documented.oblast_of], np.zeros(units, dtype=np.int64)])
    for t in np.flatnonzero(transfers.are("kind", "sea")):
        node[documented.units.index(str(transfers.table["to_unit"][t])), INDUSTRY] = cooling[t]
    value = np.concatenate([terms.value, terms.value[[OBLIGATION]]])
    shape = (units, uses, SLICES)
    unit, kind, _ = np.indices(shape)
    return (
        np.broadcast_to(node[:, :, None], shape).ravel().copy(),
        unit.ravel(),
        kind.ravel(),
        np.broadcast_to(wanted[:, :, None] / SLICES, shape).ravel().copy(),
        np.broadcast_to(value, shape).ravel().copy(),
    )


class _Arcs:
    """Collects arcs in blocks and tells where they stand."""

    def __init__(self) -> None:
        self._parts: list[list[FloatArray]] = []
        self._count = 0

    def add(
        self,
        tail: IntArray,
        head: IntArray,
        *,
        capacity: FloatArray | float = np.inf,
        cost: FloatArray | float = 0.0,
        gain: FloatArray | float = 1.0,
    ) -> IntArray:
        given = np.broadcast_arrays(tail, head, capacity, cost, gain)
        self._parts.append([np.asarray(part, dtype=float).ravel() for part in given])
        places = np.arange(self._count, self._count + tail.size).reshape(tail.shape)
        self._count += tail.size
        return places

    def arrays(self) -> tuple[IntArray, IntArray, FloatArray, FloatArray, FloatArray]:
        tail, head, capacity, cost, gain = (
            np.concatenate(p) for p in zip(*self._parts, strict=True)
        )
        return tail.astype(np.int64), head.astype(np.int64), capacity, cost, gain
