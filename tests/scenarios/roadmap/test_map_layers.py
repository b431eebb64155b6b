"""The roadmap has no places, and the map does not pretend that it had."""

from __future__ import annotations

import pytest
from map_checks import faults

from scenarios.app.map import map_layers
from scenarios.study import Answer
from scenarios.views.roadmap.words import projects


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_nothing_is_drawn_and_the_map_says_why(answer: Answer, language: str) -> None:
    layers = map_layers(answer, language)
    assert not list(faults(layers))
    drawn = (*layers.places, *layers.marks, *layers.lines, *layers.areas)
    assert drawn == ()
    (note,) = layers.notes
    assert str(len(projects(answer))) in note
    (label,) = layers.labels
    assert label.name == answer.territory.name("almaty_city", language)
    south, west, north, east = layers.views[0].bounds
    assert south < label.lat < north
    assert west < label.lon < east
