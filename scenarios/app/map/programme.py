"""Yearly programmes by unit: land shaded by what is still short, additions as rings and discs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from inputs.boundaries import load_boundaries
from scenarios.app.map import ground
from scenarios.app.map.built import grown
from scenarios.app.map.figures import Figures
from scenarios.app.map.layers import (
    DOCUMENTED,
    OPTIMISED,
    Area,
    Fact,
    Key,
    Look,
    MapLayers,
    Mark,
    Place,
    Shade,
    View,
)
from scenarios.app.map.scales import (
    YearClasses,
    half_title,
    rounded,
    sizes,
)
from scenarios.app.map.wording import PlanNames, in_schematic_place, programme_words, unplaced
from scenarios.language import _, spoken
from scenarios.scenario import StudyName
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.cells import nudged
from scenarios.views.charts.plan_map import default_year, shade_step, unit_land

_CLASSES = 6


def programme_layers(answer: Answer, plans: PlanNames) -> MapLayers:
    """Units of a yearly programme in all its years."""
    points = nudged(frames.positions(answer))
    scene = Scene.of(answer)
    land = unit_land(answer, load_boundaries())
    drawn = [cell for unit, cell in land.items() if unit in set(points["unit_id"])]
    whole = ground.frame_of_land(drawn, ground.frame(points["lat"], points["lon"]))
    said = programme_words(answer.scenario.study)
    oblasts = [str(o) for o in frames.optimised(answer).by_unit["oblast_id"].unique()]
    missing = len(frames.unit_ids(answer)) - len(points)
    return MapLayers(
        title=said.title,
        steps=scene.steps,
        start=default_year(answer),
        views=(View(_("Everything"), whole),),
        land=ground.land_around(whole),
        plans=plans.called,
        one_plan=plans.one,
        places=tuple(_places(answer, points, scene)),
        areas=tuple(
            Area(
                unit,
                shapely.geometry.mapping(land[unit]),
                scene.classes(scene.documented, unit),
                scene.classes(scene.optimised, unit),
            )
            for unit in points["unit_id"]
            if unit in land
        ),
        marks=tuple(_marks(points, scene)),
        labels=ground.centre_labels(answer, oblasts),
        shade=scene.shade,
        ages=scene.ages.legend(half_title()),
        sizes=sizes(said.added, scene.largest),
        keys=_keys(points, plans),
        notes=(
            _("Shaded land is what lies nearest to a unit's centre; it shows no borders of units."),
            *unplaced(missing),
        ),
    )


@dataclass(frozen=True)
class Scene:
    """Both plans of an answer and the scales that they share.

    Attributes
    ----------
    largest : what the largest symbol stands for
    """

    study: StudyName
    steps: tuple[int, ...]
    documented: Figures
    optimised: Figures
    shade: Shade
    ages: YearClasses
    largest: float

    @classmethod
    def of(cls, answer: Answer) -> Scene:
        study, steps = answer.scenario.study, tuple(frames.years(answer))
        documented = Figures.of(frames.baseline(answer), study, steps)
        optimised = Figures.of(frames.optimised(answer), study, steps)
        # Classes fit what the map opens with and later; the first years lie in the darkest class.
        since = steps.index(default_year(answer))
        worst = max(float(f.share[:, since:].max()) for f in (documented, optimised))
        step = shade_step(100.0 * worst)
        shade = Shade(
            programme_words(study).share_missing,
            tuple(float(step * k) for k in range(_CLASSES + 1)),
            tuple(style.SHORTAGE_RAMP[:_CLASSES]),
        )
        largest = max(1.0, float(documented.added.max()), float(optimised.added.max()))
        return cls(study, steps, documented, optimised, shade, YearClasses(steps), largest)

    def classes(self, figures: Figures, unit: str) -> tuple[int, ...]:
        """(T,) class of shade."""
        share = 100.0 * figures.share[figures.row[unit]]
        found = np.searchsorted(self.shade.bounds, share, side="right") - 1
        return tuple(np.clip(found, 0, len(self.shade.colours) - 1).tolist())

    def facts(self, figures: Figures, unit: str) -> tuple[tuple[float, ...], ...]:
        """(T,) what is added, short, and short in percent of need; as they are said."""
        row = figures.row[unit]
        return (
            rounded(figures.added[row]),
            rounded(figures.shortage[row]),
            rounded(100.0 * figures.share[row], 1),
        )

    def mark(self, plan: str, figures: Figures, unit: str, *, schematic: bool) -> Mark | None:
        """The symbol of what a plan adds in a unit; None where that is nothing."""
        added = {plan: figures.added[figures.row[unit]]}
        return next(grown(unit, added, self.ages, self.largest, schematic=schematic), None)


def _places(answer: Answer, points: pd.DataFrame, scene: Scene) -> list[Place]:
    said = programme_words(answer.scenario.study)
    territory, language = answer.territory, spoken()
    heads = ((said.added, 0), (said.missing, 0), (said.share_missing, 1))
    found = []
    for point in frames.rows(points):
        unit = str(point.unit_id)
        oblast = territory.oblast_of(unit)
        documented, optimised = (
            scene.facts(scene.documented, unit),
            scene.facts(scene.optimised, unit),
        )
        need = rounded(scene.optimised.need[scene.optimised.row[unit]])
        facts = [
            Fact(label, digits, documented=theirs, optimised=ours)
            for (label, digits), theirs, ours in zip(heads, documented, optimised, strict=True)
        ]
        found.append(
            Place(
                id=unit,
                name=territory.name(unit, language),
                within="" if oblast == unit else territory.name(oblast, language),
                lat=round(float(point.lat), 4),
                lon=round(float(point.lon), 4),
                schematic=point.coord_quality == "schematic",
                facts=(Fact(said.need, common=need), *facts),
            )
        )
    return found


def _marks(points: pd.DataFrame, scene: Scene) -> list[Mark]:
    found = [
        scene.mark(plan, figures, str(point.unit_id), schematic=point.coord_quality == "schematic")
        for point in frames.rows(points)
        for plan, figures in ((DOCUMENTED, scene.documented), (OPTIMISED, scene.optimised))
    ]
    return [mark for mark in found if mark is not None]


def _keys(points: pd.DataFrame, plans: PlanNames) -> tuple[Key, ...]:
    keys = [
        Key(Look("ring", style.DOCUMENTED), plans.adds[DOCUMENTED], DOCUMENTED),
        Key(Look("disc", style.OPTIMISED), plans.adds[OPTIMISED], OPTIMISED),
    ]
    if (points["coord_quality"] == "schematic").any():
        keys.append(in_schematic_place())
    return tuple(keys)
