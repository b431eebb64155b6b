"""Water: oblasts by who is still without, and the designed pipes of villages by stage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from scenarios.app.map import ground
from scenarios.app.map.layers import (
    OPTIMISED,
    Fact,
    Key,
    Label,
    Line,
    Look,
    MapLayers,
    Mark,
    Place,
    View,
)
from scenarios.app.map.programme import programme_layers
from scenarios.app.map.scales import WIDEST_PX
from scenarios.app.map.wording import PlanNames, in_schematic_place
from scenarios.language import _, spoken
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.placenames import place_names
from scenarios.views.water.network import FAILED, NOT_SIMULATED, STAGES, has_networks, shown_design
from scenarios.views.water.network import design as row_of
from scenarios.views.water.network import nodes as nodes_of
from scenarios.views.water.network import pipes as pipes_of

_VILLAGE_PX, _SOURCE_PX, _WAITING_PX, _THINNEST_PX = 5.0, 5.5, 3.5, 2.0
_UNCONNECTED = "#8d969e"


def water_layers(answer: Answer, plans: PlanNames) -> MapLayers:
    """Oblasts in all years; villages and pipes of the shown design where there is one."""
    layers = programme_layers(answer, plans)
    if not has_networks(answer):
        return layers
    network = _Network(answer, layers.steps)
    return replace(
        layers,
        views=(*layers.views, View(_("Village networks"), network.bounds)),
        places=(*layers.places, *network.places()),
        lines=network.lines(),
        marks=(*layers.marks, *network.marks()),
        labels=(*layers.labels, *network.labels()),
        keys=(*layers.keys, *network.keys()),
        notes=(*layers.notes, *network.notes()),
    )


class _Network:
    """The shown design: a village is connected from the first year of its stage on."""

    def __init__(self, answer: Answer, steps: tuple[int, ...]) -> None:
        self.answer, self.steps = answer, np.array(steps)
        self.design = shown_design(answer)
        self.nodes = nodes_of(answer, self.design)
        self.pipes = pipes_of(answer, self.design)
        self.called = place_names(answer.territory)
        self.bounds = ground.frame(self.nodes["lat"], self.nodes["lon"])
        self._at = self.nodes.set_index("node_id")[["lat", "lon"]].astype(float).round(4)

    def since(self, stage: float) -> int:
        """First year of a stage; without stages the first of all."""
        years = self.answer.scenario.years
        water = self.answer.scenario.water
        if self.design != STAGES or stage != stage:
            return years.first
        span = max(1, water.target_year - years.first + 1)
        return years.first + int((stage - 1) * span / water.network_stages)

    def places(self) -> list[Place]:
        settlements = self.answer.territory.table("settlements").set_index("settlement_id")
        units = settlements["unit_id"].reindex(self.nodes["node_id"]).tolist()
        return [
            Place(
                id=str(row.node_id),
                name=self._name(row),
                within=self._unit(unit),
                lat=round(float(row.lat), 4),
                lon=round(float(row.lon), 4),
                schematic=row.coord_quality == "schematic",
                facts=tuple(self._facts(row)),
                wishes=False,
                reasons=False,
            )
            for row, unit in zip(frames.rows(self.nodes), units, strict=True)
            if row.kind != "junction"
        ]

    def _facts(self, row: Any) -> list[Fact]:
        if row.kind == "source":
            return [Fact(_("Main that pipes start from"), common=(_("yes"),))]
        facts = [Fact(_("People"), common=(round(float(row.people)),))]
        if not row.connected:
            return [*facts, Fact(_("Connected from"), optimised=(_("not connected"),))]
        if self.design == STAGES and row.stage == row.stage:
            facts.append(Fact(_("Stage"), optimised=(str(int(row.stage)),)))
            facts.append(Fact(_("Connected from"), optimised=(str(self.since(row.stage)),)))
        if row.pressure_m == row.pressure_m:
            pressure = (round(float(row.pressure_m), 1),)
            facts.append(Fact(_("Pressure at the peak hour, m"), 1, optimised=pressure))
        return facts

    def marks(self) -> list[Mark]:
        found = []
        for row in frames.rows(self.nodes):
            schematic, place = row.coord_quality == "schematic", str(row.node_id)
            if row.kind == "source":
                found.append(self._mark(place, Look("square", style.INK), 0, _SOURCE_PX))
            elif row.kind == "village":
                waiting = Look("cross", _UNCONNECTED)
                since = self.since(row.stage) if row.connected else int(self.steps[-1]) + 1
                there = np.where(self.steps < since, _WAITING_PX, 0.0)
                found.append(Mark(place, OPTIMISED, waiting, tuple(there.tolist())))
                served = Look("disc", style.OPTIMISED, schematic)
                found.append(self._mark(place, served, since, _VILLAGE_PX))
        return found

    def _mark(self, place: str, look: Look, since: int, px: float) -> Mark:
        radius = np.where(self.steps >= since, px, 0.0)
        return Mark(place, OPTIMISED, look, tuple(radius.tolist()))

    def lines(self) -> tuple[Line, ...]:
        widest = float(self.pipes["diameter_mm"].max()) if len(self.pipes) else 1.0
        found = []
        for row in frames.rows(self.pipes):
            px = round(_THINNEST_PX + (WIDEST_PX - _THINNEST_PX) * row.diameter_mm / widest, 1)
            there = np.where(self.steps >= self.since(row.stage), px, 0.0)
            ends = tuple(self._at.loc[row.from_id]), tuple(self._at.loc[row.to_id])
            said = _(
                "Pipe of {diameter:number} mm, {km:number1} km, {flow:number1} l/s",
                diameter=row.diameter_mm,
                km=row.km,
                flow=row.flow_l_s,
            )
            look = Look("line", style.OPTIMISED)
            found.append(Line(OPTIMISED, ends, look, tuple(there.tolist()), said))
        return tuple(found)

    def labels(self) -> list[Label]:
        """Villages, the largest first; they have room when one looks at them alone."""
        villages = self.nodes[self.nodes["kind"] == "village"]
        villages = villages.sort_values("people", ascending=False)
        return [
            Label(self._name(row), float(row.lat), float(row.lon)) for row in frames.rows(villages)
        ]

    def keys(self) -> list[Key]:
        keys = [
            Key(Look("square", style.INK), _("Main that pipes start from"), OPTIMISED),
            Key(Look("disc", style.OPTIMISED), _("Village connected"), OPTIMISED),
            Key(Look("cross", _UNCONNECTED), _("Village not yet connected"), OPTIMISED),
            Key(Look("line", style.OPTIMISED), _("Pipe, as wide as its diameter"), OPTIMISED),
        ]
        if (self.nodes["coord_quality"] == "schematic").any():
            keys.append(in_schematic_place())
        return keys

    def notes(self) -> list[str]:
        """What the design is, and whether pressures were confirmed."""
        said = []
        if self.design == STAGES:
            said.append(_("The village networks are built in stages of equal length and money."))
        verdict = str(row_of(self.answer, self.design)["hydraulics"])
        if verdict == NOT_SIMULATED:
            said.append(_("The village networks are not simulated: pressures are not confirmed."))
        if verdict == FAILED:
            said.append(
                _("The village networks failed the hydraulic simulation: not to be built as drawn.")
            )
        return said

    def _name(self, row: Any) -> str:
        return self.called(str(row.node_id), str(row.name))

    def _unit(self, unit: object) -> str:
        known = isinstance(unit, str) and unit in self.answer.territory.units.index
        return self.answer.territory.name(str(unit), spoken()) if known else ""
