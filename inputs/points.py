"""A planner's own points and sites, from CSV, Excel, GeoPackage or GeoJSON."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inputs.errors import InputError
from inputs.point_table import KAZAKHSTAN, Bounds, Points, PointTable

__all__ = [
    "KAZAKHSTAN",
    "STATUSES",
    "TERMINAL_KINDS",
    "Bounds",
    "DemandPoints",
    "PipeSources",
    "Points",
    "SitePoints",
    "TerminalPoints",
    "read_demand",
    "read_pipe_sources",
    "read_sites",
    "read_terminals",
]

FloatArray = NDArray[np.float64]

TERMINAL_KINDS = ("terminal", "junction")
STATUSES = ("existing", "committed", "candidate", "excluded")

_COMMON = ("id", "name", "lat", "lon", "coord_quality", "group")
_DEMAND = (*_COMMON, "weight", "population")
_SITES = (
    *_COMMON,
    "status",
    "capacity",
    "enlarged_capacity",
    "fixed_cost",
    "enlargement_cost",
    "closing_cost",
)
_TERMINALS = (*_COMMON, "kind", "weight", "population", "demand_l_s", "cost_mln_kzt")
_PIPE_SOURCES = (*_COMMON, "capacity_l_s")


@dataclass(frozen=True, eq=False)
class DemandPoints:
    """Demand points of a planner.

    Attributes
    ----------
    weight
        (N,) demand: the column `weight` or `population`; 1 where the table has neither.
    group
        (N,) label of the group (an oblast, say), None where empty.
    ignored
        Columns of the table that nothing was read from.
    """

    points: Points
    weight: FloatArray
    group: tuple[str | None, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class SitePoints:
    """Candidate sites of a planner, in the notions of the location models.

    Attributes
    ----------
    status
        (M,) `existing`, `committed`, `candidate` (also where empty) or `excluded`.
    capacity, enlarged_capacity
        (M,) in units of weight; inf where empty, and the capacity where only that is given.
    fixed_cost, enlargement_cost, closing_cost
        (M,) in the money of the table; 0 where empty.
    group
        (M,) label of the group, None where empty.
    ignored
        Columns of the table that nothing was read from.
    """

    points: Points
    status: tuple[str, ...]
    capacity: FloatArray
    enlarged_capacity: FloatArray
    fixed_cost: FloatArray
    enlargement_cost: FloatArray
    closing_cost: FloatArray
    group: tuple[str | None, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class TerminalPoints:
    """Points that a network connects, and points that it may pass.

    Attributes
    ----------
    kind
        (N,) `terminal` (also where empty) or `junction`.
    weight
        (N,) the column `weight` or `population`; 1 where the table has neither.
    has_weight
        Whether the table has such a column.
    demand
        (N,) peak demand, l/s; None where the table has no column `demand_l_s`.
    cost
        (N,) cost of the point's own network, mln KZT; 0 where empty.
    lines
        (N,) row of the file.
    ignored
        Columns of the table that nothing was read from.
    """

    points: Points
    kind: tuple[str, ...]
    weight: FloatArray
    has_weight: bool
    demand: FloatArray | None
    cost: FloatArray
    lines: tuple[int, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class PipeSources:
    """Points where water comes from.

    Attributes
    ----------
    capacity
        (S,) l/s; inf where empty.
    lines
        (S,) row of the file.
    ignored
        Columns of the table that nothing was read from.
    """

    points: Points
    capacity: FloatArray
    lines: tuple[int, ...]
    ignored: tuple[str, ...]


def read_demand(
    path: Path, *, layer: str | None = None, bounds: Bounds = KAZAKHSTAN
) -> DemandPoints:
    """Read demand points: `id, lat, lon` and, if wanted, `name, weight|population, group`.

    Parameters
    ----------
    path
        .csv, .xlsx, .gpkg or .geojson; the latter two give lat and lon by their points.
    layer
        Sheet of a workbook or layer of a GeoPackage; needed only where there are several.
    bounds
        Where the points may lie.

    Raises
    ------
    InputError
        All that is wrong with the table, in one message with row numbers.
    """
    table = PointTable.read(path, layer, _DEMAND)
    points = table.points(bounds)
    weight = _weight(table)
    group = table.labels("group")
    table.require_sound()
    return DemandPoints(points, weight, group, table.ignored)


def read_sites(path: Path, *, layer: str | None = None, bounds: Bounds = KAZAKHSTAN) -> SitePoints:
    """Read candidate sites: `id, lat, lon` and, if wanted, the columns of `SitePoints`.

    Parameters and errors as in `read_demand`.
    """
    table = PointTable.read(path, layer, _SITES)
    points = table.points(bounds)
    status = table.words("status", STATUSES, empty="candidate")
    capacity = table.numbers("capacity", empty=np.inf)
    enlarged = table.numbers("enlarged_capacity", empty=np.nan)
    enlarged = np.where(np.isnan(enlarged), capacity, enlarged)
    for row in map(int, np.flatnonzero(enlarged < capacity)):
        table.fault(
            row, "enlarged_capacity", f"{enlarged[row]:g}", f"at least capacity, {capacity[row]:g}"
        )
    fixed = table.numbers("fixed_cost", empty=0.0)
    enlarging = table.numbers("enlargement_cost", empty=0.0)
    closing = table.numbers("closing_cost", empty=0.0)
    group = table.labels("group")
    table.require_sound()
    return SitePoints(
        points, status, capacity, enlarged, fixed, enlarging, closing, group, table.ignored
    )


def read_terminals(
    path: Path, *, layer: str | None = None, bounds: Bounds = KAZAKHSTAN
) -> TerminalPoints:
    """Read points to connect: `id, lat, lon` and, if wanted, the columns of `TerminalPoints`.

    Parameters and errors as in `read_demand`.
    """
    table = PointTable.read(path, layer, _TERMINALS)
    points = table.points(bounds)
    kind = table.words("kind", TERMINAL_KINDS, empty="terminal")
    weight = _weight(table)
    # who passes water on needs none
    passed = [k == "junction" for k in kind]
    demand = None
    if "demand_l_s" in table.columns:
        demand = table.numbers("demand_l_s", empty=np.nan)
        for row in map(int, np.flatnonzero(np.isnan(demand) & ~np.array(passed))):
            table.fault(row, "demand_l_s", "", "a number, not negative, or a kind of junction")
        demand = np.where(passed, 0.0, demand)
    cost = table.numbers("cost_mln_kzt", empty=0.0)
    table.require_sound()
    if all(passed):
        raise InputError(
            "no terminals", file=path.name, column="kind", expected="terminal in at least one row"
        )
    has_weight = bool({"weight", "population"} & set(table.columns))
    return TerminalPoints(
        points,
        kind,
        np.where(passed, 0.0, weight),
        has_weight,
        demand,
        cost,
        tuple(table.lines),
        table.ignored,
    )


def read_pipe_sources(
    path: Path, *, layer: str | None = None, bounds: Bounds = KAZAKHSTAN
) -> PipeSources:
    """Read sources of water: `id, lat, lon` and, if wanted, `name, capacity_l_s`.

    Parameters and errors as in `read_demand`.
    """
    table = PointTable.read(path, layer, _PIPE_SOURCES)
    points = table.points(bounds)
    capacity = table.numbers("capacity_l_s", empty=np.inf)
    table.require_sound()
    return PipeSources(points, capacity, tuple(table.lines), table.ignored)


def _weight(table: PointTable) -> FloatArray:
    """(N,) the column `weight` or `population`, 1 where there is neither."""
    if "weight" in table.columns and "population" in table.columns:
        table.fault(None, "population", None, "either weight or population, not both")
    column = "weight" if "weight" in table.columns else "population"
    return table.numbers(column, empty=None if column in table.columns else 1.0)
