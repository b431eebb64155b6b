"""Pipes to the named villages: table of contents."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from inputs.territory import Territory
from models.network_design.pipes.warm_up import compile_kernels
from optimizer.certificate import Certificate
from optimizer.errors import NoPlanInTimeError
from optimizer.limits import Clock, Limits
from scenarios.errors import UncheckedPlan
from scenarios.scenario import Scenario
from scenarios.studies.water.network import tables
from scenarios.studies.water.network.designs import ALL, BUDGET, STAGES, TITLES, Design, design
from scenarios.studies.water.network.hydraulics import input_file
from scenarios.studies.water.network.notes import notes_of
from scenarios.studies.water.network.shortest import shortest
from scenarios.studies.water.network.terms import ASSUMPTIONS, NetworkTerms, network_terms

# seconds until which each question may take, as a share of the whole
_UNTIL = {ALL: 0.2, BUDGET: 0.3, STAGES: 0.7}
_FRONT = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)  # of the cost of connecting everybody
_FRONT_TRIES = 4


@dataclass(frozen=True)
class VillageNetworks:
    """The networks of a run.

    Attributes
    ----------
    tables : network_nodes, network_pipes, network_designs, network_front
    certificates : one for each design
    notes : sentences a report must show
    assumptions_used : names
    inp : EPANET input file of each design
    """

    tables: dict[str, pd.DataFrame]
    certificates: tuple[Certificate, ...]
    notes: tuple[str, ...]
    assumptions_used: tuple[str, ...] = ASSUMPTIONS
    inp: dict[str, str] = field(default_factory=dict)


def village_networks(territory: Territory, scenario: Scenario, limits: Limits) -> VillageNetworks:
    """Design the pipes from existing mains to the villages without central supply.

    Three designs (every village at least cost, most people for the money of one stage, most
    person-years in stages) and people by budget. Each is enlarged until water arrives at the peak
    hour and judged by EPANET; a design that was not judged, or failed, says so.

    Parameters
    ----------
    limits : time for all of it together

    Raises
    ------
    InputError
        a village without a place, a district without a centre, classes that do not rise
    NoPlanInTimeError
        not even one network was found
    UncheckedPlan
        a network failed its check
    """
    terms = network_terms(territory, scenario)
    compile_kernels()  # which is none of the planner's time
    clock = limits.clock()
    one = np.array([terms.stage_mln_kzt])
    asked = ((ALL, np.zeros(0)), (BUDGET, one), (STAGES, np.tile(one, len(terms.years))))
    found = []
    for name, budget in asked:
        answer = design(terms, name, budget, _until(clock, _UNTIL[name]))
        if answer is not None:
            found.append(_checked(answer))
    if not found:
        raise NoPlanInTimeError("pipes to the named villages: no network found")
    everybody = next((d for d in found if d.name == ALL), None)
    length = replace(limits, time_s=max(clock.remaining, limits.time_s / 2) / len(found))
    trees = [shortest(terms, d.found.connected, length) for d in found]
    front = _front(terms, found, everybody, clock)
    return VillageNetworks(
        tables={
            "network_nodes": _stacked([tables.nodes_table(terms, d) for d in found]),
            "network_pipes": _stacked([tables.pipes_table(terms, d) for d in found]),
            "network_designs": tables.designs_table(list(zip(found, trees, strict=True))),
            "network_front": tables.front_table(front, everybody),
        },
        certificates=tuple(d.certificate for d in found),
        notes=notes_of(terms, found, [name for name, _ in asked], territory),
        inp={d.name: input_file(terms, d.network, TITLES[d.name]) for d in found},
    )


def _front(
    terms: NetworkTerms, found: list[Design], everybody: Design | None, clock: Clock
) -> list[Design]:
    """Most people by budget, as far as time allows; what a design shows already is not asked."""
    points = [d for d in found if d.name == BUDGET]
    if everybody is None:
        return points
    for number, share in enumerate(_FRONT):
        if clock.expired:
            break
        left = len(_FRONT) - number
        limits = replace(clock.limits, time_s=clock.remaining / left)
        point = design(terms, BUDGET, np.array([share * everybody.cost]), limits, _FRONT_TRIES)
        if point is not None:
            points.append(_checked(point))
    return points


def _until(clock: Clock, share: float) -> Limits:
    """Limits that end when a share of the whole time has passed."""
    end = share * clock.limits.time_s
    return replace(clock.limits, time_s=max(0.0, end - clock.seconds))


def _checked(answer: Design) -> Design:
    violations = answer.violations()
    if violations:
        told = "; ".join(str(violation) for violation in violations[:3])
        raise UncheckedPlan(f"pipes, {answer.name}: failed the check and is not shown: {told}")
    return answer


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)
