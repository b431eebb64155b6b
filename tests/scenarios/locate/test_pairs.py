"""A sparse matrix of distances answers as the dense one does."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.sparse import csr_array

from inputs.distances.matrix import DistanceMatrix, Mode
from scenarios.locate.pairs import distance_of, estimated_of, nearest_of


def _matrix(values: object, estimated: NDArray[np.bool_], shape: tuple[int, int]) -> DistanceMatrix:
    return DistanceMatrix(
        values=values,  # type: ignore[arg-type]
        mode=Mode.MATRIX,
        estimated=estimated,
        source="made up",
        origins=tuple(f"d{i}" for i in range(shape[0])),
        destinations=tuple(f"s{j}" for j in range(shape[1])),
        origin_access_km=np.zeros(shape[0]),
        destination_access_km=np.zeros(shape[1]),
    )


_SHAPES = st.tuples(st.integers(1, 6), st.integers(1, 5))
_KM = st.one_of(st.just(np.inf), st.just(0.0), st.floats(0.1, 90).map(lambda x: round(x, 1)))


@given(st.data())
def test_both_forms_agree(data: st.DataObject) -> None:
    shape = data.draw(_SHAPES)
    km = data.draw(arrays(float, shape, elements=_KM))
    flags = data.draw(arrays(bool, shape)) & np.isfinite(km)
    near = np.isfinite(km)
    starts = np.concatenate([[0], np.cumsum(near.sum(axis=1))])
    stored = csr_array((km[near], np.nonzero(near)[1], starts), shape=shape)
    dense, sparse = _matrix(km, flags, shape), _matrix(stored, flags[near], shape)
    rows, columns = (index.ravel() for index in np.indices(shape))
    assert np.array_equal(distance_of(sparse, rows, columns), km.ravel())
    assert np.array_equal(distance_of(dense, rows, columns), km.ravel())
    assert np.array_equal(estimated_of(sparse, rows, columns), flags.ravel())
    some = np.flatnonzero(data.draw(arrays(bool, shape[1])))
    for matrix in (dense, sparse):
        nearest, site = nearest_of(matrix, some)
        expected = km[:, some].min(axis=1, initial=np.inf)
        assert np.array_equal(nearest, expected)
        reached = np.isfinite(expected)
        assert np.array_equal(site >= 0, reached)
        assert np.isin(site[reached], some).all()
        assert np.array_equal(km[reached, site[reached]], expected[reached])
