"""What the solve of one instance leaves for another that differs in levels or objective only.

The paths of units that made up one optimum are good columns for the next, its multipliers good
first prices, its plan a good start of the search. None of this touches what is proven: a bound is
a Lagrangian bound of the new instance at whatever multipliers, and a plan is checked against the
new instance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.capacity_expansion.instance import (
    CapacityExpansionInstance,
    FloatArray,
    IntArray,
    Measure,
)
from models.capacity_expansion.pool import Paths
from models.capacity_expansion.prepared import Prepared

# What may differ. Where demand, stock, prices or money differ by as little as a per cent, the
# paths of the optimum do too, and starting from another's costs more than it saves (measured).
_FREE = frozenset(
    {
        "stages", "caps", "min_capacity", "max_capacity", "startable", "overflow_forbidden",
        "equity_period", "equity_weight",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """Where the search of a stage may begin.

    Attributes
    ----------
    starts, flows : (N, K, T) and (A, T) or None: the plan after the stage
    duals : (R,) multipliers of its coupling rows
    """

    starts: IntArray
    flows: FloatArray | None
    duals: FloatArray


@dataclass(frozen=True)
class Experience:
    """Paths and hints of a solved instance.

    Attributes
    ----------
    data : `data_hash` of the instances it is good for
    unit : (B,) the paths' units; starts : (B, K, T)
    hints : by the measure that the stage minimised
    """

    data: str
    unit: IntArray
    starts: NDArray[np.int16]
    hints: Mapping[Measure, Hint]

    @classmethod
    def of(
        cls, instance: CapacityExpansionInstance, paths: Paths, hints: Mapping[Measure, Hint]
    ) -> Experience:
        """Keep `paths`, those that were part of a relaxation, and the paths of the plans."""
        units = np.arange(len(instance.demand))
        return cls(
            data_hash(instance),
            np.concatenate([paths.unit, *[units for _ in hints]]),
            np.concatenate([paths.starts, *[h.starts.astype(np.int16) for h in hints.values()]]),
            hints,
        )

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as arrays by name, to be written to disk."""
        arrays: dict[str, NDArray[Any]] = {
            "data": np.array(self.data), "unit": self.unit, "starts": self.starts,
        }  # fmt: skip
        for measure, hint in self.hints.items():
            for name, value in vars(hint).items():
                if value is not None:
                    arrays[f"{measure.value}.{name}"] = value
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Experience:
        """What `to_arrays` wrote."""
        hints = {
            measure: Hint(
                arrays[f"{measure.value}.starts"],
                arrays.get(f"{measure.value}.flows"),
                arrays[f"{measure.value}.duals"],
            )
            for measure in Measure
            if f"{measure.value}.starts" in arrays
        }
        return cls(str(arrays["data"]), arrays["unit"], arrays["starts"], hints)

    def possible(self, prepared: Prepared) -> tuple[IntArray, IntArray]:
        """The paths (B'), (B', K, T) that keep every rule of their unit in another instance."""
        least = prepared.least_state()[self.unit] * prepared.step
        new, most = prepared.new_capacity(self.starts), prepared.instance.max_capacity[self.unit]
        allowed = ((new >= least - 1e-6) & (new <= most + 1e-6)).all(axis=1)
        barred = self.starts * ~prepared.instance.startable[self.unit]
        allowed &= ~barred.any(axis=(1, 2))
        return self.unit[allowed], self.starts[allowed].astype(np.int64)

    def hint(self, measure: Measure, instance: CapacityExpansionInstance) -> Hint | None:
        """Where the search of a stage may begin in another instance, without its barred starts."""
        known = self.hints.get(measure)
        if known is None:
            return None
        return replace(known, starts=known.starts * instance.startable)


def data_hash(instance: CapacityExpansionInstance) -> str:
    """Hash over everything but levels, objective and labels."""
    digest = hashlib.sha256()
    for name in (f.name for f in fields(instance) if f.compare and f.name not in _FREE):
        value = getattr(instance, name)
        parts = [value] if name != "transfers" or value is None else vars(value).values()
        for part in parts:
            array = np.asarray(part)
            digest.update(f"{name} {array.shape} {array.dtype} ".encode())
            digest.update(repr(part).encode() if array.dtype == object else array.tobytes())
    return digest.hexdigest()
