"""Every violation of the declared schemas in a folder of tables."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pandera.errors

from inputs.errors import InputError
from inputs.parsing import EXPECTED, parse_column, text_frame
from inputs.reading import RawTable, read_file, table_files
from inputs.schemas.base import Field, ForeignKey, Table
from inputs.schemas.pandera_schema import series_schema
from inputs.schemas.registry import TABLES

VIOLATION_COLUMNS = ["table", "row", "column", "value", "expectation"]


@dataclass(frozen=True)
class Violation:
    """One thing that is not as declared; `row` is the line in the file, None for a whole table."""

    table: str
    row: int | None
    column: str
    value: str
    expectation: str


def check_folder(folder: Path) -> pd.DataFrame:
    """Check a folder of tables against the declared schemas.

    Parameters
    ----------
    folder
        Folder of CSV files or workbooks, or one workbook.

    Returns
    -------
    pandas.DataFrame
        One row per violation with the columns table, row (line in the file; empty where the whole
        table is meant), column, value (the text found) and expectation; empty when the folder is
        sound.

    Raises
    ------
    InputError
        The folder does not exist.
    """
    violations: list[Violation] = []
    raws = _read(Path(folder), violations)
    for table in TABLES.values():
        if table.required and table.name not in raws:
            violations.append(
                Violation(table.name, None, "", "", f"a file {table.name}.csv: it is required")
            )
    checked = {name: _CheckedTable(raw, TABLES[name], violations) for name, raw in raws.items()}
    for item in checked.values():
        item.check_cells()
        item.check_rows()
    for item in checked.values():
        for key in item.table.foreign_keys:
            item.check_reference(key, checked.get(key.table))
    return _frame(violations)


def _frame(violations: list[Violation]) -> pd.DataFrame:
    order = {name: position for position, name in enumerate(TABLES)}
    ranked = sorted(
        violations, key=lambda v: (order.get(v.table, len(order)), v.table, v.row or 0, v.column)
    )
    frame = pd.DataFrame([astuple(v) for v in ranked], columns=VIOLATION_COLUMNS)
    return frame.astype({"row": "Int64"})


def _read(folder: Path, violations: list[Violation]) -> dict[str, RawTable]:
    raws: dict[str, RawTable] = {}
    for file in table_files(folder):
        try:
            tables = read_file(file)
        except InputError as error:
            found = error.message if error.value is None else str(error.value)
            violations.append(
                Violation(file.stem, error.row, "", found, error.expected or error.message)
            )
            continue
        for raw in tables:
            if raw.name not in TABLES:
                expected = "the name of a declared table" + _hint(raw.name, TABLES)
                violations.append(Violation(raw.name, None, "", raw.file, expected))
            elif raw.name in raws:
                expected = f"one source of the table; also in {raws[raw.name].file}"
                violations.append(Violation(raw.name, None, "", raw.file, expected))
            else:
                raws[raw.name] = raw
    return raws


def _hint(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"; did you mean {close[0]}" if close else ""


class _CheckedTable:
    """A table under check: its text, what could be parsed of it, and where to report."""

    def __init__(self, raw: RawTable, table: Table, violations: list[Violation]) -> None:
        self.raw = raw
        self.table = table
        self.violations = violations
        text = text_frame(raw)
        self.text = text.loc[:, ~text.columns.duplicated()]
        self.parsed = {
            field.name: parse_column(self.text[field.name], field)
            for field in table.fields
            if field.name in self.text.columns
        }
        self.data = pd.DataFrame(
            {name: column.data for name, column in self.parsed.items()}, index=self.text.index
        )

    def report(self, line: int | None, column: str, value: str, expectation: str) -> None:
        self.violations.append(Violation(self.table.name, line, column, value, expectation))

    def report_row(self, index: int, columns: Iterable[str], expectation: str) -> None:
        names = list(columns)
        found = ", ".join(str(self.text.loc[index, name]) for name in names)
        self.report(self.raw.lines[index], ", ".join(names), found, expectation)

    def report_where(self, wrong: pd.Series, column: str, expectation: str) -> None:
        for index in wrong.index[wrong.astype(bool)]:
            self.report_row(index, [column], expectation)

    def check_cells(self) -> None:
        """Check the header, the width of each row, and each cell by itself."""
        self._check_header()
        width = len(self.raw.columns)
        for line, row in zip(self.raw.lines, self.raw.rows, strict=True):
            if len(row) != width:
                self.report(line, "", f"{len(row)} cells", f"{width} cells, as the header has")
        for field in self.table.fields:
            if field.name not in self.parsed:
                continue
            self.report_where(self.parsed[field.name].unparsed, field.name, EXPECTED[field.type])
            if not field.nullable:
                empty = self.text[field.name] == ""
                self.report_where(empty, field.name, "a value, not an empty cell")
            self._check_values(field)

    def _check_header(self) -> None:
        columns = self.raw.columns
        if len(columns) == 1 and ";" in columns[0]:
            self.report(None, "", columns[0], "columns separated by commas, not by ;")
            return
        if self.table.required and not self.raw.rows:
            self.report(None, "", "no rows", "at least one row: the table is required")
        for name in self.table.columns:
            if name not in columns:
                self.report(None, name, "", "this column; the order of columns is free")
        for position, name in enumerate(columns):
            if name in columns[:position]:
                self.report(None, name, name, "each column once")
            elif name not in self.table.columns:
                hint = _hint(name, self.table.columns)
                self.report(None, name, name, f"only declared columns{hint}")

    def _check_values(self, field: Field) -> None:
        filled = self.data[field.name].dropna()
        schema = series_schema(field)
        if not schema.checks or filled.empty:
            return
        try:
            schema.validate(filled, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            for index, check in errors.failure_cases[["index", "check"]].itertuples(index=False):
                self.report_row(int(index), [field.name], str(check))

    def check_rows(self) -> None:
        """Check what must hold within a row or between the rows of the table."""
        for key in (self.table.key, *self.table.unique):
            if set(key) <= set(self.data.columns):
                self._check_unique(key)
        for names in self.table.ascending:
            if set(names) <= set(self.data.columns):
                for left, right in pairwise(names):
                    falls = self.data[left] > self.data[right]
                    self.report_where(falls, right, f"not below {left} of the same row")

    def _check_unique(self, key: tuple[str, ...]) -> None:
        filled = self.data[list(key)].dropna()
        first: dict[tuple[object, ...], int] = {}
        for index, found in zip(
            filled.index, filled.itertuples(index=False, name=None), strict=True
        ):
            if found in first:
                line = self.raw.lines[first[found]]
                self.report_row(index, key, f"a value of its own; row {line} has the same")
            else:
                first[found] = index

    def check_reference(self, key: ForeignKey, target: _CheckedTable | None) -> None:
        """Check that the values of a foreign key stand in the table it refers to."""
        if not set(key.columns) <= set(self.data.columns):
            return
        expected = f"{', '.join(key.referenced)} of a row in {key.table}"
        known: set[tuple[object, ...]] = set()
        if target is None:
            expected += f", and the folder holds no table {key.table}"
        elif set(key.referenced) <= set(target.data.columns):
            known = set(target.data[list(key.referenced)].itertuples(index=False, name=None))
        else:
            return
        names = [str(entry[0]) for entry in known] if len(key.columns) == 1 else []
        used = self.data[list(key.columns)].dropna()
        for index, found in zip(used.index, used.itertuples(index=False, name=None), strict=True):
            if found not in known:
                self.report_row(index, key.columns, expected + _hint(str(found[0]), names))
