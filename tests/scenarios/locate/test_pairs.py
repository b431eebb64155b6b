"""Sparse matrices and distances made from points answer as the dense matrix does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.sparse import csr_array

from inputs.distances import DistanceService, count_within
from inputs.distances.matrix import DistanceMatrix, Mode
from inputs.points import Points
from inputs.territory import load_territory
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


def _points(draw: np.random.Generator, count: int) -> Points:
    names = tuple(f"p{i}" for i in range(count))
    quality = tuple(draw.choice(["exact", "schematic"], count).tolist())
    return Points(names, names, draw.uniform(42, 52, count), draw.uniform(50, 80, count), quality)


@given(st.integers(0, 2**32 - 1), st.sampled_from(["straight", "road"]))
def test_points_answer_as_their_matrix_does(seed: int, mode: str) -> None:
    draw = np.random.default_rng(seed)
    start, end = _points(draw, 7), _points(draw, 5)
    service = DistanceService(load_territory().assumptions)
    matrix, listed = service.straight(start, end, mode), service.on_points(start, end, mode)
    rows, columns = (index.ravel() for index in np.indices((7, 5)))
    assert distance_of(listed, rows, columns) == pytest.approx(
        distance_of(matrix, rows, columns), abs=1e-9
    )
    assert np.array_equal(estimated_of(listed, rows, columns), estimated_of(matrix, rows, columns))
    assert listed.estimated_count == matrix.estimated_count
    assert listed.summary() == matrix.summary()
    some = np.array([0, 3])
    assert nearest_of(listed, some)[0] == pytest.approx(nearest_of(matrix, some)[0], abs=1e-9)
    limit = float(np.median(matrix.dense())) / listed.factor
    expected = int((matrix.dense() / listed.factor <= limit).sum())
    assert abs(count_within(start, end, limit) - expected) <= 1
