"""The roadmap answer as an Excel workbook, one sheet a table."""

from __future__ import annotations

from pathlib import Path

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views.native_charts import NativeChart
from scenarios.views.roadmap.headline import headline
from scenarios.views.roadmap.tables import report_tables
from scenarios.views.workbook import write_tables


def write_workbook(answer: Answer, path: Path) -> None:
    """Write the answer as .xlsx; text is always written as text."""
    made = [table for table in report_tables(answer) if len(table.frame)]
    money = _("Money is nominal, as the roadmap prints it")
    limited = answer.scenario.roadmap.envelope == "documented"
    write_tables(answer, headline(answer), made, path, money, _charts(limited=limited))


def _charts(*, limited: bool) -> list[NativeChart]:
    return [
        NativeChart(
            "years",
            "year",
            _("Public money by year"),
            _("bn KZT"),
            bars=[("public_documented", "documented"), ("public_optimised", "optimised")],
            lines=[("budget_public", "budget")] if limited else [],
        )
    ]
