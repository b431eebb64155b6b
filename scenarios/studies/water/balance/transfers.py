"""Ways of water between units: the table, less what the scenario takes away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.assumptions import Assumptions
from inputs.territory import Territory

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

ON_AS_SURFACE = ("river", "canal")


@dataclass(frozen=True)
class Transfers:
    """T ways, as `water_transfers` lists them.

    Attributes
    ----------
    table : their rows, with `cost` filled in
    exists : (T,) False of a sea intake that was taken away: what it took is still no river
    start, end : (T,) index of the oblast it leaves (-1: from outside) and reaches
    capacity : (T,) mln m3 a year, NaN of a sea intake
    cost : (T,) KZT per m3 that leaves
    gain : (T,) share that arrives
    """

    table: pd.DataFrame
    exists: NDArray[np.bool_]
    start: IntArray
    end: IntArray
    capacity: FloatArray
    cost: FloatArray
    gain: FloatArray

    @property
    def names(self) -> list[str]:
        return list(self.table["name"])

    def are(self, column: str, *values: str) -> NDArray[np.bool_]:
        """(T,) whether the column holds one of the values."""
        return np.asarray(self.table[column].isin(values).to_numpy(), dtype=bool)


def read_transfers(
    territory: Territory,
    assumptions: Assumptions,
    oblasts: tuple[str, ...],
    dropped: tuple[str, ...],
) -> Transfers:
    """The ways between the oblasts given, without the dropped ones.

    Raises
    ------
    InputError
        a cost names an unknown assumption
    """
    table = territory.table("water_transfers")
    units = territory.units["oblast_id"]
    gone = table["transfer_id"].isin(dropped)
    table = table[~gone | (table["kind"] == "sea")].assign(
        start=lambda t: t["from_unit"].map(units), end=lambda t: t["to_unit"].map(units)
    )
    known = table["end"].isin(oblasts) & (table["start"].isin(oblasts) | table["start"].isna())
    table = table[known].reset_index(drop=True)
    costs = [
        assumptions.value(name) if isinstance(name, str) else cost
        for name, cost in zip(table["cost_assumption"], table["cost_kzt_m3"], strict=True)
    ]
    index = {o: i for i, o in enumerate(oblasts)}
    return Transfers(
        table=table.assign(cost=costs),
        exists=~table["transfer_id"].isin(dropped).to_numpy(dtype=bool),
        start=np.array([index.get(o, -1) for o in table["start"]], dtype=np.int64),
        end=np.array([index[o] for o in table["end"]], dtype=np.int64),
        capacity=table["capacity_mln_m3"].to_numpy(float),
        cost=np.asarray(costs, dtype=float),
        gain=1.0 - table["loss_share"].to_numpy(float),
    )
