"""A planner's own table of pipes: diameter, what it carries, what a kilometre costs."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from inputs.errors import InputError
from inputs.parsing import NUMBER_PATTERN
from inputs.reading import RawTable, read_file, require_commas

COLUMNS = ("diameter_mm", "capacity_l_s", "cost_mln_kzt_per_km")


def read_pipe_classes(path: Path) -> pd.DataFrame:
    """Read a CSV file or workbook with the columns of `COLUMNS`; others are passed over.

    Returns
    -------
    pandas.DataFrame
        The columns of `COLUMNS`, by rising diameter.

    Raises
    ------
    InputError
        Names the file, row and column: no price, no number, or a larger pipe that carries or costs
        no more.
    """
    if not path.is_file():
        raise InputError("no such file", value=str(path), expected="a table of pipe classes")
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise InputError(
            "unknown kind of file", file=path.name, value=path.suffix, expected=".csv or .xlsx"
        )
    raw = read_file(path)[0]
    require_commas(raw)
    names = [name.lower() for name in raw.columns]
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise InputError(
            f"missing columns: {', '.join(missing)}",
            file=raw.file,
            row=1,
            value=", ".join(raw.columns),
            expected=f"the columns {', '.join(COLUMNS)}",
        )
    if not raw.rows:
        raise InputError("the table has no rows", file=raw.file, expected="a row per diameter")
    frame = pd.DataFrame({column: _numbers(raw, names.index(column)) for column in COLUMNS})
    frame["line"] = raw.lines
    frame = frame.sort_values("diameter_mm", kind="stable", ignore_index=True)
    _require_rising(frame, raw)
    return frame[list(COLUMNS)]


def _numbers(raw: RawTable, column: int) -> list[float]:
    values = []
    for line, row in zip(raw.lines, raw.rows, strict=True):
        cell = row[column] if column < len(row) else ""
        if not re.fullmatch(NUMBER_PATTERN, cell) or not float(cell) > 0:
            raise InputError(
                "the cell is wrong",
                file=raw.file,
                row=line,
                column=raw.columns[column],
                value=cell,
                expected="a number, more than 0",
            )
        values.append(float(cell))
    return values


def _require_rising(frame: pd.DataFrame, raw: RawTable) -> None:
    for column in COLUMNS:
        falls = np.flatnonzero(np.diff(frame[column]) <= 0)
        if falls.size:
            before, row = frame.iloc[falls[0]], frame.iloc[falls[0] + 1]
            raise InputError(
                "a larger pipe must carry more and cost more",
                file=raw.file,
                row=int(row["line"]),
                column=column,
                value=f"{row[column]:g}",
                expected=f"more than {before[column]:g}, that of {before['diameter_mm']:g} mm",
            )
