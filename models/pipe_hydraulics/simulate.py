"""Steady flow in a forest of pipes after Hazen and Williams, in NumPy.

In a tree the flow of a pipe is the sum of the demands beyond it, so that heads follow from the
sources outwards without any iteration:

    h = 4.727 L Q^1.852 / (C^1.852 d^4.871)      h, L, d in feet, Q in cubic feet per second

Rossman, Woo, Tryby, Shang, Janke, Haxton (2020): EPANET 2.2 User Manual, EPA/600/R-20/133,
table 3.1. Its constants are taken over with its rounded conversion of litres, so that both
simulations agree to less than a hundredth of a millimetre wherever water moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from models.pipe_hydraulics.forest import FloatArray, PipeForest
from optimizer.certificate import Violation

FLOW_EXPONENT = 1.852
DIAMETER_EXPONENT = 4.871
RESISTANCE = 4.727
METRES_PER_FOOT = 0.3048
LITRES_PER_CUBIC_FOOT = 28.317
# far finer than the formula; EPANET lets some noise flow through pipes at rest, which moves
# its heads by millimetres
TOLERANCE_M = 1e-2
TOLERANCE_VELOCITY = 1e-3


@dataclass(frozen=True)
class Hydraulics:
    """What water does in a `PipeForest` at the given demands.

    Attributes
    ----------
    pressure_m : (V,) metres of water above the ground; below zero where demand cannot be met
    velocity_m_s : (P,) mean velocity, metres per second, >= 0
    headloss_m : (P,) head lost between the two ends, metres, >= 0
    flow_l_s : (P,) away from the source, litres per second, >= 0
    engine : who computed it
    """

    pressure_m: FloatArray
    velocity_m_s: FloatArray
    headloss_m: FloatArray
    flow_l_s: FloatArray
    engine: str

    def violations(
        self, forest: PipeForest, *, least_pressure_m: ArrayLike, largest_velocity_m_s: float
    ) -> list[Violation]:
        """Nodes with too little pressure and pipes with too much velocity; empty where all is well.

        Parameters
        ----------
        forest : what was simulated
        least_pressure_m : one number for all nodes with demand (others: not below the ground),
            or (V,) one for each node
        largest_velocity_m_s : of every pipe
        """
        least = least_pressure(forest, least_pressure_m)
        short = least - self.pressure_m
        fast = self.velocity_m_s - largest_velocity_m_s
        return [
            Violation("least pressure, m", forest.name(int(node)), float(short[node]))
            for node in np.flatnonzero(short > TOLERANCE_M)
        ] + [
            Violation("largest velocity, m/s", forest.pipe_name(int(pipe)), float(fast[pipe]))
            for pipe in np.flatnonzero(fast > TOLERANCE_VELOCITY * largest_velocity_m_s)
        ]


def simulate(forest: PipeForest) -> Hydraulics:
    """Flows, velocities and pressures of a forest; O(V) and without iteration."""
    flow = flow_l_s(forest)
    loss = headloss_m(flow, forest.length_m, forest.diameter_mm, forest.roughness)
    head = heads_m(forest, loss)
    return Hydraulics(
        head - forest.elevation_m,
        velocity_m_s(flow, forest.diameter_mm),
        loss,
        flow,
        "Hazen-Williams in NumPy",
    )


def flow_l_s(forest: PipeForest) -> FloatArray:
    """(P,) litres per second: all demand beyond a pipe."""
    below = forest.demand_l_s.astype(float)
    for level in forest.levels[:0:-1]:
        np.add.at(below, forest.parent[level], below[level])
    return below[forest.lower_end]


def headloss_m(
    flow: FloatArray, length_m: ArrayLike, diameter_mm: ArrayLike, roughness: ArrayLike
) -> FloatArray:
    """Head lost, metres, in pipes of the given flow (l/s), length (m), diameter (mm) and C."""
    cubic_feet = flow / LITRES_PER_CUBIC_FOOT
    feet = np.asarray(diameter_mm) / (1000.0 * METRES_PER_FOOT)
    slope = RESISTANCE * (cubic_feet / np.asarray(roughness)) ** FLOW_EXPONENT
    return np.asarray(slope / feet**DIAMETER_EXPONENT * np.asarray(length_m), dtype=float)


def velocity_m_s(flow: FloatArray, diameter_mm: ArrayLike) -> FloatArray:
    """Mean velocity, metres per second, of a flow in litres per second."""
    area_m2 = np.pi / 4.0 * (np.asarray(diameter_mm) / 1000.0) ** 2
    return np.asarray(flow / 1000.0 / area_m2, dtype=float)


def heads_m(forest: PipeForest, headloss: FloatArray) -> FloatArray:
    """(V,) metres above the datum, given what the pipes lose (P,)."""
    head = np.empty(forest.nodes)
    head[forest.sources] = forest.source_head_m
    for level in forest.levels[1:]:
        head[level] = head[forest.parent[level]] - headloss[forest.parent_pipe[level]]
    return head


def least_pressure(forest: PipeForest, least_pressure_m: ArrayLike) -> FloatArray:
    """(V,) what each node needs; one number holds where there is demand, elsewhere zero does.

    Raises
    ------
    ValueError
        a shape other than (V,), or a number that is not finite
    """
    given = np.asarray(least_pressure_m, dtype=float)
    if not given.ndim:
        given = np.where(forest.demand_l_s > 0, given, 0.0)
    if given.shape != (forest.nodes,):
        raise ValueError(
            f"least_pressure_m: shape {given.shape}, expected ({forest.nodes},) or one number"
        )
    if not np.isfinite(given).all():
        node = int(np.argmin(np.isfinite(given)))
        raise ValueError(
            f"least_pressure_m: {forest.name(node)} has {given[node]:g}, expected a finite number"
        )
    return given
