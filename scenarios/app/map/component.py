"""The map in the browser: Leaflet without tiles, drawn once, switched between years there."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from pathlib import Path
from typing import Any

import nicegui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from scenarios.app.map.wording import browser_words

LEAFLET = Path(nicegui.__file__).parent / "elements" / "leaflet" / "dist"

Told = Callable[[dict[str, Any]], Coroutine[Any, Any, None] | None]


class PlanMap(
    Element,
    component="plan_map.js",
    esm={"nicegui-leaflet": str(LEAFLET), "aumaq-map": "browser"},
):
    """A map of one answer.

    Parameters
    ----------
    layers : `MapLayers.to_json`; sent as text, so that nobody but the browser reads it again
    year, which, wishes : what it opens with; wishes are fixed or forbidden by place
    tiles : url template and attribution of background tiles; None: the embedded outlines alone
    on_year, on_which, on_wish, on_why, on_pick : told of what a person does; `year` only once a
        year has been chosen, never while the sequence plays
    on_drawn : told whenever the layers have been drawn, as the optimised plan has them
    """

    def __init__(
        self,
        layers: str,
        *,
        year: int | None,
        which: str,
        wishes: Mapping[str, str],
        tiles: Mapping[str, str] | None,
        on_year: Told,
        on_which: Told,
        on_wish: Told,
        on_why: Told,
        on_pick: Told,
        on_drawn: Told,
    ) -> None:
        super().__init__()
        self.add_resource(LEAFLET)
        self._props["layers"] = layers
        self._props["words"] = browser_words()
        self._props["initial"] = {"year": year, "which": which, "wishes": dict(wishes)}
        self._props["tiles"] = None if tiles is None else dict(tiles)
        told = {
            "year": on_year,
            "which": on_which,
            "wish": on_wish,
            "why": on_why,
            "pick": on_pick,
            "drawn": on_drawn,
        }
        for event, tell in told.items():
            self.on(event, _passing(tell))

    def draw(self, layers: str) -> bool:
        """Another answer, or the same in another language; False where it looks the same."""
        if self._props["layers"] == layers:
            return False
        self._props["layers"] = layers
        return True

    # The following change what is shown without sending the layers again.

    def set_year(self, year: int) -> None:
        self.run_method("set_year", year)

    def set_which(self, which: str) -> None:
        self.run_method("set_which", which)

    def set_place(self, place: str | None) -> None:
        self.run_method("set_place", place)

    def set_edit(self, edit: str) -> None:
        """A plan made by hand (`MapEdit.to_json`), or the optimised one again (empty)."""
        self.run_method("set_edit", edit)

    def set_wishes(self, wishes: Mapping[str, str]) -> None:
        self.run_method("set_wishes", dict(wishes))


def _passing(tell: Told) -> Callable[[GenericEventArguments], Any]:
    return lambda event: tell(event.args)
