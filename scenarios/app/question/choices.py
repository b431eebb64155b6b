"""What a list may name and a table may have values for, by id, with names for people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import pandas as pd

from inputs.errors import InputError
from inputs.territory import Territory
from scenarios.app.question.asking import Question, value_at
from scenarios.app.question.wishes import BUILDINGS, by_settlement, menu, study_of
from scenarios.language import _, spoken
from scenarios.language.alphabet import in_order
from scenarios.parts import FIRST_POSSIBLE_YEAR
from scenarios.scenario import Scenario, StudyName, Years
from scenarios.views.placenames import place_names

INDENT = "    "  # of an area below the one it lies in

_REMEMBERED = 512
_DEPENDS_ON = (
    ("study",),
    ("level",),
    ("region",),
    ("years", "first"),
    ("years", "last"),
    ("construction", "sizes"),
    ("siting", "periods"),
    ("roadmap", "first_free_year"),
    ("roadmap", "last_year"),
)

Names = dict[str, str]  # id -> what it is called, in the order in which it is offered


def named(things: str, question: Question, territory: Territory) -> Names:
    """The things that a field may name, with their names in the language of the page.

    Parameters
    ----------
    things : `Field.things`, or `places`: what the study builds at
    """
    return dict(_remembered(_Asked(things, question, territory)))


class _Asked:
    """What the names depend on, and nothing else: a moved slider changes none of them."""

    def __init__(self, things: str, question: Question, territory: Territory) -> None:
        self.things, self.question, self.territory = things, question, territory
        asked = json.dumps([value_at(question, path) for path in _DEPENDS_ON], default=str)
        self.identity = (things, asked, territory.content_hash, spoken())

    def __hash__(self) -> int:
        return hash(self.identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self.identity == other.identity


@lru_cache(_REMEMBERED)
def _remembered(asked: _Asked) -> Names:
    return _KNOWN[asked.things](asked.question, asked.territory)


def _areas(question: Question, territory: Territory) -> Names:
    """Regions, oblasts and districts, each below the one it lies in."""
    units = territory.units
    units = units[units["merged_into"].isna()]
    if study_of(question) is StudyName.WATER:
        units = units[(units["level"] == "region") | (units["oblast_id"] == units.index)]
    below = units["parent_id"].groupby(units["parent_id"]).groups

    def walk(unit: str, depth: int) -> Iterable[tuple[str, str]]:
        yield unit, INDENT * depth + territory.name(unit, spoken())
        for child in below.get(unit, ()):
            yield from walk(str(child), depth + 1)

    tops = units.index[~units["parent_id"].isin(units.index)]
    return {unit: name for top in tops for unit, name in walk(str(top), 0)}


def _units(question: Question, territory: Territory) -> Names:
    """Districts of the question's region, by name."""
    asked = value_at(question, ("region",))
    try:
        leaves = territory.leaf_units([str(name) for name in asked])
    except (InputError, TypeError):
        leaves = territory.leaf_units()
    return _by_name({unit: territory.name(unit, spoken()) for unit in leaves})


def _oblasts(question: Question, territory: Territory) -> Names:
    inside = {territory.oblast_of(unit) for unit in _units(question, territory)}
    return _by_name({oblast: territory.name(oblast, spoken()) for oblast in inside})


def _years(question: Question, territory: Territory) -> Names:
    if study_of(question) is StudyName.ROADMAP:
        first, last = (value_at(question, ("roadmap", k)) for k in ("first_free_year", "last_year"))
    else:
        first, last = (value_at(question, ("years", k)) for k in ("first", "last"))
    first = first if isinstance(first, int) else Years().first
    last = last if isinstance(last, int) else Years().last
    return {str(year): str(year) for year in range(max(first, FIRST_POSSIBLE_YEAR), last + 1)}


def _periods(question: Question, territory: Territory) -> Names:
    asked = value_at(question, ("siting", "periods"))
    return {str(year): str(year) for year in asked} if isinstance(asked, list) else {}


def _sizes(question: Question, territory: Territory) -> Names:
    prefix = f"{BUILDINGS.get(study_of(question), 'school')}_place_cost_"
    known = (n.removeprefix(prefix) for n in territory.assumptions if n.startswith(prefix))
    return {size: size for size in sorted(known, key=int)}


def _classes(question: Question, territory: Territory) -> Names:
    return {"city": _("city"), "kent": _("urban-type settlement"), "village": _("village")}


def _gateways(question: Question, territory: Territory) -> Names:
    table = _table(territory, "gateways")
    kinds = {"rail_border": _("rail"), "road_border": _("road"), "port": _("port")}
    return _by_name(
        {
            row["gateway_id"]: f"{row['name']} ({kinds.get(row['kind'], row['kind'])})"
            for row in table.to_dict("records")
        }
    )


def _links(question: Question, territory: Territory) -> Names:
    """Planned roads and railways; first all of them at once where the field has words for it."""
    table = _table(territory, "corridors")
    planned = table[table["status"].isin(["planned", "planned_upgrade"])]
    return {
        row["edge_id"]: f"{row['route']} ({row['edge_id']})"
        for row in planned.sort_values(["mode", "route"]).to_dict("records")
    }


def _transfers(question: Question, territory: Territory) -> Names:
    table = _table(territory, "water_transfers")
    return dict(zip(table["transfer_id"], table["name"], strict=True)) if len(table) else {}


def _projects(question: Question, territory: Territory) -> Names:
    """Projects of the roadmap that have a cost."""
    table = _table(territory, "projects")
    if table.empty:
        return {}
    table = table[(table["level"] == "project") & (table["total_mln_kzt"] > 0)]
    order = table["item"].map(lambda item: [int(part) for part in str(item).split(".")])
    table = table.loc[order.sort_values().index]
    return {row["item"]: f"{row['item']} {row['name']}" for row in table.to_dict("records")}


def _places(question: Question, territory: Territory) -> Names:
    """What the study builds at: districts, settlements, lots, sites of centres, projects."""
    study = study_of(question)
    if by_settlement(question):
        return _settlements(question, territory)
    if study is StudyName.WATER:
        return _lots(question, territory)
    if study is StudyName.ROADMAP:
        return _projects(question, territory)
    return (
        _sites(question, territory) if study is StudyName.LOGISTICS else _units(question, territory)
    )


def _lots(question: Question, territory: Territory) -> Names:
    """Oblasts, each with the lots of settlements that it is to connect."""
    from scenarios.studies.water.lots import build_lots

    oblasts = _oblasts(question, territory)
    if not territory.has("water_projects"):
        return oblasts
    usual = Scenario(name="usual", study=StudyName.WATER)
    lots = build_lots(territory, usual, territory.assumptions, list(oblasts))
    names: Names = {}
    for oblast, name in oblasts.items():
        names[oblast] = name
        for row in lots[lots["unit_id"] == oblast].to_dict("records"):
            names[row["lot_id"]] = INDENT + _(
                "{oblast}, {people:.0f} people each ({lot})",
                oblast=name,
                people=row["people_each"],
                lot=row["lot_id"],
            )
    return names


def _settlements(question: Question, territory: Territory) -> Names:
    """Settlements of the region, with their district; of two of a name both."""
    from scenarios.studies.siting.terms import settlements_of

    table = settlements_of(territory, list(_units(question, territory)))
    called = place_names(territory)
    return _by_name(
        {
            str(row["settlement_id"]): ", ".join(
                (
                    called(str(row["settlement_id"]), str(row["name"])),
                    territory.name(row["unit_id"], spoken()),
                )
            )
            for row in table.to_dict("records")
        }
    )


def _sites(question: Question, territory: Territory) -> Names:
    """Towns and stations of the region's oblasts; the study says which of them are no sites."""
    from scenarios.studies.logistics.sites import TOWNS

    table = _table(territory, "corridor_nodes")
    oblasts = _oblasts(question, territory)
    if table.empty:
        return {}
    table = table[table["type"].isin(TOWNS) & table["unit_id"].isin(list(oblasts))]
    places = territory.table("places").set_index("place_id")
    language = spoken()

    def name(row: dict[Any, Any]) -> str:
        place = row["place_id"]
        known = places.loc[place, f"name_{language}"] if place in places.index else None
        return known if isinstance(known, str) else row["name_kk"]

    rows = table.to_dict("records")
    return _by_name({r["node_id"]: f"{name(r)}, {oblasts[r['unit_id']]}" for r in rows})


def _menu(question: Question, territory: Territory) -> Names:
    return {str(size): str(size) for size in menu(question, territory.assumptions)}


def _none(question: Question, territory: Territory) -> Names:
    return {}


def _table(territory: Territory, name: str) -> pd.DataFrame:
    return territory.table(name) if territory.has(name) else pd.DataFrame()


def _by_name(names: Names) -> Names:
    return dict(sorted(names.items(), key=lambda item: in_order(item[1])))


_KNOWN: dict[str, Callable[[Question, Territory], Names]] = {
    "areas": _areas,
    "units": _units,
    "oblasts": _oblasts,
    "years": _years,
    "periods": _periods,
    "sizes": _sizes,
    "menu": _menu,
    "classes": _classes,
    "gateways": _gateways,
    "links": _links,
    "transfers": _transfers,
    "projects": _projects,
    "places": _places,
    "options": _none,
}
