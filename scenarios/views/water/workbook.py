"""The water answer as an Excel workbook, one sheet a table."""

from __future__ import annotations

from pathlib import Path

from scenarios.language import _
from scenarios.study import Answer
from scenarios.views import frames
from scenarios.views.native_charts import NativeChart, Role
from scenarios.views.water.headline import headline
from scenarios.views.water.tables import report_tables
from scenarios.views.workbook import write_tables


def write_workbook(answer: Answer, path: Path) -> None:
    """Write the answer as .xlsx; text is always written as text."""
    made = [table for table in report_tables(answer) if len(table.frame)]
    money = _("Money: {unit}", unit=frames.money_unit(answer))
    write_tables(answer, headline(answer), made, path, money, _charts(answer))


def _charts(answer: Answer) -> list[NativeChart]:
    money = frames.money_unit(answer)
    roles: dict[str, Role] = {
        frames.optimised_name(answer): "optimised",
        frames.baseline_name(answer): "documented",
    }
    return [
        NativeChart(
            "without_water",
            "year",
            _("People without water by year"),
            _("people"),
            lines=[(plan, roles.get(plan, "other")) for plan in answer.evaluations],
        ),
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
