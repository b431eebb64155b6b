"""The map: remaining shortage as shade, documented additions as rings, optimised ones filled."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd
import shapely
from shapely.geometry import MultiPolygon, Polygon

from inputs.boundaries import GeoJson, load_boundaries
from scenarios.language import _, spoken
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.cells import Bounds, cropped, joined, nudged, unit_cells
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.charts._spoken import expression, value
from scenarios.views.words import plan_label, words

PANEL = 535  # px
_FONT = 11
_STRETCH = 1.42  # a degree of latitude over one of longitude, at 45 degrees north
_OUTLINE = "#8d969e"


def plan_map(
    answer: Answer,
    year: int | None = None,
    *,
    interactive: bool = False,
    outlines: GeoJson | None = None,
) -> alt.HConcatChart:
    """Documented and optimised plan side by side, same scales.

    Needs at least one unit with coordinates (`unit_points`).

    Parameters
    ----------
    year : shown year (with `interactive`: the one it starts at); None: the first horizon
    interactive : a year slider under the map
    outlines : background outlines; None: the embedded oblasts
    """
    span = frames.years(answer)
    shown = default_year(answer) if year is None else year
    named = _("Year")
    slider = alt.binding_range(min=span[0], max=span[-1], step=1, name=f"{named} ")
    chosen = alt.param(name="year", value=shown, bind=slider if interactive else alt.Undefined)
    points = unit_points(answer)
    land = load_boundaries() if outlines is None else outlines
    cells = unit_land(answer, land)
    backdrop = cropped(land, _extent(points, cells))
    width, height = _panel_size(backdrop)
    labels = _centre_labels(answer, backdrop, width)
    series = _series(answer, points)
    panels = [
        _panel(answer, role, backdrop, labels).properties(
            width=width,
            height=height,
            title=alt.TitleParams(
                text=alt.ExprRef(f"{json.dumps(plan_label(evaluation.plan_name))} + ', ' + year")
            ),
        )
        for role, evaluation in frames.pair(answer).items()
    ]
    chart: alt.HConcatChart = style.finish(
        alt.hconcat(*panels, spacing=22)
        .resolve_scale(color="shared", size="shared")
        .add_params(chosen)
    )
    chart["datasets"] = {
        "outlines": backdrop["features"],
        "cells": _cell_features(series, cells),
        "units": series,
    }
    return chart


def unit_land(answer: Answer, land: GeoJson) -> dict[str, Polygon | MultiPolygon]:
    """Land of the run's units; all units share it out, so that a few do not seem to cover it."""
    leaves = answer.territory.leaf_units()
    cells = unit_cells(nudged(frames.positions(answer, leaves)), land)
    for unit in frames.unit_ids(answer):
        if unit not in leaves:
            inside = [cells[u] for u in answer.territory.leaf_units([unit]) if u in cells]
            cells[unit] = joined(inside)
    return cells


def _extent(points: pd.DataFrame, cells: dict[str, Any]) -> Bounds:
    """Frame around the run's units and their cells."""
    shapes = [cells[unit] for unit in points["unit_id"] if unit in cells]
    centres = shapely.points(points["lon"], points["lat"])
    west, south, east, north = shapely.total_bounds([*shapes, *centres])
    return float(west), float(south), float(east), float(north)


def default_year(answer: Answer) -> int:
    """The first horizon of the documents inside the scenario's years, else the last year."""
    return next(iter(frames.horizons(answer)), answer.scenario.years.last)


def unit_points(answer: Answer) -> pd.DataFrame:
    """unit_id, unit, lat, lon, coord_quality of the run's units that have coordinates."""
    points = nudged(frames.positions(answer))
    points["unit"] = points["unit_id"].map(frames.names(answer))
    return points[["unit_id", "unit", "lat", "lon", "coord_quality"]]


def _series(answer: Answer, points: pd.DataFrame) -> list[dict[str, Any]]:
    """One entry a unit: position, and by role the yearly places added and shortage in percent."""
    figures = frames.by_unit(answer).sort_values("year").groupby(["unit_id", "role"])
    added = figures["places_added"].agg(list)
    share = figures["share"].agg(list)
    entries = []
    for point in frames.rows(points):
        entry: dict[str, Any] = {
            "unit_id": point.unit_id,
            "unit": point.unit,
            "lat": round(float(point.lat), 4),
            "lon": round(float(point.lon), 4),
            "quality": point.coord_quality,
        }
        for role in frames.pair(answer):
            key = (point.unit_id, role)
            entry[f"{role}_added"] = [round(float(v)) for v in added[key]]
            entry[f"{role}_share"] = [round(float(v) * 100, 1) for v in share[key]]
        entries.append(entry)
    return entries


def _cell_features(series: list[dict[str, Any]], cells: dict[str, Any]) -> list[GeoJson]:
    return [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(cells[entry["unit_id"]]),
            "properties": entry,
        }
        for entry in series
        if entry["unit_id"] in cells
    ]


def _panel(answer: Answer, role: str, backdrop: GeoJson, labels: pd.DataFrame) -> alt.LayerChart:
    west, _south, east, _north = _bounds(backdrop)
    ground = alt.Chart(alt.NamedData(name="outlines"))
    land = ground.mark_geoshape(aria=False, fill=style.LAND, stroke=style.BORDER, strokeWidth=0.7)
    borders = ground.mark_geoshape(
        aria=False, fill=None, filled=False, stroke=_OUTLINE, strokeWidth=0.7
    )
    names = label_layers(labels, _FONT, {"longitude": "lon:Q", "latitude": "lat:Q"})
    layers = style.layered(land, _shade(answer, role), borders, _circles(answer, role), *names)
    chart: alt.LayerChart = layers.project(
        type="conicEqualArea", parallels=[42, 50], rotate=[-(west + east) / 2, 0, 0]
    )
    return chart


def _shade(answer: Answer, role: str) -> alt.Chart:
    said = words(answer.scenario.study)
    figures = frames.by_unit(answer)
    # Classes fit what the map opens with and later; the first years lie in the darkest class.
    later = figures[figures["year"] >= default_year(answer)]
    top = 6 * shade_step(float(later["share"].max()) * 100)
    index = f"year - {answer.scenario.years.first}"
    chart: alt.Chart = (
        alt.Chart(alt.NamedData(name="cells"))
        .mark_geoshape(aria=False, stroke="white", strokeWidth=0.5)
        .transform_calculate(
            short=f"datum.properties.{role}_share[{index}]",
            places=f"datum.properties.{role}_added[{index}]",
            unit="datum.properties.unit",
        )
        .encode(
            color=alt.Color(
                "short:Q",
                title=said.share_missing,
                scale=alt.Scale(
                    type="quantize", domain=[0, top], range=list(style.SHORTAGE_RAMP[:6])
                ),
                legend=alt.Legend(
                    orient="bottom", gradientLength=240, format=".0f", titleLimit=320
                ),
            ),
            tooltip=[
                alt.Tooltip("unit:N", title=said.unit),
                alt.Tooltip("short:Q", title=said.share_missing, format=".1f"),
                alt.Tooltip("places:Q", title=said.added, format=",.0f"),
            ],
        )
    )
    return chart


def _circles(answer: Answer, role: str) -> alt.Chart:
    colour = style.DOCUMENTED if role == frames.DOCUMENTED_ROLE else style.OPTIMISED
    ring = {"filled": False, "stroke": colour, "strokeWidth": 1.8, "opacity": 0.95}
    disc = {"filled": True, "fill": colour, "stroke": "white", "strokeWidth": 0.6, "opacity": 0.8}
    mark: dict[str, Any] = ring if role == frames.DOCUMENTED_ROLE else disc
    largest = max(1.0, float(frames.by_unit(answer)["places_added"].max()))
    said = words(answer.scenario.study)
    index = f"year - {answer.scenario.years.first}"
    chart: alt.Chart = (
        alt.Chart(alt.NamedData(name="units"))
        .mark_point(shape="circle", **mark)
        .transform_calculate(
            places=f"datum.{role}_added[{index}]", short=f"datum.{role}_share[{index}]"
        )
        .transform_calculate(
            said=expression(
                _(
                    "{unit}, {year}: {places} {added}, {short} % short",
                    unit=value("datum.unit"),
                    year=value("year"),
                    places=value("format(datum.places, ',')"),
                    added=said.added,
                    short=value("datum.short"),
                )
            )
        )
        .transform_filter("datum.places > 0")
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size(
                "places:Q",
                title=said.additions,
                scale=alt.Scale(domain=[0, largest], range=[0, 1500]),
                legend=alt.Legend(
                    orient="bottom",
                    format=",.0f",
                    values=size_steps(largest),
                    symbolType="circle",
                    symbolFillColor="transparent",
                    symbolStrokeColor=style.INK,
                ),
            ),
            strokeDash=alt.condition(
                "datum.quality == 'schematic'", alt.value([3, 2]), alt.value([1, 0])
            ),
            stroke=alt.condition(
                "datum.quality == 'schematic'",
                alt.value(style.INK),
                alt.value(mark["stroke"]),
            ),
            order=alt.Order("places:Q", sort="descending"),
            description="said:N",
            tooltip=[
                alt.Tooltip("unit:N", title=said.unit),
                alt.Tooltip("places:Q", title=said.added, format=",.0f"),
                alt.Tooltip("short:Q", title=said.share_missing, format=".1f"),
                alt.Tooltip("quality:N", title=_("position")),
            ],
        )
    )
    return chart


def shade_step(worst_percent: float) -> int:
    """Width of the six classes of shade, so that they reach the worst share."""
    return next((step for step in (1, 2, 5, 10) if 6 * step >= worst_percent), 15)


def size_steps(largest: float) -> list[int]:
    """Three round numbers up to the largest, for the legend."""
    steps = [
        n * 10**power
        for power in range(1, 8)
        for n in (1, 2, 5)
        if n * 10**power <= max(largest, 10)
    ]
    return steps[-5::2] if len(steps) >= 5 else steps


def _centre_labels(answer: Answer, backdrop: GeoJson, width: float) -> pd.DataFrame:
    """Names of the oblasts' centres: name, lat, lon, side of the point on which it stands."""
    units, places = answer.territory.units, answer.territory.table("places").set_index("place_id")
    oblasts = sorted({str(o) for o in frames.optimised(answer).by_unit["oblast_id"]})
    centres = units.loc[[o for o in oblasts if o in units.index], "centre_place_id"].dropna()
    table = places.loc[[c for c in dict.fromkeys(centres) if c in places.index]]
    table = table.dropna(subset=["lat", "lon"])
    table = table.assign(name=table[f"name_{spoken()}"].fillna(table["name_kk"]))
    table = table[["name", "lat", "lon"]]
    west, _south, east, _north = _bounds(backdrop)
    px = width / (east - west)
    points = [
        Point(str(n), (float(lon) - west) * px, -float(lat) * px * _STRETCH)
        for n, lat, lon in table.itertuples(index=False)
    ]
    table["side"] = table["name"].map(place_labels(points, width, _FONT))
    return table.dropna(subset=["side"]).reset_index(drop=True)


def _panel_size(backdrop: GeoJson) -> tuple[int, int]:
    west, south, east, north = _bounds(backdrop)
    ratio = (north - south) * _STRETCH / max(1e-6, east - west)
    return PANEL, int(min(max(ratio * PANEL, 240), 480))


def _bounds(outlines: GeoJson) -> Bounds:
    """West, south, east, north."""
    boxes = [shapely.geometry.shape(f["geometry"]).bounds for f in outlines["features"]]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
