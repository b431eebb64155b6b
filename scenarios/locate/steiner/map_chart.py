"""The map: pipes along their courses, sources, points and branchings."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from inputs.boundaries import GeoJson
from scenarios.language import _, p_
from scenarios.locate.ground import WIDTH, Ground
from scenarios.locate.steiner.answer import NetworkAnswer
from scenarios.locate.steiner.tables import nodes_frame, pipes_frame
from scenarios.locate.wording import km
from scenarios.views import style
from scenarios.views.charts._labels import Point, label_layers, place_labels
from scenarios.views.charts._spoken import labels

MOST_NAMES = 60

_FONT = 11
_DIGITS = 5
_PLAIN = 2.0  # px
_WIDTHS = (1.2, 6.0)  # px of the smallest and the largest pipe
_LOOKS = {
    "source": ("square", style.DOCUMENTED),
    "point": ("circle", style.OPTIMISED),
    "schematic point": ("circle", "white"),
    "branching": ("circle", style.INK),
}
_SIZES = {"source": 130, "point": 60, "schematic point": 60, "branching": 12}


def network_map(answer: NetworkAnswer, outlines: GeoJson | None = None) -> alt.LayerChart:
    """Pipes, sources and points on pale outlines.

    Parameters
    ----------
    outlines : background; None: the embedded oblasts
    """
    nodes = nodes_frame(answer)
    ground = Ground.under(nodes["lat"].to_numpy(), nodes["lon"].to_numpy(), outlines)
    layers: list[alt.Chart | alt.LayerChart] = [_ways(answer), _nodes(nodes)]
    return ground.chart([*layers, *_names(nodes, ground)])


def caption(answer: NetworkAnswer) -> str:
    """What is seen and how to read it."""
    drawn = answer.question.drawn
    if answer.pipe_class is not None:
        pipes = (
            _("Blue lines: pipes, the thicker the wider, drawn straight from node to node.")
            if drawn
            else _("Blue lines: pipes, the thicker the wider, along the routes.")
        )
    else:
        pipes = (
            _("Blue lines: pipes, drawn straight from node to node.")
            if drawn
            else _("Blue lines: pipes, along the routes.")
        )
    parts = [pipes, _("Discs: points.")]
    if answer.question.sources is not None:
        parts.append(_("Squares: sources."))
    parts.append(_("Small dots: branchings. Hollow discs have a schematic position."))
    parts.append(_("Outlines of oblasts are those before the reforms of 2018 and 2022."))
    return " ".join(parts)


def pipe_features(answer: NetworkAnswer) -> list[GeoJson]:
    """A GeoJSON feature per pipe, with the columns of pipes.csv, from source outwards."""
    graph = answer.question.graph
    features = []
    rows = pipes_frame(answer).to_dict("records")
    for row, edge, tail in zip(rows, answer.laid.tolist(), answer.tail.tolist(), strict=True):
        course = graph.courses[edge]
        if graph.edges[edge, 0] != tail:
            course = course[::-1]
        line = {"type": "LineString", "coordinates": course.round(_DIGITS + 1).tolist()}
        properties = {"kind": "pipe", **{str(key): value for key, value in row.items()}}
        properties["km"] = round(row["km"], 6)
        features.append({"type": "Feature", "geometry": line, "properties": properties})
    return features


def _ways(answer: NetworkAnswer) -> alt.Chart:
    features = []
    for feature in pipe_features(answer):
        row = feature["properties"]
        ends = {"start": row["from_name"], "end": row["to_name"], "km": km(row["km"])}
        text = _("{start} to {end}: {km}", **ends)
        if "diameter_mm" in row:
            text = _("{start} to {end}: {km}, {mm:g} mm", mm=row["diameter_mm"], **ends)
        drawn = {"said": text, "mm": row.get("diameter_mm", 0)}
        features.append({"type": "Feature", "geometry": feature["geometry"], **drawn})
    chart: alt.Chart = alt.Chart(alt.InlineData(values=features)).mark_geoshape(
        filled=False, stroke=style.OPTIMISED, strokeWidth=_PLAIN, strokeCap="round"
    )
    sizes = sorted({feature["mm"] for feature in features})
    if len(sizes) < 2:
        return chart.encode(description="said:N")
    legend = alt.Legend(
        title=_("Diameter, mm"), orient="bottom", symbolType="stroke", symbolSize=300
    )
    widths = np.linspace(*_WIDTHS, len(sizes)).tolist()
    scale = alt.Scale(type="ordinal", domain=sizes, range=widths)
    width = alt.StrokeWidth("mm:O", scale=scale, legend=legend)
    return chart.encode(description="said:N", strokeWidth=width)


def _nodes(nodes: pd.DataFrame) -> alt.Chart:
    frame = _with_looks(nodes)
    present = [look for look in _LOOKS if look in set(frame["look"])]
    legend = alt.Legend(
        title=None, orient="bottom", symbolStrokeColor=style.INK, labelExpr=labels(_look_words())
    )

    def scale(values: list[Any]) -> alt.Scale:
        return alt.Scale(domain=present, range=values)

    shape = scale([_LOOKS[look][0] for look in present])
    colour = scale([_LOOKS[look][1] for look in present])
    size = scale([_SIZES[look] for look in present])
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=_records(frame)))
        .mark_point(filled=True, opacity=1, stroke=style.INK, strokeWidth=0.8)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            shape=alt.Shape("look:N", scale=shape, legend=legend),
            fill=alt.Fill("look:N", scale=colour, legend=legend),
            size=alt.Size("look:N", scale=size, legend=None),
            description="said:N",
        )
    )
    return chart


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows for the chart itself, however many; altair refuses a large frame."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _with_looks(nodes: pd.DataFrame) -> pd.DataFrame:
    """Drawn nodes, branchings first so that points lie above them."""
    schematic = nodes["coord_quality"] == "schematic"
    look = np.where(schematic, "schematic point", "point")
    look = np.where(nodes["kind"] == "source", "source", look)
    # a junction of the planner's own table has a quality
    branching = (nodes["kind"] == "junction") & nodes["coord_quality"].isna()
    said = [
        name if np.isnan(d) else _("{point}: {km} along the network", point=name, km=km(d))
        for name, d in zip(nodes["name"], nodes["way_km"], strict=True)
    ]
    frame = pd.DataFrame(
        {
            "lat": nodes["lat"].round(_DIGITS),
            "lon": nodes["lon"].round(_DIGITS),
            "look": np.where(branching, "branching", look),
            "said": said,
        }
    )
    rank = {look: place for place, look in enumerate(reversed(_LOOKS))}
    return frame.sort_values("look", key=lambda looks: looks.map(rank), kind="stable")


def _look_words() -> dict[str, str]:
    return {
        "source": p_("of pipes", "source"),
        "point": p_("of pipes", "point"),
        "schematic point": p_("of pipes", "schematic point"),
        "branching": p_("of pipes", "branching"),
    }


def _names(nodes: pd.DataFrame, ground: Ground) -> list[alt.Chart]:
    """Names of sources and points, as many as find room; of sources where points are too many."""
    named = nodes[nodes["kind"] != "junction"]
    if len(named) > MOST_NAMES:
        named = named[named["kind"] == "source"]
    if not 0 < len(named) <= MOST_NAMES:
        return []
    named = named.sort_values("kind", kind="stable", key=lambda kinds: kinds != "source")
    places = zip(named["name"], named["lat"], named["lon"], strict=True)
    spots = [Point(name, *ground.pixel(lat, lon)) for name, lat, lon in places]
    table = named[["name", "lat", "lon"]].copy()
    table["side"] = table["name"].map(place_labels(spots, WIDTH, _FONT))
    table = table.dropna(subset=["side"]).drop_duplicates("name")
    return label_layers(table, _FONT, {"longitude": "lon:Q", "latitude": "lat:Q"})
