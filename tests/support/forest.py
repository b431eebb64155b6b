"""A small made-up region of two oblasts and four districts."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

Rows = list[dict[str, str]]
Region = dict[str, Rows]

DISTRICTS = {"birch": "north", "cedar": "north", "maple": "east", "willow": "east"}


def _unit(unit_id: str, parent: str, oblast: str, level: str) -> dict[str, str]:
    return {
        "unit_id": unit_id,
        "parent_id": parent,
        "region_id": "forest",
        "oblast_id": oblast,
        "level": level,
        "name_kk": unit_id.title(),
        "name_en": f"{unit_id.title()} {level}",
        "centre_place_id": f"{unit_id}_town" if level == "district" else "",
        "document": "F1",
        "lines": "1-2",
    }


def _place(number: int, unit_id: str) -> dict[str, str]:
    return {
        "place_id": f"{unit_id}_town",
        "name_kk": unit_id.title(),
        "name_en": f"{unit_id.title()} town",
        "unit_id": unit_id,
        "oblast_id": DISTRICTS[unit_id],
        "role": "district_centre",
        "lat": f"{45 + number / 10:.1f}",
        "lon": f"{70 + number / 10:.1f}",
        "coord_quality": "schematic",
        "licence": "none",
        "source": "made up",
    }


def _school(unit_id: str, year: int) -> dict[str, str]:
    later = {"need_seats": "1000", "new_seats": "100"}
    return {
        "unit_id": unit_id,
        "year": str(year),
        "seats_end": "900",
        "pupils": "950" if year == 2024 else "",
        "balance": "-50",
        "document": "F1",
        "lines": "3",
        **(later if year > 2024 else {}),
    }


def forest(horizons: Sequence[int] = (2030,)) -> Region:
    """Rows of documents, units, places, schools and assumptions."""
    return {
        "documents": [{"document": "F1", "title": "Plan of the forest"}],
        "units": [
            _unit("forest", "", "", "region"),
            *(_unit(oblast, "forest", oblast, "oblast") for oblast in ("north", "east")),
            *(_unit(unit, oblast, oblast, "district") for unit, oblast in DISTRICTS.items()),
        ],
        "places": [_place(number, unit) for number, unit in enumerate(DISTRICTS)],
        "schools": [_school(unit, year) for unit in DISTRICTS for year in (2024, *horizons)],
        "assumptions": [
            {
                "name": "discount_rate",
                "value": "0.04",
                "low": "0.02",
                "high": "0.06",
                "unit": "per year, real",
                "group": "finance",
                "description": "Discount rate",
                "source": "made up",
            }
        ],
    }


def fill_template(folder: Path, region: Region) -> None:
    """Append rows to the tables of an empty template, as a person would."""
    for name, rows in region.items():
        path = folder / f"{name}.csv"
        header = path.read_text(encoding="utf-8").splitlines()[-1].split(",")
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, header, lineterminator="\n").writerows(rows)
