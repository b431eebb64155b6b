"""The map: remaining shortage as shade, documented additions as rings, optimised ones filled."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import pandas as pd
import shapely

from inputs.boundaries import GeoJson, load_boundaries
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.cells import cropped, nudged, unit_cells
from scenarios.views.words import plan_label, words

PANEL = 505  # px
HEIGHT = 350
_SHADE_TOP = 60  # % of need; worse is drawn as this
_PLACES = ("right", "left", "top", "bottom")


def plan_map(
    answer: Answer,
    year: int | None = None,
    *,
    interactive: bool = False,
    outlines: GeoJson | None = None,
) -> alt.HConcatChart:
    """Documented and optimised plan side by side, same scales.

    Parameters
    ----------
    year : shown year (with `interactive`: the one it starts at); None: the first horizon
    interactive : a year slider under the map
    outlines : background outlines; None: the embedded oblasts
    """
    span = frames.years(answer)
    shown = default_year(answer) if year is None else year
    bind = (
        alt.binding_range(min=span[0], max=span[-1], step=1, name="Year ") if interactive else None
    )
    chosen = (
        alt.param(name="year", value=shown, bind=bind)
        if bind is not None
        else alt.param(name="year", value=shown)
    )
    points = unit_points(answer)
    land = load_boundaries() if outlines is None else outlines
    cells = unit_cells(points, land)
    backdrop = cropped(land, points)
    width, height = _panel_size(backdrop)
    labels = _centre_labels(answer, backdrop, width)
    panels = [
        _panel(answer, role, points, cells, backdrop, labels).properties(
            width=width,
            height=height,
            title=alt.TitleParams(
                text=alt.ExprRef(f"{json.dumps(plan_label(evaluation.plan_name))} + ', ' + year")
            ),
        )
        for role, evaluation in frames.pair(answer).items()
    ]
    chart: alt.HConcatChart = (
        alt.hconcat(*panels, spacing=22)
        .resolve_scale(color="shared", size="shared")
        .add_params(chosen)
    )
    return style.finish(chart)


def default_year(answer: Answer) -> int:
    """The first horizon of the documents inside the scenario's years, else the last year."""
    return next(iter(frames.horizons(answer)), answer.scenario.years.last)


def unit_points(answer: Answer) -> pd.DataFrame:
    """unit_id, unit, lat, lon, coord_quality of the run's units that have coordinates."""
    points = nudged(answer.territory.coordinates(frames.unit_ids(answer)))
    points["unit"] = points["unit_id"].map(frames.names(answer))
    return points[["unit_id", "unit", "lat", "lon", "coord_quality"]]


def _panel(
    answer: Answer,
    role: str,
    points: pd.DataFrame,
    cells: dict[str, Any],
    backdrop: GeoJson,
    labels: pd.DataFrame,
) -> alt.LayerChart:
    table = frames.by_unit(answer)
    table = table[table["role"] == role].sort_values(["unit_id", "year"])
    first = answer.scenario.years.first
    rows = []
    for point in points.itertuples():
        series = table[table["unit_id"] == point.unit_id]
        rows.append(
            {
                "unit_id": point.unit_id,
                "unit": point.unit,
                "lat": round(float(point.lat), 4),
                "lon": round(float(point.lon), 4),
                "quality": point.coord_quality,
                "added": [int(v) for v in series["places_added"].round()],
                "share": [round(float(v) * 100, 1) for v in series["share"]],
            }
        )
    largest = max((max(r["added"], default=0) for r in rows), default=0) or 1
    shapes = [
        {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(cells[r["unit_id"]]),
            "properties": {k: r[k] for k in ("unit", "share", "added")},
        }
        for r in rows
        if r["unit_id"] in cells
    ]
    index = f"year - {first}"
    shade = (
        alt.Chart(alt.Data(values=shapes))
        .mark_geoshape(stroke="white", strokeWidth=0.5)
        .transform_calculate(
            short=f"datum.properties.share[{index}]",
            unit="datum.properties.unit",
            added=f"datum.properties.added[{index}]",
        )
        .encode(
            color=alt.Color(
                "short:Q",
                title="Shortage, % of need",
                scale=alt.Scale(
                    type="quantize", domain=[0, _SHADE_TOP], range=list(style.SHORTAGE_RAMP[:6])
                ),
                legend=alt.Legend(orient="bottom", gradientLength=240, format=".0f"),
            ),
            tooltip=[
                alt.Tooltip("unit:N", title="district"),
                alt.Tooltip("short:Q", title="shortage, % of need", format=".1f"),
                alt.Tooltip("added:Q", title="places added", format=",.0f"),
            ],
        )
    )
    ground = alt.Chart(alt.Data(values=backdrop["features"]))
    circles = _circles(answer, role, rows, index, largest)
    chart: alt.LayerChart = alt.layer(
        ground.mark_geoshape(fill=style.LAND, stroke=style.BORDER, strokeWidth=0.7),
        shade,
        ground.mark_geoshape(fill=None, filled=False, stroke="#8d969e", strokeWidth=0.7),
        circles,
        *_texts(labels),
    ).project(type="conicEqualArea", parallels=[42, 50], rotate=[-62, 0, 0])
    return chart


def _circles(
    answer: Answer, role: str, rows: list[dict[str, Any]], index: str, largest: int
) -> alt.Chart:
    ring = role == frames.DOCUMENTED_ROLE
    places = words(answer.scenario.study).places
    colour = style.DOCUMENTED if ring else style.OPTIMISED
    mark: dict[str, Any] = (
        {"filled": False, "stroke": colour, "strokeWidth": 1.8, "opacity": 0.95}
        if ring
        else {"filled": True, "fill": colour, "stroke": "white", "strokeWidth": 0.6, "opacity": 0.8}
    )
    schematic = "datum.quality == 'schematic'"
    chart: alt.Chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_point(shape="circle", **mark)
        .transform_calculate(places=f"datum.added[{index}]", short=f"datum.share[{index}]")
        .transform_filter("datum.places > 0")
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size(
                "places:Q",
                title=f"{places[:1].upper()}{places[1:]} added",
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
            strokeDash=alt.condition(schematic, alt.value([3, 2]), alt.value([1, 0])),
            order=alt.Order("places:Q", sort="descending"),
            tooltip=[
                alt.Tooltip("unit:N", title="district"),
                alt.Tooltip("places:Q", title="places added", format=",.0f"),
                alt.Tooltip("short:Q", title="shortage, % of need", format=".1f"),
                alt.Tooltip("quality:N", title="position"),
            ],
        )
    )
    return chart


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
    """Names of oblast centres, each on the side where it meets no other name.

    Columns name, lat, lon, side (right | left | top | bottom); a name without room is left out.
    """
    units, places = answer.territory.units, answer.territory.table("places").set_index("place_id")
    oblasts = {str(o) for o in frames.optimised(answer).by_unit["oblast_id"]}
    west, _, east, _ = shapely.unary_union(
        [shapely.geometry.shape(f["geometry"]) for f in backdrop["features"]]
    ).bounds
    px = width / (east - west)
    taken: list[tuple[float, float, float, float]] = []
    rows = []
    for oblast in sorted(oblasts):
        centre = units.loc[oblast, "centre_place_id"] if oblast in units.index else None
        if not isinstance(centre, str) or centre not in places.index:
            continue
        place = places.loc[centre]
        if pd.isna(place["lat"]):
            continue
        x, y = float(place["lon"]) * px, -float(place["lat"]) * px * 1.38
        wide, high = 6.4 * len(str(place["name_en"])), 13.0
        for side in _PLACES:
            left = {"right": x + 6, "left": x - 6 - wide}.get(side, x - wide / 2)
            upper = {"top": y - 8 - high, "bottom": y + 8}.get(side, y - high / 2)
            spot = (left, upper, left + wide, upper + high)
            inside = west * px - 4 <= left and left + wide <= east * px + 30
            if inside and not any(_meet(spot, other) for other in taken):
                taken.append(spot)
                rows.append((place["name_en"], float(place["lat"]), float(place["lon"]), side))
                break
    return pd.DataFrame(rows, columns=["name", "lat", "lon", "side"])


def _meet(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _texts(labels: pd.DataFrame) -> list[alt.Chart]:
    """A white halo under each name, so that it reads on any shade."""
    marks: dict[str, dict[str, Any]] = {
        "right": {"align": "left", "dx": 6},
        "left": {"align": "right", "dx": -6},
        "top": {"align": "center", "dy": -12},
        "bottom": {"align": "center", "dy": 13},
    }
    texts = []
    for side, mark in marks.items():
        part = labels[labels["side"] == side]
        if part.empty:
            continue
        halo = {"stroke": "white", "strokeWidth": 3, "strokeJoin": "round", "opacity": 0.85}
        for look in (halo, {"color": style.INK}):
            texts.append(
                alt.Chart(part)
                .mark_text(fontSize=11, **mark, **look)
                .encode(longitude="lon:Q", latitude="lat:Q", text="name:N")
            )
    return texts


def _panel_size(backdrop: GeoJson) -> tuple[int, int]:
    west, south, east, north = shapely.unary_union(
        [shapely.geometry.shape(f["geometry"]) for f in backdrop["features"]]
    ).bounds
    ratio = (north - south) * 1.42 / max(1e-6, east - west)
    return PANEL, int(min(max(ratio * PANEL, 240), 480))
