"""A planner's list of schools, read into the scenario: its content is part of the question."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

COLUMNS = ("settlement_id", "places")


def read_school_list(value: Any) -> Any:
    """Places by settlement from the CSV file that a path names; anything else as it is.

    Raises
    ------
    ValueError
        no such file, a missing column, or a row whose places are no number; names file and row
    """
    if not isinstance(value, str):
        return value
    path = Path(value)
    if not path.is_file():
        raise ValueError(f"there is no file {value}; expected a CSV with {' and '.join(COLUMNS)}")
    places: dict[str, float] = defaultdict(float)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
        if missing:
            raise ValueError(f"{path.name}: column {missing[0]} is missing")
        for row in reader:
            text = (row["places"] or "").strip()
            try:
                number = float(text)
            except ValueError:
                number = -1.0
            if not 0 <= number < float("inf"):
                raise ValueError(
                    f"{path.name} row {reader.line_num}: places is {text!r}, expected a number, "
                    "0 or larger"
                )
            places[(row["settlement_id"] or "").strip()] += number
    return dict(places)
