"""The messages that the sources hold: Python, templates, and the words of the embedded data."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from babel.messages.extract import extract

from inputs.schemas.base import DOCUMENTS
from scenarios.language.areas import area_of

ROOT = Path(__file__).parents[2]
_SOURCES = "scenarios"
_CODE = (_SOURCES, "models")  # models give reasons why there is no plan
_PRINTED = ("description", "unit")  # columns of the assumptions that views print as words
# Columns of tables that reports print as words.
_WORDS = {
    "projects": ("name", "kpi_2025", "kpi_2030", "note"),
    "project_activities": ("activity", "unit"),
    "water_projects": ("action", "technology", "place_names", "unit"),
    "water_transfers": ("name",),
}
# Tables that studies read: what contradicts itself in them is printed under their answers.
_READ = (
    "corridors",
    "logistics_counts",
    "logistics_sites",
    "macro",
    "network_totals",
    "population",
    "preschool",
    "project_activities",
    "project_spending",
    "projects",
    "schools",
    "unserved_villages",
    "water_abstraction",
    "water_balance",
    "water_indicators",
    "water_projects",
)

_CONTEXT_THEN = ((1, "c"), 2)
_KEYWORDS = {
    "_": None,
    "said": None,
    "marked": None,
    "Reason": None,
    "n_": (1, 2),
    "n_said": (1, 2),
    "p_": _CONTEXT_THEN,
    "p_said": _CONTEXT_THEN,
    "np_": ((1, "c"), 2, 3),
}


class Found(NamedTuple):
    """A message and where it stands.

    Attributes
    ----------
    message : singular and plural where it has one
    path : from the root of the repository
    """

    message: str | tuple[str, str]
    context: str | None
    path: str

    @property
    def area(self) -> str:
        return area_of(self.path)


def messages(root: Path = ROOT) -> list[Found]:
    """Every message of the sources, in the order of their paths."""
    return [*_python(root), *_templates(root), *_data(root)]


def _python(root: Path) -> Iterator[Found]:
    for path in sorted(p for folder in _CODE for p in (root / folder).rglob("*.py")):
        if path.is_relative_to(root / _SOURCES / "language"):
            continue
        yield from _extracted(root, path, "python", {})


def _templates(root: Path) -> Iterator[Found]:
    for path in sorted((root / _SOURCES).rglob("*.html")):
        yield from _extracted(root, path, "jinja2.ext:babel_extract", {"silent": "false"})


def _extracted(root: Path, path: Path, method: str, options: dict[str, str]) -> Iterator[Found]:
    with path.open("rb") as file:
        for _line, message, _comments, context in extract(
            method, file, keywords=_KEYWORDS, options=options
        ):
            found = message if isinstance(message, str) else (message[0], message[1])
            yield Found(found, context, path.relative_to(root).as_posix())


def _data(root: Path) -> Iterator[Found]:
    for row, path in _rows(root, "assumptions"):
        yield from (Found(row[column], None, path) for column in _PRINTED)
    for row, path in _rows(root, "anomalies"):
        if row["table"] in _READ:
            yield from (Found(row[column], None, path) for column in ("identity", "reason"))
    for table, columns in _WORDS.items():
        for row, path in _rows(root, table):
            yield from (Found(row[column], None, path) for column in columns if row[column])
    for row, path in _rows(root, "gateways"):
        yield Found(row["name"], None, path)
    yield from (Found(title, None, "inputs/schemas/base.py") for title in DOCUMENTS.values())
    for scenario in sorted((root / "scenarios" / "library").glob("*.yaml")):
        title = (yaml.safe_load(scenario.read_text(encoding="utf-8")) or {}).get("title")
        if title:
            yield Found(title, None, scenario.relative_to(root).as_posix())


def _rows(root: Path, table: str) -> Iterator[tuple[dict[str, str], str]]:
    path = f"inputs/data/{table}.csv"
    with (root / path).open(encoding="utf-8", newline="") as file:
        yield from ((row, path) for row in csv.DictReader(file))
