"""The answer as an Excel workbook: formatted sheets, native charts, ready to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from scenarios.language import _, marked, told
from scenarios.study import Answer
from scenarios.views import frames, tables
from scenarios.views.cover import write_cover
from scenarios.views.headline import headline
from scenarios.views.native_charts import NativeChart, Role, draw
from scenarios.views.page import Headline
from scenarios.views.sheets import Book, opened, write_sheet
from scenarios.views.table import Kind, Table
from scenarios.views.words import words
from scenarios.views.yearly_sheets import started_by_year, write_yearly

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
    said, made = headline(answer), _tables(answer)
    names = {table.name: _(_SHEETS[table.name]) for table in made}
    yearly = _yearly(answer) if "programme" in names else []
    contents = [(name, title) for name, title, _frame, _kind in yearly]
    contents += [(names[table.name], table.title) for table in made]
    with opened(path, said.title) as book:
        money = _("Money: {unit}", unit=frames.money_unit(answer))
        write_cover(book, answer, said, money, contents)
        for name, title, frame, kind in yearly:
            write_yearly(book, name, title, frame, kind)
        for table in made:
            write_sheet(book, table, names[table.name], _SUMMED.get(table.name, ()))
        _draw(book, made, names, _charts(answer))


def write_tables(
    answer: Answer,
    said: Headline,
    made: list[Table],
    path: Path,
    money: str,
    charts: Sequence[NativeChart] = (),
) -> None:
    """Write a cover and one sheet a table as .xlsx, for answers of any kind."""
    names = {table.name: told(table.name.replace("_", " ").capitalize()) for table in made}
    with opened(path, said.title) as book:
        write_cover(book, answer, said, money, [(names[t.name], t.title) for t in made])
        for table in made:
            write_sheet(book, table, names[table.name])
        _draw(book, made, names, charts)


def _draw(
    book: Book, made: list[Table], names: dict[str, str], charts: Sequence[NativeChart]
) -> None:
    by_name = {table.name: table for table in made}
    for chart in charts:
        if chart.table in by_name:
            draw(book, names[chart.table], by_name[chart.table], chart)


def _yearly(answer: Answer) -> list[tuple[str, str, pd.DataFrame, Kind]]:
    return [
        (
            _("Money by year"),
            _(
                "Cost of what is started, by year of the start, {unit}",
                unit=frames.money_unit(answer),
            ),
            started_by_year(answer, "capex"),
            "money",
        ),
        (
            _("Starts by year"),
            _(
                "{additions}, by year of the start",
                additions=words(answer.scenario.study).additions,
            ),
            started_by_year(answer, "places"),
            "count",
        ),
    ]


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


def _charts(answer: Answer) -> list[NativeChart]:
    money = frames.money_unit(answer)
    plans = [(plan, _role(answer, plan)) for plan in answer.evaluations]
    return [
        NativeChart("shortage", "year", words(answer.scenario.study).missing, "", lines=plans),
        NativeChart(
            "spending",
            "year",
            _("Spending against the budget"),
            money,
            bars=[("optimised", "optimised")],
            lines=[("documented", "documented"), ("budget", "budget")],
        ),
        NativeChart(
            "money_by_oblast",
            "oblast",
            _("Money by oblast over all years"),
            money,
            bars=[("documented", "documented"), ("optimised", "optimised")],
            lying=True,
        ),
    ]


def _role(answer: Answer, plan: str) -> Role:
    if plan == frames.optimised_name(answer):
        return "optimised"
    return "documented" if plan == frames.baseline_name(answer) else "other"
