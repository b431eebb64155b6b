"""The answer as an Excel workbook: formatted sheets, native charts, ready to print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scenarios.language import _, marked, told
from scenarios.study import Answer
from scenarios.views import frames, style, tables
from scenarios.views.headline import headline
from scenarios.views.page import Headline
from scenarios.views.sheets import Book, opened, print_setup, write_grid, write_sheet
from scenarios.views.table import Table

CHART_PX = (760, 400)
_SHEETS = {
    "programme": marked("Programme"),
    "sequence": marked("By year"),
    "by_horizon": marked("By horizon"),
    "turns": marked("Change of turn"),
    "shortage": marked("Shortage"),
    "spending": marked("Spending"),
    "money_by_oblast": marked("Money by oblast"),
    "documented_money": marked("Documented money"),
    "kpis": marked("Measures"),
    "assumptions": marked("Assumptions"),
    "contradictions": marked("Contradictions"),
    "documents": marked("Documents"),
}
_SUMMED = {
    "programme": ("buildings", "places", "capex"),
    "money_by_oblast": ("documented", "optimised"),
}


def write_workbook(answer: Answer, path: Path) -> None:
    """Write the answer as .xlsx.

    Text is always written as text: a name that begins like a formula is shown, never run.
    """
    with opened(path, headline(answer).title) as book:
        _cover(book, answer, headline(answer), _("Money: {unit}", unit=frames.money_unit(answer)))
        for table in _tables(answer):
            write_sheet(book, table, _(_SHEETS[table.name]), _SUMMED.get(table.name, ()))
        _charts(book, answer)


def write_tables(answer: Answer, said: Headline, made: list[Table], path: Path, money: str) -> None:
    """Write a cover and one sheet a table as .xlsx, for answers of any kind."""
    with opened(path, said.title) as book:
        _cover(book, answer, said, money)
        for table in made:
            write_sheet(book, table, told(table.name.replace("_", " ").capitalize()))


def _tables(answer: Answer) -> list[Table]:
    shortage = tables.curve_table(answer, "shortage", "shortage", _("Shortage by year, places"))
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


def _cover(book: Book, answer: Answer, said: Headline, money: str) -> None:
    sheet = book.workbook.add_worksheet(_("Answer"))
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
    for column, head in enumerate(("", _("Optimised"), _("Documented"), _("Verdict"))):
        sheet.write_string(row, column, head, book.formats["head"])
    for number in said.numbers:
        row += 1
        cells = (number.label, number.value, number.counterpart, told(number.verdict))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, book.formats["text"])
    row += 2
    sheet.write_string(row, 0, _("Certificates"), book.formats["strong"])
    certificates = tables.certificate_table(answer)
    last = write_grid(book, sheet, certificates, row + 1)
    row = last + 2
    for note in map(told, answer.notes):
        sheet.merge_range(row, 0, row, 3, "", book.formats["source"])
        sheet.write_string(row, 0, note, book.formats["source"])
        sheet.set_row(row, 15 * (1 + len(note) // 115))
        row += 1
    facts = (
        money,
        _(
            "Scenario {name}, question {question}, data {data}",
            name=answer.scenario.name,
            question=answer.scenario.content_hash[:12],
            data=answer.territory.content_hash[:12],
        ),
    )
    for fact in facts:
        sheet.write_string(row, 0, fact, book.formats["text"])
        row += 1
    print_setup(sheet, row, len(certificates.columns) - 1)


def _charts(book: Book, answer: Answer) -> None:
    years = len(frames.years(answer))
    _shortage_chart(book, answer, years)
    _spending_chart(book, answer, years)
    money = frames.money_by_oblast(answer)
    if len(money):
        _oblast_chart(book, answer, len(money))


def _shortage_chart(book: Book, answer: Answer, years: int) -> None:
    chart = book.workbook.add_chart({"type": "line"})
    dashes = ("solid", "round_dot", "dash", "long_dash_dot")
    for number, plan in enumerate(answer.evaluations):
        first = plan == frames.optimised_name(answer)
        chart.add_series(
            {
                "name": [_("Shortage"), 2, number + 1],
                "categories": [_("Shortage"), 3, 0, 2 + years, 0],
                "values": [_("Shortage"), 3, number + 1, 2 + years, number + 1],
                "line": {
                    "color": style.OPTIMISED if first else style.DOCUMENTED,
                    "width": 3 if first else 1.75,
                    "dash_type": dashes[number % len(dashes)],
                },
            }
        )
    _finish(chart, _("Shortage by year"), _("places"))
    _place(book, _("Shortage"), years, len(answer.evaluations), chart)


def _spending_chart(book: Book, answer: Answer, years: int) -> None:
    columns = [c.key for c in tables.spending_table(answer).columns]

    def series(key: str, **look: Any) -> dict[str, Any]:
        at = columns.index(key)
        return {
            "name": [_("Spending"), 2, at],
            "categories": [_("Spending"), 3, 0, 2 + years, 0],
            "values": [_("Spending"), 3, at, 2 + years, at],
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
    _finish(chart, _("Spending against the budget"), frames.money_unit(answer))
    _place(book, _("Spending"), years, len(columns) - 1, chart)


def _oblast_chart(book: Book, answer: Answer, oblasts: int) -> None:
    chart = book.workbook.add_chart({"type": "bar"})
    for at, colour in ((1, style.DOCUMENTED), (2, style.OPTIMISED)):
        chart.add_series(
            {
                "name": [_("Money by oblast"), 2, at],
                "categories": [_("Money by oblast"), 3, 0, 2 + oblasts, 0],
                "values": [_("Money by oblast"), 3, at, 2 + oblasts, at],
                "fill": {"color": colour},
                "gap": 60,
            }
        )
    _finish(chart, _("Money by oblast over all years"), "")
    chart.set_y_axis({"reverse": True, "line": {"none": True}})
    chart.set_x_axis({"name": frames.money_unit(answer), "num_format": "#,##0"})
    _place(book, _("Money by oblast"), oblasts, 3, chart)


def _place(book: Book, name: str, rows: int, last_column: int, chart: Any) -> None:
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
