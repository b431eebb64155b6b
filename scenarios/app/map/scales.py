"""From amounts and years to radii, classes and colours: one scale for both plans."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenarios.app.map.layers import DOCUMENTED, Ages, Look, Sizes
from scenarios.language import _
from scenarios.views import style
from scenarios.views.charts.plan_map import size_steps

FloatArray = NDArray[np.float64]
LARGEST_PX = 22.0  # radius of the largest amount
SMALLEST_PX = 3.2  # below it a ring closes, and a mark cannot be hit
SCHEMATIC_PX = 4.2  # below it neither dashes nor hatches can be seen
WIDEST_PX, THINNEST_PX = 9.0, 0.8
_MOST_CLASSES = 6


def radii(amounts: FloatArray, largest: float, least: float = SMALLEST_PX) -> tuple[float, ...]:
    """(T,) px whose areas are as the amounts; 0 where there is nothing."""
    share = np.sqrt(np.clip(amounts, 0.0, None) / max(largest, 1e-9))
    px = np.where(amounts > 0, np.maximum(share * LARGEST_PX, least), 0.0)
    return tuple(np.round(px, 1).tolist())


def rounded(values: FloatArray, digits: int = 0) -> tuple[float, ...]:
    """(T,) numbers as they are said; whole ones without a decimal part, which only costs room."""
    near = np.round(values, digits)
    return tuple((near if digits else near.astype(np.int64)).tolist())


def widths(amounts: FloatArray, largest: float) -> tuple[float, ...]:
    """(T,) px as the amounts; 0 where there is nothing."""
    share = np.clip(amounts, 0.0, None) / max(largest, 1e-9)
    px = np.where(amounts > 0, THINNEST_PX + share * (WIDEST_PX - THINNEST_PX), 0.0)
    return tuple(np.round(px, 1).tolist())


def sizes(title: str, largest: float) -> Sizes:
    """Three round amounts up to the largest, with the radii they are drawn with."""
    amounts = [float(a) for a in size_steps(largest)]
    return Sizes(title, tuple(amounts), radii(np.array(amounts), largest))


class YearClasses:
    """Classes of the year in which most of a place's additions are in service.

    Parameters
    ----------
    steps : (T,) years of the slider; few are classes of their own, many are joined by five or ten
    """

    def __init__(self, steps: Sequence[int]) -> None:
        years = list(steps)
        self.steps = np.array(years)
        self.last = years
        for joined in (5, 10):
            if len(self.last) > _MOST_CLASSES:
                self.last = sorted({min(-(-y // joined) * joined, years[-1]) for y in years})
        firsts = [years[0], *(end + 1 for end in self.last[:-1])]
        periods = len(self.last) == len(years)
        self.labels = tuple(
            str(end) if periods or first == end else f"{first}–{end}"
            for first, end in zip(firsts, self.last, strict=True)
        )

    def colours(self, plan: str) -> tuple[str, ...]:
        ramp = style.DOCUMENTED_RAMP if plan == DOCUMENTED else style.OPTIMISED_RAMP
        places = np.linspace(0, len(ramp) - 1, len(self.last)).round().astype(int)
        return tuple(ramp[k] for k in places)

    def of(self, cumulative: FloatArray) -> int:
        """Class of the step by which half of the last amount is in service."""
        half = int(np.argmax(cumulative >= cumulative[-1] / 2))
        return int(np.searchsorted(self.last, self.steps[half]))

    def look(self, plan: str, cumulative: FloatArray, *, schematic: bool) -> Look:
        shape = "ring" if plan == DOCUMENTED else "disc"
        return Look(shape, self.colours(plan)[self.of(cumulative)], schematic)

    def legend(self, title: str) -> Ages:
        return Ages(title, self.labels, self.colours(DOCUMENTED), self.colours("optimised"))


def half_title() -> str:
    """Over the legend of years, where a place is added to more than once."""
    return _("Colour: half of it is in service by")
