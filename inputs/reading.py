"""Tables as text, with the line each row stands on, from CSV files or the sheets of a workbook.

Everything is read as text first, so that a cell that is no number is a finding with a place and
not a crash.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from inputs.errors import InputError

COMMENT = "#"
# A workbook is a zip of XML: any layer of it may be broken.
_UNREADABLE = (
    OSError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    ParseError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class RawTable:
    """One table as it stands in its file.

    Attributes
    ----------
    name
        Table name: the stem of the CSV file or the title of the sheet.
    file
        File name, with the sheet where it is a workbook.
    columns
        Header cells, stripped.
    rows
        Cells, stripped; as ragged as the file.
    lines
        Line of the file on which each row begins, the first line being 1.
    """

    name: str
    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def table_files(folder: Path) -> list[Path]:
    """List the CSV files and workbooks of `folder` in the order of their names.

    `folder` may be a single workbook. Names that begin with `.`, `_` or `~` are passed over.

    Raises
    ------
    InputError
        The folder does not exist.
    """
    if folder.is_file() and folder.suffix.lower() == ".xlsx":
        return [folder]
    if not folder.is_dir():
        raise InputError(
            "no such folder of tables",
            value=str(folder),
            expected="a folder of CSV files or an .xlsx workbook with one sheet per table",
        )
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and path.suffix.lower() in (".csv", ".xlsx")
        and not path.name.startswith((".", "_", "~"))
    )


def read_file(path: Path) -> list[RawTable]:
    """Read one CSV file, or every sheet of one workbook.

    Raises
    ------
    InputError
        The file is not UTF-8 text, not a workbook, or has no header.
    """
    if path.suffix.lower() == ".xlsx":
        return _read_workbook(path)
    return [_read_csv(path)]


def require_commas(table: RawTable) -> None:
    """Refuse a header that is parted by something else.

    Raises
    ------
    InputError
        Names the file and what stands in the header.
    """
    if len(table.columns) == 1 and re.search(r"[;\t]", table.columns[0]):
        raise InputError(
            "the columns are not separated by commas",
            file=table.file,
            row=1,
            value=table.columns[0],
            expected="comma separated cells and decimal points",
        )


def _read_csv(path: Path) -> RawTable:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            "the file is not UTF-8 text",
            file=path.name,
            value=f"byte {error.start}",
            expected="UTF-8 encoding",
        ) from error
    lines = text.splitlines(keepends=True)
    comments = 0
    while comments < len(lines) and lines[comments].lstrip().startswith(COMMENT):
        comments += 1
    reader = csv.reader(io.StringIO("".join(lines[comments:]), newline=""), strict=True)
    records: list[tuple[int, Sequence[str]]] = []
    begins = comments + 1
    try:
        for record in reader:
            records.append((begins, record))
            begins = comments + reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            f"the row cannot be split into cells: {error}",
            file=path.name,
            row=begins,
            expected="comma separated cells, quoted with double quotes where they hold a comma",
        ) from error
    return _table(path.stem, path.name, records)


def _read_workbook(path: Path) -> list[RawTable]:
    # only who has a workbook waits for its library
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as book:
            sheets = {
                sheet.title: _records(sheet)
                for sheet in book.worksheets
                if not sheet.title.startswith("_")
            }
    except (*_UNREADABLE, InvalidFileException) as error:
        raise InputError(
            f"the workbook cannot be opened: {error}", file=path.name, expected="an .xlsx file"
        ) from error
    # spreadsheets are made with blank sheets; a workbook of nothing else is a finding
    written = {title: records for title, records in sheets.items() if records} or sheets
    return [_table(title, f"{path.name}[{title}]", records) for title, records in written.items()]


def _records(sheet: Any) -> list[tuple[int, Sequence[str]]]:
    """Rows with something in them, without the comments at the top."""
    records: list[tuple[int, Sequence[str]]] = [
        (number, [_cell_text(value) for value in cells])
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
    ]
    while records and (records[0][1] or [""])[0].lstrip().startswith(COMMENT):
        records.pop(0)
    return [(number, cells) for number, cells in records if any(cell.strip() for cell in cells)]


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _table(name: str, file: str, records: Iterable[tuple[int, Sequence[str]]]) -> RawTable:
    filled = [
        (line, tuple(cell.strip() for cell in cells))
        for line, cells in records
        if any(cell.strip() for cell in cells)
    ]
    if not filled:
        raise InputError("the table has no header", file=file, expected="a row of column names")
    header = filled[0][1]
    columns = header
    while columns and not columns[-1]:
        columns = columns[:-1]
    rows = tuple(_fit(cells, len(header), len(columns)) for _, cells in filled[1:])
    return RawTable(name, file, columns, rows, tuple(line for line, _ in filled[1:]))


def _fit(cells: tuple[str, ...], full: int, width: int) -> tuple[str, ...]:
    # spreadsheets pad header and rows alike; any other surplus cell is a finding
    if len(cells) == full and not any(cells[width:]):
        return cells[:width]
    return cells
