"""What every map here stands on: pale land cut to the points, a projection, a scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from inputs.boundaries import GeoJson, load_boundaries
from scenarios.language import _
from scenarios.views import style
from scenarios.views.cells import Bounds, cropped

FloatArray = NDArray[np.float64]

WIDTH = style.WIDTH - 10  # px

_HEIGHTS = (300, 660)  # px, least and most
_MARGIN = 0.06  # share of the map's width on each side
_STRAIGHT_BELOW = 6.0  # degrees of longitude that a map may be drawn as on a flat earth


@dataclass(frozen=True)
class Ground:
    """Land around points, and what the map shows of it: the land drawn and all points.

    Attributes
    ----------
    land : outlines, cut
    frame : west, south, east, north in degrees
    """

    land: GeoJson
    frame: Bounds

    @classmethod
    def under(cls, lat: FloatArray, lon: FloatArray, outlines: GeoJson | None = None) -> Ground:
        """The ground of points in degrees; `outlines` None: the embedded oblasts."""
        bounds = _filled((float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())))
        land = cropped(load_boundaries() if outlines is None else outlines, bounds, margin_deg=0.0)
        boxes = [shapely.geometry.shape(f["geometry"]).bounds for f in land["features"]]
        corners = np.array([bounds, *boxes])
        west, south = corners[:, :2].min(axis=0)
        east, north = corners[:, 2:].max(axis=0)
        return cls(land, (float(west), float(south), float(east), float(north)))

    def chart(self, layers: Sequence[alt.Chart | alt.LayerChart]) -> alt.LayerChart:
        """Layers above the land, with a scale where the map is small enough for one."""
        west, _, east, _ = self.frame
        land = alt.Chart(alt.InlineData(values=self.land["features"])).mark_geoshape(
            aria=False, fill=style.LAND, stroke=style.BORDER, strokeWidth=0.7
        )
        if east - west < _STRAIGHT_BELOW:
            chart = style.layered(land, *layers, *_scale_bar(self.frame)).project(type="mercator")
        else:
            middle = (west + east) / 2
            chart = style.layered(land, *layers).project(
                type="conicEqualArea", parallels=[42, 50], rotate=[-middle, 0, 0]
            )
        finished: alt.LayerChart = style.finish(
            chart.properties(width=WIDTH, height=self._height()).resolve_scale(
                color="independent", shape="independent", size="independent"
            )
        )
        return finished

    def pixel(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point falls, near enough to keep names apart."""
        west, _, east, _ = self.frame
        scale = WIDTH / (east - west)
        return (lon - west) * scale, -lat * scale * _stretch(self.frame)

    def _height(self) -> int:
        west, south, east, north = self.frame
        ratio = (north - south) * _stretch(self.frame) / max(1e-6, east - west)
        return int(min(max(ratio * WIDTH, _HEIGHTS[0]), _HEIGHTS[1]))


def _filled(bounds: Bounds) -> Bounds:
    """Bounds with a margin, made as wide or as high as the highest map that is drawn."""
    west, south, east, north = bounds
    stretch = _stretch(bounds)
    wide = max(east - west, 0.05) * (1 + 2 * _MARGIN)
    high = max(north - south, 0.03) * (1 + 2 * _MARGIN)
    ratio = _HEIGHTS[1] / WIDTH
    wide = max(wide, high * stretch / ratio)
    high = max(high, wide * _HEIGHTS[0] / WIDTH / stretch)
    # room for the scale bar below the points
    high *= 1 + _MARGIN
    x, y = (west + east) / 2, (south + north) / 2 - _MARGIN / 2 * high
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _stretch(frame: Bounds) -> float:
    """A degree of latitude over one of longitude."""
    return float(1 / np.cos(np.radians((frame[1] + frame[3]) / 2)))


def _scale_bar(frame: Bounds) -> list[alt.Chart]:
    west, south, east, north = frame
    across = (east - west) * 111.2 * np.cos(np.radians(south))
    size = 10.0 ** np.floor(np.log10(across / 5))
    length = next(s * size for s in (5, 2, 1) if s * size <= across / 5)
    lat = south + 0.025 * (north - south)
    lon = west + 0.03 * (east - west)
    end = lon + length / (111.2 * np.cos(np.radians(lat)))
    bar = pd.DataFrame(
        {
            "lat": [lat],
            "lon": [lon],
            "lat2": [lat],
            "lon2": [end],
            "text": [_("{value:g} km", value=length)],
        }
    )
    rule = alt.Chart(bar).mark_rule(aria=False, color=style.INK, strokeWidth=2)
    text = alt.Chart(bar).mark_text(aria=False, align="left", dy=-9, color=style.INK)
    return [
        rule.encode(longitude="lon:Q", latitude="lat:Q", longitude2="lon2:Q", latitude2="lat2:Q"),
        text.encode(longitude="lon:Q", latitude="lat:Q", text="text:N"),
    ]
