"""Sites among settlements: who gets places under the scheme's centres and under the optimum."""

from __future__ import annotations

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
from scenarios.app.map.scales import YearClasses, rounded, sizes, widths
from scenarios.app.map.wording import PlanNames, in_schematic_place
from scenarios.language import _, spoken
from scenarios.study import Answer
from scenarios.views import frames, style
from scenarios.views.placenames import place_names
from scenarios.views.siting.headline import periods
from scenarios.views.siting.site_map import DISTRICT_CENTRE, LEAST_SHOWN

_DOT_PX, _CENTRE_PX = 2.2, 5.5
_DOT = "#aab2b9"
_CITY = "almaty_city"  # in the middle of the agglomeration, and no part of the question
_COLUMNS = {DOCUMENTED: "centres", OPTIMISED: "optimised"}


def siting_layers(answer: Answer, plans: PlanNames) -> MapLayers:
    """Settlements in the periods of the question."""
    steps = tuple(periods(answer))
    table = answer.tables["settlements"]
    added = {plan: _by_step(table, stem, steps) for plan, stem in _COLUMNS.items()}
    largest = largest_of(added)
    ages = YearClasses(steps)
    whole = ground.frame(table["lat"], table["lon"])
    called = place_names(answer.territory)
    listed = table[["settlement_id", "name"]].itertuples(index=False)
    names = {str(place): called(str(place), str(name)) for place, name in listed}
    places = _places(answer, table, added, names, steps)
    return MapLayers(
        title=_("Map of settlements, of the scheme's service centres and of the chosen sites"),
        steps=steps,
        start=steps[-1],
        views=(View(_("Everything"), whole),),
        land=ground.land_around(whole),
        plans=plans.called,
        one_plan=plans.one,
        places=tuple(places),
        lines=_ways(answer, table, names, steps),
        marks=tuple(_marks(table, added, ages, largest)),
        labels=(
            *ground.centre_labels(answer, [_CITY]),
            *names_by_size(places, added[OPTIMISED][:, -1], table["level"] == DISTRICT_CENTRE),
        ),
        ages=ages.legend(_("Colour: half of it is in service by")),
        sizes=sizes(_("School places added"), largest),
        keys=_keys(table),
    )


def _by_step(table: pd.DataFrame, stem: str, steps: tuple[int, ...]) -> np.ndarray:
    found: np.ndarray = table[[f"{stem}_{year}" for year in steps]].to_numpy(dtype=float)
    return found


def _places(
    answer: Answer,
    table: pd.DataFrame,
    added: Amounts,
    names: dict[str, str],
    steps: tuple[int, ...],
) -> list[Place]:
    settlements = answer.territory.table("settlements").set_index("settlement_id")
    units = settlements["unit_id"].reindex(table["settlement_id"]).tolist()
    need = _by_step(table, "need", steps)
    found = []
    for n, row in enumerate(frames.rows(table)):
        facts = [
            Fact(_("Pupils"), common=rounded(need[n])),
            Fact(_("School places standing"), common=(round(float(row.existing)),)),
            Fact(
                _("School places added"),
                documented=rounded(added[DOCUMENTED][n]),
                optimised=rounded(added[OPTIMISED][n]),
            ),
        ]
        if isinstance(row.buildings, str) and row.buildings:
            facts.append(Fact(_("Buildings, number x places"), optimised=(row.buildings,)))
        if row.documented:
            facts.append(Fact(_("Service centre of the scheme"), common=(_("yes"),)))
        known = units[n] in answer.territory.units.index
        found.append(
            Place(
                id=str(row.settlement_id),
                name=names[str(row.settlement_id)],
                within=answer.territory.name(units[n], spoken()) if known else str(row.district),
                lat=round(float(row.lat), 4),
                lon=round(float(row.lon), 4),
                schematic=row.coord_quality == "schematic",
                facts=tuple(facts),
            )
        )
    return found


def _marks(table: pd.DataFrame, added: Amounts, ages: YearClasses, largest: float) -> list[Mark]:
    found = []
    for n, row in enumerate(frames.rows(table)):
        place, schematic = str(row.settlement_id), row.coord_quality == "schematic"
        found.append(standing(place, "", Look("dot", _DOT), _DOT_PX, ages))
        here = {plan: amounts[n] for plan, amounts in added.items()}
        found += grown(place, here, ages, largest, schematic=schematic)
        if row.documented:
            centre = Look("diamond", style.INK)
            found.append(standing(place, DOCUMENTED, centre, _CENTRE_PX, ages))
    return found


def _ways(
    answer: Answer, table: pd.DataFrame, names: dict[str, str], steps: tuple[int, ...]
) -> tuple[Line, ...]:
    flow = answer.tables["service"]
    flow = flow[flow["pupils"] >= LEAST_SHOWN]
    keys = ["from_id", "to_id"]
    pupils = flow.pivot_table(index=keys, columns="year", values="pupils", fill_value=0.0)
    amounts = pupils.reindex(columns=list(steps), fill_value=0.0).to_numpy(dtype=float)
    way = flow.groupby(keys)[["schematic", "km"]].max().reset_index()
    rows = table.set_index("settlement_id")[["lat", "lon"]].astype(float).round(4)
    at = {str(place): (float(lat), float(lon)) for place, lat, lon in rows.itertuples()}
    largest = max(1.0, float(amounts.max(initial=0.0)))
    return tuple(
        Line(
            plan=OPTIMISED,
            ends=(at[row.from_id], at[row.to_id]),
            look=Look("line", style.MUTED, bool(row.schematic)),
            width=widths(amount, largest),
            said=_(
                "Pupils from {start} to {end}, {km:number} km by road",
                start=names[row.from_id],
                end=names[row.to_id],
                km=float(row.km),
            ),
        )
        for row, amount in zip(frames.rows(way), amounts, strict=True)
    )


def _keys(table: pd.DataFrame) -> tuple[Key, ...]:
    keys: list[Key] = [
        Key(Look("diamond", style.INK), _("Service centre of the scheme"), DOCUMENTED),
        Key(Look("dot", _DOT), _("Settlement")),
        Key(Look("line", style.MUTED), _("Way of pupils taught elsewhere"), OPTIMISED),
    ]
    if (table["coord_quality"] == "schematic").any():
        keys.append(in_schematic_place())
    return tuple(keys)
