"""Excel's own charts, drawn by Excel from the cells of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scenarios.views import style
from scenarios.views.sheets import FIRST_ROW, Book
from scenarios.views.table import Table

CHART_PX = (760, 400)
_ROW_PX = 20
PAGE_ROWS = 56  # that one page still shows readably
Role = Literal["optimised", "documented", "budget", "other"]
_LOOKS: dict[Role, dict[str, Any]] = {
    "optimised": {"color": style.OPTIMISED, "width": 3},
    "documented": {"color": style.DOCUMENTED, "width": 2, "dash_type": "dash"},
    "budget": {"color": style.INK, "width": 1.5},
    "other": {"color": style.DOCUMENTED, "width": 1.5, "dash_type": "round_dot"},
}


@dataclass(frozen=True)
class NativeChart:
    """What is drawn below a sheet's table.

    Attributes
    ----------
    table : name of the table
    category : key of the column along the axis
    bars, lines : keys of columns with their role; lines are drawn over bars
    title, unit : heading and axis title, in the reader's language
    lying : bars lie, for categories with long names
    """

    table: str
    category: str
    title: str
    unit: str
    bars: Sequence[tuple[str, Role]] = ()
    lines: Sequence[tuple[str, Role]] = ()
    lying: bool = False


def draw(book: Book, sheet_name: str, table: Table, asked: NativeChart) -> None:
    """Put the chart below the table and its totals, inside the printed area."""
    drawn = [_part(book, sheet_name, table, asked, bars) for bars in (True, False)]
    parts = [part for part in drawn if part is not None]
    chart = parts[0]
    if len(parts) > 1:
        chart.combine(parts[1])
    chart.set_title({"name": asked.title, "name_font": {"size": 12, "bold": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": CHART_PX[0], "height": CHART_PX[1]})
    values = {
        "name": asked.unit,
        "num_format": "#,##0",
        "min": 0,
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": style.GRID}},
    }
    if asked.lying:
        chart.set_x_axis(values)
        chart.set_y_axis({"reverse": True, "line": {"none": True}})
    else:
        chart.set_y_axis(values)
    top = FIRST_ROW + len(table.frame) + 2
    sheet = book.workbook.get_worksheet_by_name(sheet_name)
    sheet.insert_chart(top, 0, chart)
    bottom = top + CHART_PX[1] // _ROW_PX + 1
    sheet.print_area(0, 0, bottom, max(len(table.columns) - 1, 5))
    if bottom < PAGE_ROWS:  # else the break between pages would cut the chart
        sheet.fit_to_pages(1, 1)


def _part(book: Book, sheet: str, table: Table, asked: NativeChart, bars: bool) -> Any:
    chosen = asked.bars if bars else asked.lines
    if not chosen:
        return None
    keys = [column.key for column in table.columns]
    last = FIRST_ROW + len(table.frame) - 1
    standing = "bar" if asked.lying else "column"
    chart = book.workbook.add_chart({"type": standing if bars else "line"})
    for key, role in chosen:
        at = keys.index(key)
        look = _LOOKS[role]
        chart.add_series(
            {
                "name": [sheet, FIRST_ROW - 1, at],
                "categories": [
                    sheet,
                    FIRST_ROW,
                    keys.index(asked.category),
                    last,
                    keys.index(asked.category),
                ],
                "values": [sheet, FIRST_ROW, at, last, at],
                **({"fill": {"color": look["color"]}, "gap": 50} if bars else {"line": look}),
            }
        )
    return chart
