"""The panels of an answer.

They need the libraries of charts and maps, which take long to load: the page imports this module
when the question already stands.
"""

from __future__ import annotations

from collections.abc import Callable

from scenarios.app.charts.panel import below, side
from scenarios.app.editing.panel import panel as sequence
from scenarios.app.map.panel import panel as map_panel
from scenarios.app.shelf.panel import panel as shelf
from scenarios.app.state import Desk
from scenarios.app.why.panel import panel as why

PANELS: dict[str, Callable[[Desk], None]] = {
    "map": map_panel,
    "numbers": side,
    "why": why,
    "sequence": sequence,
    "below": below,
    "shelf": shelf,
}
