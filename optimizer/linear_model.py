"""A mixed-integer linear programme as arrays, the common language of the engines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


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


class ModelBuilder:
    """Collects variables and rows in blocks of arrays and makes a `LinearModel` of them."""

    def __init__(self) -> None:
        self._variables: list[tuple[FloatArray, FloatArray, FloatArray, NDArray[np.bool_]]] = []
        self._rows: list[tuple[FloatArray, FloatArray]] = []
        self._entries: list[tuple[IntArray, IntArray, FloatArray]] = []
        self.n_variables = 0
        self.n_rows = 0

    def variables(
        self,
        shape: tuple[int, ...],
        *,
        cost: ArrayLike = 0.0,
        lower: ArrayLike = 0.0,
        upper: ArrayLike = np.inf,
        integer: bool = False,
    ) -> IntArray:
        """A block of variables; returns their indices in the given shape."""
        size = int(np.prod(shape))
        given = (cost, lower, upper)
        spread = [np.broadcast_to(np.asarray(v, float), shape).ravel() for v in given]
        self._variables.append((spread[0], spread[1], spread[2], np.full(size, integer)))
        index = np.arange(self.n_variables, self.n_variables + size).reshape(shape)
        self.n_variables += size
        return index

    def rows(
        self, shape: tuple[int, ...], *, lower: ArrayLike = -np.inf, upper: ArrayLike = np.inf
    ) -> IntArray:
        """A block of empty rows; returns their indices in the given shape."""
        size = int(np.prod(shape))
        spread = [np.broadcast_to(np.asarray(v, float), shape).ravel() for v in (lower, upper)]
        self._rows.append((spread[0], spread[1]))
        index = np.arange(self.n_rows, self.n_rows + size).reshape(shape)
        self.n_rows += size
        return index

    def add(self, row: ArrayLike, variable: ArrayLike, value: ArrayLike) -> None:
        """Coefficients; the three arrays are broadcast against each other."""
        r, v, c = np.broadcast_arrays(
            np.asarray(row, np.int64), np.asarray(variable, np.int64), np.asarray(value, float)
        )
        self._entries.append((r.ravel(), v.ravel(), c.ravel()))

    def build(self) -> LinearModel:
        """The model; coefficients given twice for the same place are added up."""
        columns = [np.concatenate(part) for part in zip(*self._variables, strict=True)]
        lower, upper = (np.concatenate(part) for part in zip(*self._rows, strict=True))
        row, variable, value = (np.concatenate(part) for part in zip(*self._entries, strict=True))
        matrix = sparse.csr_array(
            sparse.coo_array((value, (row, variable)), shape=(self.n_rows, self.n_variables))
        )
        return LinearModel(columns[0], columns[1], columns[2], columns[3], matrix, lower, upper)
