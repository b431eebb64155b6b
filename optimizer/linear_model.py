"""A mixed-integer linear programme as arrays, the common language of the engines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class LinearModel:
    """minimise cost x + offset, row_lower <= matrix x <= row_upper, lower <= x <= upper.

    Attributes
    ----------
    cost, lower, upper : (n,)
    integer : (n,) bool
    matrix : (m, n) sparse
    row_lower, row_upper : (m,), -inf and inf where open
    offset : constant of the objective
    """

    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    integer: NDArray[np.bool_]
    matrix: sparse.csr_array
    row_lower: FloatArray
    row_upper: FloatArray
    offset: float = 0.0

    def __post_init__(self) -> None:
        rows, columns = self.matrix.shape
        for name in ("cost", "lower", "upper", "integer"):
            if len(getattr(self, name)) != columns:
                raise ValueError(f"{name} has {len(getattr(self, name))} entries, not {columns}")
        for name in ("row_lower", "row_upper"):
            if len(getattr(self, name)) != rows:
                raise ValueError(f"{name} has {len(getattr(self, name))} entries, not {rows}")

    def violation(self, values: FloatArray) -> float:
        """Largest absolute violation of rows, bounds and integrality by `values` (n,)."""
        activity = self.matrix @ values
        parts = [
            self.row_lower - activity,
            activity - self.row_upper,
            self.lower - values,
            values - self.upper,
            np.abs(values - np.round(values))[self.integer],
        ]
        return max(float(part.max(initial=0.0)) for part in parts)
