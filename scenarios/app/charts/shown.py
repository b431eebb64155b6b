"""Charts as they stand in the page: picture, caption, and the numbers behind a button."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.charts.chart import Chart
from scenarios.language import _
from scenarios.views.table import Table

MOST_ROWS = 200


def show(chart: Chart) -> ui.echart:
    """A chart with its title, caption and table."""
    with ui.column().classes("w-full gap-1 desk-chart").props(f"data-testid=chart-{chart.name}"):
        ui.label(chart.title).classes("desk-chart-title")
        drawn = (
            ui.echart(chart.options, renderer="svg")
            .classes("w-full")
            .style(f"height:{chart.height}px")
            .props(f'role=img aria-label="{_attribute(chart.title)}"')
        )
        if chart.caption:
            ui.label(chart.caption).classes("desk-caption")
        numbers_of(chart.table)
    return drawn


def numbers_of(table: Table) -> None:
    """The table behind a chart, built when it is first opened."""
    with ui.expansion(_("Numbers")).classes("w-full desk-numbers") as opened:
        opened.props(f"dense data-testid=table-{table.name}")
        filled = ui.column().classes("w-full")

    def fill() -> None:
        if opened.value and not filled.default_slot.children:
            with filled:
                written(table)

    opened.on_value_change(fill)


def written(table: Table) -> ui.table:
    """A table in the page; sorted by the raw values, copied as text."""
    columns = [
        {
            "name": c.key,
            "label": c.head,
            "field": c.key,
            "align": "right" if c.numeric else "left",
            "sortable": True,
        }
        for c in table.columns
    ]
    keys = [c.key for c in table.columns]
    rows = [
        {"__row": number, **{k: text for k, (text, _raw) in zip(keys, row, strict=True)}}
        for number, row in enumerate(table.rows()[:MOST_ROWS])
    ]
    made = ui.table(columns=columns, rows=rows, row_key="__row", pagination=0)
    made.classes("w-full desk-table").props(
        "dense flat wrap-cells separator=horizontal hide-pagination"
    )
    if len(table.frame) > MOST_ROWS:
        ui.label(_("The first {n} rows; the workbook has all.", n=MOST_ROWS)).classes(
            "desk-caption"
        )
    return made


def _attribute(text: str) -> str:
    return text.replace('"', "”").replace("\\", "")
