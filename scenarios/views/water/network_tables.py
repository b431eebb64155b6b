"""Tables of the village networks; empty list where a run has none."""

from __future__ import annotations

from scenarios.study import Answer
from scenarios.views.table import Column, Table, said_gaps, table_of, yes_or
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
    frame["said_gap"] = said_gaps(frame["gap"], 2)
    frame["hydraulics"] = frame["hydraulics"].map(
        {"passed": "passed", "failed": "FAILED", "not simulated": "NOT SIMULATED"}
    )
    return table_of(
        "network_designs",
        "Designs and their proofs",
        frame,
        Column("design", "Design"),
        "villages",
        "people",
        Column("km", "km of pipes", "decimal"),
        "cost_mln_kzt",
        Column("objective", "Sought", "quantity"),
        Column("bound", "Proven bound", "quantity"),
        Column("unit", "Unit of both"),
        Column("said_gap", "Gap"),
        "status",
        Column("steiner_km", "Shortest tree, km", "decimal"),
        Column("mst_approximation_km", "From the spanning tree, km", "decimal"),
        Column("hydraulics", "Hydraulic simulation"),
    )


def node_table(answer: Answer) -> Table:
    name = shown_design(answer)
    frame = nodes(answer, name)
    frame = frame[frame["kind"] != "junction"].copy()
    frame["connected"] = yes_or(frame["connected"], "no")
    called = frame.set_index("node_id")["name"]
    frame["source"] = frame["source_id"].map(called).fillna("")
    return table_of(
        "network_nodes",
        f"Villages and sources: {DESIGNS.get(name, name)}",
        frame,
        Column("name", "Point"),
        "kind",
        "people",
        Column("demand_l_s", "Peak demand, l/s", "decimal"),
        Column("connected", "Connected"),
        Column("stage", "Stage", "count"),
        Column("source", "From"),
        Column("pressure_m", "Pressure, m", "decimal"),
        "coord_quality",
    )


def pipe_table(answer: Answer) -> Table:
    name = shown_design(answer)
    frame = pipes(answer, name)
    called = nodes(answer, name).set_index("node_id")["name"]
    for end in ("from", "to"):
        frame[end] = frame[f"{end}_id"].map(called).fillna(frame[f"{end}_id"])
    return table_of(
        "network_pipes",
        f"Pipes: {DESIGNS.get(name, name)}",
        frame,
        "from",
        "to",
        Column("stage", "Stage", "count"),
        Column("km", "km", "decimal"),
        Column("flow_l_s", "Flow, l/s", "decimal"),
        Column("diameter_before_mm", "First diameter, mm", "count"),
        Column("diameter_mm", "Diameter, mm", "count"),
        Column("velocity_m_s", "Velocity, m/s", "quantity"),
        Column("headloss_m", "Head loss, m", "decimal"),
        "cost_mln_kzt",
    )


def front_table(answer: Answer) -> Table:
    frame = front(answer)
    return table_of(
        "network_front",
        "People connected by budget",
        frame,
        Column("budget", "Money, bn KZT", "quantity"),
        Column("people", "People connected", "count"),
        "villages",
        Column("bound", "No design reaches more than", "count"),
        "gap",
        Column("hydraulics", "Hydraulic simulation"),
    )
