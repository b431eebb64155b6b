"""Oblasts and villages on the map of the water question."""

from __future__ import annotations

import pytest
from map_checks import faults, said
from water_tables import network_tables, with_tables, without_tables

from scenarios.app.map import MapLayers, map_layers
from scenarios.study import Answer
from scenarios.views import frames


@pytest.fixture(scope="module")
def layers(answer: Answer) -> MapLayers:
    """With a design of two stages: v0 in the first, v1 in the second, v2 left out."""
    return map_layers(with_tables(answer, **network_tables()), "en")


def shown(layers: MapLayers, place: str, year: int) -> set[str]:
    """Shapes that stand at a place in a year."""
    step = layers.step(year)
    return {m.look.shape for m in layers.marks if m.place == place and m.radius[step] > 0}


def test_the_layers_are_sound(layers: MapLayers) -> None:
    assert not list(faults(layers))
    assert len(layers.views) == 2


def test_without_networks_there_is_one_view_of_oblasts(answer: Answer) -> None:
    plain = map_layers(without_tables(answer, "network"), "en")
    assert not list(faults(plain))
    assert [len(plain.views), len(plain.lines)] == [1, 0]
    assert {p.id for p in plain.places} == set(frames.unit_ids(answer))


def test_people_connected_are_those_of_the_evaluation(layers: MapLayers, answer: Answer) -> None:
    for row in frames.rows(frames.by_unit(answer)):
        told = said(layers, row.unit_id, "People connected", row.role, row.year)
        assert told == round(row.places_added)


def test_a_village_is_connected_from_its_stage_on(layers: MapLayers, answer: Answer) -> None:
    years, water = answer.scenario.years, answer.scenario.water
    second = years.first + (water.target_year - years.first + 1) // water.network_stages
    assert shown(layers, "v0", years.first) == {"disc"}
    assert shown(layers, "v1", second - 1) == {"cross"}
    assert shown(layers, "v1", second) == {"disc"}
    assert shown(layers, "v2", years.last) == {"cross"}


def test_pipes_are_laid_with_their_stage_and_are_as_wide_as_their_diameter(
    layers: MapLayers, answer: Answer
) -> None:
    first, second = layers.lines
    assert first.width[0] > 0
    assert second.width[0] == 0
    assert first.width[-1] > second.width[-1] > 0


def test_schematic_villages_are_hatched(layers: MapLayers) -> None:
    looks = {m.place: m.look for m in layers.marks if m.look.shape == "disc" and m.place[0] == "v"}
    assert not looks["v0"].dashed
    assert looks["v1"].dashed


@pytest.mark.parametrize(
    ("hydraulics", "warning"), [("not simulated", "not simulated"), ("failed", "failed")]
)
def test_an_unconfirmed_design_is_called_so(answer: Answer, hydraulics: str, warning: str) -> None:
    notes = map_layers(with_tables(answer, **network_tables(hydraulics)), "en").notes
    assert any(warning in note for note in notes)
