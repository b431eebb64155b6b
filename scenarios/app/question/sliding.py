"""How far a slider reaches, and in which steps."""

from __future__ import annotations

import math
from dataclasses import dataclass

from inputs.assumptions import Assumption
from scenarios.app.question.fields import Span

_STEPS = 200  # that a slider has at most: what a hand on a mouse can still meet


@dataclass(frozen=True)
class Reach:
    """From `low` to `high` by `step`, all on one grid."""

    low: float
    high: float
    step: float


def reach_of(
    span: Span | None, row: Assumption | None, own: float | None, value: float | None
) -> Reach | None:
    """The reach of a slider; None where nothing bounds it.

    From half to twice what the question started with where that is an amount of its own, else the
    range of the assumption, else the numbers that fit.

    Parameters
    ----------
    own : what the question started with
    value : what is asked, which is never left out
    """
    bounds = _bounds(span, row, own)
    if bounds is None:
        return None
    known = [v for v in (own, value) if v is not None]
    low, high = min([bounds[0], *known]), max([bounds[1], *known])
    if not low < high:
        return None
    step = 1.0 if span is not None and span.whole else _nice((high - low) / _STEPS)
    if span is not None and span.above is not None and low <= span.above:
        low = span.above + step
    return Reach(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step)


def _bounds(
    span: Span | None, row: Assumption | None, own: float | None
) -> tuple[float, float] | None:
    if row is not None and (own is None or own == row.central or own <= 0):
        return row.low, row.high
    least = None if span is None else span.above if span.low is None else span.low
    most = None if span is None else span.high
    if row is not None and own is not None:
        low, high = own / 2, 2 * own
        return (
            low if least is None else max(low, least),
            high if most is None else min(high, most),
        )
    return None if least is None or most is None else (least, most)


def on_grid(value: float, reach: Reach) -> float:
    """A slider's value without the dirt of binary fractions."""
    digits = max(0, 1 - math.floor(math.log10(reach.step)))
    return round(value, digits)


def _nice(step: float) -> float:
    """The next step of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= step * (1 - 1e-9))
