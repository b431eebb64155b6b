"""What a place is called in the language of the reader, whichever table it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from inputs.territory import Territory
from scenarios.language import spoken, told

# Tables with names, the plainest last: a later one has the word.
_NAMED = (
    ("corridor_nodes", "node_id"),
    ("logistics_sites", "site_id"),
    ("places", "place_id"),
    ("settlements", "settlement_id"),
)
_COLUMNS = {"ru": ("name_ru", "name_kk"), "kk": ("name_kk",)}


def place_names(territory: Territory) -> Callable[[str, str], str]:
    """A function from an id and the name known otherwise to the name in the spoken language.

    A town that has the id of its district is called by its own name. Where the language has none,
    Russian takes the Kazakh name; without any, the known one stands.
    """
    language = spoken()
    if language == "en":  # the language of the tables of an answer
        return lambda _, known: known
    called: dict[str, str] = {}
    for table, key in _NAMED:
        if territory.has(table):
            called |= _names(territory, table, key)
    if territory.has("gateways"):
        gateways = territory.table("gateways")
        called |= dict(zip(gateways["gateway_id"], map(told, gateways["name"]), strict=True))
    units = territory.units.index

    def name(place: str, known: str) -> str:
        if place in called:
            return called[place]
        return territory.name(place, language) if place in units else known

    return name


def _names(territory: Territory, name: str, key: str) -> dict[str, str]:
    table = territory.table(name)
    there = [column for column in _COLUMNS[spoken()] if column in table]
    if not there:
        return {}
    found = table[there].bfill(axis=1).iloc[:, 0]
    if spoken() == "ru" and "name_ru" not in table and "place_id" in table:
        places = territory.table("places").set_index("place_id")["name_ru"]
        found = table["place_id"].map(places).fillna(found)
    known = found.notna()
    return dict(zip(table.loc[known, key], found[known].astype(str), strict=True))


def renamed(names: pd.Series, keys: pd.Series, called: Callable[[str, str], str]) -> pd.Series:
    """Names of a table by the ids beside them."""
    pairs = zip(keys, names, strict=True)
    return pd.Series([called(str(key), name) for key, name in pairs], names.index, dtype=object)


def relisted(lists: pd.Series, called: Mapping[str, str]) -> pd.Series:
    """Names joined by commas, each by what it is called."""
    return lists.map(
        lambda names: (
            ", ".join(called.get(name, name) for name in names.split(", "))
            if isinstance(names, str)
            else names
        )
    )
