"""The map: demand by its distance, sites by what is decided, lines from one to the other."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import shapely

from inputs.boundaries import GeoJson, load_boundaries
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.tables import sites_frame
from scenarios.locate.wording import km, quantity
from scenarios.views import style
from scenarios.views.cells import Bounds, cropped
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.numbers import grouped

MOST_LINES = 1500
MOST_POINTS = 3000
MOST_NAMES = 40

_FONT = 11
_WIDTH = style.WIDTH - 10  # px
_HEIGHTS = (300, 660)  # px, least and most
_MARGIN = 0.06  # share of the map's width on each side
_STRAIGHT_BELOW = 6.0  # degrees of longitude that a map may be drawn as on a flat earth
_CLASSES = 5
_DECIDED = {
    "opened": ("diamond", style.OPTIMISED),
    "kept": ("diamond", style.DOCUMENTED),
    "committed": ("square", style.DOCUMENTED),
    "closed": ("cross", style.DOCUMENTED),
    "not chosen": ("diamond", "#a9b2ba"),
    "excluded": ("cross", "#a9b2ba"),
}
_IS_OPEN = ("opened", "kept", "committed")


def location_map(answer: LocationAnswer, outlines: GeoJson | None = None) -> alt.LayerChart:
    """Demand points, sites and who is served where, on pale outlines.

    Parameters
    ----------
    outlines : background; None: the embedded oblasts
    """
    bounds = _filled(_bounds(answer))
    land = load_boundaries() if outlines is None else outlines
    backdrop = cropped(land, bounds, margin_deg=0.0)
    frame = _frame_of(backdrop, bounds)
    height = _height(frame)
    ground = alt.Chart(alt.InlineData(values=backdrop["features"])).mark_geoshape(
        aria=False, fill=style.LAND, stroke=style.BORDER, strokeWidth=0.7
    )
    layers: list[alt.Chart | alt.LayerChart] = [ground]
    if answer.question.demand is not None:
        if _has_lines(answer):
            layers.append(_lines(answer))
        layers.append(_demand(answer))
    layers += [
        layer
        for open_too in (False, True)
        if (layer := _sites(answer, open_too=open_too)) is not None
    ]
    layers += _names(answer, frame)
    chart = style.layered(*layers)
    if frame[2] - frame[0] < _STRAIGHT_BELOW:
        chart = style.layered(*layers, *_scale_bar(frame)).project(type="mercator")
    else:
        middle = (frame[0] + frame[2]) / 2
        chart = chart.project(type="conicEqualArea", parallels=[42, 50], rotate=[-middle, 0, 0])
    finished: alt.LayerChart = style.finish(
        chart.properties(width=_WIDTH, height=height).resolve_scale(
            color="independent", shape="independent", size="independent"
        )
    )
    return finished


def caption(answer: LocationAnswer) -> str:
    """What is seen and how to read it."""
    parts = ["Diamonds: open sites, blue where opened by this plan, slate where they stand today."]
    if answer.question.demand is not None:
        parts.append("Circles: demand points, the larger the more demand, the darker the farther.")
        if answer.unserved > 0:
            parts.append("A dark outline: not reached; the shade is for the nearest open site.")
        count = len(answer.question.demand.points)
        if count > MOST_POINTS:
            parts.append(
                f"{grouped(count)} demand points are drawn as {grouped(len(demand_frame(answer)))} "
                "circles, near ones as one; solution.geojson has each."
            )
        if _has_lines(answer):
            parts.append("Lines lead to the site that serves them; they are no roads.")
        else:
            parts.append("The lines to the sites stand in solution.geojson.")
    others = len(answer.question.sites.points) - len(answer.solution.open)
    if others > MOST_POINTS:
        parts.append(
            f"The {grouped(others)} other sites are too many to be drawn, unless they are closed "
            "by this plan; solution.geojson has each."
        )
    parts.append("Outlines of oblasts are those before the reforms of 2018 and 2022.")
    return " ".join(parts)


def _has_lines(answer: LocationAnswer) -> bool:
    return len(answer.links) <= MOST_LINES


def _lines(answer: LocationAnswer) -> alt.Chart:
    demand, sites = answer.question.points_of_demand.points, answer.question.sites.points
    from_, to = answer.links["demand"].to_numpy(), answer.links["site"].to_numpy()
    frame = pd.DataFrame(
        {
            "lat": demand.lat[from_].round(5),
            "lon": demand.lon[from_].round(5),
            "lat2": sites.lat[to].round(5),
            "lon2": sites.lon[to].round(5),
        }
    )
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_rule(aria=False, color=style.OPTIMISED, opacity=0.35, strokeWidth=1)
        .encode(longitude="lon:Q", latitude="lat:Q", longitude2="lon2:Q", latitude2="lat2:Q")
    )
    return chart


def demand_frame(answer: LocationAnswer) -> pd.DataFrame:
    """Drawn demand points: lat, lon, weight, km (NaN if out of reach), reached, said.

    Where there are too many to draw, those of a cell of a grid are one point.
    """
    demand = answer.question.points_of_demand
    frame = pd.DataFrame(
        {
            "lat": demand.points.lat,
            "lon": demand.points.lon,
            "weight": demand.weight,
            "km": np.where(np.isfinite(answer.km), answer.km, np.nan),
            "lost": demand.weight * (1 - answer.served),
            "name": demand.points.names,
        }
    )
    if len(frame) > MOST_POINTS:
        frame = _in_cells(frame)
    frame["reached"] = frame["lost"] <= 0.5 * frame["weight"]
    served = _serving(answer) if len(frame) == len(demand.points) else None
    frame["said"] = [
        f"{name}: {quantity(weight)}, {'no way' if np.isnan(d) else km(d)}"
        + ("" if served is None else f" {served[i]}")
        for i, (name, weight, d) in enumerate(
            zip(frame["name"], frame["weight"], frame["km"], strict=True)
        )
    ]
    return frame.drop(columns=["name", "lost"])


def _serving(answer: LocationAnswer) -> list[str]:
    """(N,) "to Kegen"; "to the nearest open site, not reached"."""
    names = answer.question.sites.points.names
    said = ["to the nearest open site, not served"] * len(answer.question.points_of_demand.points)
    for demand, part in answer.links.groupby("demand")["site"]:
        said[int(str(demand))] = "to " + " and ".join(names[j] for j in part)
    return said


def _in_cells(frame: pd.DataFrame) -> pd.DataFrame:
    span = max(np.ptp(frame["lat"]) * 1.4, np.ptp(frame["lon"]))
    size = span / np.sqrt(MOST_POINTS)
    rows = ((frame["lat"] - frame["lat"].min()) * 1.4 / size).astype(int)
    columns = ((frame["lon"] - frame["lon"].min()) / size).astype(int)
    heavy = frame.assign(
        **{key: frame[key] * frame["weight"] for key in ("lat", "lon", "km")}, count=1
    )
    sums = heavy.groupby([rows, columns])[["lat", "lon", "km", "weight", "lost", "count"]].sum()
    sums = sums[sums["weight"] > 0].reset_index(drop=True)
    for key in ("lat", "lon", "km"):
        sums[key] = sums[key] / sums["weight"]
    sums["name"] = [f"{count} demand points" for count in sums.pop("count").astype(int)]
    return sums


def _demand(answer: LocationAnswer) -> alt.Chart:
    frame = demand_frame(answer)
    frame[["lat", "lon"]] = frame[["lat", "lon"]].round(5)
    top = _class_top(float(frame["km"].max()) if frame["km"].notna().any() else 1.0)
    largest = float(frame["weight"].max())
    biggest = 420 if len(frame) < 400 else 160
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_point(shape="circle", filled=True, opacity=0.95, strokeWidth=0.7)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            size=alt.Size(
                "weight:Q",
                scale=alt.Scale(domain=[0, largest], range=[8, biggest]),
                legend=alt.Legend(
                    title="Demand",
                    orient="bottom",
                    values=_size_steps(largest),
                    format=",.3~f",
                    symbolType="circle",
                    symbolFillColor="transparent",
                    symbolStrokeColor=style.MUTED,
                ),
            ),
            fill=alt.Fill(
                "km:Q",
                scale=alt.Scale(
                    type="quantize", domain=[0, top], range=list(style.SHORTAGE_RAMP[1:6])
                ),
                legend=alt.Legend(
                    title="km to its site", orient="bottom", format=",.3~f", gradientLength=220
                ),
            ),
            stroke=alt.condition("datum.reached", alt.value("#8a6a4f"), alt.value(style.INK)),
            strokeWidth=alt.condition("datum.reached", alt.value(0.6), alt.value(1.6)),
            order=alt.Order("weight:Q", sort="descending"),
            description="said:N",
        )
    )
    return chart


def _class_top(farthest: float) -> float:
    """Upper end of five classes of round width."""
    if farthest <= 0:
        return 1.0
    size = 10.0 ** np.floor(np.log10(farthest / _CLASSES))
    step = next(s * size for s in (1, 2, 2.5, 5, 10) if s * size * _CLASSES >= farthest)
    return float(step * _CLASSES)


def _size_steps(largest: float) -> list[float]:
    size = 10.0 ** np.floor(np.log10(largest)) if largest > 0 else 1.0
    top = next(s * size for s in (5, 2, 1) if s * size <= max(largest, size))
    return [top / 10, top / 2, top]


def _sites(answer: LocationAnswer, *, open_too: bool) -> alt.Chart | None:
    """Open or other sites; None where there are none to draw."""
    frame = sites_frame(answer)
    frame = frame[frame["open"] == open_too]
    if len(frame) > MOST_POINTS and not open_too:
        frame = frame[frame["decision"] == "closed"]
    if frame.empty:
        return None
    frame = frame.assign(
        said=[_site_said(row) for row in frame.to_dict("records")],
        lat=frame["lat"].round(5),
        lon=frame["lon"].round(5),
        decision=frame["decision"],
    )
    present = [d for d in _DECIDED if d in set(frame["decision"])]
    colours = [_DECIDED[d][1] for d in present]
    shapes = [_DECIDED[d][0] for d in present]
    legend = alt.Legend(title="Open sites" if open_too else "Other sites", orient="bottom")
    many = len(frame) > MOST_NAMES
    look: dict[str, Any] = (
        {"size": 70 if many else 190, "stroke": "white", "strokeWidth": 1.2, "filled": True}
        if open_too
        else {"size": 14 if many else 42, "strokeWidth": 1.1, "filled": False}
    )
    encoding: dict[str, Any] = {
        "color": alt.Color(
            "decision:N", scale=alt.Scale(domain=present, range=colours), legend=legend
        ),
        "shape": alt.Shape(
            "decision:N", scale=alt.Scale(domain=present, range=shapes), legend=legend
        ),
    }
    chart: alt.Chart = (
        alt.Chart(_inline(frame[["lat", "lon", "decision", "said"]]))
        .mark_point(opacity=1, **look)
        .encode(longitude="lon:Q", latitude="lat:Q", description="said:N", **encoding)
    )
    return chart


def _inline(frame: pd.DataFrame) -> alt.InlineData:
    """Rows in the chart itself, however many; altair refuses a large frame."""
    columns = [str(column) for column in frame.columns]
    rows = frame.itertuples(index=False, name=None)
    return alt.InlineData(values=[dict(zip(columns, row, strict=True)) for row in rows])


def _site_said(row: dict[Any, Any]) -> str:
    said = f"{row['name']}, {row['decision']}"
    if row["enlarged"]:
        said += " and enlarged"
    if row["open"] and row.get("load", 0) > 0:
        said += f": serves {quantity(row['load'])} at {km(row['mean_km'])} on average"
    return said


def _names(answer: LocationAnswer, frame: Bounds) -> list[alt.Chart]:
    """Names of the open sites, as many as find room; none where there are too many."""
    chosen = answer.solution.open
    if not 0 < len(chosen) <= MOST_NAMES:
        return []
    points = answer.question.sites.points
    px = _WIDTH / (frame[2] - frame[0])
    placed = [
        Point(str(k), (points.lon[j] - frame[0]) * px, -points.lat[j] * px * _stretch(frame))
        for k, j in enumerate(chosen)
    ]
    longest = [
        Point(points.names[j], spot.x, spot.y) for j, spot in zip(chosen, placed, strict=True)
    ]
    sides = place_labels(longest, _WIDTH, _FONT)
    table = pd.DataFrame(
        {
            "name": [points.names[j] for j in chosen],
            "lat": points.lat[chosen],
            "lon": points.lon[chosen],
        }
    )
    table["side"] = table["name"].map(sides)
    table = table.dropna(subset=["side"]).drop_duplicates("name")
    return label_layers(table, _FONT, {"longitude": "lon:Q", "latitude": "lat:Q"})


def _scale_bar(frame: Bounds) -> list[alt.Chart]:
    west, south, east, north = frame
    across = (east - west) * 111.2 * np.cos(np.radians(south))
    size = 10.0 ** np.floor(np.log10(across / 5))
    length = next(s * size for s in (5, 2, 1) if s * size <= across / 5)
    lat = south + 0.025 * (north - south)
    lon = west + 0.03 * (east - west)
    end = lon + length / (111.2 * np.cos(np.radians(lat)))
    bar = pd.DataFrame(
        {"lat": [lat], "lon": [lon], "lat2": [lat], "lon2": [end], "text": [f"{length:g} km"]}
    )
    rule = alt.Chart(bar).mark_rule(aria=False, color=style.INK, strokeWidth=2)
    text = alt.Chart(bar).mark_text(aria=False, align="left", dy=-9, color=style.INK)
    return [
        rule.encode(longitude="lon:Q", latitude="lat:Q", longitude2="lon2:Q", latitude2="lat2:Q"),
        text.encode(longitude="lon:Q", latitude="lat:Q", text="text:N"),
    ]


def _bounds(answer: LocationAnswer) -> Bounds:
    """West, south, east, north of all points."""
    parts = [answer.question.sites.points]
    if answer.question.demand is not None:
        parts.append(answer.question.demand.points)
    lat = np.concatenate([p.lat for p in parts])
    lon = np.concatenate([p.lon for p in parts])
    return float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())


def _filled(bounds: Bounds) -> Bounds:
    """Bounds with a margin, made as wide or as high as the highest map that is drawn."""
    west, south, east, north = bounds
    stretch = _stretch(bounds)
    wide = max(east - west, 0.05) * (1 + 2 * _MARGIN)
    high = max(north - south, 0.03) * (1 + 2 * _MARGIN)
    ratio = _HEIGHTS[1] / _WIDTH
    wide = max(wide, high * stretch / ratio)
    high = max(high, wide * _HEIGHTS[0] / _WIDTH / stretch)
    # room for the scale bar below the points
    high *= 1 + _MARGIN
    x, y = (west + east) / 2, (south + north) / 2 - _MARGIN / 2 * high
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def _frame_of(backdrop: GeoJson, bounds: Bounds) -> Bounds:
    """What the map shows: the land drawn and all points."""
    boxes = [shapely.geometry.shape(f["geometry"]).bounds for f in backdrop["features"]]
    corners = np.array([bounds, *boxes])
    west, south = corners[:, :2].min(axis=0)
    east, north = corners[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def _stretch(frame: Bounds) -> float:
    """A degree of latitude over one of longitude."""
    return float(1 / np.cos(np.radians((frame[1] + frame[3]) / 2)))


def _height(frame: Bounds) -> int:
    ratio = (frame[3] - frame[1]) * _stretch(frame) / max(1e-6, frame[2] - frame[0])
    return int(min(max(ratio * _WIDTH, _HEIGHTS[0]), _HEIGHTS[1]))
