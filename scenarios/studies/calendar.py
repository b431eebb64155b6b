"""The years of a programme: those in which it starts, and the tail in which it goes on serving."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def model_years(first: int, last: int, *, lead: int, instalments: int, tail: int) -> IntArray:
    """Calendar years of a model's periods; the last stands for the whole tail.

    Starts run from `first` to `last`. `lead` further years follow in which the last starts come
    into service, then one period for the rest of the tail: what is started late is worth what it
    serves after the horizon.

    Parameters
    ----------
    instalments : years over which a start is paid
    tail : years after `last` that count
    """
    extra = min(lead, tail) + (1 if tail > lead else 0)
    return np.arange(first, last + 1 + max(extra, instalments - 1))


def discount_factors(years: IntArray, first: int, rate: float) -> FloatArray:
    """(Y,) factor of each year, 1 in the first."""
    return np.asarray((1.0 + rate) ** -(years - first).astype(float))


def weights_with_tail(
    years: IntArray, first: int, last: int, *, rate: float, tail: int
) -> FloatArray:
    """(Y,) discount factors; the last year carries every remaining year of the tail."""
    weights = discount_factors(years, first, rate)
    end = last + tail
    weights[years > end] = 0.0
    if end > years[-1]:
        weights[-1] = discount_factors(np.arange(years[-1], end + 1), first, rate).sum()
    return weights


def period_factors(
    periods: Sequence[int], first: int, *, rate: float, tail: int
) -> tuple[FloatArray, FloatArray]:
    """Discount factor of each period's year, and the discounted years that it stands for.

    A period stands for the years until the next, the last one for `tail` years.
    """
    ends = [*periods[1:], periods[-1] + tail]
    years = [
        discount_factors(np.arange(start, end), first, rate).sum()
        for start, end in zip(periods, ends, strict=True)
    ]
    return discount_factors(np.array(periods), first, rate), np.array(years)
