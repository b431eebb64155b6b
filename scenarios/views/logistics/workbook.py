"""The logistics answer as an Excel workbook, one sheet a table."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from scenarios.language import _, marked, told
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.logistics.headline import headline
from scenarios.views.logistics.named import with_names
from scenarios.views.logistics.tables import report_tables
from scenarios.views.native_charts import NativeChart, Role
from scenarios.views.numbers import MLN_PER_BN
from scenarios.views.table import Column, Table
from scenarios.views.words import plan_label
from scenarios.views.workbook import write_tables

BY_PERIOD = marked("Transport by period")
PLANS = (  # over their columns
    marked("Documented places under budget"),
    marked("Documented as printed, worst order"),
)
SHEETS = (  # as tables call them
    marked("Sites"),
    marked("Moves"),
    marked("Measures"),
    marked("Horizons"),
    marked("Prices"),
    marked("Link prices"),
    marked("Flows"),
    marked("Places"),
    marked("Named"),
)


def write_workbook(answer: Answer, path: Path) -> None:
    """Write the answer as .xlsx; text is always written as text."""
    answer = with_names(answer)
    made = [table for table in report_tables(answer) if len(table.frame)]
    by_period = transport_by_period(answer)
    money = _("Money at constant prices, discounted where a column says so")
    chart = NativeChart(
        by_period.name,
        "year",
        _(BY_PERIOD),
        _("bn KZT"),
        bars=[(plan, _role(answer, plan)) for plan in answer.evaluations],
    )
    write_tables(answer, headline(answer), [by_period, *made], path, money, [chart])


def transport_by_period(answer: Answer) -> Table:
    """What carrying freight costs in the years of the periods, a column a plan, bn KZT a year."""
    parts = {
        plan: evaluation.by_year.set_index("year")["transport_cost_mln_kzt"] / MLN_PER_BN
        for plan, evaluation in answer.evaluations.items()
    }
    frame = pd.DataFrame(parts).reset_index()
    plans = [Column(plan, told(plan_label(plan)), "money") for plan in parts]
    return Table(BY_PERIOD, _(BY_PERIOD), (Column("year", _("Year"), "year"), *plans), frame)


def _role(answer: Answer, plan: str) -> Role:
    if plan == frames.optimised_name(answer):
        return "optimised"
    return "documented" if plan == frames.baseline_name(answer) else "other"
