"""The answer as a small workbook: answer, sites, who is served where."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from scenarios.locate import tables
from scenarios.locate.answer import LocationAnswer
from scenarios.locate.wording import wording
from scenarios.views.table import Kind, Table

A4 = 9
# The same answer gives the same bytes, whenever it is written.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)
_FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "decimal": "0.0",
    "share": "0.0%",
    "quantity": "#,##0.####",
}


def write_workbook(answer: LocationAnswer, path: Path) -> None:
    """Write the answer as .xlsx.

    Text is always written as text: a name that begins like a formula is shown, never run.
    """
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": wording(answer).headline.title, "created": _CREATED})
        formats: dict[str, Any] = {
            kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()
        }
        formats["text"] = book.add_format({})
        formats["source"] = book.add_format({})
        formats["head"] = book.add_format({"bold": True, "text_wrap": True, "bottom": 2})
        formats["title"] = book.add_format({"bold": True, "font_size": 14})
        _cover(book, formats, answer)
        _sheet(book, formats, "Sites", tables.sites_table(answer))
        if answer.question.demand is not None:
            _sheet(book, formats, "Assignment", tables.assignment_table(answer))


def _cover(book: Any, formats: dict[str, Any], answer: LocationAnswer) -> None:
    words = wording(answer)
    said = words.headline
    sheet = book.add_worksheet("Answer")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 38)
    sheet.set_column(1, 9, 20)
    for row, text in enumerate((said.title, said.sentence, *said.leads)):
        sheet.write_string(row, 0, text, formats["title" if row == 1 else "text"])
    row = 4
    for number in said.numbers:
        parts = (number.label, number.value, number.held_against, number.detail)
        for column, text in enumerate(parts):
            sheet.write_string(row, column, text, formats["text"])
        row += 1
    row = _grid(sheet, formats, tables.certificate_table(answer), row + 1) + 2
    row = _grid(sheet, formats, tables.question_table(answer), row) + 2
    for note in words.notes:
        sheet.write_string(row, 0, note, formats["text"])
        row += 1
    _print_setup(sheet)


def _sheet(book: Any, formats: dict[str, Any], name: str, table: Table) -> None:
    sheet = book.add_worksheet(name)
    last = _grid(sheet, formats, table, 0)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, 28 if column.kind == "text" else 15)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(table.columns) - 1)
    sheet.repeat_rows(0)
    _print_setup(sheet)


def _grid(sheet: Any, formats: dict[str, Any], table: Table, top: int) -> int:
    """Write head and rows from row `top`; returns the last row written."""
    for number, column in enumerate(table.columns):
        sheet.write_string(top, number, column.head, formats["head"])
    row = top
    keys = [column.key for column in table.columns]
    for row, values in enumerate(table.frame[keys].itertuples(index=False, name=None), top + 1):
        for number, (value, column) in enumerate(zip(values, table.columns, strict=True)):
            if isinstance(value, str):
                sheet.write_string(row, number, value, formats[column.kind])
            elif not pd.isna(value):
                sheet.write_number(row, number, float(value), formats[column.kind])
    return row


def _print_setup(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")
