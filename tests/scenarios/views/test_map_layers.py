"""The layers of a yearly programme say what the tables say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from map_checks import faults, radius, said

from inputs.territory import Territory
from scenarios.app.map import MapLayers, map_layers
from scenarios.app.map.edited import map_edit, with_edit
from scenarios.study import Answer
from scenarios.views import frames

ADDED, SHORT = "School places added", "Shortage of school places, % of need"


@pytest.fixture(scope="module")
def layers(answer: Answer) -> MapLayers:
    return map_layers(answer, "en")


def test_the_layers_are_sound(layers: MapLayers) -> None:
    assert not list(faults(layers))
    assert layers.steps == tuple(range(2026, 2051))


def test_a_mark_stands_from_the_year_of_service_on(layers: MapLayers) -> None:
    """aktau_city: 300 places in 2032 and in 2042 by the document, two years earlier optimised."""
    assert radius(layers, "aktau_city", "documented", 2031) == 0
    assert radius(layers, "aktau_city", "documented", 2032) > 0
    assert radius(layers, "aktau_city", "optimised", 2029) == 0
    assert radius(layers, "aktau_city", "optimised", 2030) > 0


def test_both_plans_have_one_scale(layers: MapLayers) -> None:
    """The same places in different years are drawn alike, twice as many larger by root two."""
    first = radius(layers, "aktau_city", "documented", 2032)
    assert first == radius(layers, "aktau_city", "optimised", 2030)
    assert radius(layers, "aktau_city", "documented", 2042) == pytest.approx(
        first * 2**0.5, rel=0.05
    )


def test_the_colour_is_that_of_the_year_by_which_half_stands(layers: MapLayers) -> None:
    looks = {m.plan: m.look for m in layers.marks if m.place == "aktau_city"}
    assert layers.ages is not None
    assert looks["documented"].colour == layers.ages.documented[1]  # 2032 is in 2031-2035
    assert looks["optimised"].colour == layers.ages.optimised[0]  # 2030 is in 2026-2030
    assert (looks["documented"].shape, looks["optimised"].shape) == ("ring", "disc")


def test_land_is_shaded_by_what_is_short_under_each_plan(layers: MapLayers) -> None:
    """60 % of need is short before anything stands, 30 % after the first addition, then none."""
    (area,) = (a for a in layers.areas if a.place == "aktau_city")
    assert layers.shade is not None
    bounds = layers.shade.bounds

    def share(classes: tuple[int, ...], year: int) -> float:
        return bounds[classes[layers.step(year)]]

    assert share(area.optimised, 2030) <= 30 < share(area.documented, 2030)
    assert share(area.documented, 2032) <= 30
    assert share(area.documented, 2042) == 0


def test_what_is_said_of_a_place_is_what_the_tables_hold(layers: MapLayers, answer: Answer) -> None:
    for row in frames.rows(frames.by_unit(answer)):
        assert said(layers, row.unit_id, ADDED, row.role, row.year) == round(row.places_added)
        assert said(layers, row.unit_id, SHORT, row.role, row.year) == pytest.approx(
            100 * row.share, abs=0.05
        )


def test_names_are_in_the_language_of_the_reader(answer: Answer) -> None:
    names = {
        language: {p.id: p.name for p in map_layers(answer, language).places}["talgar"]
        for language in ("en", "kk", "ru")
    }
    assert names == {
        language: answer.territory.name("talgar", language) for language in ("en", "kk", "ru")
    }
    assert len(set(names.values())) == 3


def test_districts_that_share_a_point_are_set_apart_and_called_schematic(answer: Answer) -> None:
    layers = map_layers(replace(answer, territory=_with_one_centre(answer.territory)), "en")
    assert not list(faults(layers))
    drawn = {p.id: (p.lat, p.lon, p.schematic) for p in layers.places}
    assert drawn["karasai"][:2] != drawn["talgar"][:2]
    assert [drawn[unit][2] for unit in ("karasai", "talgar", "beineu")] == [False, True, False]
    for mark in layers.marks:
        assert mark.look.dashed == drawn[mark.place][2]
    assert any("schematic" in key.said for key in layers.keys)


def test_nothing_is_called_schematic_where_nothing_is(layers: MapLayers) -> None:
    assert not any("schematic" in key.said for key in layers.keys)


def test_a_year_falls_to_the_last_step_that_is_not_after_it(layers: MapLayers) -> None:
    assert layers.steps[layers.step(2033)] == 2033
    assert layers.step(1990) == 0
    assert layers.steps[layers.step(2100)] == 2050


def _with_one_centre(territory: Territory) -> Territory:
    """As if talgar were governed from the centre of karasai."""
    units = territory.table("units")
    centre = units.set_index("unit_id").loc["karasai", "centre_place_id"]
    units.loc[units["unit_id"] == "talgar", "centre_place_id"] = centre
    return replace(territory, _typed={**territory._typed, "units": units})


def test_a_plan_made_by_hand_stands_in_the_place_of_the_optimised_one(answer: Answer) -> None:
    """Nothing is added any more: no disc is left, the rings stay, and the plan is called so."""
    name = frames.optimised_name(answer)
    by_unit = answer.evaluations[name].by_unit.assign(new_capacity=0.0)
    evaluation = replace(answer.evaluations[name], by_unit=by_unit)
    plain = map_layers(answer, "en")
    edit = map_edit(answer, evaluation, plain, "en")
    layers = with_edit(plain, edit)
    assert not list(faults(layers))
    assert {mark.plan for mark in layers.marks} == {"documented"}
    assert layers.plans["optimised"] == "Edited by hand"
    assert "edited" in layers.one_plan
    assert [key.said for key in layers.keys if key.plan == "optimised"] == [
        "Added by the edited plan"
    ]
    assert said(layers, "aktau_city", ADDED, "optimised", 2050) == 0
    assert said(layers, "aktau_city", ADDED, "documented", 2050) > 0


def test_a_plan_made_by_hand_tells_of_the_places_that_it_changes(answer: Answer) -> None:
    name = frames.optimised_name(answer)
    by_unit = answer.evaluations[name].by_unit.copy()
    there = (by_unit["unit_id"] == "aktau_city") & (by_unit["year"] >= 2040)
    by_unit.loc[there, "new_capacity"] += 600.0
    by_unit.loc[there, ["shortage", "shortage_share"]] = [123.0, 0.25]
    plain = map_layers(answer, "en")
    own = replace(answer.evaluations[name], by_unit=by_unit)
    edit = map_edit(answer, own, plain, "en")
    assert set(edit.places) == {"aktau_city"}
    layers = with_edit(plain, edit)
    assert not list(faults(layers))
    assert said(layers, "aktau_city", SHORT, "optimised", 2045) == 25.0
    assert said(layers, "aktau_city", SHORT, "optimised", 2035) == said(
        plain, "aktau_city", SHORT, "optimised", 2035
    )
    assert radius(layers, "aktau_city", "optimised", 2045) > radius(
        plain, "aktau_city", "optimised", 2045
    )
    untouched = {id(mark) for mark in plain.marks if mark.place != "aktau_city"}
    assert untouched <= {id(mark) for mark in layers.marks}
    assert map_edit(answer, answer.evaluations[name], plain, "en").places == {}
