"""Tables of the village networks; empty list where a run has none."""

from __future__ import annotations

from scenarios.language import _, marked
from scenarios.study import Answer
from scenarios.views.table import Column, Table, said_gaps, table_of, yes_or
from scenarios.views.water.network import (
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
        {
            "passed": marked("passed"),
            "failed": marked("FAILED"),
            "not simulated": marked("NOT SIMULATED"),
        }
    )
    return table_of(
        "network_designs",
        _("Designs and their proofs"),
        frame,
        Column("design", _("Design")),
        "villages",
        "people",
        Column("km", _("km of pipes"), "decimal"),
        "cost_mln_kzt",
        Column("objective", _("Sought"), "quantity"),
        Column("bound", _("Proven bound"), "quantity"),
        Column("unit", _("Unit of both")),
        Column("said_gap", _("Gap")),
        "status",
        Column("steiner_km", _("Shortest tree, km"), "decimal"),
        Column("mst_approximation_km", _("From the spanning tree, km"), "decimal"),
        Column("hydraulics", _("Hydraulic simulation")),
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
        _("Villages and sources: {design}", design=said_design(name)),
        frame,
        Column("name", _("Point")),
        "kind",
        "people",
        Column("demand_l_s", _("Peak demand, l/s"), "decimal"),
        Column("connected", _("Connected")),
        Column("stage", _("Stage"), "count"),
        Column("source", _("From")),
        Column("pressure_m", _("Pressure, m"), "decimal"),
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
        _("Pipes: {design}", design=said_design(name)),
        frame,
        "from",
        "to",
        Column("stage", _("Stage"), "count"),
        Column("km", _("km"), "decimal"),
        Column("flow_l_s", _("Flow, l/s"), "decimal"),
        Column("diameter_before_mm", _("First diameter, mm"), "count"),
        Column("diameter_mm", _("Diameter, mm"), "count"),
        Column("velocity_m_s", _("Velocity, m/s"), "quantity"),
        Column("headloss_m", _("Head loss, m"), "decimal"),
        "cost_mln_kzt",
    )


def front_table(answer: Answer) -> Table:
    frame = front(answer)
    return table_of(
        "network_front",
        _("People connected by budget"),
        frame,
        Column("budget", _("Money, bn KZT"), "quantity"),
        Column("people", _("People connected"), "count"),
        "villages",
        Column("bound", _("No design reaches more than"), "count"),
        "gap",
        Column("hydraulics", _("Hydraulic simulation")),
    )
