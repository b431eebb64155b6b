"""The siting answer as an Excel workbook, one sheet a table."""

from __future__ import annotations

from pathlib import Path

from scenarios.language import _, marked
from scenarios.study import Answer
from scenarios.views.native_charts import NativeChart
from scenarios.views.siting.headline import headline
from scenarios.views.siting.named import with_names
from scenarios.views.siting.tables import report_tables
from scenarios.views.table import Column, Table
from scenarios.views.workbook import write_tables

BY_DISTRICT = marked("Places by district")
SHEETS = (  # as tables call them
    marked("Prices"),
    marked("Alternatives"),
    marked("No regret"),
    marked("Nested"),
    marked("Ways"),
)


def write_workbook(answer: Answer, path: Path) -> None:
    """Write the answer as .xlsx; text is always written as text."""
    answer = with_names(answer)
    made = [table for table in report_tables(answer) if len(table.frame)]
    by_district = places_by_district(answer)
    money = _("Money at constant prices of 2022, discounted where a column says so")
    chart = NativeChart(
        by_district.name,
        "district",
        _(BY_DISTRICT),
        _("school places"),
        bars=[("centres", "documented"), ("optimised", "optimised")],
        lying=True,
    )
    write_tables(answer, headline(answer), [by_district, *made], path, money, [chart])


def places_by_district(answer: Answer) -> Table:
    """New places of the last period by district, in the plan and in the scheme's centres."""
    sites = next(table for table in report_tables(answer) if table.name == "sites").frame
    last = answer.scenario.siting.periods[-1]
    frame = sites.groupby("district", as_index=False)[
        [f"centres_{last}", f"optimised_{last}"]
    ].sum()
    frame.columns = ["district", "centres", "optimised"]
    columns = (
        Column("district", _("District")),
        Column("centres", _("In the scheme's centres, places"), "count"),
        Column("optimised", _("Optimised, places"), "count"),
    )
    return Table(BY_DISTRICT, _(BY_DISTRICT), columns, frame)
