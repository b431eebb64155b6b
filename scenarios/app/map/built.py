"""What plans build at places: marks that grow with what is added, and names of the largest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scenarios.app.map.layers import Label, Look, Mark, Place
from scenarios.app.map.scales import SCHEMATIC_PX, SMALLEST_PX, YearClasses, radii

FloatArray = NDArray[np.float64]
Amounts = dict[str, FloatArray]  # by plan, (N, T) added up to a step


def largest_of(amounts: Amounts) -> float:
    """The largest amount under any plan; what radii are measured by."""
    return max(1.0, *(float(added.max(initial=0.0)) for added in amounts.values()))


def grown(
    place: str,
    added: Mapping[str, FloatArray],
    ages: YearClasses,
    largest: float,
    *,
    schematic: bool,
) -> Iterator[Mark]:
    """A mark for each plan that adds something at a place.

    Parameters
    ----------
    added : by plan, (T,) up to a step
    """
    least = SCHEMATIC_PX if schematic else SMALLEST_PX
    for plan, amount in added.items():
        if amount[-1] > 0:
            look = ages.look(plan, amount, schematic=schematic)
            yield Mark(place, plan, look, radii(amount, largest, least))


def standing(place: str, plan: str, look: Look, px: float, ages: YearClasses) -> Mark:
    """A mark that stands at every step."""
    return Mark(place, plan, look, (px,) * len(ages.steps))


def names_by_size(
    places: Sequence[Place], added: FloatArray, first: Iterable[bool] | None = None
) -> tuple[Label, ...]:
    """Names of the places where something is added, the largest first.

    Parameters
    ----------
    added : (N,) in the end
    first : (N,) places that are named before all others, whatever they add
    """
    before = np.zeros(len(places), dtype=bool) if first is None else np.array(list(first))
    order = np.lexsort((-added, ~before))
    return tuple(
        Label(places[n].name.partition(" (")[0], places[n].lat, places[n].lon)
        for n in order
        if before[n] or added[n] > 0
    )
