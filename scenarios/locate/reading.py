"""From what was typed to a question: tables and distances read and found sound."""

from __future__ import annotations

import numpy as np
import psutil

from inputs.distances import DistanceCache, DistanceService
from inputs.errors import InputError
from inputs.points import read_demand, read_sites
from inputs.territory import Territory
from scenarios.locate.checks import check_options, check_question
from scenarios.locate.kinds import KINDS
from scenarios.locate.question import Question, Request

# Besides the matrix a solver keeps a sorted copy and an order of it.
_BYTES_PER_PAIR = 40
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
    _require_memory(request, len(origins), len(sites.points))
    distances = DistanceService(territory.assumptions, cache).choose(
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


def _require_memory(request: Request, rows: int, columns: int) -> None:
    needed, free = rows * columns * _BYTES_PER_PAIR, psutil.virtual_memory().available
    if request.cutoff is None and needed > _MEMORY_SHARE * free:
        raise InputError(
            f"{rows} x {columns} distances would take about {needed / 1e9:.0f} GB of memory, "
            f"{_MEMORY_SHARE * free / 1e9:.0f} GB can be had",
            expected="--cutoff KM, beyond which no demand point looks for a site",
        )
