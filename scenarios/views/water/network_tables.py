"""Tables of the village networks; empty list where a run has none."""

from __future__ import annotations

import pandas as pd

from scenarios.study import Answer
from scenarios.views.numbers import percent
from scenarios.views.table import Column, Table
from scenarios.views.water.network import (
    DESIGNS,
    front,
    has_networks,
    nodes,
    pipes,
    said_design,
    shown_design,
)


def network_tables(answer: Answer) -> list[Table]:
    """Designs, the nodes and pipes of the one drawn, and the front."""
    if not has_networks(answer):
        return []
    return [design_table(answer), node_table(answer), pipe_table(answer), front_table(answer)]


def design_table(answer: Answer) -> Table:
    frame = answer.tables["network_designs"].copy()
    frame["design"] = frame["design"].map(said_design)
    frame["said_gap"] = [percent(float(g), 2) if pd.notna(g) else "" for g in frame["gap"]]
    frame["hydraulics"] = frame["hydraulics"].map(
        {"passed": "passed", "failed": "FAILED", "not simulated": "NOT SIMULATED"}
    )
    columns = (
        Column("design", "Design"),
        Column("villages", "Villages", "count"),
        Column("people", "People", "count"),
        Column("km", "km of pipes", "decimal"),
        Column("cost_mln_kzt", "Cost, mln KZT", "quantity"),
        Column("objective", "Sought", "quantity"),
        Column("bound", "Proven bound", "quantity"),
        Column("unit", "Unit of both"),
        Column("said_gap", "Gap"),
        Column("status", "Status"),
        Column("steiner_km", "Shortest tree, km", "decimal"),
        Column("mst_approximation_km", "From the spanning tree, km", "decimal"),
        Column("hydraulics", "Hydraulic simulation"),
    )
    return Table("network_designs", "Designs and their proofs", columns, frame)


def node_table(answer: Answer) -> Table:
    name = shown_design(answer)
    frame = nodes(answer, name)
    frame = frame[frame["kind"] != "junction"].copy()
    frame["connected"] = frame["connected"].map({True: "yes", False: "no"})
    called = frame.set_index("node_id")["name"]
    frame["source"] = frame["source_id"].map(called).fillna("")
    columns = (
        Column("name", "Point"),
        Column("kind", "Kind"),
        Column("people", "People", "count"),
        Column("demand_l_s", "Peak demand, l/s", "decimal"),
        Column("connected", "Connected"),
        Column("stage", "Stage", "count"),
        Column("source", "From"),
        Column("pressure_m", "Pressure, m", "decimal"),
        Column("coord_quality", "Position"),
    )
    return Table(
        "network_nodes", f"Villages and sources: {DESIGNS.get(name, name)}", columns, frame
    )


def pipe_table(answer: Answer) -> Table:
    name = shown_design(answer)
    frame = pipes(answer, name)
    called = nodes(answer, name).set_index("node_id")["name"]
    for end in ("from", "to"):
        frame[end] = frame[f"{end}_id"].map(called).fillna(frame[f"{end}_id"])
    columns = (
        Column("from", "From"),
        Column("to", "To"),
        Column("stage", "Stage", "count"),
        Column("km", "km", "decimal"),
        Column("flow_l_s", "Flow, l/s", "decimal"),
        Column("diameter_before_mm", "First diameter, mm", "count"),
        Column("diameter_mm", "Diameter, mm", "count"),
        Column("velocity_m_s", "Velocity, m/s", "quantity"),
        Column("headloss_m", "Head loss, m", "decimal"),
        Column("cost_mln_kzt", "Cost, mln KZT", "quantity"),
    )
    return Table("network_pipes", f"Pipes: {DESIGNS.get(name, name)}", columns, frame)


def front_table(answer: Answer) -> Table:
    frame = front(answer)
    columns = (
        Column("budget", "Money, bn KZT", "quantity"),
        Column("people", "People connected", "count"),
        Column("villages", "Villages", "count"),
        Column("bound", "No design reaches more than", "count"),
        Column("gap", "Gap", "share"),
        Column("hydraulics", "Hydraulic simulation"),
    )
    if frame.empty:
        frame = pd.DataFrame(columns=[c.key for c in columns])
    return Table("network_front", "People connected by budget", columns, frame)
