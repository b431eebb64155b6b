"""The map of a network: roads, railways, what is planned, and which points are drawn."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from inputs.boundaries import GeoJson, load_boundaries
from inputs.network import MultimodalNetwork
from scenarios.language import _, marked, told
from scenarios.views import style
from scenarios.views.charts import _conic
from scenarios.views.charts._labels import Point, label_layers, place_labels

_WIDTH = style.WIDTH - 10  # px
_HEIGHT = 640  # px
_FONT = 10
_LOOKS = {
    marked("road"): ("#b9a48c", 3.2, [1, 0]),
    marked("railway"): (style.INK, 1.3, [1, 0]),
    marked("planned road"): ("#7fb8dd", 3.2, [5, 3]),
    marked("planned railway"): (style.OPTIMISED, 1.8, [5, 3]),
}
_POINTS = {marked("known"): style.INK, marked("drawn from its neighbours"): "white"}
_MANY_WAYS = 5  # links at a district centre from which it has a name
_NAMED_FIRST = ("city", "oblast_centre", "port", "border_crossing", "town", "district_centre")

CAPTION = marked(
    "Brown: roads; dark: railways; blue and dashed: planned links that stand in the year. Lines "
    "join nodes and are not the course of the way. Hollow points are drawn from their neighbours. "
    "Outlines of oblasts are those before the reforms of 2018 and 2022."
)


def network_map(network: MultimodalNetwork, outlines: GeoJson | None = None) -> alt.LayerChart:
    """Links and nodes that stand in the network's year, on pale outlines.

    Parameters
    ----------
    outlines : background; None: the embedded oblasts
    """
    land = load_boundaries() if outlines is None else outlines
    used = np.zeros(network.node_count, dtype=bool)
    used[network.tail] = used[network.head] = True
    middle = float(np.median(network.lon[used]))
    ground = alt.Chart(alt.InlineData(values=land["features"])).mark_geoshape(
        aria=False, fill=style.LAND, stroke=style.BORDER, strokeWidth=0.7
    )
    chart = style.layered(
        ground, _links(network), _nodes(network, used), *_names(network, used, land, middle)
    )
    finished: alt.LayerChart = style.finish(
        chart.project(**_conic.looks(middle))
        .properties(width=_WIDTH, height=_HEIGHT)
        .resolve_scale(color="independent", fill="independent")
    )
    return finished


def _links(network: MultimodalNetwork) -> alt.Chart:
    drawn = network.modes != "transfer"
    tail, head = network.tail[drawn], network.head[drawn]
    planned = np.where(network.status[drawn] == "planned", "planned ", "")
    mode = np.where(network.modes[drawn] == "rail", "railway", "road")
    frame = pd.DataFrame(
        {
            "kind": np.char.add(planned, mode),
            "lat": network.lat[tail].round(4),
            "lon": network.lon[tail].round(4),
            "lat2": network.lat[head].round(4),
            "lon2": network.lon[head].round(4),
            "said": [
                _(
                    "{start} - {end}, {km:.0f} km ({basis})",
                    start=network.names[a],
                    end=network.names[b],
                    km=km,
                    basis=told(basis),
                )
                for a, b, km, basis in zip(
                    tail, head, network.length_km[drawn], network.basis[drawn], strict=True
                )
            ],
        }
    )
    order = list(_LOOKS)
    # railways above roads, planned above existing
    frame = frame.sort_values("kind", key=lambda kinds: kinds.map(order.index), kind="stable")
    frame["kind"] = frame["kind"].map(told)
    looks = list(_LOOKS.values())
    scales: list[dict[str, Any]] = [
        {"domain": [told(kind) for kind in order], "range": [look[part] for look in looks]}
        for part in range(3)
    ]
    legend = alt.Legend(
        title=None, orient="bottom", symbolType="stroke", symbolStrokeWidth=3, symbolSize=300
    )
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_rule()
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            longitude2="lon2:Q",
            latitude2="lat2:Q",
            color=alt.Color("kind:N", scale=alt.Scale(**scales[0]), legend=legend),
            strokeWidth=alt.StrokeWidth("kind:N", scale=alt.Scale(**scales[1]), legend=None),
            strokeDash=alt.StrokeDash("kind:N", scale=alt.Scale(**scales[2]), legend=None),
            description="said:N",
        )
    )
    return chart


def _nodes(network: MultimodalNetwork, used: NDArray[np.bool_]) -> alt.Chart:
    drawn = network.positions[used] == "schematic"
    frame = pd.DataFrame(
        {
            "lat": network.lat[used].round(4),
            "lon": network.lon[used].round(4),
            "point": np.where(drawn, told("drawn from its neighbours"), told("known")),
            "said": network.names[used],
        }
    )
    chart: alt.Chart = (
        alt.Chart(frame)
        .mark_point(shape="circle", size=22, stroke=style.INK, strokeWidth=0.9, opacity=1)
        .encode(
            longitude="lon:Q",
            latitude="lat:Q",
            fill=alt.Fill(
                "point:N",
                scale=alt.Scale(
                    domain=[told(point) for point in _POINTS], range=list(_POINTS.values())
                ),
                legend=alt.Legend(title=_("Point"), orient="bottom"),
            ),
            description="said:N",
        )
    )
    return chart


def _names(
    network: MultimodalNetwork, used: NDArray[np.bool_], land: GeoJson, middle: float
) -> list[alt.Chart]:
    """As many names as find room, the larger places first."""
    rank = {kind: place for place, kind in enumerate(_NAMED_FIRST)}
    ways = np.bincount(np.concatenate([network.tail, network.head]), minlength=used.size)
    ranked = used & np.isin(network.kinds, list(rank))
    chosen = sorted(
        np.flatnonzero(ranked & ((network.kinds != "district_centre") | (ways >= _MANY_WAYS))),
        key=lambda node: rank[str(network.kinds[node])],
    )
    corners = np.concatenate(
        [shapely.get_coordinates(shapely.geometry.shape(f["geometry"])) for f in land["features"]]
    )
    ground = _conic.plane(corners[:, 1], corners[:, 0], middle)
    low, high = ground.min(axis=0), ground.max(axis=0)
    scale = min(_WIDTH / (high[0] - low[0]), _HEIGHT / (high[1] - low[1]))
    at = _conic.plane(network.lat[chosen], network.lon[chosen], middle)
    x, y = ((at - (low + high) / 2) * scale + (_WIDTH / 2, _HEIGHT / 2)).T
    names = network.names[chosen]
    points = [Point(str(name), px, py) for name, px, py in zip(names, x, y, strict=True)]
    sides = place_labels(points, _WIDTH, _FONT)
    table = pd.DataFrame({"name": names, "lat": network.lat[chosen], "lon": network.lon[chosen]})
    table["side"] = table["name"].map(sides)
    table = table.dropna(subset=["side"]).drop_duplicates("name")
    return label_layers(table, _FONT, {"longitude": "lon:Q", "latitude": "lat:Q"})
