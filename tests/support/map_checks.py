"""What must hold for the layers of any answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise

from scenarios.app.map.layers import MapLayers, Mark

PLANS = ("documented", "optimised")


def faults(layers: MapLayers) -> Iterator[str]:
    """Everything about layers that a browser could not draw."""
    json.loads(layers.to_json())
    places = {place.id for place in layers.places}
    if len(places) != len(layers.places):
        yield "two places have one id"
    if any(a >= b for a, b in pairwise(layers.steps)) or not layers.steps:
        yield "steps do not rise"
    if layers.start not in layers.steps:
        yield "it opens with a year that is no step"
    for mark in layers.marks:
        if mark.place not in places:
            yield f"mark at an unknown place {mark.place}"
        if len(mark.radius) != len(layers.steps) or min(mark.radius) < 0:
            yield f"radii of {mark.place}"
        if mark.plan not in ("", *PLANS):
            yield f"plan {mark.plan}"
    for line in layers.lines:
        if line.place and line.place not in places:
            yield f"line of an unknown place {line.place}"
        if len(line.width) != len(layers.steps) or max(line.width) == 0:
            yield f"widths of {line.said}"
    for area in layers.areas:
        if area.place not in places or layers.shade is None:
            yield f"area {area.place}"
        elif not all(
            0 <= k < len(layers.shade.colours) for k in (*area.documented, *area.optimised)
        ):
            yield f"shade of {area.place}"
    for place in layers.places:
        for fact in place.facts:
            for values in (fact.common, fact.documented, fact.optimised):
                if len(values) not in (0, 1, len(layers.steps)):
                    yield f"{fact.label} of {place.id}"
        south, west, north, east = layers.views[0].bounds
        if not (south <= place.lat <= north and west <= place.lon <= east) and place.wishes:
            yield f"{place.id} lies outside the first look"


def radius(layers: MapLayers, place: str, plan: str, year: int) -> float:
    """Of the ring or disc of a plan at a place in a year, px."""
    marks = [m for m in layers.marks if (m.place, m.plan) == (place, plan) and _grown(m)]
    assert len(marks) <= 1
    return marks[0].radius[layers.step(year)] if marks else 0.0


def said(layers: MapLayers, place: str, label: str, plan: str, year: int) -> object:
    """What a fact says of a place under a plan in a year."""
    (of,) = (p for p in layers.places if p.id == place)
    (fact,) = (f for f in of.facts if f.label == label)
    values = fact.common or (fact.documented if plan == "documented" else fact.optimised)
    return values[0] if len(values) == 1 else values[layers.step(year)]


def _grown(mark: Mark) -> bool:
    return mark.look.shape in ("ring", "disc")
