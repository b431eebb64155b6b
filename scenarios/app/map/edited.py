"""What a plan made by hand changes on the map of an answer: a few places, not the whole map."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

import numpy as np

from scenarios.app.map.figures import Figures
from scenarios.app.map.layers import OPTIMISED, Fact, Key, MapLayers, Mark
from scenarios.app.map.programme import Scene
from scenarios.app.map.wording import plan_names
from scenarios.evaluation import Evaluation
from scenarios.language import speaking
from scenarios.study import Answer

SMALLEST = 1e-6  # of a figure; below it two simulations of the same thing may differ


@dataclass(frozen=True)
class PlaceEdited:
    """A place under the plan made by hand.

    Attributes
    ----------
    facts : (T,) each, in the order of the place's facts that the plans differ in
    classes : (T,) of shade
    mark : None where nothing is added any more
    """

    facts: tuple[tuple[float, ...], ...]
    classes: tuple[int, ...]
    mark: Mark | None


@dataclass(frozen=True)
class MapEdit:
    """What is other than under the optimised plan, whose place the plan made by hand takes.

    Attributes
    ----------
    plans, one_plan, keys : as in `MapLayers`
    places : by id
    """

    plans: dict[str, str]
    one_plan: str
    keys: tuple[Key, ...]
    places: dict[str, PlaceEdited]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def map_edit(answer: Answer, edited: Evaluation, layers: MapLayers, language: str) -> MapEdit:
    """The edit of a yearly programme's layers.

    Parameters
    ----------
    answer : whose layers they are; its scales hold for the plan made by hand, too
    edited : the plan made by hand
    language : of the layers
    """
    scene = Scene.of(answer)
    own = Figures.of(edited, scene.study, scene.steps)
    with speaking(language):
        before, after = plan_names(edited=False), plan_names(edited=True)
    changed = _changed(scene.optimised, own)
    said = {before.adds[OPTIMISED]: after.adds[OPTIMISED]}
    return MapEdit(
        after.called,
        after.one,
        tuple(replace(key, said=said.get(key.said, key.said)) for key in layers.keys),
        {
            place.id: PlaceEdited(
                scene.facts(own, place.id),
                scene.classes(own, place.id),
                scene.mark(OPTIMISED, own, place.id, schematic=place.schematic),
            )
            for place in layers.places
            if place.id in changed
        },
    )


def with_edit(layers: MapLayers, edit: MapEdit) -> MapLayers:
    """The layers as the browser shows them under an edit."""
    changed = edit.places
    places = tuple(
        replace(place, facts=tuple(_facts(place.facts, changed[place.id].facts)))
        if place.id in changed
        else place
        for place in layers.places
    )
    areas = tuple(
        replace(area, optimised=changed[area.place].classes) if area.place in changed else area
        for area in layers.areas
    )
    kept = [m for m in layers.marks if m.plan != OPTIMISED or m.place not in changed]
    new = [c.mark for c in changed.values() if c.mark is not None]
    return replace(
        layers,
        plans=edit.plans,
        one_plan=edit.one_plan,
        keys=edit.keys,
        places=places,
        areas=areas,
        marks=(*kept, *new),
    )


def _facts(facts: tuple[Fact, ...], own: tuple[tuple[float, ...], ...]) -> list[Fact]:
    values = iter(own)
    return [replace(f, optimised=next(values)) if f.documented else f for f in facts]


def _changed(first: Figures, second: Figures) -> set[str]:
    """Units in which the figures of two plans differ."""
    order = [second.row[unit] for unit in first.row]
    differs = np.zeros(len(order), dtype=bool)
    for one, other in (
        (first.added, second.added),
        (first.shortage, second.shortage),
        (first.share, second.share),
    ):
        same = np.isclose(one, other[order], rtol=SMALLEST, atol=SMALLEST, equal_nan=True)
        differs |= ~same.all(axis=1)
    return {unit for unit, row in first.row.items() if differs[row]}
