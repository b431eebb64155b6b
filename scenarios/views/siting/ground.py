"""What lies under the sites: pale land, outlines of oblasts and Almaty, names of neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import shapely
from shapely.geometry import box, shape

from inputs.boundaries import GeoJson
from scenarios.language import marked, told
from scenarios.views import style
from scenarios.views.cells import Bounds, cropped

WIDTH = 1080
GEO: dict[str, Any] = {"longitude": "lon:Q", "latitude": "lat:Q"}
OUTSIDE = "top"  # of the map, where no corner is free for the legend
CITY = "Almaty City"
CITY_NAME = marked("Almaty city")
NAMES = {
    CITY: CITY_NAME,
    "Almaty": marked("Almaty oblast (outline before 2022)"),
    "Zhambyl": marked("Zhambyl oblast"),
}
ABROAD = marked("Kyrgyzstan")  # all that is no land of Kazakhstan around the agglomeration
_MARGIN_DEG = 0.09
_LEGEND = (330.0, 340.0)  # px the legend takes
_CLEAR_DEG = 0.03  # around a settlement, where no name of the ground stands
_LEAST_NAMED = 0.012  # share of the frame that a neighbour must fill to be named
_CITY_FILL = "#dde1e5"


@dataclass(frozen=True)
class Frame:
    """The map's bounds in degrees and its height in pixels; Mercator, as the chart draws it."""

    bounds: Bounds

    @property
    def scale(self) -> float:
        """Pixels for one degree of longitude."""
        west, _, east, _ = self.bounds
        return WIDTH / (east - west)

    @property
    def height(self) -> float:
        _, south, _, north = self.bounds
        return float(self.scale * (_mercator(north) - _mercator(south)))

    def px(self, lat: float, lon: float) -> tuple[float, float]:
        """From the upper left corner."""
        west, _, _, north = self.bounds
        x = (float(lon) - west) * self.scale
        return x, float((_mercator(north) - _mercator(float(lat))) * self.scale)


def backdrop(table: pd.DataFrame, outlines: GeoJson) -> GeoJson:
    """Outlines around the settlements of `table` (lat, lon), cut at the map's frame."""
    bounds = table["lon"].min(), table["lat"].min(), table["lon"].max(), table["lat"].max()
    return cropped(outlines, bounds, _MARGIN_DEG)


def frame_of(table: pd.DataFrame, land: GeoJson) -> Frame:
    """What the chart fits into its width: all land of the backdrop and all settlements."""
    shapes = [shape(feature["geometry"]) for feature in land["features"]]
    shapes += list(shapely.points(table["lon"], table["lat"]))
    west, south, east, north = shapely.total_bounds(shapes)
    return Frame((float(west), float(south), float(east), float(north)))


def empty_corner(table: pd.DataFrame, frame: Frame) -> str:
    """A corner of the map with no settlement under the legend, else above the map."""
    x, y = np.array([frame.px(lat, lon) for lat, lon in table[["lat", "lon"]].to_numpy()]).T
    wide, high = _LEGEND
    left, top = x < wide, y < high
    right, bottom = x > WIDTH - wide, y > frame.height - high
    corners = {
        "top-left": left & top,
        "top-right": right & top,
        "bottom-left": left & bottom,
        "bottom-right": right & bottom,
    }
    return next((name for name, there in corners.items() if not there.any()), OUTSIDE)


def ground_layers(land: GeoJson, names: pd.DataFrame) -> list[alt.Chart]:
    """Land and borders in pale grey, Almaty a shade darker, `names` (name, lat, lon) in grey."""
    text = alt.Chart(names).mark_text(aria=False, fontSize=12, color=style.MUTED)
    return [
        _shapes([f for f in land["features"] if f["properties"]["name"] != CITY], style.LAND),
        _shapes([f for f in land["features"] if f["properties"]["name"] == CITY], _CITY_FILL),
        text.encode(text="name:N", **GEO),
    ]


def _shapes(features: list[GeoJson], fill: str) -> alt.Chart:
    ground = alt.Chart(alt.InlineData(values=features))
    chart: alt.Chart = ground.mark_geoshape(
        aria=False, fill=fill, stroke=style.BORDER, strokeWidth=1.0
    )
    return chart


def neighbour_names(land: GeoJson, frame: Frame, table: pd.DataFrame) -> pd.DataFrame:
    """Name, lat and lon of what lies around the question, away from the settlements of `table`."""
    whole = box(*frame.bounds)
    pieces = {f["properties"]["name"]: shape(f["geometry"]) for f in land["features"]}
    abroad = whole.difference(shapely.union_all(list(pieces.values())))
    parts = sorted(shapely.get_parts(abroad), key=lambda part: float(part.area))
    areas = [(said, pieces[name]) for name, said in NAMES.items() if name in pieces]
    areas += [(ABROAD, part) for part in parts[-1:]]
    taken = shapely.union_all(
        shapely.buffer(shapely.points(table["lon"], table["lat"]), _CLEAR_DEG)
    )
    rows = []
    for said, area in areas:
        if said == CITY_NAME or area.area > _LEAST_NAMED * whole.area:
            free = area.difference(taken)
            room = area if free.is_empty else free
            lon, lat = shapely.maximum_inscribed_circle(room).coords[0]
            rows.append((told(said), lat, lon))
    return pd.DataFrame(rows, columns=["name", "lat", "lon"])


def _mercator(lat: float) -> float:
    """Height above the equator in degrees of longitude."""
    return float(np.degrees(np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))))
