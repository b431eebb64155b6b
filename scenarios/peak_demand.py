"""Water that people want at the peak hour of the day of largest use."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inputs.assumptions import Assumptions
from scenarios.language import said

FloatArray = NDArray[np.float64]

SECONDS_A_DAY = 86_400.0


def peak_factor(assumptions: Assumptions) -> float:
    """Peak hour of the day of largest use over the mean of the year."""
    day, hour = "water_peak_day_factor", "water_peak_hour_factor"
    return assumptions.value(day) * assumptions.value(hour)


def peak_l_s(people: ArrayLike, assumptions: Assumptions) -> FloatArray:
    """l/s of so many people."""
    mean = np.asarray(people, dtype=float) * assumptions.value("water_consumption_l_person_day")
    return np.asarray(mean / SECONDS_A_DAY * peak_factor(assumptions), dtype=float)


def peak_words(assumptions: Assumptions) -> str:
    """How it is reckoned."""
    litres = assumptions.value("water_consumption_l_person_day")
    return said(
        "{factor:g} times the mean of {litres:g} l a person and day",
        factor=peak_factor(assumptions),
        litres=litres,
    )
