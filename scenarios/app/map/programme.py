"""Yearly programmes by unit: land shaded by what is still short, additions as rings and discs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from inputs.boundaries import load_boundaries
from scenarios.app.map import ground
from scenarios.app.map.built import grown
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
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.cells import nudged
from scenarios.views.charts.plan_map import default_year, shade_step, unit_land

_CLASSES = 6


def programme_layers(answer: Answer, plans: PlanNames) -> MapLayers:
    """Units of a yearly programme in all its years."""
    figures = frames.by_unit(answer)
    points = nudged(frames.positions(answer))
    steps = tuple(frames.years(answer))
    series = _Series(figures, steps)
    shade = _shade(answer, figures)
    land = unit_land(answer, load_boundaries())
    drawn = [cell for unit, cell in land.items() if unit in set(points["unit_id"])]
    whole = ground.frame_of_land(drawn, ground.frame(points["lat"], points["lon"]))
    largest = max(1.0, float(figures["places_added"].max()))
    said = programme_words(answer.scenario.study)
    ages = YearClasses(steps)
    oblasts = [str(o) for o in figures["oblast_id"].unique()]
    missing = len(frames.unit_ids(answer)) - len(points)
    return MapLayers(
        title=said.title,
        steps=steps,
        start=default_year(answer),
        views=(View(_("Everything"), whole),),
        land=ground.land_around(whole),
        plans=plans.called,
        one_plan=plans.one,
        places=tuple(_places(answer, points, series)),
        areas=tuple(
            Area(
                unit,
                shapely.geometry.mapping(land[unit]),
                series.classes(DOCUMENTED, unit, shade),
                series.classes(OPTIMISED, unit, shade),
            )
            for unit in points["unit_id"]
            if unit in land
        ),
        marks=tuple(_marks(points, series, ages, largest)),
        labels=ground.centre_labels(answer, oblasts),
        shade=shade,
        ages=ages.legend(half_title()),
        sizes=sizes(said.added, largest),
        keys=_keys(points, plans),
        notes=(
            _("Shaded land is what lies nearest to a unit's centre; it shows no borders of units."),
            *unplaced(missing),
        ),
    )


class _Series:
    """Figures of units as arrays over the steps."""

    def __init__(self, figures: pd.DataFrame, steps: tuple[int, ...]) -> None:
        own = figures[figures["year"].isin(steps)].sort_values("year")
        self._parts = {
            (str(role), str(unit)): part for (role, unit), part in own.groupby(["role", "unit_id"])
        }

    def of(self, plan: str, unit: str, column: str) -> np.ndarray:
        values: np.ndarray = self._parts[plan, unit][column].to_numpy(dtype=float)
        return values

    def classes(self, plan: str, unit: str, shade: Shade) -> tuple[int, ...]:
        found = np.searchsorted(shade.bounds, 100.0 * self.of(plan, unit, "share"), side="right")
        return tuple(np.clip(found - 1, 0, len(shade.colours) - 1).tolist())


def _shade(answer: Answer, figures: pd.DataFrame) -> Shade:
    # Classes fit what the map opens with and later; the first years lie in the darkest class.
    later = figures[figures["year"] >= default_year(answer)]
    step = shade_step(100.0 * float(later["share"].max()))
    return Shade(
        programme_words(answer.scenario.study).share_missing,
        tuple(float(step * k) for k in range(_CLASSES + 1)),
        tuple(style.SHORTAGE_RAMP[:_CLASSES]),
    )


def _places(answer: Answer, points: pd.DataFrame, series: _Series) -> list[Place]:
    said = programme_words(answer.scenario.study)
    territory, language = answer.territory, spoken()
    found = []
    for point in frames.rows(points):
        unit = str(point.unit_id)
        oblast = territory.oblast_of(unit)
        facts = [Fact(said.need, common=rounded(series.of(OPTIMISED, unit, "need")))]
        facts += [
            Fact(
                label,
                digits,
                documented=rounded(factor * series.of(DOCUMENTED, unit, column), digits),
                optimised=rounded(factor * series.of(OPTIMISED, unit, column), digits),
            )
            for label, column, factor, digits in (
                (said.added, "places_added", 1, 0),
                (said.missing, "shortage", 1, 0),
                (said.share_missing, "share", 100, 1),
            )
        ]
        schematic = point.coord_quality == "schematic"
        found.append(
            Place(
                id=unit,
                name=territory.name(unit, language),
                within="" if oblast == unit else territory.name(oblast, language),
                lat=round(float(point.lat), 4),
                lon=round(float(point.lon), 4),
                schematic=schematic,
                facts=tuple(facts),
            )
        )
    return found


def _marks(points: pd.DataFrame, series: _Series, ages: YearClasses, largest: float) -> list[Mark]:
    found: list[Mark] = []
    for point in frames.rows(points):
        schematic = point.coord_quality == "schematic"
        unit = str(point.unit_id)
        here = {p: series.of(p, unit, "places_added") for p in (DOCUMENTED, OPTIMISED)}
        found += grown(unit, here, ages, largest, schematic=schematic)
    return found


def _keys(points: pd.DataFrame, plans: PlanNames) -> tuple[Key, ...]:
    keys = [
        Key(Look("ring", style.DOCUMENTED), plans.adds[DOCUMENTED], DOCUMENTED),
        Key(Look("disc", style.OPTIMISED), plans.adds[OPTIMISED], OPTIMISED),
    ]
    if (points["coord_quality"] == "schematic").any():
        keys.append(in_schematic_place())
    return tuple(keys)
