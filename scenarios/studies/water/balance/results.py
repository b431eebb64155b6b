"""Answers of all years and variants as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.network_flow import FlowProgram, FlowSolution, require_order
from optimizer.limits import Clock
from scenarios.studies.water.balance.documents import SOURCES, USES, DocumentedWater, FloatArray
from scenarios.studies.water.balance.network import MINE, Layout, build_network
from scenarios.studies.water.balance.terms import RANKS, VARIANTS, BalanceTerms
from scenarios.studies.water.balance.transfers import Transfers
from scenarios.studies.water.balance.volumes import (
    GROUND,
    OBLIGATION,
    SURFACE,
    Volumes,
    volumes_of,
)

YEARS = tuple(range(2040, 2051))
BEYOND = "groundwater_beyond_plan"
ALL_SOURCES = (*SOURCES, BEYOND)


@dataclass(frozen=True)
class Results:
    """V variants, Y years, U units, O oblasts, T transfers; mln m3, values in KZT per m3.

    Attributes
    ----------
    demand : (Y, U, 5)
    delivered, use_value : (V, Y, U, 5)
    available, used, lost, source_value : (V, Y, O, 4)
    capacity : (Y, T)
    flow, way_value : (V, Y, T)
    unused : (V, Y, O) drawn and not passed on
    objective, bound, gap : (V, Y) mln KZT
    checked : (V, Y) bool
    engine : what solved them
    """

    demand: FloatArray
    delivered: FloatArray
    use_value: FloatArray
    available: FloatArray
    used: FloatArray
    lost: FloatArray
    source_value: FloatArray
    capacity: FloatArray
    flow: FloatArray
    way_value: FloatArray
    unused: FloatArray
    objective: FloatArray
    bound: FloatArray
    gap: FloatArray
    checked: NDArray[np.bool_]
    engine: str


def solve_all(
    documented: DocumentedWater,
    transfers: Transfers,
    terms: BalanceTerms,
    surface_factor: FloatArray,
    clock: Clock,
) -> Results:
    """Balance every year in every variant: a network a year, other supplies a variant.

    Parameters
    ----------
    surface_factor : (O,) further factor on the planned surface water of an oblast

    Raises
    ------
    NoPlanInTimeError
        time is over
    ValueError
        losses outweigh the order of the values
    """
    found = [
        [_plain(documented, *answer) for answer in answers]
        for answers in (
            _year(documented, transfers, terms, volumes, surface_factor, clock)
            for volumes in (volumes_of(documented, transfers, year) for year in YEARS)
        )
    ]

    def stack(name: str) -> NDArray[Any]:
        return np.stack([[year[v][name] for year in found] for v in range(len(VARIANTS))])

    fixed = {name: stack(name)[0] for name in ("demand", "capacity")}
    rest = {name: stack(name) for name in found[0][0] if name not in (*fixed, "engine")}
    return Results(**fixed, **rest, engine=found[0][0]["engine"])


def _year(
    documented: DocumentedWater,
    transfers: Transfers,
    terms: BalanceTerms,
    volumes: Volumes,
    surface_factor: FloatArray,
    clock: Clock,
) -> list[tuple[FlowSolution, Layout]]:
    """The answers of a year, one a variant."""
    instance, layout = build_network(documented, transfers, terms, volumes)
    program = FlowProgram(instance)
    ranks = np.array([*(RANKS[use] for use in USES), RANKS["obligation"]])
    answers = []
    for variant in terms.surface_factor:
        supply = instance.supply.copy()
        own = supply[: layout.intake.size].reshape(layout.intake.shape)
        own[:, SURFACE] *= variant * surface_factor
        solution = program.solve(clock, supply=supply)
        require_order(solution, ranks[layout.demand_use])
        answers.append((solution, layout))
    return answers


def _plain(documented: DocumentedWater, solution: FlowSolution, layout: Layout) -> dict[str, Any]:
    """The fields of `Results` for one answer."""
    instance, oblasts = solution.instance, len(documented.oblasts)
    where = (layout.demand_unit, np.where(layout.demand_use == MINE, OBLIGATION, layout.demand_use))
    demand, delivered, value = np.zeros((3, len(documented.units), len(USES)))
    np.add.at(demand, where, instance.demand)
    np.add.at(delivered, where, solution.delivered)
    price = solution.price[instance.demand_node]
    value[where[0][layout.demand_use != MINE], where[1][layout.demand_use != MINE]] = price[
        layout.demand_use != MINE
    ]
    own = slice(0, layout.intake.size)
    extra = solution.flow[layout.extra]
    used = np.column_stack([solution.drawn[own].reshape(oblasts, -1), extra])
    loss_share = 1.0 - instance.gain[layout.conveyance]
    lost = np.column_stack(
        [solution.flow[layout.conveyance] * loss_share, extra * loss_share[:, GROUND]]
    )
    lost[:, GROUND] -= lost[:, -1]
    ways = layout.transfer
    spill = solution.spill
    nodes = np.column_stack([layout.intake, layout.pool, layout.piped, layout.use[:, [0, 1, 3]]])
    return {
        "demand": demand,
        "capacity": instance.capacity[ways],
        "delivered": delivered,
        "use_value": value,
        "available": np.column_stack(
            [instance.supply[own].reshape(oblasts, -1), instance.capacity[layout.extra]]
        ),
        "used": used,
        "lost": lost,
        "source_value": np.column_stack(
            [
                solution.supply_value[own].reshape(oblasts, -1),
                solution.arc_value[layout.extra],
            ]
        ),
        "flow": solution.flow[ways],
        "way_value": solution.arc_value[ways],
        "unused": np.maximum(spill[nodes].sum(axis=1), 0.0),
        "objective": solution.objective,
        "bound": solution.bound,
        "gap": solution.gap,
        "checked": not solution.check(),
        "engine": solution.engine,
    }
