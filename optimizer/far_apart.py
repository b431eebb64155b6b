"""The solution of a programme that lies as far as can be from solutions that are known.

Modelling to generate alternatives in the max-min form: with near-optimality as rows of the model,
the least distance to every known solution is maximised,

    max  D    D <= sum_c w_ic |x_c - k_ic|   for every known solution i,

over whole columns c. Where k lies at a bound of the column the absolute value is linear; elsewhere
a switch says on which side x lies. Source: DeCarolis (2011), Using modeling to generate
alternatives (MGA) to expand our thinking on energy futures, Energy Economics 33(2), 145-152.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from optimizer.linear_model import LinearModel

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


@dataclass(frozen=True)
class Known:
    """A solution to stay away from.

    Attributes
    ----------
    columns, values, weight : (C,) whole columns, their values, and what a unit of difference is
        worth
    """

    columns: IntArray
    values: FloatArray
    weight: FloatArray


def within(model: LinearModel, most: float) -> LinearModel:
    """The same programme with its objective held at a level."""
    row = sparse.csr_array(model.cost[None, :])
    return _with_rows(model, row, np.array([-np.inf]), np.array([most - model.offset]))


def far_from(model: LinearModel, known: Sequence[Known]) -> LinearModel:
    """Minimise -D; the columns of `model` come first, then D, then what absolute values need."""
    width = len(model.cost)
    lower, upper = [0.0], [np.inf]
    whole = [False]
    rows: list[dict[int, float]] = []
    most: list[float] = []
    for one in known:
        row, constant = {width: 1.0}, 0.0
        for c, k, w in zip(one.columns, one.values, one.weight, strict=True):
            low, high = float(model.lower[c]), float(model.upper[c])
            if w == 0 or low == high:
                constant += float(w) * abs(low - float(k)) if low == high else 0.0
                continue
            if k <= low or k >= high:
                sign = 1.0 if k <= low else -1.0
                row[int(c)] = row.get(int(c), 0.0) - sign * w
                constant -= sign * w * k
                continue
            apart, side = width + len(lower), width + len(lower) + 1
            lower += [0.0, 0.0]
            upper += [high - low, 1.0]
            whole += [False, True]
            wide = 2.0 * (high - low)
            rows += [
                {apart: 1.0, int(c): -1.0, side: -wide},
                {apart: 1.0, int(c): 1.0, side: wide},
            ]
            most += [-float(k), float(k) + wide]
            row[apart] = -float(w)
        rows.append(row)
        most.append(constant)
    total = width + len(lower)
    start = np.concatenate([[0], np.cumsum([len(r) for r in rows])])
    index = np.concatenate([np.fromiter(r.keys(), np.int64, len(r)) for r in rows])
    value = np.concatenate([np.fromiter(r.values(), float, len(r)) for r in rows])
    added = sparse.csr_array((value, index, start), shape=(len(rows), total))
    old = model.matrix.tocsr()
    wider = replace(
        model,
        cost=np.concatenate([np.zeros(width), [-1.0], np.zeros(len(lower) - 1)]),
        lower=np.concatenate([model.lower, lower]),
        upper=np.concatenate([model.upper, upper]),
        integer=np.concatenate([model.integer, whole]),
        matrix=sparse.csr_array((old.data, old.indices, old.indptr), shape=(old.shape[0], total)),
        offset=0.0,
    )
    return _with_rows(wider, added, np.full(len(rows), -np.inf), np.array(most))


def _with_rows(
    model: LinearModel, rows: sparse.csr_array, lower: FloatArray, upper: FloatArray
) -> LinearModel:
    return replace(
        model,
        matrix=sparse.csr_array(sparse.vstack([model.matrix, rows], format="csr")),
        row_lower=np.concatenate([model.row_lower, lower]),
        row_upper=np.concatenate([model.row_upper, upper]),
    )
