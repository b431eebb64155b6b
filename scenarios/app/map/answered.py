"""From any answer to its layers."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from scenarios.app.map.layers import MapLayers
from scenarios.app.map.wording import PlanNames, plan_names
from scenarios.language import speaking
from scenarios.study import Answer

_LAYERS = {
    "programme": ("programme", "programme_layers"),
    "siting": ("siting", "siting_layers"),
    "logistics": ("logistics", "logistics_layers"),
    "water": ("water", "water_layers"),
    "roadmap": ("roadmap", "roadmap_layers"),
}


def map_layers(answer: Answer, language: str, *, edited: bool = False) -> MapLayers:
    """Everything of an answer that has a place, in words of a language (en, kk or ru).

    Parameters
    ----------
    edited : a plan made by hand stands in the place of the optimised one
    """
    module, name = _LAYERS[answer.kind]
    draw: Callable[[Answer, PlanNames], MapLayers] = getattr(
        import_module(f"scenarios.app.map.{module}"), name
    )
    with speaking(language):
        return draw(answer, plan_names(edited=edited))
