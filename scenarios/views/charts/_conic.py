"""Albers' conic equal-area projection as Vega draws it, so that labels know where points fall."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

_PARALLELS = (42, 50)
_FIRST, _SECOND = np.sin(np.radians(_PARALLELS))
_CONE = (_FIRST + _SECOND) / 2


def looks(middle: float) -> dict[str, Any]:
    """Keywords of Altair's `project` that draw what `plane` reckons."""
    return {
        "type": "conicEqualArea",
        "parallels": list(_PARALLELS),
        "rotate": [-middle, 0, 0],
    }


def plane(lat: FloatArray, lon: FloatArray, middle: float) -> FloatArray:
    """(N, 2) plane coordinates, y downwards from the pole; `middle` is the upright meridian."""
    radius = _radius(np.asarray(lat, dtype=float))
    angle = _CONE * np.radians(np.asarray(lon, dtype=float) - middle)
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])


def equator() -> float:
    """Distance of the equator from the pole in the plane, where Vega's translation is at home."""
    return float(_radius(np.zeros(1))[0])


def _radius(lat: FloatArray) -> FloatArray:
    found: FloatArray = np.sqrt(1 + _FIRST * _SECOND - 2 * _CONE * np.sin(np.radians(lat))) / _CONE
    return found
