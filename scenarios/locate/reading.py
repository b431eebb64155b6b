"""From what was typed to a question: tables and distances read and found sound."""

from __future__ import annotations

import numpy as np
import psutil

from inputs.distances import (
    DistanceCache,
    DistanceMatrix,
    DistanceService,
    PointDistances,
    count_within,
)
from inputs.distances.service import RECKONED
from inputs.errors import InputError
from inputs.points import Points, read_demand, read_sites
from inputs.territory import Territory
from models.facility_location.costs import SMALL_MATRIX
from scenarios.locate.checks import check_options, check_question
from scenarios.locate.kinds import KINDS, ModelName
from scenarios.locate.question import Question, Request

# Besides a matrix a solver keeps a sorted copy and an order of it; pairs within a cut-off stand
# with row and column, and are sorted too.
_BYTES_PER_PAIR = 40
_BYTES_PER_NEAR_PAIR = 120
_MEMORY_SHARE = 0.7


def read_question(
    request: Request, territory: Territory, cache: DistanceCache | None = None
) -> Question:
    """Read the tables and distances of a request and refuse what the tables alone rule out.

    Parameters
    ----------
    territory : source of the circuity and of the corridors
    cache : where distances over networks are kept

    Raises
    ------
    InputError
        names the option, or the file, row and column, what stands there and what was expected
    """
    check_options(request)
    sites = read_sites(request.sites, layer=request.sites_layer)
    demand = None
    if KINDS[request.model].demand and request.demand is not None:
        demand = read_demand(request.demand, layer=request.demand_layer)
    origins = sites.points if demand is None else demand.points
    service = DistanceService(territory.assumptions, cache)
    distances: DistanceMatrix | PointDistances
    if _needs_no_matrix(request, len(origins) * len(sites.points)):
        distances = service.on_points(origins, sites.points, request.distance)
    else:
        _require_memory(request, origins, sites.points)
        distances = service.choose(
            origins,
            sites.points,
            request.distance,
            request.network,
            territory=territory,
            cutoff_km=np.inf if request.cutoff is None else request.cutoff,
            sparse=request.cutoff is not None,
        )
    question = Question(request, demand, sites, distances)
    check_question(question)
    return question


def _needs_no_matrix(request: Request, pairs: int) -> bool:
    """Whether the model finds its neighbours among points, which it does for many of them."""
    reckoned = request.network is None and request.distance in RECKONED
    wanted = request.model is ModelName.P_MEDIAN and request.cutoff is None
    return wanted and reckoned and pairs > SMALL_MATRIX


def _require_memory(request: Request, origins: Points, sites: Points) -> None:
    """Refuse what would not fit; a way is no shorter than the great circle, so pairs are counted.

    Raises
    ------
    InputError
        names the size, the memory and what helps
    """
    rows, columns, cutoff = len(origins), len(sites), request.cutoff
    room = _MEMORY_SHARE * psutil.virtual_memory().available
    pairs, each, within = rows * columns, _BYTES_PER_PAIR, ""
    if cutoff is not None and pairs * _BYTES_PER_NEAR_PAIR > room:
        pairs, each = count_within(origins, sites, cutoff), _BYTES_PER_NEAR_PAIR
        within = f" within {cutoff:g} km"
    elif cutoff is not None:
        return
    if pairs * each <= room:
        return
    helps = ["fewer sites"]
    if KINDS[request.model].demand:
        helps = [f"a --cutoff below {cutoff:g} km" if within else "--cutoff KM"]
        helps[0] += ", beyond which no demand point looks for a site"
    if request.model is ModelName.P_MEDIAN:
        helps.append("distances that are reckoned (no --network, no matrix), which need no table")
    raise InputError(
        f"{rows} x {columns} points: {pairs} distances{within} would take about "
        f"{pairs * each / 1e9:.0f} GB of memory, {room / 1e9:.0f} GB can be had",
        expected="; or ".join(helps),
    )
