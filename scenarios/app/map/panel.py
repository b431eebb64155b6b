"""The map of the shown answer: a year slider, both plans, and wishes by a click."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any

from nicegui import background_tasks, ui

from scenarios.app.map.cache import drawn
from scenarios.app.map.component import PlanMap
from scenarios.app.map.edited import map_edit
from scenarios.app.map.layers import MapLayers
from scenarios.app.question.wishes import fix, forbid, free, standing
from scenarios.app.state import Desk, Which
from scenarios.language import _, speaking
from scenarios.study import Answer

_WHICH: dict[str, Which] = {
    "documented": "documented",
    "optimised": "optimised",
    "both": "both",
}

# Kinds of which a plan made by hand changes a few places; the map of others is drawn anew.
IN_PLACE = ("programme", "water")


def panel(desk: Desk) -> None:
    """Build the panel."""
    _Panel(desk)


class _Panel:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.layers: MapLayers | None = None
        self.drawn: Answer | None = None
        self.map: PlanMap | None = None
        self.edited = ""  # what the map was told of the plan made by hand
        # What the map shows, which may be ahead of what the desk was told
        self.year, self.place = desk.year, desk.place
        self.hint = ui.label(_("The map appears with the first answer.")).classes("hint")
        self.holder = ui.element("div").classes("plan-map-holder")
        self.holder.set_visibility(desk.shown is not None)
        with self.holder:
            self.making = ui.label(_("Drawing the map…")).classes("plan-map-making")
            self.making.props("role=status data-testid=map-making")
        self.said = ui.label().classes("hint").props("role=status data-testid=wished")
        desk.on("answer", self.answered)
        desk.on("assessed", self.show_edit)
        desk.on("question", self.show_wishes)
        desk.on("year", self.show_year)
        desk.on("which", self.show_which)
        desk.on("place", self.show_place)
        if desk.shown is not None:
            background_tasks.create(self.draw())

    async def answered(self) -> None:
        """What was wished is in the question that was answered."""
        self.said.set_text("")
        await self.draw()

    async def draw(self) -> None:
        """Draw the shown answer in place of the one before."""
        answer = self.seen()
        self.hint.set_visibility(answer is None)
        self.holder.set_visibility(answer is not None)
        if answer is None or answer is self.drawn:
            return
        language, edited = self.desk.language, answer is not self.desk.shown
        self.making.set_visibility(True)
        found = await drawn(answer, language, edited=edited)
        if answer is not self.seen():
            return  # another answer came meanwhile
        self.layers, self.drawn = found.layers, answer
        self.edited = ""
        if self.map is not None:
            if not self.map.draw(found.text):
                self.making.set_visibility(False)
            self.show_wishes()
            return
        tiles = self.desk.office.tiles
        with self.holder, speaking(language):
            self.map = PlanMap(
                found.text,
                year=self.desk.year,
                which=self.desk.which,
                wishes=self.wishes(),
                tiles=None if tiles is None else asdict(tiles),
                on_year=self.year_chosen,
                on_which=self.which_chosen,
                on_wish=self.wished,
                on_why=self.asked,
                on_pick=self.picked,
                on_drawn=lambda _told: self.was_drawn(),
            )

    def seen(self) -> Answer | None:
        """What is drawn as a whole: the answer, or one with the plan made by hand in it."""
        assessed = self.desk.assessed
        if assessed is not None and assessed.answer.kind not in IN_PLACE:
            edited: Answer = assessed.answer
            return edited
        return self.desk.shown

    async def show_edit(self) -> None:
        """Have the map show the plan made by hand."""
        await self.draw()
        answer, assessed, layers = self.drawn, self.desk.assessed, self.layers
        text = ""
        if answer is None or layers is None or answer is not self.desk.shown:
            return
        if assessed is not None and answer.kind in IN_PLACE:
            language = self.desk.language
            edit = await asyncio.to_thread(map_edit, answer, assessed.evaluation, layers, language)
            text = edit.to_json()
        if assessed is self.desk.assessed and answer is self.drawn and text != self.edited:
            self.edited = text
            if self.map is not None:
                self.map.set_edit(text)

    async def was_drawn(self) -> None:
        """The map has just been drawn, without what is made by hand."""
        self.making.set_visibility(False)
        if self.map is not None and self.edited:
            self.map.set_edit(self.edited)
        elif self.desk.assessed is not None:
            await self.show_edit()

    def wishes(self) -> dict[str, str]:
        """What is asked of the places on the map, without those left open."""
        if self.layers is None:
            return {}
        found = {p.id: standing(self.desk.question, p.id) for p in self.layers.places if p.wishes}
        return {place: wish for place, wish in found.items() if wish != "free"}

    def show_wishes(self) -> None:
        if self.map is not None:
            self.map.set_wishes(self.wishes())

    def show_year(self) -> None:
        if self.map is not None and self.desk.year != self.year:
            self.year = self.desk.year
            self.map.set_year(self.year)

    def show_which(self) -> None:
        if self.map is not None:
            self.map.set_which(self.desk.which)

    def show_place(self) -> None:
        if self.map is not None and self.desk.place != self.place:
            self.place = self.desk.place
            self.map.set_place(self.place)

    def picked(self, told: dict[str, Any]) -> None:
        self.place = self.known(told)
        self.desk.choose(self.place)

    def year_chosen(self, told: dict[str, Any]) -> None:
        year = told["year"]
        if self.layers is not None and year in self.layers.steps:
            self.year = year
            self.desk.show_year(year)

    def which_chosen(self, told: dict[str, Any]) -> None:
        which = _WHICH[told["which"]]
        if which != self.desk.which:
            self.desk.show_which(which)

    def wished(self, told: dict[str, Any]) -> None:
        """Fix, forbid or free a place, as the question's own table would."""
        place, wish = self.known(told), told["wish"]
        if place is None:
            return
        question, name = self.desk.question, self.name(place)
        with speaking(self.desk.language):
            if wish == "fixed":
                self.desk.ask(fix(question, place, self.desk.territory))
                said = _(
                    "{place}: something is built here. Solve to see what it costs.", place=name
                )
            elif wish == "forbidden":
                self.desk.ask(forbid(question, place))
                said = _("{place}: nothing is built here. Solve to see what it costs.", place=name)
            else:
                self.desk.ask(free(question, place))
                said = _("{place}: left open. Solve for the best plan.", place=name)
        self.said.set_text(said)

    def asked(self, told: dict[str, Any]) -> None:
        place = self.known(told)
        if place is not None:
            self.desk.choose(place)
            self.desk.tell("why")

    def known(self, told: dict[str, Any]) -> str | None:
        """The place that a browser names, if the map has it."""
        places = () if self.layers is None else self.layers.places
        return next((p.id for p in places if p.id == told["place"]), None)

    def name(self, place: str) -> str:
        assert self.layers is not None
        return next(p.name for p in self.layers.places if p.id == place)
