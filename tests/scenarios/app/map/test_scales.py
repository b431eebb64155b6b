"""Radii, widths and classes of years: the same scale for both plans."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.app.map.scales import (
    LARGEST_PX,
    SMALLEST_PX,
    WIDEST_PX,
    YearClasses,
    radii,
    widths,
)

amounts = st.lists(st.floats(0, 1e6), min_size=1, max_size=30).map(np.array)


@given(amounts)
def test_areas_are_as_the_amounts(added: np.ndarray) -> None:
    largest = max(1.0, float(added.max()))
    for amount, px in zip(added, radii(added, largest), strict=True):
        if amount == 0:
            assert px == 0
        elif px > SMALLEST_PX:
            assert px**2 / LARGEST_PX**2 == pytest.approx(amount / largest, rel=0.05)
        else:
            assert px == SMALLEST_PX


@given(amounts)
def test_nothing_has_no_width_and_the_most_has_the_widest(tonnes: np.ndarray) -> None:
    largest = max(1.0, float(tonnes.max()))
    px = widths(tonnes, largest)
    assert [w == 0 for w in px] == (tonnes == 0).tolist()
    assert widths(np.array([largest]), largest) == (WIDEST_PX,)


def test_many_years_are_classes_that_end_with_the_horizons() -> None:
    classes = YearClasses(range(2026, 2051))
    assert classes.labels == ("2026–2030", "2031–2035", "2036–2040", "2041–2045", "2046–2050")


def test_few_years_are_classes_of_their_own() -> None:
    assert YearClasses((2025, 2035, 2050)).labels == ("2025", "2035", "2050")


@given(st.integers(2024, 2049), st.integers(1, 60))
def test_every_year_has_exactly_one_class(first: int, count: int) -> None:
    years = range(first, first + count)
    classes = YearClasses(years)
    found = [classes.of(np.where(np.array(years) >= year, 1.0, 0.0)) for year in years]
    assert found[0] == 0
    assert found[-1] == len(classes.labels) - 1
    assert all(b - a in (0, 1) for a, b in pairwise(found))


def test_the_year_of_a_place_is_the_one_by_which_half_of_it_stands() -> None:
    classes = YearClasses(range(2026, 2051))
    added = np.zeros(25)
    added[2:] = 100.0  # 2028
    added[20:] = 190.0  # 2046: less than half of the last comes late
    assert classes.labels[classes.of(added)] == "2026–2030"
    added[20:] = 210.0
    assert classes.labels[classes.of(added)] == "2046–2050"


def test_early_is_darker_than_late_for_both_plans() -> None:
    """Print in grey keeps the turn."""
    classes = YearClasses(range(2026, 2051))
    for plan in ("documented", "optimised"):
        light = [_lightness(colour) for colour in classes.colours(plan)]
        assert all(b - a > 0.05 for a, b in pairwise(light))


def _lightness(colour: str) -> float:
    """Relative luminance of #rrggbb, gamma-free (ITU-R BT.709 weights on the plain values)."""
    red, green, blue = (int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
