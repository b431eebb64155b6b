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
class Judged:
    """A network with diameters that keep pressure and velocity, and who says so.

    Attributes
    ----------
    forest_nodes : (F,) nodes of the terms that are part of the network
    pipe_class : (P,) after enlarging
    cost : (P,) mln KZT of the pipes then
    hydraulics : by EPANET where it is installed, else by the formula of Hazen and Williams
    verdict : of EPANET, in every stage
    why : reasons of a verdict that is not passed
    inp : the network as an EPANET input file
    """

    forest_nodes: IntArray
    pipe_class: IntArray
    cost: FloatArray
    hydraulics: Hydraulics
    verdict: Verdict
    why: tuple[str, ...]
    inp: str


def judged(terms: NetworkTerms, found: PipeNetworkSolution, title: str, limits: Limits) -> Judged:
    """Enlarge the pipes of a design as far as the peak hour needs, and let EPANET judge it.

    Parameters
    ----------
    title : of the input file
    """
    nodes = np.unique(np.concatenate([found.pipe_from, found.pipe_to, terms.sources]))
    forest = _forest(terms, found, nodes, np.ones(len(found.pipe_edge), dtype=np.bool_))
    inner = terms.classes["inner_mm"].to_numpy(dtype=float)
    price = terms.classes["cost_mln_kzt_per_km"].to_numpy(dtype=float)
    why: tuple[str, ...] = ()
    try:
        wide = enlarge(
            forest,
            inner,
            price / M_PER_KM,
            least_pressure_m=terms.value("water_least_pressure"),
            largest_velocity_m_s=terms.value("water_largest_velocity"),
            limits=limits,
        ).forest
    except InfeasibleError as error:
        wide, why = forest, tuple(error.reasons)
    pipe_class = np.searchsorted(inner, wide.diameter_mm).astype(np.int64)
    results, verdict, said = _verdict(terms, found, nodes, wide)
    if why:
        verdict = Verdict.FAILED
    place = terms.nodes[["lon", "lat"]].to_numpy(dtype=float)[nodes]
    return Judged(
        forest_nodes=nodes,
        pipe_class=pipe_class,
        cost=terms.graph.km[found.pipe_edge] * price[pipe_class],
        hydraulics=results,
        verdict=verdict,
        why=why + said,
        inp=to_inp(wide, title, place),
    )


def _forest(
    terms: NetworkTerms,
    found: PipeNetworkSolution,
    nodes: IntArray,
    built: NDArray[np.bool_],
    diameter_mm: FloatArray | None = None,
    until: int | None = None,
) -> PipeForest:
    """What is `built` and connected until a stage as a forest; no heights are known: level."""
    inner = terms.classes["inner_mm"].to_numpy(dtype=float)
    wide = inner[found.pipe_class] if diameter_mm is None else diameter_mm
    connected = found.node_period >= 0
    if until is not None:
        connected &= found.node_period <= until
    demand = np.where(connected, terms.nodes["demand_l_s"].to_numpy(dtype=float), 0.0)
    ends = np.column_stack([found.pipe_from, found.pipe_to])[built]
    return PipeForest.of(
        np.searchsorted(nodes, ends),
        terms.graph.km[found.pipe_edge][built] * M_PER_KM,
        wide[built],
        terms.value("water_pipe_roughness"),
        demand[nodes],
        0.0,
        np.searchsorted(nodes, terms.sources),
        terms.value("water_source_pressure"),
        tuple(terms.nodes["name"].iloc[nodes]),
    )


def _verdict(
    terms: NetworkTerms, found: PipeNetworkSolution, nodes: IntArray, wide: PipeForest
) -> tuple[Hydraulics, Verdict, tuple[str, ...]]:
    """Results of the whole, and the verdict on every stage by itself."""
    try:
        results, said = simulate_epanet(wide), []
        for stage in np.unique(found.pipe_period).tolist():
            built = found.pipe_period <= stage
            part = np.unique(
                np.concatenate([found.pipe_from[built], found.pipe_to[built], terms.sources])
            )
            forest = _forest(terms, found, part, built, wide.diameter_mm, stage)
            said += [
                f"stage {stage + 1}: {violation}"
                for violation in simulate_epanet(forest).violations(
                    forest,
                    least_pressure_m=terms.value("water_least_pressure"),
                    largest_velocity_m_s=terms.value("water_largest_velocity"),
                )
            ]
    except MissingEpanetError as error:
        return simulate(wide), Verdict.NOT_SIMULATED, (str(error),)
    except OptimizerError as error:
        return simulate(wide), Verdict.FAILED, (str(error),)
    return results, Verdict.FAILED if said else Verdict.PASSED, tuple(said)
