"""Whether water arrives: diameters enlarged until it does, and the judge's word on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from models.network_design.pipes import PipeNetworkSolution
from models.pipe_hydraulics import (
    Hydraulics,
    MissingEpanetError,
    PipeForest,
    enlarge,
    simulate,
    simulate_epanet,
    to_inp,
)
from optimizer.errors import InfeasibleError, OptimizerError
from optimizer.limits import Limits
from scenarios.studies.water.network.terms import M_PER_KM, NetworkTerms

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class Verdict(StrEnum):
    """What the simulation with EPANET says; only a design that passed is finished."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_SIMULATED = "not simulated"


@dataclass(frozen=True)
class Widened:
    """A network with diameters that keep pressure and velocity, as far as there are any.

    Attributes
    ----------
    nodes : (F,) nodes of the terms that are part of the network, mains without a pipe too
    forest : the network with these diameters
    pipe_class : (P,)
    cost : (P,) mln KZT of the pipes
    why : which node or pipe no diameter helps; empty where all is well
    """

    nodes: IntArray
    forest: PipeForest
    pipe_class: IntArray
    cost: FloatArray
    why: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """What the simulation of a widened network says.

    Attributes
    ----------
    hydraulics : by EPANET where it is installed, else by the formula of Hazen and Williams
    verdict : of EPANET, on every stage by itself
    why : reasons of a verdict that is not passed
    """

    hydraulics: Hydraulics
    verdict: Verdict
    why: tuple[str, ...]


def widened(terms: NetworkTerms, found: PipeNetworkSolution, limits: Limits) -> Widened:
    """Enlarge the pipes of a design, at least cost, as far as the peak hour needs."""
    nodes = np.unique(np.concatenate([found.pipe_from, found.pipe_to, terms.sources]))
    inner = terms.classes["inner_mm"].to_numpy(dtype=float)
    price = terms.classes["cost_mln_kzt_per_km"].to_numpy(dtype=float)
    forest = _forest(terms, found, nodes, inner[found.pipe_class])
    why: tuple[str, ...] = ()
    try:
        forest = enlarge(
            forest,
            inner,
            price / M_PER_KM,
            least_pressure_m=terms.value("water_least_pressure"),
            largest_velocity_m_s=terms.value("water_largest_velocity"),
            limits=limits,
        ).forest
    except InfeasibleError as error:
        why = tuple(error.reasons)
    pipe_class = np.searchsorted(inner, forest.diameter_mm).astype(np.int64)
    cost = terms.graph.km[found.pipe_edge] * price[pipe_class]
    return Widened(nodes, forest, pipe_class, cost, why)


def judged(terms: NetworkTerms, found: PipeNetworkSolution, network: Widened) -> Judgement:
    """EPANET's word on the whole and on every stage by itself."""
    said = [*network.why]
    try:
        results = simulate_epanet(network.forest)
        for stage in np.unique(found.pipe_period).tolist():
            built = found.pipe_period <= stage
            ends = (found.pipe_from[built], found.pipe_to[built], terms.sources)
            nodes = np.unique(np.concatenate(ends))
            forest = _forest(terms, found, nodes, network.forest.diameter_mm, stage)
            said += [
                f"stage {stage + 1}: {violation}"
                for violation in simulate_epanet(forest).violations(
                    forest,
                    least_pressure_m=terms.value("water_least_pressure"),
                    largest_velocity_m_s=terms.value("water_largest_velocity"),
                )
            ]
    except MissingEpanetError as error:
        verdict = Verdict.FAILED if network.why else Verdict.NOT_SIMULATED
        return Judgement(simulate(network.forest), verdict, (*said, str(error)))
    except OptimizerError as error:
        return Judgement(simulate(network.forest), Verdict.FAILED, (*said, str(error)))
    return Judgement(results, Verdict.FAILED if said else Verdict.PASSED, tuple(said))


def input_file(terms: NetworkTerms, network: Widened, title: str) -> str:
    """The network as an EPANET input file, with longitude and latitude as its map."""
    place = terms.nodes[["lon", "lat"]].to_numpy(dtype=float)[network.nodes]
    return to_inp(network.forest, title, place)


def _forest(
    terms: NetworkTerms,
    found: PipeNetworkSolution,
    nodes: IntArray,
    diameter_mm: FloatArray,
    until: int | None = None,
) -> PipeForest:
    """What stands by the end of a stage (None: of the last) as a forest on level ground.

    Parameters
    ----------
    nodes : (F,) its nodes
    diameter_mm : (P,) of all pipes
    """
    last = int(found.pipe_period.max(initial=0)) if until is None else until
    built = found.pipe_period <= last
    served = (found.node_period >= 0) & (found.node_period <= last)
    demand = np.where(served, terms.nodes["demand_l_s"].to_numpy(dtype=float), 0.0)
    ends = np.column_stack([found.pipe_from, found.pipe_to])[built]
    return PipeForest.of(
        np.searchsorted(nodes, ends),
        terms.graph.km[found.pipe_edge][built] * M_PER_KM,
        diameter_mm[built],
        terms.value("water_pipe_roughness"),
        demand[nodes],
        0.0,
        np.searchsorted(nodes, terms.sources),
        terms.value("water_source_pressure"),
        tuple(terms.nodes["name"].iloc[nodes]),
    )
