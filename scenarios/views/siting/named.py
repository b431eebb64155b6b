"""The siting answer with its places called as the reader calls them."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from scenarios.language import spoken
from scenarios.study import Answer
from scenarios.views.placenames import place_names, relisted, renamed

# Columns that list settlements, by table
_LISTS = {
    "prices": ("comes", "goes"),
    "alternatives": ("leaves", "takes"),
    "nested": ("added",),
}


def with_names(answer: Answer) -> Answer:
    """The answer with settlements and districts of its tables in the spoken language."""
    if spoken() == "en":  # the language of the tables
        return answer
    settlements = answer.tables["settlements"]
    called = place_names(answer.territory)
    name = renamed(settlements["name"], settlements["settlement_id"], called)
    lists = dict(zip(settlements["name"], name, strict=True))
    by_id = pd.DataFrame({"name": name, "district": _districts(answer)})
    by_id.index = pd.Index(settlements["settlement_id"])
    tables = {}
    for key, table in answer.tables.items():
        made = table.copy()
        if "settlement_id" in made and "name" in made:
            for column in ("name", "district"):
                made[column] = made["settlement_id"].map(by_id[column])
        for column in _LISTS.get(key, ()):
            made[column] = relisted(made[column], lists)
        tables[key] = made
    return replace(answer, tables=tables)


def _districts(answer: Answer) -> list[str]:
    """Of each settlement, in the spoken language; its English name stands in the answer."""
    territory = answer.territory
    called = {
        territory.name(unit): territory.name(unit, spoken()) for unit in territory.units.index
    }
    known = answer.tables["settlements"]["district"]
    return [called.get(district, district) for district in known]
