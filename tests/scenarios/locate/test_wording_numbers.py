"""Numbers in sentences: promises are rounded to the side that keeps them, parts add up."""

from __future__ import annotations

import pytest

from scenarios.locate.wording import km_at_least, km_at_most, quantity


@pytest.mark.parametrize("value", [35.0215, 0.0, 7.0, 12_345.678])
def test_a_promised_distance_holds(value: float) -> None:
    most, least = (
        float("".join(c for c in told(value) if c in "0123456789."))
        for told in (km_at_most, km_at_least)
    )
    assert least <= value <= most
    assert most - least < 0.0101


def test_parts_of_a_cost_add_up() -> None:
    told = [int("".join(c for c in quantity(v) if c.isdigit())) for v in (7080.0, 8839.8, 15919.8)]
    assert told[0] + told[1] == told[2]


def test_large_quantities_are_in_words() -> None:
    assert quantity(1_234_567.0).startswith("1.23")
