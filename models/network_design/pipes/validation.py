"""Every impossible input is named before any search begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from optimizer.errors import InfeasibleError

if TYPE_CHECKING:
    from models.network_design.pipes.instance import PipeNetworkInstance

NAMED = 3  # nodes named in a message before the rest are counted


def validate(instance: PipeNetworkInstance) -> None:
    """Raise ValueError or InfeasibleError naming field, place, value and expectation."""
    _shapes(instance)
    _edges(instance)
    _classes(instance)
    _nodes(instance)
    _sources(instance)
    _money(instance)
    _reachable(instance)
    _enough(instance)


def _shapes(instance: PipeNetworkInstance) -> None:
    edges, sources = instance.edges, instance.sources
    if edges.ndim != 2 or edges.shape[1] != 2 or not np.issubdtype(edges.dtype, np.integer):
        raise ValueError(
            f"edges: shape {edges.shape} of {edges.dtype}, expected (edges, 2) whole numbers"
        )
    if sources.ndim != 1 or not np.issubdtype(sources.dtype, np.integer):
        raise ValueError(
            f"sources: shape {sources.shape} of {sources.dtype}, expected (sources,) whole numbers"
        )
    nodes = len(np.atleast_1d(instance.demand))
    classes = len(np.atleast_1d(instance.class_capacity))
    for name, size, each in (
        ("length_km", len(edges), "edge"),
        ("source_capacity", len(sources), "source"),
        ("demand", nodes, "node"),
        ("required", nodes, "node"),
        ("prize", nodes, "node"),
        ("node_cost", nodes, "node"),
        ("class_capacity", classes, "class"),
        ("class_cost", classes, "class"),
        ("budget", instance.budget.size, "period"),
        ("weight", instance.periods, "period"),
    ):
        shape = getattr(instance, name).shape
        if shape != (size,):
            raise ValueError(f"{name}: shape {shape}, expected ({size},), one for each {each}")
    if instance.required.dtype != np.bool_:
        raise ValueError(f"required: type {instance.required.dtype}, expected bool")


def _edges(instance: PipeNetworkInstance) -> None:
    ends = instance.edges
    unknown = ((ends < 0) | (ends >= instance.nodes)).any(axis=1)
    if unknown.any():
        e = int(np.argmax(unknown))
        raise ValueError(
            f"edges: edge {e} is {ends[e].tolist()}, expected nodes from 0 to {instance.nodes - 1}"
        )
    loop = ends[:, 0] == ends[:, 1]
    if loop.any():
        e = int(np.argmax(loop))
        raise ValueError(
            f"edges: edge {e} joins {instance.name(int(ends[e, 0]))} to itself, expected two nodes"
        )
    bad = _outside(instance.length_km, positive=True)
    if bad.any():
        e = int(np.argmax(bad))
        i, j = ends[e].tolist()
        raise ValueError(
            f"length_km: edge {e} from {instance.name(i)} to {instance.name(j)} has "
            f"{instance.length_km[e]:g}, expected a finite number > 0"
        )


def _classes(instance: PipeNetworkInstance) -> None:
    if len(instance.class_capacity) == 0:
        raise ValueError("class_capacity: no class given, expected at least one")
    for field, unit in (("class_capacity", "l/s"), ("class_cost", "money for a kilometre")):
        values = getattr(instance, field)
        bad = _outside(values, positive=True)
        if bad.any():
            k = int(np.argmax(bad))
            raise ValueError(
                f"{field}: {instance.class_name(k)} has {values[k]:g} {unit}, "
                "expected a finite number > 0"
            )
        flat = np.diff(values) <= 0
        if flat.any():
            k = int(np.argmax(flat)) + 1
            raise ValueError(
                f"{field}: {instance.class_name(k)} has {values[k]:g} {unit}, expected more than "
                f"{instance.class_name(k - 1)} before it with {values[k - 1]:g}"
            )


def _nodes(instance: PipeNetworkInstance) -> None:
    for field in ("demand", "prize", "node_cost"):
        values = getattr(instance, field)
        bad = _outside(values, positive=False)
        if bad.any():
            v = int(np.argmax(bad))
            raise ValueError(
                f"{field}: {instance.name(v)} has {values[v]:g}, expected a finite number >= 0"
            )
    dry = (instance.demand == 0) & (instance.required | (instance.prize > 0))
    if dry.any():
        v = int(np.argmax(dry))
        raise ValueError(
            f"demand: {instance.name(v)} is required or has a prize and needs 0 l/s, expected > 0"
        )
    most = float(instance.class_capacity[-1])
    piped = np.ones(instance.nodes, dtype=np.bool_)
    piped[instance.sources[(instance.sources >= 0) & (instance.sources < instance.nodes)]] = False
    v = int(np.argmax(np.where(piped, instance.demand, 0.0)))
    if piped[v] and instance.demand[v] > most:
        raise ValueError(
            f"demand: {instance.name(v)} needs {instance.demand[v]:g} l/s, expected at most "
            f"{most:g} l/s, the capacity of the largest class, "
            f"{instance.class_name(len(instance.class_capacity) - 1)}"
        )


def _sources(instance: PipeNetworkInstance) -> None:
    sources = instance.sources
    if sources.size == 0:
        raise ValueError("sources: none given, expected at least one")
    unknown = (sources < 0) | (sources >= instance.nodes)
    if unknown.any():
        raise ValueError(
            f"sources: node {int(sources[np.argmax(unknown)])} is unknown, "
            f"expected nodes from 0 to {instance.nodes - 1}"
        )
    found, count = np.unique(sources, return_counts=True)
    if (count > 1).any():
        node = int(found[np.argmax(count > 1)])
        raise ValueError(f"sources: {instance.name(node)} is named twice, expected once")
    bad = np.isnan(instance.source_capacity) | (instance.source_capacity <= 0)
    if bad.any():
        s = int(np.argmax(bad))
        raise ValueError(
            f"source_capacity: source {instance.name(int(sources[s]))} has "
            f"{instance.source_capacity[s]:g} l/s, expected a number > 0, inf where unlimited"
        )
    most = float(instance.source_capacity.max())
    v = int(np.argmax(instance.demand))
    if instance.demand[v] > most:
        raise ValueError(
            f"demand: {instance.name(v)} needs {instance.demand[v]:g} l/s, expected at most "
            f"{most:g} l/s, the capacity of the largest source"
        )


def _money(instance: PipeNetworkInstance) -> None:
    for field, positive in (("budget", False), ("weight", True)):
        values = getattr(instance, field)
        bad = _outside(values, positive=positive)
        if bad.any():
            t = int(np.argmax(bad))
            raise ValueError(
                f"{field}: period {t} has {values[t]:g}, "
                f"expected a finite number {'> 0' if positive else '>= 0'}"
            )
    if instance.budget.size == 0 and not instance.required.any():
        raise ValueError("required: no node is required, expected one where no budget is given")
    if instance.budget.size and not (instance.prize > 0).any():
        raise ValueError("prize: no node has one, expected one where a budget is given")


def _reachable(instance: PipeNetworkInstance) -> None:
    """A source is a root: ways of a node end at the first source, and all sources are roots."""
    ones = np.ones(len(instance.edges), dtype=np.int8)
    shape = (instance.nodes, instance.nodes)
    graph = sparse.coo_array((ones, (instance.edges[:, 0], instance.edges[:, 1])), shape=shape)
    part = connected_components(graph, directed=False)[1]
    wanted = instance.required | (instance.prize > 0)
    cut_off = np.flatnonzero(wanted & ~np.isin(part, part[instance.sources]))
    if cut_off.size:
        raise InfeasibleError((f"edges: no path from a source to {_several(instance, cut_off)}",))


def _enough(instance: PipeNetworkInstance) -> None:
    need = float(instance.demand[instance.required].sum())
    have = float(instance.source_capacity.sum())
    if need > have * (1.0 + 1e-9):
        raise InfeasibleError(
            (
                f"source_capacity: required nodes need {need:g} l/s, all sources have {have:g}; "
                f"{need - have:g} l/s more are needed",
            )
        )


def _several(instance: PipeNetworkInstance, nodes: NDArray[np.int64]) -> str:
    names = ", ".join(instance.name(int(v)) for v in nodes[:NAMED])
    more = len(nodes) - NAMED
    return names + (f" and {more} others" if more > 0 else "")


def _outside(values: NDArray[np.float64], *, positive: bool) -> NDArray[np.bool_]:
    good: NDArray[np.bool_] = np.isfinite(values) & ((values > 0) if positive else (values >= 0))
    return ~good
