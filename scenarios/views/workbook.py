"""The answer as an Excel workbook: formatted sheets, native charts, ready to print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from scenarios.study import Answer
from scenarios.views import frames, style, tables
from scenarios.views.headline import headline
from scenarios.views.page import Headline
from scenarios.views.table import Column, Kind, Table

A4 = 9
CHART_PX = (760, 400)
_FORMATS: dict[Kind, str] = {
    "count": "#,##0",
    "year": "0",
    "decimal": "0.0",
    "money": "#,##0.0",
    "share": "0.0%",
    "quantity": "#,##0.####",
}
_WIDTHS: dict[Kind, float] = {"text": 22, "source": 70, "year": 9}
_SHEETS = {
    "programme": "Programme",
    "sequence": "By year",
    "by_horizon": "By horizon",
    "turns": "Change of turn",
    "shortage": "Shortage",
    "spending": "Spending",
    "money_by_oblast": "Money by oblast",
    "documented_money": "Documented money",
    "kpis": "Measures",
    "assumptions": "Assumptions",
    "contradictions": "Contradictions",
    "documents": "Documents",
}
_SUMMED = {
    "programme": ("buildings", "places", "capex"),
    "money_by_oblast": ("documented", "optimised"),
}
# The same answer gives the same bytes, whenever it is written.
_CREATED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class _Book:
    workbook: Any
    formats: dict[str, Any]


def write_workbook(answer: Answer, path: Path) -> None:
    """Write the answer as .xlsx.

    Text is always written as text: a name that begins like a formula is shown, never run.
    """
    with _opened(path, headline(answer).title) as book:
        _cover(book, answer, headline(answer), f"Money: {frames.money_unit(answer)}")
        for table in _tables(answer):
            _sheet(book, table, _SHEETS[table.name])
        _charts(book, answer)


def write_tables(answer: Answer, said: Headline, made: list[Table], path: Path, money: str) -> None:
    """Write a cover and one sheet a table as .xlsx, for answers of any kind."""
    with _opened(path, said.title) as book:
        _cover(book, answer, said, money)
        for table in made:
            _sheet(book, table, table.name.replace("_", " ").capitalize())


@contextmanager
def _opened(path: Path, title: str) -> Iterator[_Book]:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": title, "created": _CREATED})
        yield _Book(workbook, _formats(workbook))


def _tables(answer: Answer) -> list[Table]:
    shortage = tables.curve_table(answer, "shortage", "shortage", "Shortage by year, places")
    made = [
        tables.programme_table(answer),
        tables.sequence_table(answer),
        tables.horizon_table(answer),
        tables.turn_table(answer),
        shortage,
        tables.spending_table(answer),
        tables.oblast_money_table(answer),
        tables.printed_table(answer),
        tables.kpi_table(answer),
        tables.assumption_table(answer),
        tables.anomaly_table(answer),
        tables.source_table(answer),
    ]
    return [table for table in made if len(table.frame)]


def _formats(workbook: Any) -> dict[str, Any]:
    base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    formats: dict[str, Any] = {
        kind: workbook.add_format({**base, "num_format": code}) for kind, code in _FORMATS.items()
    }
    formats["text"] = workbook.add_format({**base})
    formats["source"] = workbook.add_format({**base, "text_wrap": True})
    formats["wrap"] = workbook.add_format({**base, "text_wrap": True, "font_size": 12})
    formats["title"] = workbook.add_format({**base, "bold": True, "font_size": 14})
    formats["head"] = workbook.add_format(
        {**base, "bold": True, "text_wrap": True, "bottom": 2, "valign": "bottom"}
    )
    formats["strong"] = workbook.add_format({**base, "bold": True})
    formats["total_count"] = workbook.add_format(
        {**base, "bold": True, "top": 1, "num_format": _FORMATS["count"]}
    )
    formats["total_money"] = workbook.add_format(
        {**base, "bold": True, "top": 1, "num_format": _FORMATS["money"]}
    )
    return formats


def _cover(book: _Book, answer: Answer, said: Headline, money: str) -> None:
    sheet = book.workbook.add_worksheet("Answer")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 3, 24)
    sheet.set_column(4, 9, 14)
    sheet.write_string(0, 0, said.title, book.formats["title"])
    row = 2
    for text in (said.sentence, *said.leads):
        sheet.merge_range(row, 0, row, 3, "", book.formats["wrap"])
        sheet.write_string(row, 0, text, book.formats["wrap"])
        sheet.set_row(row, 17 * (1 + len(text) // 105))
        row += 1
    row += 1
    for column, head in enumerate(("", "Optimised", "Documented", "Verdict")):
        sheet.write_string(row, column, head, book.formats["head"])
    for number in said.numbers:
        row += 1
        cells = (number.label, number.value, number.counterpart, number.verdict)
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, book.formats["text"])
    row += 2
    sheet.write_string(row, 0, "Certificates", book.formats["strong"])
    certificates = tables.certificate_table(answer)
    last = _grid(book, sheet, certificates, row + 1)
    row = last + 2
    for note in answer.notes:
        sheet.merge_range(row, 0, row, 3, "", book.formats["source"])
        sheet.write_string(row, 0, note, book.formats["source"])
        sheet.set_row(row, 15 * (1 + len(note) // 115))
        row += 1
    facts = (
        money,
        f"Scenario {answer.scenario.name}, question {answer.scenario.content_hash[:12]}, "
        f"data {answer.territory.content_hash[:12]}",
    )
    for fact in facts:
        sheet.write_string(row, 0, fact, book.formats["text"])
        row += 1
    _print_setup(sheet, row, len(certificates.columns) - 1)


def _sheet(book: _Book, table: Table, name: str) -> None:
    sheet = book.workbook.add_worksheet(name)
    sheet.write_string(0, 0, table.title, book.formats["title"])
    last = _grid(book, sheet, table, 2)
    _totals(book, sheet, table, last)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, _width(column, table.frame))
    texts = [n for n, c in enumerate(table.columns) if c.kind == "text"]
    leading = len(texts) if texts == list(range(len(texts))) else 0
    sheet.freeze_panes(3, min(leading, 3))
    sheet.autofilter(2, 0, last, len(table.columns) - 1)
    sheet.repeat_rows(2)
    _print_setup(sheet, last + 1, len(table.columns) - 1)


def _grid(book: _Book, sheet: Any, table: Table, top: int) -> int:
    """Write head and rows from row `top`; returns the last row written."""
    for number, column in enumerate(table.columns):
        sheet.write_string(top, number, column.head, book.formats["head"])
    keys = [c.key for c in table.columns]
    row = top
    for row, values in enumerate(
        table.frame[keys].itertuples(index=False, name=None), start=top + 1
    ):
        for number, (value, column) in enumerate(zip(values, table.columns, strict=True)):
            _cell(sheet, row, number, value, book.formats[column.kind])
    return row


def _cell(sheet: Any, row: int, column: int, value: Any, layout: Any) -> None:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        sheet.write_blank(row, column, None, layout)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, layout)
    else:
        sheet.write_number(row, column, float(value), layout)


def _totals(book: _Book, sheet: Any, table: Table, last: int) -> None:
    """A line of sums under the table, live formulas with their values."""
    for number, column in enumerate(table.columns):
        if column.key in _SUMMED.get(table.name, ()):
            cells = xlsxwriter.utility.xl_range(3, number, last, number)
            kind = "total_money" if column.kind == "money" else "total_count"
            total = float(table.frame[column.key].sum())
            sheet.write_formula(last + 1, number, f"=SUM({cells})", book.formats[kind], total)


def _width(column: Column, frame: pd.DataFrame) -> float:
    if column.key.isdigit():
        return 8
    if column.kind == "text" and len(frame):
        longest = int(frame[column.key].astype("string").str.len().fillna(0).max())
        return min(max(12, longest + 2), 60)
    return _WIDTHS.get(column.kind, 15)


def _print_setup(sheet: Any, last_row: int, last_column: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_footer("&L&A&RPage &P of &N")


def _charts(book: _Book, answer: Answer) -> None:
    years = len(frames.years(answer))
    _shortage_chart(book, answer, years)
    _spending_chart(book, answer, years)
    money = frames.money_by_oblast(answer)
    if len(money):
        _oblast_chart(book, answer, len(money))


def _shortage_chart(book: _Book, answer: Answer, years: int) -> None:
    chart = book.workbook.add_chart({"type": "line"})
    dashes = ("solid", "round_dot", "dash", "long_dash_dot")
    for number, plan in enumerate(answer.evaluations):
        first = plan == frames.optimised_name(answer)
        chart.add_series(
            {
                "name": ["Shortage", 2, number + 1],
                "categories": ["Shortage", 3, 0, 2 + years, 0],
                "values": ["Shortage", 3, number + 1, 2 + years, number + 1],
                "line": {
                    "color": style.OPTIMISED if first else style.DOCUMENTED,
                    "width": 3 if first else 1.75,
                    "dash_type": dashes[number % len(dashes)],
                },
            }
        )
    _finish(chart, "Shortage by year", "places")
    _place(book, "Shortage", years, len(answer.evaluations), chart)


def _spending_chart(book: _Book, answer: Answer, years: int) -> None:
    columns = [c.key for c in tables.spending_table(answer).columns]

    def series(key: str, **look: Any) -> dict[str, Any]:
        at = columns.index(key)
        return {
            "name": ["Spending", 2, at],
            "categories": ["Spending", 3, 0, 2 + years, 0],
            "values": ["Spending", 3, at, 2 + years, at],
            **look,
        }

    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(series("optimised", fill={"color": style.OPTIMISED}, gap=40))
    lines = book.workbook.add_chart({"type": "line"})
    lines.add_series(
        series("documented", line={"color": style.DOCUMENTED, "width": 2, "dash_type": "dash"})
    )
    lines.add_series(series("budget", line={"color": style.INK, "width": 1.5}))
    chart.combine(lines)
    _finish(chart, "Spending against the budget", frames.money_unit(answer))
    _place(book, "Spending", years, len(columns) - 1, chart)


def _oblast_chart(book: _Book, answer: Answer, oblasts: int) -> None:
    chart = book.workbook.add_chart({"type": "bar"})
    for at, colour in ((1, style.DOCUMENTED), (2, style.OPTIMISED)):
        chart.add_series(
            {
                "name": ["Money by oblast", 2, at],
                "categories": ["Money by oblast", 3, 0, 2 + oblasts, 0],
                "values": ["Money by oblast", 3, at, 2 + oblasts, at],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    _finish(chart, "Money by oblast over all years", "")
    chart.set_y_axis({"reverse": True, "line": {"none": True}})
    chart.set_x_axis({"name": frames.money_unit(answer), "num_format": "#,##0"})
    _place(book, "Money by oblast", oblasts, 3, chart)


def _place(book: _Book, name: str, rows: int, last_column: int, chart: Any) -> None:
    """Put a chart below the table and its totals, inside the printed area."""
    sheet = book.workbook.get_worksheet_by_name(name)
    top = rows + 5
    sheet.insert_chart(top, 0, chart)
    sheet.print_area(0, 0, top + CHART_PX[1] // 20 + 1, max(last_column, 5))


def _finish(chart: Any, title: str, unit: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "bold": True}, "overlay": False})
    chart.set_y_axis(
        {
            "name": unit,
            "num_format": "#,##0",
            "min": 0,
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": style.GRID}},
        }
    )
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": CHART_PX[0], "height": CHART_PX[1]})
