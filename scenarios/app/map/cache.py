"""Layers at hand: many tabs look at the same answers."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from scenarios.app.map.answered import map_layers
from scenarios.app.map.layers import MapLayers
from scenarios.study import Answer

AT_HAND = 24


@dataclass(frozen=True)
class Drawn:
    """The layers of an answer in a language, and the text that a browser is sent."""

    answer: Answer
    layers: MapLayers
    text: str


_DRAWN: OrderedDict[tuple[int, str], Drawn] = OrderedDict()


async def drawn(answer: Answer, language: str, *, edited: bool = False) -> Drawn:
    """The layers of an answer, as `map_layers`; made in a thread when they are not at hand."""
    key = id(answer), language  # `Drawn` holds the answer, so that no other takes its id
    if key not in _DRAWN:
        made = await asyncio.to_thread(_draw, answer, language, edited)
        _DRAWN[key] = made
        while len(_DRAWN) > AT_HAND:
            _DRAWN.popitem(last=False)
        return made
    _DRAWN.move_to_end(key)
    return _DRAWN[key]


def _draw(answer: Answer, language: str, edited: bool) -> Drawn:
    layers = map_layers(answer, language, edited=edited)
    return Drawn(answer, layers, layers.to_json())
