"""The tables of the networks, one row a node, a pipe, a design, a budget."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from optimizer.certificate import relative_gap
from scenarios.studies.water.network.designs import UNITS, Design
from scenarios.studies.water.network.shortest import Shortest
from scenarios.studies.water.network.terms import NetworkTerms

NODES = (
    "design", "node_id", "name", "kind", "lat", "lon", "coord_quality", "people", "demand_l_s",
    "stage", "connected", "pressure_m", "source_id",
)  # fmt: skip
PIPES = (
    "design", "pipe_id", "from_id", "to_id", "km", "flow_l_s", "diameter_mm",
    "diameter_before_mm", "velocity_m_s", "headloss_m", "cost_mln_kzt", "stage",
)  # fmt: skip
DESIGNS = (
    "design", "objective", "unit", "cost_mln_kzt", "bound", "gap", "status", "people", "villages",
    "km", "steiner_km", "mst_approximation_km", "hydraulics",
)  # fmt: skip
FRONT = ("budget_mln_kzt", "people", "villages", "cost_mln_kzt", "bound", "gap", "hydraulics")


def nodes_table(terms: NetworkTerms, design: Design) -> pd.DataFrame:
    """Columns of `NODES`: all villages and mains, and the settlements that pipes pass.

    `stage` counts from 1 and is empty where a node is not connected or no village.
    """
    found, nodes = design.found, terms.nodes
    part = np.zeros(len(nodes), dtype=np.bool_)
    part[design.network.nodes] = True
    pressure = np.full(len(nodes), np.nan)
    pressure[design.network.nodes] = design.judgement.hydraulics.pressure_m
    village = (nodes["kind"] == "village").to_numpy()
    used = np.isin(np.arange(len(nodes)), np.concatenate([found.pipe_from, found.pipe_to]))
    connected = np.where(village, found.node_period >= 0, used)
    source = _sources(terms, design)
    ids = nodes["node_id"].to_numpy(dtype=object)
    frame = nodes.assign(
        design=design.name,
        stage=np.where(village & connected, found.node_period + 1.0, np.nan),
        connected=connected,
        pressure_m=np.where(part & connected, pressure, np.nan),
        source_id=pd.array([None if s < 0 else ids[s] for s in source.tolist()], dtype="str"),
    )
    kept = used | (nodes["kind"] != "junction").to_numpy()
    return frame.loc[kept, list(NODES)].reset_index(drop=True)


def _sources(terms: NetworkTerms, design: Design) -> np.ndarray:
    """(V,) main that a node hangs on, -1 for none."""
    source = np.full(len(terms.nodes), -1, dtype=np.int64)
    source[terms.sources] = terms.sources
    tail, head = design.found.pipe_from, design.found.pipe_to
    open_ = np.arange(len(tail))
    while open_.size:
        ready = source[tail[open_]] >= 0
        if not ready.any():
            break
        source[head[open_[ready]]] = source[tail[open_[ready]]]
        open_ = open_[~ready]
    unused = np.setdiff1d(terms.sources, tail)
    source[unused] = -1
    return source


def pipes_table(terms: NetworkTerms, design: Design) -> pd.DataFrame:
    """Columns of `PIPES`, in the order of stages; diameters are outer ones."""
    found, water = design.found, design.judgement.hydraulics
    ids = terms.nodes["node_id"].to_numpy(dtype=object)
    outer = terms.classes["diameter_mm"].to_numpy()
    frame = pd.DataFrame(
        {
            "design": design.name,
            "from_id": ids[found.pipe_from],
            "to_id": ids[found.pipe_to],
            "km": terms.graph.km[found.pipe_edge],
            "flow_l_s": found.pipe_flow,
            "diameter_mm": outer[design.network.pipe_class],
            "diameter_before_mm": outer[found.pipe_class],
            "velocity_m_s": water.velocity_m_s,
            "headloss_m": water.headloss_m,
            "cost_mln_kzt": design.network.cost,
            "stage": found.pipe_period + 1,
        }
    ).sort_values(["stage", "flow_l_s"], ascending=[True, False], kind="stable", ignore_index=True)
    frame["pipe_id"] = [f"{design.name}-{k}" for k in range(1, len(frame) + 1)]
    return frame[list(PIPES)]


def designs_table(rows: Sequence[tuple[Design, Shortest]]) -> pd.DataFrame:
    """Columns of `DESIGNS`; objective and bound are in `unit`, the gap compares them.

    `steiner_km` is the shortest tree that joins the same villages to the mains, whatever its
    cost; `mst_approximation_km` what NetworkX's approximation of it comes to.
    """
    frame = pd.DataFrame(
        [
            {
                "design": design.name,
                "objective": design.objective,
                "unit": UNITS[design.name],
                "cost_mln_kzt": design.cost,
                "bound": design.bound,
                "gap": design.gap,
                "status": str(design.certificate.status),
                "people": design.people,
                "villages": len(design.found.connected),
                "km": float(design.found.instance.length_km[design.found.pipe_edge].sum()),
                "steiner_km": tree.km,
                "mst_approximation_km": tree.approximation_km,
                "hydraulics": str(design.judgement.verdict),
            }
            for design, tree in rows
        ],
        columns=list(DESIGNS),
    )
    return frame.astype({"gap": "float64"})


def front_table(points: Sequence[Design], everybody: Design | None) -> pd.DataFrame:
    """Columns of `FRONT`, by rising budget.

    A budget that a smaller one outdoes (pressure may ask for wider pipes) has the smaller one's
    network. `everybody` is the last point: its cost is the budget that reaches all.
    """
    rows, best = [], None
    for point in sorted(points, key=lambda p: float(p.budget.sum())):
        best = point if best is None or point.people >= best.people else best
        rows.append(_front_row(best, float(point.budget.sum()), point.bound))
    if everybody is not None:
        rows.append(_front_row(everybody, everybody.cost, everybody.people))
    frame = pd.DataFrame(rows, columns=list(FRONT)).astype({"gap": "float64"})
    return frame.sort_values("budget_mln_kzt", kind="stable", ignore_index=True)


def _front_row(network: Design, budget: float, bound: float) -> dict[str, object]:
    return {
        "budget_mln_kzt": budget,
        "people": network.people,
        "villages": len(network.found.connected),
        "cost_mln_kzt": network.cost,
        "bound": bound,
        "gap": relative_gap(network.people, bound),
        "hydraulics": str(network.judgement.verdict),
    }
