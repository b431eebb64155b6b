"""What a planner asks of a network: points, sources, ways between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.errors import InputError
from inputs.pipe_classes import COLUMNS, read_pipe_classes
from inputs.point_table import Points
from inputs.points import PipeSources, TerminalPoints, read_pipe_sources, read_terminals
from inputs.routes import RouteGraph, candidate_edges, read_routes
from inputs.territory import Territory
from scenarios.language import said
from scenarios.peak_demand import peak_l_s, peak_words

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

PACKAGE = "package"  # the classes of the data package
_SHORTEST_KM = 0.001  # of a pipe that costs something: places may share a point


@dataclass(frozen=True)
class NetworkRequest:
    """What was asked for, as typed.

    Attributes
    ----------
    points : table of what is to be connected
    sources : table of where the network begins; None: all points are connected with one another
    routes : lines along which pipes may be laid; None: they are drawn between the points
    circuity : km of pipe for a km of straight line; None: the assumption circuity_road
    classes : table of pipes to choose from, or the word package for that of the data; None: pipes
        are all alike, and the shortest are looked for
    budget : mln KZT; None: every terminal is connected
    layer, sources_layer, routes_layer : sheet or layer, where a file has several
    """

    points: Path
    sources: Path | None = None
    routes: Path | None = None
    circuity: float | None = None
    classes: str | None = None
    budget: float | None = None
    layer: str | None = None
    sources_layer: str | None = None
    routes_layer: str | None = None


@dataclass(frozen=True, eq=False)
class NetworkQuestion:
    """A request with everything it names read and found sound.

    Attributes
    ----------
    graph : its first N nodes are the points, the next S the sources
    circuity : in use
    classes : diameter_mm, capacity_l_s, cost_mln_kzt_per_km, rising; None: pipes are all alike
    demand : (N,) l/s at the peak hour; None where pipes are all alike
    demand_from : how it follows from the table, in words
    """

    request: NetworkRequest
    terminals: TerminalPoints
    sources: PipeSources | None
    graph: RouteGraph
    circuity: float
    classes: pd.DataFrame | None = None
    demand: FloatArray | None = None
    demand_from: str = ""

    @property
    def source_nodes(self) -> IntArray:
        """(S,) nodes of the graph."""
        count = len(self.terminals.points)
        return np.arange(count, self.graph.point_count)

    @property
    def wanted(self) -> IntArray:
        """(K,) nodes that are to be connected."""
        return np.flatnonzero([kind == "terminal" for kind in self.terminals.kind])

    @property
    def points(self) -> Points:
        """Points and sources, in the order of the graph's nodes."""
        return _together(self.terminals.points, self.sources)

    @property
    def drawn(self) -> bool:
        """Whether the ways are drawn between the points, and no routes of the planner's."""
        return self.request.routes is None


def read_question(request: NetworkRequest, territory: Territory) -> NetworkQuestion:
    """Read the tables and routes of a request and refuse what they alone rule out.

    Parameters
    ----------
    territory : source of the circuity

    Raises
    ------
    InputError
        names the option, or the file, row and column, what stands there and what was expected
    """
    circuity = request.circuity
    if circuity is None:
        circuity = territory.assumptions.value("circuity_road")
    if not (np.isfinite(circuity) and circuity >= 1):
        raise InputError("--circuity: out of range", value=circuity, expected="a number, 1 or more")
    _require_together(request)
    terminals = read_terminals(request.points, layer=request.layer)
    sources = None
    if request.sources is not None:
        sources = read_pipe_sources(request.sources, layer=request.sources_layer)
        _require_other_ids(request.sources, terminals, sources)
    _require_two(request, terminals)
    points = _together(terminals.points, sources)
    if request.routes is None:
        graph = candidate_edges(points, circuity, branching=True)
    else:
        graph = read_routes(request.routes, points, circuity, layer=request.routes_layer)
    question = NetworkQuestion(request, terminals, sources, graph, circuity)
    _require_connected(question)
    if request.classes is None:
        return question
    demand, said = _demand(request, terminals, territory.assumptions)
    classes = _classes(request.classes, territory)
    _require_room(request, terminals, demand, float(classes["capacity_l_s"].max()))
    graph = replace(graph, km=np.maximum(graph.km, _SHORTEST_KM))
    return replace(question, graph=graph, classes=classes, demand=demand, demand_from=said)


def _require_together(request: NetworkRequest) -> None:
    if request.classes is not None and request.sources is None:
        raise InputError("--classes needs --sources", expected="where the water comes from")
    if request.budget is None:
        return
    if request.classes is None:
        raise InputError("--budget needs --classes", expected="what a kilometre of pipe costs")
    if not (np.isfinite(request.budget) and request.budget > 0):
        raise InputError(
            "--budget: out of range", value=request.budget, expected="mln KZT, more than 0"
        )


def _demand(
    request: NetworkRequest, terminals: TerminalPoints, assumptions: Assumptions
) -> tuple[FloatArray, str]:
    """(N,) l/s at the peak hour as stated, or of the people that the table counts."""
    if terminals.demand is not None:
        return terminals.demand, said("column {name}", name="demand_l_s")
    if not terminals.has_weight:
        raise InputError(
            "pipes of several classes need to know how much water is wanted",
            file=request.points.name,
            column="demand_l_s",
            expected="a column demand_l_s (l/s at the peak hour) or population",
        )
    return peak_l_s(terminals.weight, assumptions), _of_people(assumptions)


def _of_people(assumptions: Assumptions) -> str:
    return said("population, {peak}", peak=peak_words(assumptions))


def _require_room(
    request: NetworkRequest, terminals: TerminalPoints, demand: FloatArray, most: float
) -> None:
    over = np.flatnonzero(demand > most)
    if over.size:
        first = int(over[0])
        raise InputError(
            "no pipe carries what the point wants",
            file=request.points.name,
            row=terminals.lines[first],
            column="population" if terminals.demand is None else "demand_l_s",
            value=terminals.points.ids[first],
            expected=f"at most {most:g} l/s at the peak hour, not {demand[first]:.4g}, "
            "or a wider class",
        )


def _classes(name: str, territory: Territory) -> pd.DataFrame:
    if name == PACKAGE:
        return territory.table("pipe_classes")[list(COLUMNS)].sort_values("diameter_mm")
    return read_pipe_classes(Path(name))


def _together(points: Points, sources: PipeSources | None) -> Points:
    if sources is None:
        return points
    more = sources.points
    return Points(
        ids=points.ids + more.ids,
        names=points.names + more.names,
        lat=np.concatenate([points.lat, more.lat]),
        lon=np.concatenate([points.lon, more.lon]),
        quality=points.quality + more.quality,
    )


def _require_other_ids(path: Path, terminals: TerminalPoints, sources: PipeSources) -> None:
    known = set(terminals.points.ids)
    for source_id, line in zip(sources.points.ids, sources.lines, strict=True):
        if source_id in known:
            raise InputError(
                "the id is that of a point",
                file=path.name,
                row=line,
                column="id",
                value=source_id,
                expected="ids that no point has",
            )


def _require_two(request: NetworkRequest, terminals: TerminalPoints) -> None:
    wanted = [kind == "terminal" for kind in terminals.kind]
    if request.sources is None and sum(wanted) < 2:
        raise InputError(
            "a single terminal is connected to nothing",
            file=request.points.name,
            row=terminals.lines[wanted.index(True)],
            column="kind",
            value=terminals.points.ids[wanted.index(True)],
            expected="two terminals or more, or --sources",
        )


def _require_connected(question: NetworkQuestion) -> None:
    """Every terminal can be reached, along routes with gaps it may not."""
    part, wanted = question.graph.components(), question.wanted
    if question.sources is None:
        reached = part[wanted] == part[wanted[0]]
        origin = question.points.names[wanted[0]]
    else:
        reached = np.isin(part[wanted], part[question.source_nodes])
        origin = "any source"
    lost = wanted[~reached]
    if not lost.size:
        return
    table, first = question.terminals, int(lost[0])
    more = f", so are {lost.size - 1} more" if lost.size > 1 else ""
    routes = question.request.routes
    raise InputError(
        f"no way leads from {origin} to the point{more}",
        file=question.request.points.name,
        row=table.lines[first],
        column="id",
        value=table.points.ids[first],
        expected=f"routes in {routes.name if routes else 'the table'} that meet in a shared vertex",
    )
