"""The tables of an answer: what is written as CSV, and what report and workbook print."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from scenarios.language import _, p_, told
from scenarios.language.numbers import localised
from scenarios.locate.steiner.answer import NetworkAnswer
from scenarios.views.table import Column, Table

MOST_ROWS = 1000  # of a table in the report; the files hold all


def node_ids(answer: NetworkAnswer) -> tuple[str, ...]:
    """(V,) ids of points and sources; junctions of the network are numbered, others are empty."""
    ids = list(answer.question.points.ids)
    used = np.isfinite(answer.way_km[len(ids) :])
    number = np.cumsum(used)
    return (*ids, *(f"junction_{k}" if u else "" for k, u in zip(number, used, strict=True)))


def nodes_frame(answer: NetworkAnswer) -> pd.DataFrame:
    """One row per point, source and junction of the network.

    Columns: node_id, name, kind (source | terminal | junction), lat, lon, coord_quality (empty for
    junctions of the ways), weight, connected, way_km (along the network from source_id, or from
    the first point where there are no sources), source_id.
    """
    question, graph = answer.question, answer.question.graph
    points, count = question.points, graph.point_count
    more = graph.node_count - count
    sources = 0 if question.sources is None else len(question.sources.points)
    ids = node_ids(answer)
    connected = np.isfinite(answer.way_km)
    connected[question.wanted] = answer.connected[question.wanted]
    frame = pd.DataFrame(
        {
            "node_id": ids,
            "name": [*points.names, *ids[count:]],
            "kind": [*question.terminals.kind, *["source"] * sources, *["junction"] * more],
            "lat": graph.lat,
            "lon": graph.lon,
            "coord_quality": pd.array([*points.quality, *[None] * more], dtype="str"),
            "weight": np.concatenate([question.terminals.weight, np.zeros(sources + more)]),
            "connected": connected,
            "way_km": answer.way_km,
            "source_id": pd.array(
                [None if node < 0 else ids[node] for node in answer.origin.tolist()], dtype="str"
            ),
        }
    )
    idle = (frame["kind"] == "junction") & ~frame["connected"]
    return frame[~idle].reset_index(drop=True)


def pipes_frame(answer: NetworkAnswer) -> pd.DataFrame:
    """One row per pipe: pipe_id, from_id, to_id, from_name, to_name, km, estimated.

    `from` lies towards the source; pipes stand in the order in which a walk comes to them. Pipes
    of classes have flow_l_s, diameter_mm and cost_mln_kzt besides.
    """
    ids, graph = np.array(node_ids(answer)), answer.question.graph
    names = np.array([*answer.question.points.names, *ids[graph.point_count :]])
    frame = pd.DataFrame(
        {
            "pipe_id": [f"pipe_{k}" for k in range(1, len(answer.laid) + 1)],
            "from_id": ids[answer.tail],
            "to_id": ids[answer.head],
            "from_name": names[answer.tail],
            "to_name": names[answer.head],
            "km": graph.km[answer.laid],
            "estimated": graph.estimated[answer.laid],
        }
    )
    if answer.question.classes is None or answer.pipe_class is None:
        return frame
    diameter = answer.question.classes["diameter_mm"].to_numpy()[answer.pipe_class]
    return frame.assign(flow_l_s=answer.flow, diameter_mm=diameter, cost_mln_kzt=answer.pipe_cost)


def nodes_table(answer: NetworkAnswer, *, most: int | None = None) -> Table:
    """Who is connected, the farthest along the network first."""
    frame = nodes_frame(answer)
    frame = frame[frame["kind"] != "junction"].sort_values("way_km", ascending=False)
    frame["source"] = frame["source_id"].map(
        dict(zip(answer.question.points.ids, answer.question.points.names, strict=True))
    )
    columns = [
        Column("name", p_("over a column", "Point")),
        Column("kind", _("Kind")),
        Column("way_km", _("Along the network, km"), "decimal"),
        Column("node_id", _("Id")),
        Column("coord_quality", _("Position")),
    ]
    if answer.question.sources is not None:
        columns.insert(2, Column("source", _("From")))
    if answer.question.terminals.has_weight:
        columns.insert(2, Column("weight", p_("of a point", "Weight"), "quantity"))
    kinds = {"source": p_("of pipes", "source"), "terminal": p_("of pipes", "terminal")}
    frame["kind"] = [kinds[kind] for kind in frame["kind"]]
    title = _("Points, the farthest along the network first")
    frame, title = _first(frame, title, "nodes.csv", most)
    return Table("points", title, tuple(columns), frame)


def pipes_table(answer: NetworkAnswer, *, most: int | None = None) -> Table:
    """What is laid, from the sources outwards."""
    frame = pipes_frame(answer)
    frame["length"] = np.where(frame["estimated"], _("reckoned"), _("of the routes"))
    columns = [
        Column("from_name", _("From")),
        Column("to_name", _("To")),
        Column("km", _("Length, km"), "quantity"),
        Column("length", _("Length is")),
        Column("pipe_id", _("Id")),
    ]
    if answer.pipe_class is not None:
        columns[3:3] = [
            Column("flow_l_s", _("Flow, l/s"), "quantity"),
            Column("diameter_mm", _("Diameter, mm"), "count"),
            Column("cost_mln_kzt", _("Cost, mln KZT"), "quantity"),
        ]
    title = _("Pipes, from the sources outwards")
    frame, title = _first(frame, title, "pipes.csv", most)
    return Table("pipes", title, tuple(columns), frame)


def question_table(answer: NetworkAnswer) -> Table:
    """What was asked, option by option."""
    asked, question = answer.question.request, answer.question
    graph = question.graph
    kinds = question.terminals.kind
    counts = {"edges": len(graph.edges), "branchings": graph.node_count - graph.point_count}
    said = {
        _("Points"): _(
            "{file}: terminals {terminals}, junctions {junctions}",
            file=asked.points.name,
            terminals=kinds.count("terminal"),
            junctions=kinds.count("junction"),
        ),
        _("Sources"): _("none: the points are connected with one another")
        if asked.sources is None
        else f"{asked.sources.name}: {len(question.source_nodes)}",
        _("Ways"): _(
            "{file}: {edges} between {branchings} junctions", file=asked.routes.name, **counts
        )
        if asked.routes is not None
        else _(
            "{edges} drawn between neighbours, with {branchings} places where pipes may branch",
            **counts,
        ),
        _("Circuity of ways that are reckoned"): localised(f"{question.circuity:g}"),
    }
    if asked.classes is not None and question.classes is not None:
        sizes = ", ".join(localised(f"{d:g}") for d in question.classes["diameter_mm"])
        said[_("Pipes")] = _("{file}: {sizes} mm", file=Path(asked.classes).name, sizes=sizes)
        said[_("Demand at the peak hour")] = told(question.demand_from)
    if asked.budget is not None:
        said[_("Budget")] = _("{budget:g} mln KZT", budget=asked.budget)
    frame = pd.DataFrame(list(said.items()), columns=["key", "value"])
    columns = (Column("key", _("Option")), Column("value", _("Asked"), "source"))
    return Table("question", _("What was asked"), columns, frame)


def _first(
    frame: pd.DataFrame, title: str, file: str, most: int | None
) -> tuple[pd.DataFrame, str]:
    if most is not None and len(frame) > most:
        cut = _(
            "{title}: the first {shown} of {all}, all in {file}",
            title=title,
            shown=most,
            all=len(frame),
            file=file,
        )
        return frame.head(most), cut
    return frame.reset_index(drop=True), title
