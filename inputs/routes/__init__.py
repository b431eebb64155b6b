"""Ways along which pipes may be laid: drawn between points, or lines of the user."""

from __future__ import annotations

from inputs.routes.candidate import candidate_edges
from inputs.routes.graph import RouteGraph
from inputs.routes.lines import read_routes

__all__ = ["RouteGraph", "candidate_edges", "read_routes"]
