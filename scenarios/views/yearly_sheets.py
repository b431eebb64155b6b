"""Sheets of a yearly programme as a budget office reads them: oblasts, below them their districts.

Every oblast's line and the last line are live sums; districts fold away under their oblast.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from xlsxwriter.utility import xl_rowcol_to_cell

from scenarios.language import _, told
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.sheets import FIRST_ROW, Book, fitted, print_setup, set_head
from scenarios.views.table import Kind

_FIRST_YEAR = 2  # column
_NAME_WIDTHS, _LEAST_WIDTHS = [24.0, 24.0], [12.0, 20.0]


def started_by_year(answer: Answer, value: str) -> pd.DataFrame:
    """oblast, unit, and a column a year: what the optimised plan starts there in that year.

    `value` is `capex` (bn KZT, counted in the year of the start) or `places`; units that start
    nothing are left out, oblasts and units in the report's order.
    """
    table = frames.programme(answer)
    wide = table.pivot_table(
        index=["oblast", "unit"], columns="start_year", values=value, aggfunc="sum", sort=False
    )
    years = list(frames.years(answer))
    wide = wide.reindex(columns=years).fillna(0.0)
    order = {name: n for n, name in enumerate(frames.by_unit(answer)["unit"].unique())}
    wide = wide.reset_index()
    wide["order"] = wide["unit"].map(order)
    wide["first"] = wide.groupby("oblast")["order"].transform("min")
    return wide.sort_values(["first", "order"], ignore_index=True)[["oblast", "unit", *years]]


def write_yearly(book: Book, name: str, title: str, table: pd.DataFrame, kind: Kind) -> None:
    """Write `started_by_year` as a sheet with sums by oblast, by year and over all."""
    sheet = book.workbook.add_worksheet(name)
    sheet.write_string(0, 0, told(title), book.formats["title"])
    years = [column for column in table.columns if column not in ("oblast", "unit")]
    heads = [_("Oblast"), _("District"), *map(str, years), _("Sum")]
    set_head(book, sheet, FIRST_ROW - 1, heads, [n >= _FIRST_YEAR for n in range(len(heads))])
    widths = fitted(
        [*_NAME_WIDTHS, *[8.0] * (len(years) + 1)], _LEAST_WIDTHS + [7.0] * len(years) + [8.0]
    )
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    end = _FIRST_YEAR + len(years)
    row, sums = FIRST_ROW, []
    for oblast, part in table.groupby("oblast", sort=False):
        sums.append(row)
        sheet.write_string(row, 0, str(oblast), book.formats["strong"])
        for at in range(_FIRST_YEAR, end):
            of = f"=SUM({_cell(row + 1, at)}:{_cell(row + len(part), at)})"
            value = float(part[years[at - _FIRST_YEAR]].sum())
            sheet.write_formula(row, at, of, book.formats[f"total_{kind}"], value)
        _row_sum(book, sheet, row, end, float(part[years].to_numpy().sum()), f"total_{kind}")
        for district in part.itertuples(index=False):
            row += 1
            sheet.set_row(row, None, None, {"level": 1})
            sheet.write_string(row, 1, district.unit, book.formats["source"])
            for at, value in enumerate(district[2:], start=_FIRST_YEAR):
                if value:
                    sheet.write_number(row, at, float(value), book.formats[kind])
            _row_sum(book, sheet, row, end, float(sum(district[2:])), f"sum_{kind}")
        row += 1
    sheet.write_string(row, 0, _("All oblasts"), book.formats["strong"])
    for at in range(_FIRST_YEAR, end + 1):
        of = "=" + "+".join(_cell(s, at) for s in sums)
        column = years[at - _FIRST_YEAR : at - _FIRST_YEAR + 1] or years
        value = float(table[column].to_numpy().sum())
        sheet.write_formula(row, at, of, book.formats[f"total_{kind}"], value)
    sheet.freeze_panes(FIRST_ROW, _FIRST_YEAR)
    sheet.outline_settings(visible=True, symbols_below=False)
    sheet.repeat_rows(FIRST_ROW - 1)
    print_setup(sheet, row, widths, _FIRST_YEAR)


def _row_sum(book: Book, sheet: Any, row: int, end: int, value: float, look: str) -> None:
    of = f"=SUM({_cell(row, _FIRST_YEAR)}:{_cell(row, end - 1)})"
    sheet.write_formula(row, end, of, book.formats[look], value)


def _cell(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))
