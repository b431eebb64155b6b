"""The map: demand by its distance, sites by what is decided, lines from one to the other."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from inputs.boundaries import GeoJson
from scenarios.language import _, n_, p_
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.ground import WIDTH, Ground
from scenarios.locate.naming import decided
from scenarios.locate.tables import sites_frame
from scenarios.locate.wording import km, quantity
from scenarios.views import style
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.charts._spoken import labels
from scenarios.views.numbers import grouped

MOST_LINES = 1500
MOST_POINTS = 3000
MOST_NAMES = 40
LAYER = "solution.geojson"

_FONT = 11
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
    parts = [answer.question.sites.points]
    if answer.question.demand is not None:
        parts.append(answer.question.demand.points)
    ground = Ground.under(
        np.concatenate([p.lat for p in parts]), np.concatenate([p.lon for p in parts]), outlines
    )
    layers: list[alt.Chart | alt.LayerChart] = []
    if answer.question.demand is not None:
        if _has_lines(answer):
            layers.append(_lines(answer))
        layers.append(_demand(answer))
    layers += [
        layer
        for open_too in (False, True)
        if (layer := _sites(answer, open_too=open_too)) is not None
    ]
    layers += _names(answer, ground)
    return ground.chart(layers)


def caption(answer: LocationAnswer) -> str:
    """What is seen and how to read it."""
    parts = [
        _("Diamonds: open sites, blue where opened by this plan, slate where they stand today.")
    ]
    if answer.question.demand is not None:
        parts.append(
            _("Circles: demand points, the larger the more demand, the darker the farther.")
        )
        if answer.unserved > 0:
            parts.append(_("A dark outline: not reached; the shade is for the nearest open site."))
        count = len(answer.question.demand.points)
        if count > MOST_POINTS:
            parts.append(
                _(
                    "{count} demand points are drawn as {circles} circles, near ones as one; "
                    "{file} has each.",
                    count=grouped(count),
                    circles=grouped(len(demand_frame(answer))),
                    file=LAYER,
                )
            )
        if _has_lines(answer):
            parts.append(_("Lines lead to the site that serves them; they are no roads."))
        else:
            parts.append(_("The lines to the sites stand in {file}.", file=LAYER))
    others = len(answer.question.sites.points) - len(answer.solution.open)
    if others > MOST_POINTS:
        parts.append(
            _(
                "The {others} other sites are too many to be drawn, unless they are closed by this "
                "plan; {file} has each.",
                others=grouped(others),
                file=LAYER,
            )
        )
    parts.append(_("Outlines of oblasts are those before the reforms of 2018 and 2022."))
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
    no_way = _("no way")
    told = [
        _(
            "{name}: {weight}, {km}",
            name=name,
            weight=quantity(weight),
            km=no_way if np.isnan(d) else km(d),
        )
        for name, weight, d in zip(frame["name"], frame["weight"], frame["km"], strict=True)
    ]
    if served is not None:
        told = [f"{text} {where}" for text, where in zip(told, served, strict=True)]
    frame["said"] = told
    return frame.drop(columns=["name", "lost"])


def _serving(answer: LocationAnswer) -> list[str]:
    """(N,) "to Kegen"; "to the nearest open site, not reached"."""
    names = answer.question.sites.points.names
    unserved = _("to the nearest open site, not served")
    told = [unserved] * len(answer.question.points_of_demand.points)
    for demand, part in answer.links.groupby("demand")["site"]:
        told[int(str(demand))] = _("to {sites}", sites=[names[j] for j in part])
    return told


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
    sums["name"] = [
        n_("{n} demand points", "{n} demand points", count)
        for count in sums.pop("count").astype(int).tolist()
    ]
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
                    title=p_("of points", "Demand"),
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
                    title=_("km to its site"), orient="bottom", format=",.3~f", gradientLength=220
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
    legend = alt.Legend(
        title=_("Open sites") if open_too else _("Other sites"),
        orient="bottom",
        labelExpr=labels({word: decided(word) for word in present}),
    )
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
    values = {"name": row["name"], "decision": decided(row["decision"])}
    text = _("{name}, {decision}", **values)
    if row["enlarged"]:
        text = _("{name}, {decision} and enlarged", **values)
    if row["open"] and row.get("load", 0) > 0:
        return _(
            "{site}: serves {load} at {km} on average",
            site=text,
            load=quantity(row["load"]),
            km=km(row["mean_km"]),
        )
    return text


def _names(answer: LocationAnswer, ground: Ground) -> list[alt.Chart]:
    """Names of the open sites, as many as find room; none where there are too many."""
    chosen = answer.solution.open
    if not 0 < len(chosen) <= MOST_NAMES:
        return []
    points = answer.question.sites.points
    longest = [Point(points.names[j], *ground.pixel(points.lat[j], points.lon[j])) for j in chosen]
    sides = place_labels(longest, WIDTH, _FONT)
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
