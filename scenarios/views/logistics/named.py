"""The logistics answer with its places called as the reader calls them."""

from __future__ import annotations

from dataclasses import replace

from inputs.network.names import latin_names
from scenarios.language import marked, spoken, told
from scenarios.study import Answer
from scenarios.views.placenames import place_names, relisted, renamed

# Column of the id beside the name, by table
_KEYS = {"sites": "site_id", "places": "place_id", "prices": "site_id", "named": "row_id"}
_LISTS = ("comes", "goes")
_ENDS = ("from_name", "to_name")
_SIZES = (marked("small"), marked("medium"), marked("large"))
WORDS = (  # that data, study and engine write into tables
    marked("both"),
    marked("only optimised"),
    marked("only documented"),
    marked("rail"),
    marked("road"),
    marked("existing"),
    marked("planned"),
    marked("planned_upgrade"),
    marked("sourced"),
    marked("chain"),
    marked("geometry"),
    marked("candidate"),
    marked("unit"),
    marked("gateway"),
    marked("Benders decomposition with HiGHS"),
)


def with_names(answer: Answer) -> Answer:
    """The answer with sites, places and ends of links of its tables in the spoken language."""
    if spoken() == "en":  # the language of the tables
        return answer
    named = place_names(answer.territory)
    known = answer.territory.table("logistics_sites")["site_id"]
    rows = {_as_site(row): row for row in known}

    def called(place: str, name: str) -> str:
        return named(rows.get(place, place), name)

    sites = answer.tables["sites"]
    by_name = dict(
        zip(sites["name"], renamed(sites["name"], sites["site_id"], called), strict=True)
    )
    nodes = answer.territory.table("corridor_nodes")
    latin = latin_names(nodes, answer.territory.table("places"))
    ends = {name: named(node, name) for node, name in zip(nodes["node_id"], latin, strict=True)}
    tables = {}
    for key, table in answer.tables.items():
        made = table.copy()
        if key in _KEYS:
            made["name"] = renamed(made["name"], made[_KEYS[key]], called)
        for column in _LISTS:
            if column in made:
                made[column] = relisted(made[column], by_name)
        for column in _ENDS:
            if column in made:
                made[column] = [ends.get(str(name), str(name)) for name in made[column]]
        if "buildings" in made:
            made["buildings"] = [told_buildings(built) for built in made["buildings"]]
        tables[key] = made
    return replace(answer, tables=tables)


def told_buildings(built: object) -> str:
    """`large 2040, small 2030` in the spoken language; empty where nothing is built."""
    if not isinstance(built, str) or not built:
        return ""
    sizes = {size: told(size) for size in _SIZES}
    words = [opened.rsplit(" ", 1) for opened in built.split(", ")]
    return ", ".join(f"{sizes.get(size, size)} {year}" for size, year in words)


def _as_site(row_id: str) -> str:
    """How the study calls a site that stands for this row alone."""
    return row_id.lower().replace("-", "_")
