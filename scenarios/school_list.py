"""A planner's list of schools, read into the scenario: its content is part of the question."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from inputs.errors import InputError
from scenarios.language import said

ID, PLACES = COLUMNS = ("settlement_id", "places")


@dataclass(frozen=True)
class SchoolList:
    """Places by settlement, schools of one added up, and all that is wrong with the list."""

    places: dict[str, float]
    errors: tuple[InputError, ...]


def read_school_list(value: Any) -> Any:
    """Places by settlement from the CSV file that a path names; anything else as it is.

    Raises
    ------
    ValueError
        no such file, or all that is wrong with it, a line each
    """
    if not isinstance(value, str):
        return value
    path = Path(value)
    if not path.is_file():
        raise ValueError(f"there is no file {value}; expected a CSV with {' and '.join(COLUMNS)}")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            found = parse_school_list(stream, path.name)
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: is not UTF-8 text") from error
    if found.errors:
        raise ValueError("\n".join(map(str, found.errors)))
    return found.places


def parse_school_list(
    stream: TextIO, file: str, known: Collection[str] | None = None
) -> SchoolList:
    """A list from the text of a CSV file with the columns settlement_id and places.

    Parameters
    ----------
    known : settlements that may be named; None: any, to be checked with the territory
    """
    reader = csv.DictReader(stream)
    missing = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
    if missing:
        wrong = (InputError(said("column {name} is missing", name=c), file=file) for c in missing)
        return SchoolList({}, tuple(wrong))
    places: dict[str, float] = defaultdict(float)
    errors: list[InputError] = []
    for row in reader:
        at, line = (row[ID] or "").strip(), reader.line_num
        text = (row[PLACES] or "").strip()
        number = _number(text)
        if number is None:
            told = said("places is {text!r}, expected a number, 0 or larger", text=text)
            errors.append(InputError(told, file=file, row=line, column=PLACES, value=text))
        if not at or (known is not None and at not in known):
            told = said("{place!r} is not a settlement, expected ids such as A-001", place=at)
            errors.append(InputError(told, file=file, row=line, column=ID, value=at))
        places[at] += number or 0.0
    if not places and not errors:
        errors.append(InputError(said("no row with a school"), file=file))
    return SchoolList(dict(places), tuple(errors))


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
