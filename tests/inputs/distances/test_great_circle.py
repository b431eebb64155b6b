from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inputs.distances.great_circle import all_pairs, great_circle_km, pairs_within

DEGREES = st.lists(st.tuples(st.floats(40, 56), st.floats(46, 88)), min_size=1, max_size=15)


def test_known_distances() -> None:
    # a degree of a meridian on the mean sphere; half the equator
    assert great_circle_km(43, 77, 44, 77) == pytest.approx(111.195, abs=1e-3)
    assert great_circle_km(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)
    # Almaty to Shymkent
    assert great_circle_km(43.2525, 76.9115, 42.3, 69.6) == pytest.approx(607, abs=4)


@given(DEGREES, DEGREES, st.floats(0, 3000))
def test_near_pairs_are_those_of_the_full_table(
    a: list[tuple[float, float]], b: list[tuple[float, float]], limit: float
) -> None:
    (lat1, lon1), (lat2, lon2) = np.array(a).T, np.array(b).T
    full = all_pairs(lat1, lon1, lat2, lon2)
    rows, columns, km = pairs_within(lat1, lon1, lat2, lon2, limit)
    clear = np.abs(full - limit) > 1e-6  # on the limit itself rounding decides
    found = np.zeros(full.shape, dtype=bool)
    found[rows, columns] = True
    assert (found == (full <= limit))[clear].all()
    assert np.allclose(full[rows, columns], km)
    assert (np.diff(rows * lat2.size + columns) > 0).all()
