"""Charts as they stand in the page: picture, caption, and the numbers behind a button."""

from __future__ import annotations

from nicegui import ui

from scenarios.app.charts.chart import Chart, Options
from scenarios.language import _
from scenarios.views.table import Table

MOST_ROWS = 200


class Figure:
    """A chart with its title, caption and table; drawn once, then changed in place."""

    def __init__(self, chart: Chart) -> None:
        self._drawn = chart
        with ui.column().classes("w-full gap-1 desk-chart") as self.element:
            self.element.props(f"data-testid=chart-{chart.name}")
            self._title = ui.label(chart.title).classes("desk-chart-title")
            self._chart = ui.echart(_sent(chart.options), renderer="svg").classes("w-full")
            self._chart.style(f"height:{chart.height}px")
            self._chart.props(f'role=img aria-label="{_attribute(chart.title)}"')
            self._caption = ui.label(chart.caption).classes("desk-caption")
            self._caption.set_visibility(bool(chart.caption))
            self._numbers = Numbers(chart.table)

    def change(self, chart: Chart) -> None:
        """Show other figures of the same kind."""
        before, self._drawn = self._drawn, chart
        self._title.set_text(chart.title)
        self._caption.set_text(chart.caption)
        self._numbers.change(chart.table)
        if chart.options != before.options:
            self._chart.props["options"] = _sent(chart.options)


def show(chart: Chart) -> None:
    """A chart that stays as it is."""
    Figure(chart)


class Numbers:
    """The table behind a chart, built when it is first opened."""

    def __init__(self, table: Table) -> None:
        self._table = table
        with ui.expansion(_("Numbers")).classes("w-full desk-numbers") as self._opened:
            self._opened.props(f"dense data-testid=table-{table.name}")
            self._filled = ui.column().classes("w-full")
        self._opened.on_value_change(self._fill)

    def change(self, table: Table) -> None:
        """Show other numbers."""
        self._table = table
        if self._filled.default_slot.children:
            self._filled.clear()
            self._fill()

    def _fill(self) -> None:
        if self._opened.value and not self._filled.default_slot.children:
            with self._filled:
                written(self._table)


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


def _sent(options: Options) -> Options:
    """Options as they are sent: NiceGUI watches the items of lists for changes, of tuples not."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}


def _attribute(text: str) -> str:
    return text.replace('"', "”").replace("\\", "")
