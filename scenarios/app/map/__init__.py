"""The map of an answer: what has a place, for all years and both plans."""

from scenarios.app.map.answered import map_layers
from scenarios.app.map.layers import MapLayers

__all__ = ["MapLayers", "map_layers"]
