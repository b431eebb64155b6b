"""Logistics centres, gateways and the links between them, under both plans."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from scenarios.app.map import ground
from scenarios.app.map.built import Amounts, grown, largest_of, names_by_size, standing
from scenarios.app.map.layers import (
    DOCUMENTED,
    OPTIMISED,
    Fact,
    Key,
    Line,
    Look,
    MapLayers,
    Mark,
    Place,
    View,
)
from scenarios.app.map.scales import YearClasses, half_title, rounded, sizes, widths
from scenarios.app.map.wording import PlanNames, in_schematic_place
from scenarios.language import _, spoken
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.logistics.judged import periods
from scenarios.views.logistics.maps import AMBER, LEAST_SHOWN, RAIL
from scenarios.views.placenames import place_names

_ROLES = {DOCUMENTED: "budget", OPTIMISED: "optimised"}
_GREY = "#8d969e"
_PALE_PX, _PLANNED_PX, _STANDING_PX, _NAMED_PX = 0.7, 1.6, 4.5, 5.5
_T_PER_THOUSAND = 1000.0


def logistics_layers(answer: Answer, plans: PlanNames) -> MapLayers:
    """Sites and links in the periods of the question."""
    steps = tuple(periods(answer))
    table = answer.tables["sites"].reset_index(drop=True)
    built = _built(answer, table, steps)
    largest = largest_of(built)
    ages = YearClasses(steps)
    around = pd.concat([answer.tables[name][["lat", "lon"]] for name in ("places", "sites")])
    whole = ground.frame(around["lat"], around["lon"])
    links = _Links(answer, steps)
    places = _places(answer, table, built, steps)
    return MapLayers(
        title=_("Map of logistics centres, gateways and the freight on roads and railways"),
        steps=steps,
        start=steps[-1],
        views=(View(_("Everything"), whole),),
        land=ground.land_around(whole),
        plans=plans.called,
        one_plan=plans.one,
        places=(*places, *links.places()),
        lines=links.lines(),
        marks=tuple(_marks(table, built, ages, largest)),
        labels=names_by_size(places, np.maximum(built[DOCUMENTED], built[OPTIMISED])[:, -1]),
        ages=ages.legend(half_title()),
        sizes=sizes(_("Capacity built, thousand t a year"), largest),
        keys=_keys(table, links),
    )


def _built(answer: Answer, table: pd.DataFrame, steps: tuple[int, ...]) -> Amounts:
    """Thousand tonnes a year of capacity that each plan has built by a step."""
    plans = {DOCUMENTED: answer.plans[answer.comparison.baseline], OPTIMISED: answer.plan}
    sites = [str(s) for s in table["site_id"]]
    return {
        plan: found.in_service(sites, steps)[0] / _T_PER_THOUSAND for plan, found in plans.items()
    }


def _places(
    answer: Answer, table: pd.DataFrame, built: Amounts, steps: tuple[int, ...]
) -> list[Place]:
    called = place_names(answer.territory)
    found = []
    for n, row in enumerate(table.to_dict("records")):
        load = tuple(round(row[f"load_{year}"] / _T_PER_THOUSAND) for year in steps)
        facts = [
            Fact(
                _("Capacity built, thousand t a year"),
                documented=rounded(built[DOCUMENTED][n]),
                optimised=rounded(built[OPTIMISED][n]),
            ),
            Fact(
                _("Opened"),
                documented=(_year(row["budget_opened"]),),
                optimised=(_year(row["optimised_opened"]),),
            ),
            Fact(_("Freight passing, thousand t a year"), optimised=load),
        ]
        if row["documented"]:
            facts.append(Fact(_("Named by a scheme"), common=(_("yes"),)))
        oblast = str(row["oblast_id"])
        known = oblast in answer.territory.units.index
        found.append(
            Place(
                id=str(row["site_id"]),
                name=called(str(row["site_id"]), str(row["name"])),
                within=answer.territory.name(oblast, spoken()) if known else "",
                lat=round(float(row["lat"]), 4),
                lon=round(float(row["lon"]), 4),
                schematic=row["coord_quality"] == "schematic",
                facts=tuple(facts),
                wishes=row["kind"] != "gateway",
                reasons=row["kind"] != "gateway",
            )
        )
    return found


def _marks(table: pd.DataFrame, built: Amounts, ages: YearClasses, largest: float) -> list[Mark]:
    found: list[Mark] = []
    for n, row in enumerate(frames.rows(table)):
        site, schematic = str(row.site_id), row.coord_quality == "schematic"
        here = {plan: amounts[n] for plan, amounts in built.items()}
        found += grown(site, here, ages, largest, schematic=schematic)
        for there, plan, look, px in (
            (row.kind == "gateway", "", Look("triangle", _GREY), _STANDING_PX),
            (row.standing > 0, "", Look("square", _GREY), _STANDING_PX),
            (row.documented > 0, DOCUMENTED, Look("diamond", style.INK), _NAMED_PX),
        ):
            if there:
                found.append(standing(site, plan, look, px, ages))
    return found


class _Links:
    """Roads and railways: what goes on them by step, and which are only planned."""

    def __init__(self, answer: Answer, steps: tuple[int, ...]) -> None:
        links = answer.tables["links"]
        links = links[links["mode"] != "transfer"]
        self.steps = steps
        self.table = links.drop_duplicates("edge_id").set_index("edge_id")
        self.tonnes = {
            plan: links.pivot_table(index="edge_id", columns="year", values=role, aggfunc="sum")
            .reindex(index=self.table.index, columns=list(steps))
            .fillna(0.0)  # a planned link has no rows before its horizon
            .to_numpy(dtype=float)
            for plan, role in _ROLES.items()
        }
        self.largest = max(1.0, *(float(t.max(initial=0.0)) for t in self.tonnes.values()))
        self._called = place_names(answer.territory)
        nodes = answer.territory.table("corridors").set_index("edge_id")
        self._ends_of = nodes[["from_node", "to_node"]].astype(str).T.to_dict("list")

    @property
    def planned(self) -> np.ndarray:
        found: np.ndarray = (self.table["status"] == "planned").to_numpy()
        return found

    def lines(self) -> tuple[Line, ...]:
        """All links pale, planned ones dashed in the colour of their mode, the busy ones wide."""
        pale = Look("line", style.BORDER)
        found = [
            Line("", self._ends(row), pale, (_PALE_PX,) * len(self.steps), "")
            for row, planned in zip(frames.rows(self.table), self.planned, strict=True)
            if not planned
        ]
        for n, (edge, row) in enumerate(
            zip(self.table.index, frames.rows(self.table), strict=True)
        ):
            planned = bool(self.planned[n])
            look = Look("line", RAIL if row.mode == "rail" else AMBER, planned)
            place = str(edge) if planned else ""
            if planned:
                thin = (_PLANNED_PX,) * len(self.steps)
                found.append(Line("", self._ends(row), look, thin, "", place))
            for plan, tonnes in self.tonnes.items():
                busy = np.where(tonnes[n] >= LEAST_SHOWN, tonnes[n], 0.0)
                if busy.any():
                    said = "" if planned else self._said(str(edge), row)
                    width = widths(busy, self.largest)
                    found.append(Line(plan, self._ends(row), look, width, said, place))
        return tuple(found)

    def places(self) -> list[Place]:
        """Planned links, at their middle: one may ask why they are built."""
        found = []
        for n in np.flatnonzero(self.planned).tolist():
            edge, row = str(self.table.index[n]), self.table.iloc[n]
            facts = [
                Fact(_("Length, km"), common=(round(float(row["km"])),)),
                Fact(
                    _("Freight, thousand t a year"),
                    documented=self._thousands(DOCUMENTED, n),
                    optimised=self._thousands(OPTIMISED, n),
                ),
            ]
            if row["horizon"] == row["horizon"]:
                facts.append(Fact(_("Planned by"), common=(_year(row["horizon"]),)))
            found.append(
                Place(
                    id=edge,
                    name=" – ".join(self._names(edge, row)),
                    within=_("planned railway") if row["mode"] == "rail" else _("planned road"),
                    lat=round(float(row["from_lat"] + row["to_lat"]) / 2, 4),
                    lon=round(float(row["from_lon"] + row["to_lon"]) / 2, 4),
                    schematic=False,
                    facts=tuple(facts),
                    wishes=False,
                )
            )
        return found

    def modes(self) -> set[str]:
        return {str(mode) for mode in self.table["mode"]}

    def _thousands(self, plan: str, n: int) -> tuple[float, ...]:
        return rounded(self.tonnes[plan][n] / _T_PER_THOUSAND)

    def _names(self, edge: str, row: Any) -> tuple[str, str]:
        """Names of both ends; a link that no table of corridors holds keeps its own."""
        start, end = self._ends_of.get(edge, (row.from_name, row.to_name))
        return self._called(start, str(row.from_name)), self._called(end, str(row.to_name))

    def _said(self, edge: str, row: Any) -> str:
        start, end = self._names(edge, row)
        km = float(row.km)
        if row.mode == "rail":
            return _("Railway {start} – {end}, {km:number} km", start=start, end=end, km=km)
        return _("Road {start} – {end}, {km:number} km", start=start, end=end, km=km)

    @staticmethod
    def _ends(row: Any) -> tuple[tuple[float, float], tuple[float, float]]:
        at = [
            round(float(getattr(row, name)), 4)
            for name in ("from_lat", "from_lon", "to_lat", "to_lon")
        ]
        return (at[0], at[1]), (at[2], at[3])


def _keys(table: pd.DataFrame, links: _Links) -> tuple[Key, ...]:
    keys = []
    if (table["documented"] > 0).any():
        keys.append(Key(Look("diamond", style.INK), _("Named by a scheme"), DOCUMENTED))
    if (table["standing"] > 0).any():
        keys.append(Key(Look("square", _GREY), _("Standing centre")))
    if (table["kind"] == "gateway").any():
        keys.append(Key(Look("triangle", _GREY), _("Gateway")))
    if "rail" in links.modes():
        keys.append(Key(Look("line", RAIL), _("Freight by rail, as wide as tonnes")))
    if "road" in links.modes():
        keys.append(Key(Look("line", AMBER), _("Freight by road, as wide as tonnes")))
    if links.planned.any():
        keys.append(Key(Look("line", RAIL, dashed=True), _("Planned link")))
    if (table["coord_quality"] == "schematic").any():
        keys.append(in_schematic_place())
    return tuple(keys)


def _year(value: float | None) -> str:
    return "–" if value is None or value != value else str(int(value))
