"""What is there, what is lost and what is wanted in a year, from the printed figures.

Uses by pipe (households, industry) lose what groundwater of the oblast loses; the others lose the
rest, so that in a year as planned all sources together, less the losses of table 1, are exactly
what all uses want. Where the annexes want more than table 1 abstracts, and rounding does not
explain it, the difference stays and shows as a shortage.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.studies.water.balance.documents import (
    HORIZONS,
    PIPED,
    SOURCES,
    USES,
    DocumentedWater,
    FloatArray,
)
from scenarios.studies.water.balance.transfers import Transfers

INDUSTRY, OBLIGATION = USES.index("industry"), USES.index("obligation")
SURFACE, GROUND = SOURCES.index("surface"), SOURCES.index("ground")


@dataclass(frozen=True)
class Volumes:
    """One year as planned, mln m3.

    Attributes
    ----------
    available : (O, 3) abstraction by source, obligations included
    gain : (O, 3) share that arrives after conveyance
    wanted : (U, 5) net of conveyance by use; obligations as they leave the intake
    mine : (U,) part of the obligations that is groundwater
    capacity : (T,) of a transfer; of a sea intake what its industry takes
    implied : (O,) surface water of table 1 that an oblast with a sea intake gets by other ways
    """

    available: FloatArray
    gain: FloatArray
    wanted: FloatArray
    mine: FloatArray
    capacity: FloatArray
    implied: FloatArray


def volumes_of(documented: DocumentedWater, transfers: Transfers, year: float) -> Volumes:
    """The year between the horizons, linear in between."""
    passed = (year - HORIZONS[0]) / (HORIZONS[1] - HORIZONS[0])
    weight = np.array([1.0 - passed, passed])
    available, use = documented.abstraction @ weight, documented.use @ weight
    gross, mine = documented.gross @ weight, documented.mine @ weight
    obligations = np.zeros_like(available)
    obligations[:, SURFACE] = documented.by_oblast(gross[:, OBLIGATION] - mine)
    obligations[:, GROUND] = documented.by_oblast(mine)
    conveyed = np.maximum(available - obligations, 0.0)
    use[:, SURFACE] -= documented.by_oblast(documented.release @ weight)
    used = np.clip(use, 0.0, conveyed)
    gain = np.divide(used, conveyed, out=np.ones_like(used), where=conveyed > 0)
    by_use = documented.by_oblast(gross)
    piped = by_use[:, PIPED].sum(axis=1)
    canals = by_use.sum(axis=1) - piped - by_use[:, OBLIGATION]
    planned = canals - np.where(
        np.abs(excess := by_use.sum(axis=1) - available.sum(axis=1)) > documented.tolerance,
        excess,
        0.0,
    )
    left = used.sum(axis=1) - gain[:, GROUND] * piped
    by_canal = np.divide(left, planned, out=np.ones_like(left), where=planned > 0)
    wanted = gross * by_canal[documented.oblast_of, None]
    wanted[:, PIPED] = gross[:, PIPED] * gain[documented.oblast_of, GROUND][:, None]
    wanted[:, OBLIGATION] = gross[:, OBLIGATION]
    capacity, implied = transfers.capacity.copy(), np.zeros(len(documented.oblasts))
    for t in np.flatnonzero(transfers.are("kind", "sea")):
        cooling = documented.units.index(str(transfers.table["to_unit"][t]))
        capacity[t] = gross[cooling, INDUSTRY]
        o = transfers.end[t]
        implied[o] = available[o, SURFACE] - capacity[t]
        available[o, SURFACE] = 0.0
    capacity[~transfers.exists] = 0.0
    return Volumes(available, gain, wanted, mine, capacity, implied)
