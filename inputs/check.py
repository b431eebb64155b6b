"""Every violation of the declared schemas in a folder of tables."""

from __future__ import annotations

import difflib
from dataclasses import astuple, dataclass
from pathlib import Path

import pandas as pd
import pandera.errors

from inputs.errors import InputError
from inputs.parsing import EXPECTED, parse_column, text_frame
from inputs.reading import RawTable, read_file, table_files
from inputs.schemas.base import ForeignKey, Table
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


@dataclass(frozen=True)
class _Checked:
    """A table with its parsed values and the text they came from, row by row."""

    raw: RawTable
    text: pd.DataFrame
    values: pd.DataFrame
    lines: pd.Series


def check_folder(folder: Path) -> pd.DataFrame:
    """Check a folder of tables against the declared schemas.

    Parameters
    ----------
    folder
        Folder of CSV files or workbooks, or one workbook.

    Returns
    -------
    pandas.DataFrame
        One row per violation with the columns table, row (line in the file, the header's line for
        a column, empty for a whole table), column, value (the text found) and expectation; empty
        when the folder is sound.

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
    checked = {
        name: _check_table(raw, TABLES[name], violations)
        for name, raw in raws.items()
        if name in TABLES
    }
    for name, item in checked.items():
        for key in TABLES[name].foreign_keys:
            _check_reference(item, key, checked, violations)
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
            violations.append(
                Violation(
                    file.stem,
                    error.row,
                    error.column or "",
                    str(error.value or error.message),
                    error.expected or error.message,
                )
            )
            continue
        for raw in tables:
            if raw.name not in TABLES:
                close = difflib.get_close_matches(raw.name, TABLES, n=3, cutoff=0.5)
                known = "; did you mean " + " or ".join(close) if close else ""
                violations.append(
                    Violation(raw.name, None, "", raw.file, f"the name of a declared table{known}")
                )
            elif raw.name in raws:
                violations.append(
                    Violation(
                        raw.name, None, "", raw.file, f"one source; also in {raws[raw.name].file}"
                    )
                )
            else:
                raws[raw.name] = raw
    return raws


def _check_table(raw: RawTable, table: Table, violations: list[Violation]) -> _Checked:
    _check_header(raw, table, violations)
    text = text_frame(raw)
    text = text.loc[:, ~text.columns.duplicated()]
    lines = pd.Series(raw.lines, index=text.index, dtype="int64")
    width = len(raw.columns)
    for line, row in zip(raw.lines, raw.rows, strict=True):
        if len(row) != width:
            violations.append(
                Violation(table.name, line, "", f"{len(row)} cells", f"{width} cells, as the header")
            )
    columns: dict[str, pd.Series] = {}
    for field in table.fields:
        if field.name not in text.columns:
            continue
        parsed = parse_column(text[field.name], field)
        columns[field.name] = parsed.values
        _report(violations, table, field.name, parsed.unparsed, text, lines, EXPECTED[field.type])
        if not field.nullable:
            empty = text[field.name] == ""
            _report(violations, table, field.name, empty, text, lines, "a value, not an empty cell")
        _check_values(parsed.values.dropna(), table, field.name, text, lines, violations)
    values = pd.DataFrame(columns, index=text.index)
    for key in (table.key, *table.unique):
        _check_unique(values, key, table, text, lines, violations)
    for names in table.ascending:
        _check_ascending(values, names, table, text, lines, violations)
    return _Checked(raw, text, values, lines)


def _check_header(raw: RawTable, table: Table, violations: list[Violation]) -> None:
    declared = table.columns
    if len(raw.columns) == 1 and ";" in raw.columns[0]:
        violations.append(
            Violation(table.name, None, "", raw.columns[0], "columns separated by commas, not by ;")
        )
        return
    for name in declared:
        if name not in raw.columns:
            violations.append(Violation(table.name, None, name, "", "this column, in any order"))
    for position, name in enumerate(raw.columns):
        if name in raw.columns[:position]:
            violations.append(Violation(table.name, None, name, name, "each column once"))
        elif name not in declared:
            close = difflib.get_close_matches(name, declared, n=1)
            hint = f"; did you mean {close[0]}" if close else ""
            violations.append(
                Violation(table.name, None, name, name, f"only declared columns{hint}")
            )


def _report(
    violations: list[Violation],
    table: Table,
    column: str,
    wrong: pd.Series,
    text: pd.DataFrame,
    lines: pd.Series,
    expectation: str,
) -> None:
    for index in wrong.index[wrong.astype(bool)]:
        violations.append(
            Violation(
                table.name, int(lines[index]), column, str(text.at[index, column]), expectation
            )
        )


def _check_values(
    values: pd.Series,
    table: Table,
    column: str,
    text: pd.DataFrame,
    lines: pd.Series,
    violations: list[Violation],
) -> None:
    schema = series_schema(table.field(column))
    if not schema.checks or values.empty:
        return
    try:
        schema.validate(values, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        for case in errors.failure_cases.to_dict("records"):
            index = case["index"]
            violations.append(
                Violation(
                    table.name,
                    int(lines[index]),
                    column,
                    str(text.at[index, column]),
                    str(case["check"]),
                )
            )


def _check_unique(
    values: pd.DataFrame,
    key: tuple[str, ...],
    table: Table,
    text: pd.DataFrame,
    lines: pd.Series,
    violations: list[Violation],
) -> None:
    if not set(key) <= set(values.columns):
        return
    filled = values[list(key)].dropna()
    repeated = filled.index[filled.duplicated()]
    for index in repeated:
        found = ", ".join(str(text.at[index, column]) for column in key)
        first = filled.index[(filled == filled.loc[index]).all(axis=1)][0]
        violations.append(
            Violation(
                table.name,
                int(lines[index]),
                ", ".join(key),
                found,
                f"a value of its own; row {int(lines[first])} has the same",
            )
        )


def _check_ascending(
    values: pd.DataFrame,
    names: tuple[str, ...],
    table: Table,
    text: pd.DataFrame,
    lines: pd.Series,
    violations: list[Violation],
) -> None:
    if not set(names) <= set(values.columns):
        return
    for left, right in zip(names, names[1:], strict=False):
        _report(
            violations,
            table,
            right,
            values[left] > values[right],
            text,
            lines,
            f"not below {left} of the same row",
        )


def _check_reference(
    item: _Checked,
    key: ForeignKey,
    checked: dict[str, _Checked],
    violations: list[Violation],
) -> None:
    if not set(key.columns) <= set(item.values.columns):
        return
    used = item.values[list(key.columns)].dropna()
    expected = f"{', '.join(key.referenced)} of a row in {key.table}"
    if key.table in checked:
        target = checked[key.table].values
        if not set(key.referenced) <= set(target.columns):
            return
        known = set(target[list(key.referenced)].itertuples(index=False, name=None))
    else:
        known = set()
        expected += f", and the folder holds no table {key.table}"
    for index, found in zip(
        used.index, used.itertuples(index=False, name=None), strict=True
    ):
        if found in known:
            continue
        close = _closest(found, known)
        violations.append(
            Violation(
                item.raw.name,
                int(item.lines[index]),
                ", ".join(key.columns),
                ", ".join(str(item.text.at[index, column]) for column in key.columns),
                expected + close,
            )
        )


def _closest(found: tuple[object, ...], known: set[tuple[object, ...]]) -> str:
    if len(found) != 1 or not isinstance(found[0], str):
        return ""
    names = [str(entry[0]) for entry in known]
    close = difflib.get_close_matches(found[0], names, n=1, cutoff=0.6)
    return f"; did you mean {close[0]}" if close else ""
