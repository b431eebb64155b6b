"""The map's ground: land around the places, drawn so that every point's pixel is known."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inputs.boundaries import load_boundaries
from scenarios.views import style
from scenarios.views.cells import cropped
from scenarios.views.charts import _conic

FloatArray = NDArray[np.float64]
MARGIN = 0.035  # of the width, free around the outermost place
LAND_DEG = 3.0  # outlines are drawn so far beyond the outermost place
LEAST, MOST = 180, 640  # px of height
ABOVE = 60  # px, most that stays free above and below: names stand beside points


@dataclass(frozen=True)
class Ground:
    """A map of `width` by `height` px: `scale` px for a unit of the plane, `corner` its origin."""

    width: int
    height: int
    middle: float
    scale: float
    corner: tuple[float, float]
    bounds: tuple[float, float, float, float]

    def px(self, lat: FloatArray, lon: FloatArray) -> FloatArray:
        """(N, 2) pixels from the upper left."""
        found: FloatArray = self.scale * _conic.plane(lat, lon, self.middle) + self.corner
        return found

    def projected(self, chart: alt.LayerChart) -> alt.LayerChart:
        across, down = self.corner
        found: alt.LayerChart = chart.project(
            **_conic.looks(self.middle),
            center=[0, 0],
            scale=self.scale,
            translate=[across, down + self.scale * _conic.equator()],
        ).properties(width=self.width, height=self.height)
        return found

    def land(self) -> alt.Chart:
        """Outlines of the oblasts, cut at the map's edge."""
        features = cropped(load_boundaries(), self.bounds)["features"]
        chart: alt.Chart = alt.Chart(alt.InlineData(values=features)).mark_geoshape(
            aria=False, fill=style.LAND, stroke="white", strokeWidth=1.2, clip=True
        )
        return chart


def ground_around(points: pd.DataFrame, width: int, margin_share: float = MARGIN) -> Ground:
    """The ground that holds every point of a table (lat, lon; degrees).

    `margin_share` of the width stays free around the outermost ones.
    """
    lat, lon = points[["lat", "lon"]].to_numpy(dtype=float).T
    middle = float(lon.min() + lon.max()) / 2
    at = _conic.plane(lat, lon, middle)
    low, high = at.min(axis=0), at.max(axis=0)
    wide, tall = np.maximum(high - low, 1e-3)
    margin = margin_share * width
    scale = (width - 2 * margin) / wide
    above = min(margin, ABOVE)
    height = int(np.clip(tall * scale + 2 * above, LEAST, MOST))
    scale = float(min(scale, (height - 2 * above) / tall))
    corner = np.array([width, height]) / 2 - scale * (low + high) / 2
    return Ground(
        width,
        height,
        middle,
        scale,
        (float(corner[0]), float(corner[1])),
        (
            float(lon.min()) - LAND_DEG,
            float(lat.min()) - LAND_DEG,
            float(lon.max()) + LAND_DEG,
            float(lat.max()) + LAND_DEG,
        ),
    )
