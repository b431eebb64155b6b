"""A design as the arc that enters each node: flows, classes, periods and money follow from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.network_design.pipes.instance import (
    BoolArray,
    FloatArray,
    IntArray,
    PipeNetworkInstance,
)

NONE = -1


@dataclass(frozen=True)
class Forest:
    """Pipes that hang on sources, none without use.

    Arc 2e runs along edge e as it is written, arc 2e + 1 back.

    Attributes
    ----------
    arc : (P,) arcs with a pipe, from the sources outwards
    pipe_class : (P,), C where no class is large enough
    flow : (P,) l/s at the end
    period : (P,) first period in which a node behind it is connected
    node_period : (V,) period of a node, -1 where never
    source : (V,) that supplies a connected node, -1 where never
    cost : money
    spending : (T,) money of a period
    fits : whether classes and sources are large enough
    """

    arc: IntArray
    pipe_class: IntArray
    flow: FloatArray
    period: IntArray
    node_period: IntArray
    source: IntArray
    cost: float
    spending: FloatArray
    fits: bool

    def within(self, instance: PipeNetworkInstance) -> bool:
        """Whether money, classes and sources are enough."""
        if instance.budget.size == 0:
            return self.fits
        spent = np.cumsum(self.spending) if instance.carry_over else self.spending
        most = instance.limit if instance.carry_over else instance.budget
        return self.fits and bool((spent <= most * (1.0 + 1e-9)).all())

    def gain(self, instance: PipeNetworkInstance) -> float:
        """Prize times years."""
        nodes = np.flatnonzero(self.node_period != NONE)
        return float(instance.prize[nodes] @ instance.years[self.node_period[nodes]])


def arcs_of(instance: PipeNetworkInstance) -> tuple[IntArray, IntArray]:
    """Tail and head (2E,) of the arcs."""
    return instance.edges.ravel(), instance.edges[:, ::-1].ravel()


def forest_of(
    instance: PipeNetworkInstance,
    entering: IntArray,
    node_period: IntArray,
    laid: IntArray | None = None,
) -> Forest:
    """The design with the arc `entering` (V,) each node, -1 for none; what leads nowhere goes.

    Connected nodes that no source reaches are left out. A pipe is laid when it is first needed,
    or in the period `laid` (V,) of the node it enters where that is earlier.
    """
    tail, head = arcs_of(instance)
    source = np.full(instance.nodes, NONE)
    source[instance.sources] = instance.sources
    candidates = entering[entering != NONE]
    candidates = candidates[source[head[candidates]] == NONE]
    order, waiting = [], NONE
    while waiting != len(candidates):
        waiting = len(candidates)
        ready = source[tail[candidates]] != NONE
        now = candidates[ready]
        source[head[now]] = source[tail[now]]
        order.append(now)
        candidates = candidates[~ready]
    node_period = np.where(source != NONE, node_period, NONE)
    served = node_period != NONE
    load = np.where(served, instance.demand, 0.0)
    first = np.where(served, node_period, instance.periods)
    if laid is not None:
        first = np.minimum(first, laid)
    for layer in reversed(order):
        np.add.at(load, tail[layer], load[head[layer]])
        np.minimum.at(first, tail[layer], first[head[layer]])
    arc = np.concatenate(order) if order else np.zeros(0, dtype=np.int64)
    arc = arc[load[head[arc]] > 0]
    flow, period = load[head[arc]], first[head[arc]]
    pipe_class = instance.least_class(flow)
    fits = bool((pipe_class < len(instance.class_cost)).all()) and bool(
        (load[instance.sources] <= instance.source_capacity * (1.0 + 1e-9)).all()
    )
    prices = np.append(instance.class_cost, np.inf)
    money = instance.length_km[arc // 2] * prices[pipe_class]
    joined = np.bincount(node_period[served], instance.node_cost[served], instance.periods)
    spending = np.asarray(np.bincount(period, money, instance.periods) + joined, dtype=np.float64)
    return Forest(
        arc, pipe_class, flow, period, node_period, np.where(served, source, NONE),
        float(spending.sum()), spending, fits,
    )  # fmt: skip


def entering_of(instance: PipeNetworkInstance, used: BoolArray) -> IntArray:
    """(V,) arc among those `used` (2E,) that enters a node; one of them where there are several."""
    entering = np.full(instance.nodes, NONE)
    arc = np.flatnonzero(used)
    entering[arcs_of(instance)[1][arc]] = arc
    entering[instance.sources] = NONE
    return entering
