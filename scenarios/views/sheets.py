"""Sheets of a workbook that every study writes: formats, tables, print set-up."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from scenarios.language import _, told
from scenarios.views import style
from scenarios.views.table import Column, Kind, Table

A4 = 9
FIRST_ROW = 3  # of a table's body: title, an empty row, head
LINE = 15.0  # points
_FILLED = 0.9  # of a line, by letters as wide as digits: bold ones are wider
_HEAD_FILL = "#e9edf0"
_FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "year": "0",
    "decimal": "0.0",
    "money": "#,##0.0",
    "share": "0.0%",
    "quantity": "[>=1000]#,##0;#,##0.####",
}
_WIDTHS: dict[Kind, float] = {"text": 22, "source": 70, "year": 9}
# A page takes about 149 characters of 11 points across: at 72 % all is read with ease, below 60 %
# hardly any more.
EASY, MOST = 206.0, 248.0
_YEAR_WIDTH, _NUMBER_WIDTH, _TEXT_WIDTH, _SOURCE_WIDTH = 7.0, 10.0, 16.0, 40.0  # least ones
# The same answer gives the same bytes, whenever it is written.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Book:
    """A workbook and the formats of its cells by kind."""

    workbook: Any
    formats: dict[str, Any]


@contextmanager
def opened(path: Path, title: str) -> Iterator[Book]:
    """A workbook to write; saved at the end.

    Text is always written as text: a name that begins like a formula is shown, never run.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": title, "created": _CREATED})
        yield Book(workbook, _formats(workbook))


def _formats(workbook: Any) -> dict[str, Any]:
    base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    formats: dict[str, Any] = {
        kind: workbook.add_format({**base, "num_format": code}) for kind, code in _FORMATS.items()
    }
    inset = {"align": "left", "indent": 1}  # an indent alone is passed over by some programs
    formats["text"] = workbook.add_format({**base, **inset})
    formats["source"] = workbook.add_format({**base, **inset, "text_wrap": True})
    formats["wrap"] = workbook.add_format({**base, "text_wrap": True, "font_size": 12})
    formats["title"] = workbook.add_format({**base, "bold": True, "font_size": 14})
    formats["banner"] = workbook.add_format(
        {**base, "bold": True, "font_size": 16, "text_wrap": True, "bottom": 2}
    )
    head = {**base, "bold": True, "text_wrap": True, "valign": "bottom"}
    head |= {"bottom": 2, "bg_color": _HEAD_FILL}
    formats["head"] = workbook.add_format({**head, **inset})
    formats["head_number"] = workbook.add_format({**head, "align": "right"})
    formats["strong"] = workbook.add_format({**base, "bold": True})
    formats["link"] = workbook.add_format({**base, "font_color": style.OPTIMISED, "underline": 1})
    for kind in ("count", "money"):
        sums = {**base, "bold": True, "num_format": f"{_FORMATS[kind]};-{_FORMATS[kind]};–"}
        formats[f"sum_{kind}"] = workbook.add_format(sums)
        formats[f"total_{kind}"] = workbook.add_format({**sums, "top": 1})
    return formats


def write_sheet(book: Book, table: Table, name: str, summed: Collection[str] = ()) -> None:
    """A table as a sheet of its own; `summed` are the keys of columns with a total below."""
    sheet = book.workbook.add_worksheet(name)
    sheet.write_string(0, 0, told(table.title), book.formats["title"])
    widths = fitted(
        [_width(column, table.frame) for column in table.columns],
        [_least_width(column, table.frame) for column in table.columns],
    )
    last = write_grid(book, sheet, table, FIRST_ROW - 1, widths)
    _totals(book, sheet, table, last, summed)
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    texts = [n for n, c in enumerate(table.columns) if c.kind == "text"]
    leading = min(len(texts) if texts == list(range(len(texts))) else 0, 3)
    sheet.freeze_panes(FIRST_ROW, leading)
    sheet.autofilter(FIRST_ROW - 1, 0, last, len(table.columns) - 1)
    sheet.repeat_rows(FIRST_ROW - 1)
    print_setup(sheet, last + 1, widths, leading)


def write_grid(book: Book, sheet: Any, table: Table, top: int, widths: Sequence[float] = ()) -> int:
    """Write head and rows from row `top`; returns the last row written."""
    heads = [told(column.head) for column in table.columns]
    set_head(book, sheet, top, heads, [column.numeric for column in table.columns], widths)
    keys = [c.key for c in table.columns]
    row = top
    for row, values in enumerate(
        table.frame[keys].itertuples(index=False, name=None), start=top + 1
    ):
        for number, (value, column) in enumerate(zip(values, table.columns, strict=True)):
            kind = "source" if column.kind == "text" else column.kind  # both wrap
            _cell(sheet, row, number, value, book.formats[kind])
    return row


def set_head(
    book: Book,
    sheet: Any,
    row: int,
    heads: Sequence[str],
    numeric: Sequence[bool] = (),
    widths: Sequence[float] = (),
) -> None:
    """Write a row of heads, high enough for the longest; heads of numbers stand on the right."""
    for number, head in enumerate(heads):
        right = bool(numeric) and numeric[number]
        sheet.write_string(row, number, head, book.formats["head_number" if right else "head"])
    if widths:
        high = max(map(lines_of, heads, widths), default=1)
        sheet.set_row(row, LINE * high)


def lines_of(text: str, width: float) -> int:
    """About how many lines a text takes in a column of so many characters."""
    return max(1, len(textwrap.wrap(text, max(1, int(_FILLED * width)))))


def _cell(sheet: Any, row: int, column: int, value: Any, layout: Any) -> None:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        sheet.write_blank(row, column, None, layout)
    elif isinstance(value, str):
        sheet.write_string(row, column, told(value), layout)
    else:
        sheet.write_number(row, column, float(value), layout)


def _totals(book: Book, sheet: Any, table: Table, last: int, summed: Collection[str]) -> None:
    """A line of sums under the table, live formulas with their values."""
    for number, column in enumerate(table.columns):
        if column.key in summed:
            cells = xlsxwriter.utility.xl_range(FIRST_ROW, number, last, number)
            kind = "total_money" if column.kind == "money" else "total_count"
            total = float(table.frame[column.key].sum())
            sheet.write_formula(last + 1, number, f"=SUM({cells})", book.formats[kind], total)


def _width(column: Column, frame: pd.DataFrame) -> float:
    if column.key.isdigit():
        return 8
    if column.kind == "text" and len(frame):
        return min(max(12, _longest(frame[column.key]) + 2), 60)
    return _WIDTHS.get(column.kind, 15)


def _least_width(column: Column, frame: pd.DataFrame) -> float:
    """What a column needs at least: its longest word stays whole."""
    if column.key.isdigit():
        return _YEAR_WIDTH
    least = _SOURCE_WIDTH if column.kind == "source" else _NUMBER_WIDTH
    if column.kind == "text" and len(frame):
        words = frame[column.key].astype("string").fillna("").map(told).str.split().explode()
        least = max(_longest(words) + 2, min(_TEXT_WIDTH, _longest(frame[column.key]) + 2))
    head = max(map(len, told(column.head).split()), default=0)
    return min(max(least, head + 2), _width(column, frame))


def _longest(texts: pd.Series) -> int:
    return int(texts.astype("string").str.len().fillna(0).max())


def fitted(widths: Sequence[float], least: Sequence[float]) -> list[float]:
    """Widths that leave a printed page easy to read, where the columns may be made so narrow."""
    spare = sum(widths) - sum(least)
    part = min(1.0, max(0.0, sum(widths) - EASY) / spare) if spare > 0 else 0.0
    return [round(w - part * (w - at_least), 1) for w, at_least in zip(widths, least, strict=True)]


def print_setup(sheet: Any, last_row: int, widths: Sequence[float], leading: int = 0) -> None:
    """Landscape A4 up to the last row and column, on as few pages across as can be read.

    Parameters
    ----------
    leading : columns that are repeated on every page across
    """
    across = 1 if sum(widths) <= MOST else math.ceil(sum(widths[leading:]) / MOST)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(across, 0)
    if across > 1 and leading:
        sheet.repeat_columns(0, leading - 1)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.print_area(0, 0, last_row, len(widths) - 1)
    sheet.set_footer(_("&L&A&RPage &P of &N"))
